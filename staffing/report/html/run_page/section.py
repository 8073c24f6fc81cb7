"""A section of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markupsafe import Markup


@dataclass(frozen=True)
class PageSection:
    """Its `key` in links, the title in the page's contents, and its HTML.

    `data` is what its script draws from, by the names that it has there; `script` is a file of `script/`.
    """

    key: str
    title: str
    html: Markup
    data: Mapping[str, Any] = field(default_factory=dict)
    script: str = ""

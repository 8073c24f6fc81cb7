"""Reading what centres export: one file per format, listed here; then one road for all of them."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from staffing.records import History


class Format(Protocol):
    """What a format's module offers: its name's `read`, giving the rows as they stand in the file."""

    def read(self, source: str, timezone: str) -> History:
        """The file's rows at the file's own interval; raises InputError naming every bad cell."""


# name as in the plan and on the command line → module
FORMATS: dict[str, str] = {
    "staffing": "staffing.history.staffing",
}


def format_named(name: str) -> Format:
    """The format of that name; imported on first use so that listing them costs nothing."""
    return cast(Format, importlib.import_module(FORMATS[name]))

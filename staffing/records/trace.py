"""What a run was made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class RunTrace:
    """What run.json holds. `options` are the plan's path and the moment asked; times are ISO 8601."""

    version: str = ""
    as_of: str
    started: str = ""
    ended: str = ""
    options: dict[str, str | None]
    plan: dict[str, Any]
    inputs: list[dict[str, str | int]] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    patience_seconds: float | None
    patience_curve: dict[str, list[float]] | None = None  # older runs name its file only
    forecast: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

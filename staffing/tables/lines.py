"""Lines files: the trunks that each interval and queue needs."""

from __future__ import annotations

from pathlib import Path

from staffing.records.requirement import Trunks
from staffing.tables.columns import LINES
from staffing.tables.write import Cells, write_csv


def write_lines(target: str | Path, trunks: Trunks) -> None:
    """Write lines; `-` is standard output."""
    own: dict[str, Cells] = {"interval_start": trunks.iso(), "queue": trunks.queue_names}
    write_csv(target, {c.name: own[c.name] if c.name in own else getattr(trunks, c.name) for c in LINES})

"""The runs of a store as lines of columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.cells import cell_len, set_cell_size


def store_lines(runs: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """A header and a line for each run, of which there is one; texts to the left, numbers to the right."""
    table = [list(runs[0]), *([_cell(value) for value in run.values()] for run in runs)]
    widths = [max(map(cell_len, column)) for column in zip(*table, strict=True)]
    numeric = [any(isinstance(run[name], int | float) for run in runs) for name in runs[0]]
    for row in table:
        cells = zip(row, widths, numeric, strict=True)
        yield "  ".join(c.rjust(w) if right else set_cell_size(c, w) for c, w, right in cells).rstrip()


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:,.3f}" if isinstance(value, float) else str(value)

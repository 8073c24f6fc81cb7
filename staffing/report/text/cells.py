"""Names in columns of a terminal, where letters of some scripts take two cells and others none."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size

from staffing.wording import legible


def named(name: str, width: int) -> str:
    """The name in so many cells, filled with spaces; one too long for it and a space is cut with `…`."""
    text = legible(name)
    if cell_len(text) >= width:
        text = set_cell_size(text, width - 2) + "…"
    return set_cell_size(text, width)


def right(name: str, width: int) -> str:
    """The same at the right edge."""
    text = named(name, width).rstrip()
    return " " * (width - cell_len(text)) + text

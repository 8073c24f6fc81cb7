"""Which character separates the cells of a text file: the one that cuts most of its first lines alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

DELIMITERS = ",;\t|"
OPENING_LINES = 60


def delimiter_of(lines: Sequence[str]) -> str:
    """The separator of the lines; a comma where none is found.

    The header decides where it has one only. Elsewhere, as under a title with a comma or with decimal commas
    in the cells, the separator is the one of which most lines have the same number.
    """
    lines = _whole_rows(lines)
    first = next((line for line in lines if any(mark in line for mark in DELIMITERS)), "")
    there = [mark for mark in DELIMITERS if mark in first]
    if len(there) == 1 and all(there[0] in line for line in lines if line.strip()):
        return there[0]
    return max(DELIMITERS, key=lambda mark: _agreement(lines, mark)) if first else ","


def _whole_rows(lines: Sequence[str]) -> Sequence[str]:
    """The lines, those put together whose break is in quotes; without a last one that is not whole."""
    if not any('"' in line for line in lines):
        return lines
    rows, row = [], ""
    for line in lines:
        row += line
        if row.count('"') % 2 == 0:
            rows.append(row)
            row = ""
    return rows or lines


def _agreement(lines: Sequence[str], mark: str) -> tuple[int, int]:
    """How many lines have the commonest number of the mark, and that number."""
    counts = Counter(_outside_quotes(line, mark) for line in lines)
    counts.pop(0, None)
    if not counts:
        return 0, 0
    number, lines_alike = max(counts.items(), key=lambda pair: (pair[1], pair[0]))
    return lines_alike, number


def _outside_quotes(line: str, mark: str) -> int:
    if '"' not in line:
        return line.count(mark)
    return sum(part.count(mark) for part in line.split('"')[::2])

"""What a shape makes of a sheet: one header and rows below it, each with the line it came from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from staffing.tables.rows import Row

LOOKED_AT = 600  # rows: what a file is made of shows in its first ones


@dataclass(frozen=True)
class Flat:
    """A plain table. `notes` say what was left out, and how the rows came about."""

    header: list[str]
    rows: list[Row]
    line: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShapeFit:
    """How well a shape fits a sheet, from 0 to 1, and why."""

    score: float
    why: str


class Shape(Protocol):
    """What a shape's module offers as `SHAPE`."""

    @property
    def name(self) -> str:
        """For messages: `a matrix of days and times`."""

    def match(self, grid: CellGrid) -> ShapeFit | None:
        """Whether a sheet looks like it."""

    def flatten(self, grid: CellGrid) -> Flat:
        """The sheet as a plain table."""


@dataclass
class CellGrid:
    """The cells of a sheet, stripped and of one width; `name` and `sheet` are for messages."""

    name: str
    rows: Sequence[Row]
    sheet: str = ""
    width: int = field(init=False)

    def __post_init__(self) -> None:
        stripped = [(line, [cell.strip() for cell in cells]) for line, cells in self.rows]
        self.width = max((_used(cells) for _, cells in stripped), default=0)
        self.rows = [
            (line, (cells + [""] * (self.width - len(cells)))[: self.width])
            for line, cells in stripped
            if any(cells)
        ]

    def cells(self, row: int) -> list[str]:
        return self.rows[row][1]


def _used(cells: Sequence[str]) -> int:
    return max((place + 1 for place, cell in enumerate(cells) if cell), default=0)


def filled(cells: Sequence[str]) -> list[str]:
    """The cells that hold something."""
    return [cell for cell in cells if cell]


def unique(header: Sequence[str]) -> list[str]:
    """Each header once: a second one of the same name gets a number, an empty one its place."""
    seen: dict[str, int] = {}
    names = []
    for place, cell in enumerate(header, 1):
        name = cell or f"column {place}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names


Value = Callable[[str], float]

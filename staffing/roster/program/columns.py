"""The shifts that each person may work, a column each, and how many cells of which intervals they cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from staffing.arrays import Floats, Ints

if TYPE_CHECKING:
    from staffing.roster.person import Person
    from staffing.roster.search.board import Board


@dataclass(frozen=True, eq=False)
class ShiftColumns:
    """By column: the `person`, the `day`, the `group` that it is worked for and the `candidate`.

    `kind` is that of the person's machine, `cost` that of the shift itself.
    """

    person: Ints
    day: Ints
    group: Ints
    candidate: Ints
    kind: Ints
    cost: Floats

    def __len__(self) -> int:
        return len(self.person)

    @cached_property
    def keys(self) -> list[tuple[int, int, int, int]]:
        """Person, day, group and candidate of each column."""
        parts = self.person, self.day, self.group, self.candidate
        return list(zip(*(part.tolist() for part in parts), strict=True))


def shift_columns(board: Board, free: Sequence[int]) -> ShiftColumns:
    """Those of the people who are `free`, by person, day, group and candidate."""
    people = [board.setting.people[number] for number in free]
    parts = [np.zeros((5, 0), dtype=np.int64), *map(_of, people)]
    person, day, group, candidate, kind = np.concatenate(parts, axis=1)
    costs = [one.shift_costs[part[1], part[3]] for one, part in zip(people, parts[1:], strict=True)]
    return ShiftColumns(person, day, group, candidate, kind, np.concatenate([np.zeros(0), *costs]))


def _of(person: Person) -> Ints:
    """Rows: person, day, group, candidate, kind."""
    day, candidate = np.nonzero(np.isfinite(person.prices))
    groups = np.array(person.groups)
    days, candidates = np.repeat(day, len(groups)), np.repeat(candidate, len(groups))
    group = np.tile(groups, len(day))
    kind = person.contract.kinds[days, candidates]
    rows = np.stack([np.full(len(days), person.number), days, group, candidates, kind])
    in_order: Ints = rows[:, np.lexsort((candidates, group, days))]
    return in_order


def cells_of(board: Board, spans: list[tuple[int, int, int]]) -> tuple[Ints, Floats]:
    """The intervals that spans of cells (from, until, heads) touch, and how many cells of each."""
    cells = np.zeros(board.cover.worked.shape[1])
    for start, end, heads in spans:
        board.cover.stretch(cells, start, end, heads)
    touched = np.flatnonzero(cells)
    return touched, cells[touched]

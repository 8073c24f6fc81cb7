"""From rows to values: the sums of a metric's amounts by period and member, and their quotients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Floats, Ints, Times
from staffing.scorecard.facts import OPTIONS, Facts, InputRows, cell_code, codes, summed
from staffing.scorecard.periods import ends, is_interval, starts
from staffing.scorecard.way import Way

WHOLE = ""  # the member of the whole centre


@dataclass(frozen=True, eq=False)
class Cells:
    """Values by member and period, sorted by both; `wall` is the period's local start, `count` its whole.

    `place` is the member's number among the members.
    """

    member: NDArray[np.str_]
    place: Ints
    start: Times
    wall: Times
    value: Floats
    count: Floats

    @property
    def code(self) -> Ints:
        """Sorted keys of the cells, for looking a period up."""
        return cell_code(self.place, self.wall)


def usable(ways: Sequence[Way], facts: Facts, by: str | None) -> Way | None:
    """The first way whose columns are known and whose sources know the members asked for."""
    return next((way for way in ways if not lacking(way, facts) and _knows(way, facts, by)), None)


def _knows(way: Way, facts: Facts, by: str | None) -> bool:
    names = [way.source, *([way.bottom_source] if way.bottom_source else [])]
    return by is None or all(by in facts.sources[name].members for name in names)


def lacking(way: Way, facts: Facts) -> dict[str, list[str]]:
    """The columns that the way needs and the inputs do not have, by source."""
    asked = {way.source: way.needs}
    if way.bottom_source is not None:
        asked[way.bottom_source] = way.bottom_needs
    given = {name: facts.sources[name].words if name in facts.sources else {} for name in asked}
    missing = {name: [word for word in needs if word not in given[name]] for name, needs in asked.items()}
    return {name: words for name, words in missing.items() if words}


def needs_of(ways: Sequence[Way], facts: Facts) -> str:
    """What would let the metric be measured: the way that lacks least, one of the given sources first."""
    options = [(way.source not in facts.sources, lacking(way, facts)) for way in ways]
    _, least = min(options, key=lambda option: (option[0], sum(map(len, option[1].values()))))
    return "; ".join(f"{_called(name, facts)}: {', '.join(words)}" for name, words in least.items())


def _called(name: str, facts: Facts) -> str:
    """The input, and where it is not given the option that gives it."""
    return f"{name} file ({OPTIONS[name]})" if name in OPTIONS and name not in facts.sources else name


def measured_cells(way: Way, facts: Facts, grain: str, by: str | None) -> Cells:
    """The values of every period and member; periods of which nothing is known are left out."""
    source = facts.sources[way.source]
    top = way.top(source.words)
    if way.bottom_source is not None:
        return _of_two(way, facts, grain)
    bottom = np.ones(len(top)) if way.bottom is None else way.bottom(source.words)
    known = np.isfinite(top) if way.level else np.isfinite(top) & np.isfinite(bottom)
    return _cells(way, source.rows(known), (top[known], bottom[known]), grain, by)


def _cells(way: Way, source: InputRows, amounts: tuple[Floats, Floats], grain: str, by: str | None) -> Cells:
    top, bottom = amounts
    period, name = starts(source.start, source.wall, grain), _members(source, by)
    wall = period + (source.wall - source.start) if is_interval(grain) else period
    place, names = codes(name)
    _, first, cell = np.unique(cell_code(place, period), return_index=True, return_inverse=True)
    amount = summed(cell, top, len(first))
    count = _levels(cell, bottom, len(first)) if way.level else summed(cell, bottom, len(first))
    value = amount if way.bottom is None else _quotient(amount, count)
    valid = np.isfinite(value) & (names[place[first]] != WHOLE if by else True)
    rows = first[valid]
    return Cells(names[place[rows]], place[rows], period[rows], wall[rows], value[valid], count[valid])


def _members(source: InputRows, by: str | None) -> NDArray[np.str_]:
    return np.full(len(source.start), WHOLE) if by is None else source.members[by]


def _levels(cell: Ints, level: Floats, cells: int) -> Floats:
    """The mean level told in each cell; of a cell that tells none the last before."""
    told = np.isfinite(level)
    times = np.bincount(cell[told], minlength=cells)
    mean = _quotient(summed(cell[told], level[told], cells), times.astype(np.float64))
    last = np.maximum.accumulate(np.where(times > 0, np.arange(cells), -1))
    return np.where(last >= 0, mean[np.maximum(last, 0)], np.nan)


def _of_two(way: Way, facts: Facts, grain: str) -> Cells:
    """Numerator and denominator from two inputs, of the periods whose every day the upper one spans.

    Days without a row below are not cut off: a closed day costs too. What is unknown below is for
    `known_shares` to tell.
    """
    assert way.bottom_source is not None
    assert way.bottom is not None
    sides = []
    for name, amount in ((way.source, way.top), (way.bottom_source, way.bottom)):
        source = facts.sources[name]
        values = amount(source.words)
        valid = np.isfinite(values)
        ones = np.ones(int(valid.sum()))
        plain = Way(way.source, (), way.top, None)
        sides.append(_cells(plain, source.rows(valid), (values[valid], ones), grain, None))
    top, bottom = sides
    both, i, j = np.intersect1d(top.start, bottom.start, return_indices=True)
    value = _quotient(top.value[i], bottom.value[j])
    day = facts.sources[way.source].wall
    spanned = (day.min() <= both) & (ends(both, grain) <= day.max() + np.timedelta64(1, "D"))
    valid = np.isfinite(value) & spanned
    return Cells(
        top.member[i][valid],
        top.place[i][valid],
        both[valid],
        top.wall[i][valid],
        value[valid],
        bottom.value[j][valid],
    )


def _quotient(top: Floats, bottom: Floats) -> Floats:
    some = bottom > 0
    return np.where(some, top / np.where(some, bottom, 1.0), np.nan)

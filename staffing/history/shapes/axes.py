"""The axes of a matrix: cells that are all times, dates, weekdays or hours, in rising order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from staffing.history.headers.holds import COMPACT_CLOCK, COMPACT_DATE, DOTTED_CLOCK, kind_of
from staffing.history.headers.lexicon import weekday_of
from staffing.history.headers.moments import plain_clock

_LEAST = {"clock": 3, "date": 2, "weekday": 3, "hour": 4, "month": 2}
_MOST_EDGES = 4  # cells beside an axis of numbers: what the other axis is called, sums and means
MONDAY = "2001-01-0"  # with the weekday's number from 1: a Monday, as for days that are only counted


@dataclass(frozen=True)
class Axis:
    """The places of an axis' cells along a row or column, what they are, and their texts as read."""

    kind: str
    places: tuple[int, ...]
    texts: tuple[str, ...]


def axis_of(cells: Sequence[str], least_share: float = 0.6) -> Axis | None:
    """The axis that a row or column of cells makes, if most of them are of one kind."""
    there = [(place, cell) for place, cell in enumerate(cells) if cell]
    if not there:
        return None
    for kind in ("date", "clock", "month"):
        found = [(place, cell) for place, cell in there if _kind(cell) == kind]
        if len(found) >= max(_LEAST[kind], least_share * (len(there) - 1)):
            return Axis(kind, tuple(p for p, _ in found), tuple(c for _, c in found))
    return _weekdays(there, least_share) or _hours(there) or _clock_numbers(there)


def is_scale(axis: Axis) -> bool:
    """Whether the cells are marks of a scale: each once, and times of one step but for a few."""
    if len(set(axis.texts)) < len(axis.texts):
        return False
    if axis.kind != "clock":
        return True
    seconds = [_seconds(plain_clock(text)) for text in axis.texts]
    steps = [(later - earlier) % 86400 for earlier, later in pairwise(seconds)]
    usual = max(set(steps), key=steps.count)
    return usual % 300 == 0 and steps.count(usual) >= 0.6 * len(steps)


def _seconds(clock: str) -> int:
    parts = [*map(int, clock.split(":")), 0]
    return parts[0] * 3600 + parts[1] * 60 + parts[2]


def _kind(cell: str) -> str:
    kind = kind_of(cell)
    if kind == "number" and COMPACT_DATE.fullmatch(cell):
        return "date"
    if kind == "moment" and cell.replace("T", " ").endswith(("00:00", "00:00:00")):
        return "date"
    return kind


def _weekdays(there: Sequence[tuple[int, str]], least_share: float) -> Axis | None:
    named = [(p, c) for p, c in there if weekday_of((c,)) is not None]
    days = weekday_of(tuple(c for _, c in named)) if named else None
    if days is None or len(named) < max(_LEAST["weekday"], least_share * (len(there) - 2)):
        return None
    if len({days[c] for _, c in named}) < min(len(named), _LEAST["weekday"]):
        return None
    return Axis("weekday", tuple(p for p, _ in named), tuple(f"{MONDAY}{days[c] + 1}" for _, c in named))


def _hours(there: Sequence[tuple[int, str]]) -> Axis | None:
    """A run of whole numbers from 0 to 24, each one more than the one before."""
    found = [(p, int(c)) for p, c in there if c.isascii() and c.isdecimal() and int(c) <= 24]
    runs = [pair for pair, after in pairwise(found) if after[1] == pair[1] + 1]
    if len(found) < _LEAST["hour"] or len(runs) < len(found) - 1:
        return None
    return Axis("hour", tuple(p for p, _ in found), tuple(f"{number:02}:00" for _, number in found))


def _clock_numbers(there: Sequence[tuple[int, str]]) -> Axis | None:
    """Times written as numbers, such as 08.30 or 0830, one step apart: a row of counts does not rise so."""
    for pattern, clock in ((DOTTED_CLOCK, _dotted), (COMPACT_CLOCK, _compact)):
        found = [(place, clock(cell)) for place, cell in there if pattern.fullmatch(cell)]
        axis = Axis("clock", tuple(p for p, _ in found), tuple(text for _, text in found))
        if len(found) >= max(_LEAST["hour"], len(there) - _MOST_EDGES) and is_scale(axis):
            return axis
    return None


def _dotted(cell: str) -> str:
    hour, minute = cell.split(".")
    return f"{int(hour):02}:{minute}"


def _compact(cell: str) -> str:
    return f"{int(cell[:-2] or 0):02}:{cell[-2:].rjust(2, '0')}"


def as_time(text: str) -> str:
    """A clock time in plain form; what is none stays."""
    return plain_clock(text) or text

"""The shifts of a group as what their absence takes from its intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.arrays import Floats, Ints, Times

Span = tuple[np.datetime64, np.datetime64]


@dataclass(frozen=True)
class Duty:
    """A shift that `count` people work: its local date, UTC span, and rests; `agent` is "" without names."""

    agent: str
    date: np.datetime64
    span: Span
    rests: tuple[Span, ...]
    count: int = 1


@dataclass(frozen=True, eq=False)
class GroupDuties:
    """A group: its duties, and by interval with a requirement the heads beyond it (`spare`, never below 0).

    `presence` (duties, intervals) is the part of an interval that one who works the duty is there; an
    head-hour short costs `price`.
    """

    name: str
    interval_start: Times
    interval_minutes: int
    spare: Floats
    duties: tuple[Duty, ...]
    presence: Floats
    price: float

    @property
    def dates(self) -> tuple[np.datetime64, ...]:
        """On which somebody's shift starts."""
        return tuple(sorted({duty.date for duty in self.duties}))

    @property
    def counts(self) -> Ints:
        """By duty, how many work it."""
        return np.array([duty.count for duty in self.duties], dtype=np.int64)

    def of_date(self, date: np.datetime64) -> Ints:
        """The duties of a date, by number."""
        return np.array([k for k, duty in enumerate(self.duties) if duty.date == date], dtype=np.int64)

    def short(self, away: Floats) -> Floats:
        """Head-hours short by interval beyond what is short already, with so many of each duty away."""
        taken = away @ self.presence if len(self.duties) else np.zeros(len(self.spare))
        hours: Floats = np.maximum(taken - self.spare, 0.0) * self.interval_minutes / 60
        return hours


def presence_of(duties: tuple[Duty, ...], interval_start: Times, interval_minutes: int) -> Floats:
    """(duties, intervals): the part of each interval at work, rests left out."""
    start = interval_start.astype("datetime64[s]").astype(np.int64)
    table = np.zeros((len(duties), len(start)))
    for row, duty in enumerate(duties):
        for (begin, stop), sign in ((duty.span, 1.0), *((rest, -1.0) for rest in duty.rests)):
            first, last = (int(moment.astype("datetime64[s]").astype(np.int64)) for moment in (begin, stop))
            inside = np.minimum(last, start + interval_minutes * 60) - np.maximum(first, start)
            table[row] += sign * np.maximum(inside, 0) / (interval_minutes * 60)
    return table

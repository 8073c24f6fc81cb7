"""Particular people: when each works, rests and leaves, in seconds from the origin of the play."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from staffing.arrays import Floats, Ints, Times
from staffing.records.schedule import ShiftPlan

NO_REST = np.inf
_DAY_SECONDS = 86_400.0
_MOST_OF_A_DAY = 1 << 20
_SHORTEST = 60.0  # seconds between two spells, at least


@dataclass(frozen=True, eq=False)
class ShiftWorkers:
    """One row per person and shift.

    number:       of the person: whose numbers of chance they are
    turn:         which of several stints of the same shift it is
    start, end:   of the shift
    rest_start:   planned starts of the rests, in order; `NO_REST` behind the last
    rest_seconds: their lengths
    """

    number: Ints
    turn: Ints
    start: Floats
    end: Floats
    rest_start: Floats
    rest_seconds: Floats

    def __len__(self) -> int:
        return len(self.number)

    def rows(self, chosen: Ints) -> ShiftWorkers:
        """Those people, in that order."""
        return ShiftWorkers(*(getattr(self, item.name)[chosen] for item in fields(self)))


@dataclass(frozen=True)
class OnThePhones:
    """How much of their shifts people are on the phones, by chance.

    attendance:    share of shifts that are worked, each by itself
    ready:         share of the time at work outside rests on the phones, in (0, 1]
    spell_seconds: mean length of a spell off the phones; spells and the times between are exponential
    evenly:        as many as are expected come, and are there for the share `ready` of people, not of time:
                   the same hours without chance
    """

    attendance: float = 1.0
    ready: float = 1.0
    spell_seconds: float = 480.0
    evenly: bool = False

    def between_seconds(self, delay_seconds: float) -> float:
        """Mean time from the end of a spell until the next is due, so that the share `ready` holds.

        `delay_seconds`: for so long what is due waits for the end of a contact, on average.
        """
        usual = self.spell_seconds * self.ready / max(1.0 - self.ready, 1e-12)
        return max(usual - delay_seconds, _SHORTEST)


def crew_of(plan: ShiftPlan, origin: np.datetime64, end: np.datetime64, *, cyclic_week: bool) -> ShiftWorkers:
    """The people of a plan who work between two moments.

    In a cyclic week a shift that runs past the end is worked at the other end too. People are numbered by
    the day that they start on: who works on another day does not change their chance.
    """
    crew = crew_by_place(plan, origin, end, cyclic_week=cyclic_week)
    people = int(plan.agents.sum())
    if people == 0:
        return crew
    first = _seconds(plan.start, origin)[np.repeat(np.arange(len(plan)), plan.agents)]
    again = crew.number >= people
    number = np.where(again, np.cumsum(again) - 1, _numbers(first)[crew.number % people])
    return replace(crew, number=number)


def crew_by_place(
    plan: ShiftPlan, origin: np.datetime64, end: np.datetime64, *, cyclic_week: bool
) -> ShiftWorkers:
    """The same people, `number` being the place among all heads of the plan, row after row, from 0.

    Who works a shift at the other end of a cyclic week has the place of the one who works it at its own, and
    as much more as the plan has heads.
    """
    each = np.repeat(np.arange(len(plan)), plan.agents)
    first = _seconds(plan.start, origin)[each]
    rest_start = _seconds(plan.rest_start, origin)[each]
    rest_start[np.isnat(plan.rest_start)[each]] = NO_REST
    rest_seconds: Floats = 60.0 * plan.rest_minutes[each].astype(np.float64)
    order, rows = np.argsort(rest_start, axis=1, kind="stable"), np.arange(len(each))[:, None]
    crew = ShiftWorkers(
        number=np.arange(len(each)),
        turn=np.zeros(len(each), dtype=np.int64),
        start=first,
        end=first + 60.0 * plan.length_minutes[each],
        rest_start=rest_start[rows, order],
        rest_seconds=rest_seconds[rows, order],
    )
    horizon = float((end - origin).astype("timedelta64[s]").astype(np.int64))
    if cyclic_week:
        crew = _wrapped(crew, horizon)
    return crew.rows(np.flatnonzero((crew.end > 0) & (crew.start < horizon)))


def _seconds(moments: Times, origin: np.datetime64) -> Floats:
    seconds: Floats = (moments - origin).astype("timedelta64[s]").astype(np.float64)
    return seconds


def _numbers(start: Floats) -> Ints:
    """Of each person: the day of the start (of the first: 1), and which of that day."""
    day = np.floor(start / _DAY_SECONDS).astype(np.int64)
    order = np.argsort(day, kind="stable")
    firsts = np.searchsorted(day[order], day[order])
    number = np.empty(len(day), dtype=np.int64)
    number[order] = np.arange(len(day)) - firsts
    number += (day - day.min(initial=0) + 1) * _MOST_OF_A_DAY
    return number


def _wrapped(crew: ShiftWorkers, horizon: float) -> ShiftWorkers:
    """Each shift begins inside the horizon; those that run past its end are worked before it, too."""
    inside = _moved(crew, -np.floor(crew.start / horizon) * horizon)
    past = np.flatnonzero(inside.end > horizon)
    before = _moved(inside.rows(past), np.full(past.size, -horizon))
    return joined_crews([inside, replace(before, number=before.number + len(crew))])


def _moved(crew: ShiftWorkers, seconds: Floats) -> ShiftWorkers:
    return replace(
        crew,
        start=crew.start + seconds,
        end=crew.end + seconds,
        rest_start=crew.rest_start + seconds[:, None],
    )


def joined_crews(crews: Sequence[ShiftWorkers]) -> ShiftWorkers:
    """Crews of as many rests, one after the other."""
    return ShiftWorkers(
        *(np.concatenate([getattr(one, item.name) for one in crews]) for item in fields(ShiftWorkers))
    )


def with_no_rest_behind(crews: Sequence[ShiftWorkers]) -> list[ShiftWorkers]:
    """The same, all with as many rests: those that never come stand behind the last, at least one of them."""
    rests = max(crew.rest_start.shape[1] for crew in crews) + 1

    def padded(column: Floats, value: float) -> Floats:
        missing = rests - column.shape[1]
        return np.concatenate([column, np.full((len(column), missing), value)], axis=1)

    return [
        replace(
            crew, rest_start=padded(crew.rest_start, NO_REST), rest_seconds=padded(crew.rest_seconds, 0.0)
        )
        for crew in crews
    ]


def evened_rests(crew: ShiftWorkers, interval_seconds: float) -> ShiftWorkers:
    """The same people with the rests that are shorter than an interval spread evenly over theirs.

    Of those whose rest lies in one interval the first rest in its first part, the next in the second, and so
    on; every interval as a whole has the heads it had.
    """
    start = crew.rest_start.copy()
    short = np.isfinite(start) & (crew.rest_seconds < interval_seconds) & (crew.rest_seconds > 0)
    interval = np.where(short, np.floor(start / interval_seconds), -1)
    inside = short & (start + crew.rest_seconds <= (interval + 1) * interval_seconds + 1e-6)
    for place in np.unique(interval[inside]).tolist():
        rows, columns = np.nonzero(inside & (interval == place))
        parts = np.maximum(interval_seconds // crew.rest_seconds[rows, columns], 1)
        start[rows, columns] = (
            place * interval_seconds + (np.arange(len(rows)) % parts) * crew.rest_seconds[rows, columns]
        )
    return replace(crew, rest_start=start)

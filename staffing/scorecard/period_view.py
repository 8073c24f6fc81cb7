"""What an evidence test looks at: the scores in front, and the rows of their period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Floats, Ints, Times
from staffing.scorecard.facts import Facts, InputRows, cell_code, codes, summed
from staffing.scorecard.periods import starts
from staffing.scorecard.way import Amount, Side

ALL_QUEUES = "all"  # the queue of inputs that name none


@dataclass(frozen=True)
class ShownScore:
    """A score in front; NaN and None where unknown. `side` is where it misses its aim."""

    value: float
    unit: str
    aim_low: float
    aim_high: float
    side: Side | None
    previous: float
    last_year: float


@dataclass(frozen=True, eq=False)
class PeriodView:
    """One period of one queue (or of the whole centre, queue empty): its scores by metric, and its rows."""

    facts: Facts
    grain: str
    period: np.datetime64
    queue: str
    shown: Mapping[str, ShownScore]

    def rows(self, name: str) -> InputRows | None:
        """The period's rows of an input; None where it is not given or has none."""
        source = self.facts.sources.get(name)
        if source is None:
            return None
        inside = starts(source.start, source.wall, self.grain) == self.period
        if self.queue and "queue" in source.members:
            inside &= source.members["queue"] == self.queue
        return source.rows(inside) if inside.any() else None

    def together(
        self, first: str, second: str, amount: Amount | None = None
    ) -> tuple[InputRows, InputRows, str] | None:
        """The rows of two inputs in the times that both have, and the grain to add them up to.

        With `amount` only of queues and times of which both know it: what one of them cannot tell is no
        difference. An input without queues is of all together.
        """
        first_rows, second_rows = self.rows(first), self.rows(second)
        if first_rows is None or second_rows is None:
            return None
        grain = _grain(max(first_rows.minutes, second_rows.minutes))
        keys = _keys(first_rows, second_rows, grain)
        told = [
            at if amount is None else np.setdiff1d(at, at[np.isnan(amount(rows.words))])
            for at, rows in zip(keys, (first_rows, second_rows), strict=True)
        ]
        common = np.intersect1d(told[0], told[1])
        if not len(common):
            return None
        return first_rows.rows(np.isin(keys[0], common)), second_rows.rows(np.isin(keys[1], common)), grain


def _keys(first: InputRows, second: InputRows, grain: str) -> list[Ints]:
    """The time of each row as a number, and with it the queue where both inputs tell queues apart."""
    sides = (first, second)
    names = [rows.members.get("queue", np.full(len(rows.start), ALL_QUEUES)) for rows in sides]
    place, _ = codes(np.concatenate(names))
    if any((queues == ALL_QUEUES).all() for queues in names):
        place = np.zeros_like(place)
    own = np.split(place, [len(names[0])])
    return [
        cell_code(queue, starts(rows.start, rows.wall, grain)) for queue, rows in zip(own, sides, strict=True)
    ]


def added(rows: InputRows, values: Floats, grain: str) -> tuple[Times, Floats]:
    """The known values added up by period."""
    known = np.isfinite(values)
    at = starts(rows.start[known], rows.wall[known], grain)
    times, place = np.unique(at, return_inverse=True)
    return times, summed(place, values[known], len(times))


def by_agent(rows: InputRows, word: str) -> tuple[NDArray[np.str_], Floats, Floats] | None:
    """Each agent's mean of an average, and the contacts it is of; None where the file does not tell."""
    if not {word, "answered"} <= rows.words.keys():
        return None
    average, weight = rows.words[word], rows.words["answered"]
    known = np.isfinite(average) & (weight > 0)
    agents, place = np.unique(rows.members["agent"][known], return_inverse=True)
    contacts = summed(place, weight[known], len(agents))
    seconds = summed(place, (average * weight)[known], len(agents))
    return (agents, seconds / contacts, contacts) if len(agents) else None


def _grain(minutes: int) -> str:
    return "half-hour" if minutes <= 30 else "hour" if minutes <= 60 else "day"

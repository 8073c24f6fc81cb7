"""The contacts of a queue: when they come, how long they take, how long they are willing to wait.

Contacts come by a Poisson process whose rate is linear inside each interval. The gaps between the integrals
of the rate at successive contacts are exponential with the mean 1 (E. Çinlar (1975), Introduction to
Stochastic Processes, §4.5), so a contact keeps its number, and with it its handle time and its patience,
when the rate or the staff is another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.queueing.model import Traffic
from staffing.queueing.patience_laws import law_of
from staffing.simulation.handle_times import ExponentialHandling, HandleTimeLaw
from staffing.simulation.numbers import Draws, Purpose, exponential, uniform
from staffing.simulation.tally import SpanGrid

BLOCK_CELLS = 1 << 15  # contacts drawn at a time, over all replications
_LEAST_FACTOR = 1e-6
_LEAST_CONTACTS = 1e-12  # of an interval: with fewer nobody comes
_MOMENT = 1e-6  # seconds that are no gap
NOBODY = -1.0  # patience of a place where no contact comes


@dataclass(frozen=True, eq=False)
class Incoming:
    """A queue's contacts in n intervals of one length, in order of time.

    start:          seconds from the origin of the play
    seconds:        length of each interval
    traffic:        rates, handle times, patience and lines of the intervals
    slope:          change of the rate from the start to the end of an interval, contacts per second
    target_seconds: the threshold of the interval
    day:            the number of the interval's day, rising; a day's contacts have a chance of their own
    day_variation:  by day, coefficient of variation of a factor with the mean 1 on all its rates: how far the
                    forecast of a day may be wrong
    """

    start: Floats
    seconds: float
    traffic: Traffic
    slope: Floats
    target_seconds: Floats
    day: Ints
    day_variation: Floats
    handle_times: HandleTimeLaw = field(default_factory=ExponentialHandling)

    def __len__(self) -> int:
        return len(self.start)

    def rows(self, chosen: slice) -> Incoming:
        """The intervals of a slice alone."""
        return replace(
            self,
            start=self.start[chosen],
            traffic=self.traffic.rows(chosen),
            slope=self.slope[chosen],
            target_seconds=self.target_seconds[chosen],
            day=self.day[chosen],
        )

    @cached_property
    def end(self) -> float:
        """Of the last interval."""
        return float(self.start[-1] + self.seconds)

    @cached_property
    def days(self) -> list[OneDay]:
        """The same, day by day."""
        edges = np.flatnonzero(np.diff(self.day)) + 1
        firsts, ends = [0, *edges.tolist()], [*edges.tolist(), len(self)]
        return [OneDay(self, first, end) for first, end in zip(firsts, ends, strict=True)]

    @cached_property
    def closing(self) -> Floats:
        """Of each interval: when the intervals that follow it without a gap end; nobody answers then."""
        ends = self.start + self.seconds
        last = np.append(self.start[1:] > ends[:-1] + _MOMENT, True)
        return np.asarray(ends[last][np.searchsorted(np.flatnonzero(last), np.arange(len(self)))])

    @cached_property
    def grid(self) -> SpanGrid:
        """Where its intervals stand on the regular grid from the first to the last."""
        place = np.rint((self.start - self.start[0]) / self.seconds).astype(np.int64)
        return SpanGrid(float(self.start[0]), self.seconds, place)

    @property
    def offered(self) -> Floats:
        """Contacts expected in each interval."""
        return self.traffic.arrivals_per_second * self.seconds

    def day_of(self, row: int) -> OneDay:
        """The day of an interval."""
        return next(day for day in self.days if day.first <= row < day.end)

    def patience(self, rows: Ints, u: Floats) -> Floats:
        """Seconds that contacts of these intervals are willing to wait, from uniform numbers."""
        mean = self.traffic.patience_seconds
        found = np.full(u.shape, np.inf)
        for code, parameter, own in self._laws:
            law = law_of(code, np.array(1.0), np.array(parameter), self.traffic.patience_curve)
            if own is None:
                return law.draw(u) * of_rows(mean, rows)
            mine = own[rows]
            found[mine] = law.draw(u[mine]) * mean[rows[mine]]
        return found

    @cached_property
    def _laws(self) -> list[tuple[int, float, Bools | None]]:
        """Each law in use with its parameter and the intervals where it holds; None: everywhere."""
        finite = np.isfinite(self.traffic.patience_seconds)
        pairs = np.column_stack([self.traffic.patience_law, np.nan_to_num(self.traffic.patience_parameter)])
        found = []
        for code, parameter in np.unique(pairs[finite], axis=0).tolist():
            own = finite & (pairs == (code, parameter)).all(axis=1)
            found.append((int(code), parameter, None if own.all() else own))
        return found


@dataclass(frozen=True, eq=False)
class OneDay:
    """The intervals of one day, from `first` to before `end`."""

    incoming: Incoming
    first: int
    end: int

    @property
    def rows(self) -> slice:
        """Its intervals among all."""
        return slice(self.first, self.end)

    @property
    def closes(self) -> float:
        """End of its last interval, seconds."""
        return float(self.incoming.start[self.end - 1] + self.incoming.seconds)

    @cached_property
    def expected(self) -> Floats:
        """Contacts expected before each interval's start, and in the whole day."""
        return np.concatenate([[0.0], np.cumsum(self.incoming.offered[self.rows])])

    @cached_property
    def _bend(self) -> Floats:
        """Change of the rate inside an interval ÷ its mean rate, in [−2, 2]."""
        rate = self.incoming.traffic.arrivals_per_second[self.rows]
        slope = self.incoming.slope[self.rows]
        return np.clip(np.divide(slope, rate, out=np.zeros(len(rate)), where=rate > 0), -2.0, 2.0)

    @cached_property
    def closing(self) -> Floats:
        """Of each interval, as `Incoming.closing`."""
        return self.incoming.closing[self.rows]

    @cached_property
    def _aht_seconds(self) -> Floats:
        traffic = self.incoming.traffic
        return np.where(traffic.arrivals_per_second > 0, traffic.aht_seconds, 1.0)[self.rows]

    def handle(self, row: Ints, u: Floats) -> Floats:
        """Handle times of contacts of these intervals of the day, seconds."""
        return self.incoming.handle_times.draw(u) * of_rows(self._aht_seconds, row)

    def patience(self, row: Ints, u: Floats) -> Floats:
        """Their patience, seconds."""
        return self.incoming.patience(row + self.first, u)

    def interval_at(self, time: Floats) -> tuple[Ints, Bools]:
        """The interval of the day that moments lie in, and whether they do."""
        start = self.incoming.start[self.rows]
        row = np.maximum(np.searchsorted(start, time, side="right") - 1, 0)
        return row, (time >= start[row]) & (time < start[row] + self.incoming.seconds)

    def factors(self, draws: Draws) -> Floats:
        """Of each replication: rate that comes ÷ rate expected, gamma distributed with the mean 1."""
        variation = float(self.incoming.day_variation[self.incoming.day[self.first]])
        if not variation > 0:
            return np.ones(len(draws))
        from scipy.special import gammaincinv

        shape = variation**-2
        u = uniform(draws.of_queue(Purpose.DAY), self.incoming.day[self.first])
        factors: Floats = np.maximum(gammaincinv(shape, u) / shape, _LEAST_FACTOR)
        return factors

    def moments(self, contacts: Floats) -> tuple[Ints, Floats]:
        """Interval (of the day) and time at which so many contacts are expected to have come.

        With x the part of the interval gone and b the bend, x + b (x² − x)/2 of its contacts have come.
        """
        expected, of_row = self.expected, np.diff(self.expected)
        start, seconds = self.incoming.start[self.rows], self.incoming.seconds
        row = np.minimum(np.searchsorted(expected, contacts, side="right") - 1, len(expected) - 2)
        pace = np.divide(1.0, of_row, out=np.zeros_like(of_row), where=of_row > _LEAST_CONTACTS)
        if not self._bend.any():
            return row, (start - expected[:-1] * pace * seconds)[row] + contacts * (pace * seconds)[row]
        share = (contacts - expected[row]) * pace[row]
        np.clip(share, 0.0, 1.0, out=share)
        bend = self._bend[row]
        flat = 1.0 - 0.5 * bend
        root = flat + np.sqrt(np.maximum(flat * flat + 2.0 * bend * share, 0.0))
        share = np.divide(2.0 * share, root, out=np.zeros_like(share), where=root > 0)
        return row, start[row] + share * seconds


def of_rows(column: Floats, row: Ints) -> Floats:
    """`column[row]`; one number, of shape (1,), where all are the same."""
    return column[:1] if (column == column[0]).all() else column[row]


class ContactBlock(NamedTuple):
    """Contacts in order of arrival, of shape (contacts, replications), or the next one of each replication.

    row:       interval of the day
    handle:    seconds
    patience:  seconds
    limit:     the longest wait that ends in an answer: patience, or what is left until closing time
    Where a replication has no more contacts `time` is the day's end, and `limit` is `NOBODY`.
    """

    time: Floats
    row: Ints
    handle: Floats
    patience: Floats
    limit: Floats

    def contact(self, k: int) -> ContactBlock:
        """Contact k of each replication."""
        return ContactBlock(self.time[k], self.row[k], self.handle[k], self.patience[k], self.limit[k])

    def at(self, places: Ints, replications: Ints) -> ContactBlock:
        """A contact of each replication, each at a place of its own."""
        columns: Any = (column[places, replications] for column in self)
        return ContactBlock(*columns)

    @classmethod
    def of(cls, contacts: Sequence[ContactBlock]) -> ContactBlock:
        """One contact of each replication after the other."""
        columns: Any = (np.array(column) for column in zip(*contacts, strict=True))
        return cls(*columns)

    def with_none_behind(self) -> ContactBlock:
        """The same with a row of no contacts at its end, at the end of time."""
        last = (np.inf, 0, 0.0, np.inf, NOBODY)
        columns: Any = (
            np.concatenate([column, np.full((1, self.time.shape[1]), value, dtype=column.dtype)])
            for column, value in zip(self, last, strict=True)
        )
        return ContactBlock(*columns)


def blocks(day: OneDay, draws: Draws) -> Iterator[ContactBlock]:
    """All contacts of a day, some at a time."""
    number, total = int(day.incoming.day[day.first]), float(day.expected[-1])
    size = max(BLOCK_CELLS // len(draws), 16)
    if total <= 0:
        return
    factors = day.factors(draws)
    arrival, handle, patience = (
        draws.of_queue(purpose, number) for purpose in (Purpose.ARRIVAL, Purpose.HANDLE, Purpose.PATIENCE)
    )
    come, first = np.zeros(len(draws)), 0
    while True:
        index = np.arange(first, first + size)[:, None]
        contacts = come + np.cumsum(exponential(arrival, index) / factors, axis=0)
        comes = contacts < total
        used = int(comes.any(axis=1).sum())
        if not used:
            return
        come, comes, index = contacts[-1], comes[:used], index[:used]
        row, time = day.moments(np.minimum(contacts[:used], total))
        willing = day.patience(row, uniform(patience, index))
        limit = np.minimum(willing, of_rows(day.closing, row) - time)
        yield ContactBlock(
            time=np.where(comes, time, day.closes),
            row=row,
            handle=day.handle(row, uniform(handle, index)),
            patience=willing,
            limit=np.where(comes, limit, NOBODY),
        )
        if used < size:
            return
        first += size

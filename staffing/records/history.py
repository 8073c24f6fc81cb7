"""What was measured: intervals, agents, costs, scores of quality, leavers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Floats, Texts, Times
from staffing.records.columns import Columns, IntervalRows, named_columns, read_only
from staffing.records.queue_counts import QueueCounts
from staffing.timegrid import local_day


@dataclass(frozen=True, eq=False)
class History(IntervalRows):
    """What happened: `offered` contacts and, where known, the other measured words of the glossary.

    `notes` say in words what reading repaired; nothing is changed silently. `left_out` are rows of the files
    (or calls) that did not become rows here or were added to none, `repaired` intervals whose count or time
    was not taken as it stood. `histograms` count single calls
    by whole seconds, the last one and more, where the file lists calls: `service`, `wait_answered`,
    `wait_abandoned`. `of_all` are the counts of all queues where only a share of the rows was read.
    `apart`: the rows queue by queue, as the files have them, where all were added up as one.
    """

    offered: Floats
    aht_seconds: Floats
    measures: Mapping[str, Floats] = named_columns()
    notes: tuple[str, ...] = ()
    left_out: int = 0
    repaired: int = 0
    histograms: Mapping[str, Floats] = field(default_factory=dict)
    of_all: QueueCounts | None = None
    apart: History | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "histograms", read_only(self.histograms))

    def known_at(self, moment: np.datetime64) -> History:
        """The rows whose interval had ended by then."""
        return self.rows(self.interval_start + np.timedelta64(self.interval_minutes, "m") <= moment)

    @property
    def days_known(self) -> int:
        """How many local days have a known count."""
        return len(np.unique(local_day(self.local[np.isfinite(self.offered)])))

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """The rows of one part after the other, all notes, and the calls of all histograms."""
        names = dict.fromkeys(name for part in parts for name in part.histograms)
        bare = [replace(part, notes=(), left_out=0, repaired=0, histograms={}) for part in parts]
        return replace(
            super().joined(bare),
            notes=tuple(note for part in parts for note in part.notes),
            left_out=sum(part.left_out for part in parts),
            repaired=sum(part.repaired for part in parts),
            histograms={
                name: np.sum([part.histograms[name] for part in parts if name in part.histograms], axis=0)
                for name in names
            },
        )


@dataclass(frozen=True, eq=False)
class AgentDays(Columns):
    """What each agent did on each day against the schedule; seconds, unknown = NaN.

    `present` is 1 or 0; `scheduled_start` and `scheduled_end` are UTC, NaT where unknown, of people who
    work in `timezone`. `talk_seconds` and its like are averages per answered contact. An empty team or queue
    is unknown. `lunch_start` and `lunch_end` say when lunch was truly taken.
    """

    agent: Texts
    day: NDArray[np.datetime64]
    team: Texts
    queue: Texts
    scheduled_start: Times
    scheduled_end: Times
    scheduled_seconds: Floats
    signed_in_seconds: Floats
    ready_seconds: Floats
    adherent_seconds: Floats
    idle_seconds: Floats
    present: Floats
    answered: Floats
    talk_seconds: Floats
    hold_seconds: Floats
    wrap_seconds: Floats
    transferred: Floats
    timezone: str
    lunch_start: Times | None = None
    lunch_end: Times | None = None


@dataclass(frozen=True, eq=False)
class CostDays(Columns):
    """What each day cost; several rows of a day add up."""

    day: NDArray[np.datetime64]
    amount: Floats


@dataclass(frozen=True, eq=False)
class MonitoredContacts(Columns):
    """Quality scores, one row per monitored contact."""

    day: NDArray[np.datetime64]
    agent: Texts
    score: Floats


@dataclass(frozen=True, eq=False)
class HeadCounts(Columns):
    """Who left, and of how many full-time heads (NaN: not told)."""

    day: NDArray[np.datetime64]
    leavers: Floats
    headcount: Floats

"""The rules a schedule must keep, and what it costs to bend those that bend."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.shifts.pattern import ALL_DAYS, Pattern
from staffing.timegrid import MINUTES_PER_DAY

LATE_SHARE = 0.4  # of the time limit
PROVEN = 1e-6  # relative: as closely as solvers keep rows; a recount from the shifts is exact
GRAIN_MINUTES = 15  # a rest shorter than an interval starts on quarter-hours


@dataclass(frozen=True)
class Premium:
    """Hours that cost more: nights, Sundays. A share on top of the cost per hour, by the wall clock.

    `extra` is the share by which hours paid from `start` to `end` cost more; windows open on `days`.

    Minutes after local midnight; an end at or before the start is on the next day.
    """

    days: frozenset[int]
    start: int
    end: int
    extra: float

    @property
    def minutes(self) -> int:
        """Length of a window."""
        return self.end - self.start + (0 if self.end > self.start else MINUTES_PER_DAY)


@dataclass(frozen=True)
class StartRule:
    """For shifts of `pattern` (None: of any) that start on `days` within the two times, both included.

    `max_agents` and `min_agents` bound the heads who start so on one local day; each costs `cost_per_shift`
    besides their hours.
    """

    pattern: str | None = None
    days: frozenset[int] = ALL_DAYS
    earliest_start: int = 0
    latest_start: int = 1439
    max_agents: int | None = None
    min_agents: int = 0
    cost_per_shift: float = 0.0

    def applies(self, names: np.ndarray, weekdays: Ints, minutes: Ints) -> Bools:
        """Which shifts it is about, by their pattern's name, weekday and wall-clock minute of the start."""
        inside = (minutes >= self.earliest_start) & (minutes <= self.latest_start)
        inside &= np.isin(weekdays, list(self.days))
        return inside if self.pattern is None else inside & (names == self.pattern)


@dataclass(frozen=True)
class Rules:
    """The plan's `[schedule]`.

    Requirement and coverage are counted in heads; `phone_share` of a head is on the phones, one number or one
    per interval, and the penalties (`understaffing`, `overstaffing_cost`) are per hour of an agent there.
    `understaffing=None` forbids it; `max_understaffing` caps the share of all required agent-hours
    that may be short. Each distinct shift in use (pattern, start on the wall clock, length) costs
    `cost_per_distinct_shift` once. The search stops at a proven relative `gap` or after `time_limit_seconds`;
    after `LATE_SHARE` of that, where no night divides the plan, at `late_gap` too.
    """

    timezone: str
    interval_minutes: int
    patterns: tuple[Pattern, ...]
    start_every_minutes: int = 30
    cyclic_week: bool = False
    understaffing: float | None = None
    max_understaffing: float | None = None
    overstaffing_cost: float = 0.0
    time_limit_seconds: float = 60.0
    gap: float = 0.001
    late_gap: float | None = None
    min_work_minutes: int | None = None
    solver: str = "highs"
    phone_share: float | Floats = 1.0
    premiums: tuple[Premium, ...] = ()
    starts: tuple[StartRule, ...] = ()
    cost_per_distinct_shift: float = 0.0

    def __post_init__(self) -> None:
        names = [pattern.name for pattern in self.patterns]
        if not names:
            raise ValueError("a schedule needs at least one pattern")
        if len(set(names)) < len(names):
            raise ValueError(f"pattern names must differ, got {names}")
        if self.start_every_minutes <= 0:
            raise ValueError(f"start_every_minutes must be positive, got {self.start_every_minutes}")
        if self.interval_minutes % self.grain_minutes:
            raise ValueError(
                f"interval_minutes must be a multiple of {self.grain_minutes}, got {self.interval_minutes}"
            )
        share = np.asarray(self.phone_share)
        if not np.all((share > 0) & (share <= 1)):
            raise ValueError(f"phone_share must lie in (0, 1], got {share.min():g} to {share.max():g}")

    @property
    def widest_gap(self) -> float:
        """At which a search may end by itself."""
        return self.gap if self.late_gap is None else max(self.gap, self.late_gap)

    def status_of(self, objective: float, bound: float) -> str:
        """In a word, how good an objective is proven to be."""
        gap = (objective - bound) / objective if objective > 0 else 0.0
        return "optimal" if gap < PROVEN else "within gap" if gap <= self.widest_gap else "time limit"

    @property
    def grain_minutes(self) -> int:
        """Grid on which rests start."""
        rests = [rest for pattern in self.patterns for rest in pattern.rests]
        if any(rest.minutes < self.interval_minutes for rest in rests):
            return min(GRAIN_MINUTES, self.interval_minutes)
        return self.interval_minutes

    @property
    def work_between_rests(self) -> int:
        """Least minutes between the end of a rest and the start of the next."""
        return self.grain_minutes if self.min_work_minutes is None else self.min_work_minutes

    @property
    def under_cost(self) -> float | Floats:
        """Cost of one head short for one interval (0 where understaffing is forbidden)."""
        return self.agent_hours_of_a_head * (self.understaffing or 0.0)

    @property
    def over_cost(self) -> float | Floats:
        """Cost of one head too many for one interval."""
        return self.agent_hours_of_a_head * self.overstaffing_cost

    @property
    def agent_hours_of_a_head(self) -> float | Floats:
        """What one head gives in one interval."""
        return self.phone_share * self.interval_minutes / 60

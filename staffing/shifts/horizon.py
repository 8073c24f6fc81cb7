"""The horizon: the intervals that shifts are to cover, the rules of the shifts, and what a head gives."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from staffing.arrays import Floats, Ints, Times
from staffing.errors import InfeasibleError
from staffing.shifts.grid import TimeGrid
from staffing.shifts.rules import Rules
from staffing.timegrid import MINUTES_PER_DAY, Zone

MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY


@dataclass(frozen=True, eq=False)
class ShiftHorizon(TimeGrid):
    """Requirement and coverage are counted in heads; `phone_share` of a head is on the phones.

    One number or one per interval. Costs of understaffing and overstaffing are per hour of an agent there.
    No shift may start before minute `free_from` after the first interval.
    """

    rules: Rules
    phone_share: float | Floats = 1.0
    free_from: int = 0

    def __post_init__(self) -> None:
        share = np.asarray(self.phone_share)
        if not np.all((share > 0) & (share <= 1)):
            raise ValueError(f"phone_share must lie in (0, 1], got {share.min():g} to {share.max():g}")

    def under(self, rules: Rules) -> ShiftHorizon:
        """The same intervals under other rules, of the same zone and grid."""
        return replace(self, rules=rules)

    @property
    def zone(self) -> Zone:
        """Of the rules' wall times."""
        return Zone(self.rules.timezone)

    def local(self, minutes: Ints) -> Times:
        """Wall time of minutes after the first interval."""
        return self.zone.local(self.time(minutes))

    def required(self, heads: Floats) -> Floats:
        """Heads required per interval as numbers; ValueError for what cannot be required."""
        heads = np.asarray(heads, dtype=float)
        if len(heads) != self.intervals:
            raise ValueError("interval_start and required must have the same, positive length")
        if not np.all(np.isfinite(heads)) or heads.min() < 0:
            raise ValueError("required must be finite and not negative")
        return heads

    @property
    def under_cost(self) -> float | Floats:
        """Cost of one head short for one interval (0 where understaffing is forbidden)."""
        return self.agent_hours_of_a_head * (self.rules.costs.understaffing or 0.0)

    @property
    def over_cost(self) -> float | Floats:
        """Cost of one head too many for one interval."""
        return self.agent_hours_of_a_head * self.rules.costs.overstaffing

    @property
    def agent_hours_of_a_head(self) -> float | Floats:
        """What one head gives in one interval."""
        return self.phone_share * self.interval_minutes / 60


def horizon_of(interval_start: Times, rules: Rules, phone_share: float | Floats = 1.0) -> ShiftHorizon:
    """The horizon of a regular grid without holes (UTC).

    ValueError for a malformed one, InfeasibleError for half a cyclic week.
    """
    starts = interval_start.astype("datetime64[s]")
    if len(starts) == 0:
        raise ValueError("interval_start and required must have the same, positive length")
    if np.any(np.diff(starts) != np.timedelta64(rules.interval_minutes, "m")):
        raise ValueError(f"interval_start must be a regular grid of {rules.interval_minutes} minutes")
    horizon = ShiftHorizon(
        starts[0],
        len(starts),
        rules.interval_minutes,
        rules.cyclic_week,
        rules=rules,
        phone_share=phone_share,
    )
    if rules.cyclic_week and _local_minutes(horizon) % MINUTES_PER_WEEK:
        raise InfeasibleError(
            f"a cyclic week needs whole weeks, the requirement has {horizon.minutes / 1440:g} days",
            hint="give the requirement of 7 days (or 14, 21, …) or set cyclic_week = false",
        )
    return horizon


def _local_minutes(horizon: ShiftHorizon) -> int:
    """Length of the horizon on the wall clock."""
    edges = horizon.time(np.array([0, horizon.minutes]))
    begin, end = horizon.zone.offset_minutes(edges).tolist()
    return horizon.minutes + int(end - begin)

"""What a planner knows about heads: how many there are, what they cost, how they leave, come and learn."""

from __future__ import annotations

from dataclasses import dataclass

from staffing.errors import UsageError

WEEKS_PER_YEAR = 52.0
TURNOVER_NORM = 0.25  # leavers a year ÷ headcount (Anton; docs/reference/scorecard.md)
COST_OF_REPLACING = 7000.0


@dataclass(frozen=True)
class CapacityOptions:
    """`ramp[k]` is the share of full productivity in the k-th week at work, 1 after the last.

    heads: at work today, fully trained · weekly_hours: paid to each · away: share of paid hours on leave or
    in training, beyond the requirement's attendance and shrinkage · hire_lead_weeks: from the decision to
    the first day at work · overtime_share: most overtime, as a share of the hours of those at work ·
    class_size: people start in classes of so many. Costs are in one currency. UsageError for what cannot be.
    """

    heads: float
    weekly_hours: float
    weeks: int = 52
    away: float = 0.0
    turnover_per_year: float = TURNOVER_NORM
    hire_lead_weeks: int = 6
    ramp: tuple[float, ...] = ()
    cost_per_hire: float = COST_OF_REPLACING
    cost_per_week: float = 0.0
    overtime_cost_per_hour: float = 0.0
    overtime_share: float = 0.0
    shortage_cost_per_hour: float = 1000.0
    class_size: int = 1
    max_hires_per_week: int | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.turnover_per_year < WEEKS_PER_YEAR:
            raise UsageError("turnover_per_year is out of range", hint="25 % a year is 0.25")
        if self.max_hires_per_week and self.max_hires_per_week < self.class_size:  # 0: nobody is hired
            hint = "raise max_hires_per_week, lower class_size, or set max_hires_per_week = 0 to hire nobody"
            raise UsageError("no class can start: class_size exceeds max_hires_per_week", hint=hint)
        if self.shortage_cost_per_hour < self.overtime_cost_per_hour:
            hint = "set shortage_cost_per_hour above overtime_cost_per_hour"
            raise UsageError("a shortage that costs less than overtime is never worked off", hint=hint)

    @property
    def staying(self) -> float:
        """Share of the heads of one week who are there the next."""
        return 1.0 - self.turnover_per_year / WEEKS_PER_YEAR

    def productivity(self, week_at_work: int) -> float:
        """Of one head in its k-th week at work, from 0."""
        return self.ramp[week_at_work] if week_at_work < len(self.ramp) else 1.0

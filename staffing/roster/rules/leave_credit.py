"""What leave counts for in the hours and days of a week."""

from __future__ import annotations

from staffing.roster.terms import Terms


class LeaveCredit:
    """What days of leave count for: at most `days_per_week_max` of them, each of `leave_day_hours`."""

    def __init__(self, terms: Terms) -> None:
        most = terms.days_per_week_max
        self._most_days = 7 if most is None else int(most)
        self._hours = terms.leave_day_hours

    def days(self, leave_days: int) -> int:
        """Days counted as worked."""
        return min(leave_days, self._most_days)

    def hours(self, leave_days: int) -> float:
        """Hours counted as worked."""
        return self.days(leave_days) * self._hours

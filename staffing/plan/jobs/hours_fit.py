"""Whether a history fits the opening hours of its plan: contacts outside them, and hours that seem shifted.

What lies outside is not planned. A history whose hours all stand some whole hours from the opening hours was
most often written in another time zone.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from staffing.arrays import Bools
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.jobs.clock_words import spans_of_week
from staffing.records.history import History
from staffing.timegrid import MINUTES_PER_DAY, OpeningHours, minute_of_day, weekday

LOOKED_AT_WEEKS = 8  # the last ones of the history: hours change over the years
LOUD_SHARE = 0.02  # of the contacts outside the hours: from here on it is said first
SHIFT_EXPLAINS = 0.75  # of what lies outside lies inside after a shift that is worth a word
MOST_SHIFT_HOURS = 14
RARE = 0.1  # of the mean of the intervals with contacts outside: stray contacts are not listed


def outside_share(plan: PlanFile, history: History) -> float:
    """The share of the last weeks' contacts outside the opening hours; 0 where nothing is known."""
    hours = plan.opening_hours
    recent = _recent(history)
    return 0.0 if hours is None or not len(recent) else _share_outside(hours, recent, 0)


def hours_notes(plan: PlanFile, history: History) -> Iterator[str]:
    """How many contacts of the last weeks are left out and when they came; and the shift that explains it."""
    hours = plan.opening_hours
    recent = _recent(history)
    if hours is None or not len(recent):
        return
    outside = ~hours.contains(recent.local)
    contacts, all_contacts = float(recent.offered[outside].sum()), float(recent.offered.sum())
    if not contacts:
        return
    weeks = _weeks(recent)
    yield (
        f"{contacts:,.0f} of {all_contacts:,.0f} contacts of the history's last {weeks:.0f} weeks "
        f"({contacts / all_contacts:.1%}) came outside the opening hours and are not planned: about "
        f"{contacts / weeks:,.0f} a week, {spans_of_week(_busy(recent, outside), plan.interval_minutes)}; "
        "widen [centre] open if they are to be answered"
    )
    shift = _shift_hours(hours, recent)
    if shift:
        inside = 1.0 - _share_outside(hours, recent, shift)
        ahead = "ahead of" if shift < 0 else "behind"
        yield (
            f"the busy hours of the history do not fit [centre] open: they look {abs(shift)} hours {ahead} "
            f"it; moved by {shift:+d} hours {inside:.1%} of the contacts lie inside; is {plan.timezone} the "
            "zone of the centre, and of the times in the file ([centre] timezone)?"
        )


def _recent(history: History) -> History:
    """The last weeks' rows that have contacts."""
    busy = history.rows(np.nan_to_num(history.offered) > 0)
    if not len(busy):
        return busy
    return busy.rows(
        busy.interval_start > busy.interval_start.max() - np.timedelta64(7 * LOOKED_AT_WEEKS, "D")
    )


def _weeks(recent: History) -> float:
    days = (recent.interval_start.max() - recent.interval_start.min()) / np.timedelta64(1, "D")
    return max(1.0, round(float(days) / 7))


def _share_outside(hours: OpeningHours, recent: History, shift_hours: int) -> float:
    local = recent.local + np.timedelta64(shift_hours, "h")
    return float(recent.offered[~hours.contains(local)].sum() / recent.offered.sum())


def _shift_hours(hours: OpeningHours, recent: History) -> int:
    """The whole hours by which nearly all that lies outside would lie inside; 0 where none explains it."""
    now = _share_outside(hours, recent, 0)
    if now <= LOUD_SHARE:
        return 0
    shifts = sorted(range(-MOST_SHIFT_HOURS, MOST_SHIFT_HOURS + 1), key=abs)
    best = min(shifts, key=lambda shift: round(_share_outside(hours, recent, shift), 4))
    return best if _share_outside(hours, recent, best) <= now * (1 - SHIFT_EXPLAINS) else 0


def _busy(recent: History, outside: Bools) -> Bools:
    """[interval of the week]: True where contacts came outside, unless they are rare there."""
    step = recent.interval_minutes
    local = recent.local[outside]
    place = (weekday(local) * MINUTES_PER_DAY + minute_of_day(local)) // step
    count = np.bincount(place, weights=recent.offered[outside], minlength=7 * MINUTES_PER_DAY // step)
    return np.asarray(count > RARE * count[count > 0].mean())

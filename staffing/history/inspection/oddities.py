"""Days and weeks unlike the others: one-day spikes and dips, and levels that change to stay.

Robust throughout, so that what is looked for does not hide itself. A day is compared with the median of its
weekday in the four weeks to each side, on the square-root scale on which counts have a constant spread
(Anscombe 1948, Biometrika 35:246-254); the spread is the median absolute deviation of the queue's own days,
at least that of a Poisson count. A level shift is a change of the median week over six weeks that dwarfs
the weeks' own spread.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.arrays import Bools, Floats
from staffing.history.inspection.days import QueueDays, compared, known_beside, nan_median, usual
from staffing.history.inspection.finding import Finding
from staffing.wording import counted

FAR = 4.0  # robust standard deviations
LEAST_RATIO = 1.4
NEARLY_TWICE = 1.8
LEAST_BESIDE = 2  # known days of the same weekday before a spike, and after it
SHIFT_WEEKS = 6
SHIFT_RATIO = 1.5
MAD_TO_SD = 1.4826
NEARLY_EMPTY_PER_DAY = 10.0


@dataclass(frozen=True, eq=False)
class DayRatios:
    """Day by day: the usual total, and how many robust deviations the day lies from it."""

    usual: Floats
    score: Floats


def day_ratios(days: QueueDays) -> DayRatios:
    """How unusual each day's total is."""
    totals = days.totals
    expected = usual(totals)
    difference = 2 * (np.sqrt(totals + 0.375) - np.sqrt(expected + 0.375))
    known = np.abs(difference[np.isfinite(difference)])
    spread = max(1.0, MAD_TO_SD * float(np.median(known))) if len(known) else 1.0
    return DayRatios(expected, difference / spread)


def spike_days(days: QueueDays) -> tuple[Bools, Bools]:
    """Days far above what is usual, and days far below it.

    A rise that lasts is no spike: neither a high day next to another, nor one too near to the first or the
    last day to be told from a new level.
    """
    ratios = day_ratios(days)
    with np.errstate(invalid="ignore"):
        high = (ratios.score > FAR) & (days.totals > LEAST_RATIO * ratios.usual)
        low = (ratios.score < -FAR) & (days.totals * LEAST_RATIO < ratios.usual)
    return high & ~_in_a_run(high, days.totals) & (known_beside(days.totals) >= LEAST_BESIDE), low


def high_days(days: QueueDays) -> Bools:
    """Days of about twice their usual volume that are too near to an end of the history to be a spike."""
    ratios = day_ratios(days)
    with np.errstate(invalid="ignore"):
        high = (ratios.score > FAR) & (days.totals > LEAST_RATIO * ratios.usual)
        twice = high & (days.totals > NEARLY_TWICE * ratios.usual)
    beside = known_beside(days.totals)
    return twice & ~_in_a_run(high, days.totals) & (beside < LEAST_BESIDE) & (compared(days.totals) > 1)


def _in_a_run(high: Bools, totals: Floats) -> Bools:
    """High days next to a high day; days without contacts, such as weekends, are no break."""
    at = np.flatnonzero((totals > 0) | high)
    pairs = high[at][1:] & high[at][:-1]
    run = np.zeros(len(high), dtype=bool)
    run[at[1:][pairs]] = run[at[:-1][pairs]] = True
    return run


def oddity_findings(days: QueueDays) -> list[Finding]:
    """Spikes, dips, level shifts, and queues in which hardly anything happens."""
    totals = days.totals
    if not np.isfinite(totals).any():
        return []  # every count is blank, which is a finding of its own
    mean = float(np.nanmean(totals))
    if mean < NEARLY_EMPTY_PER_DAY:
        text = f"nearly empty: {mean:.1f} contacts a day, too few to learn from"
        return [Finding("nearly empty queue", days.queue, 1, "queues", text)]
    high, low = spike_days(days)
    expected = usual(totals)
    findings = []
    for kind, found in (("spike", high), ("dip", low)):
        which = np.flatnonzero(found)
        order = which[np.argsort(-np.abs(np.log((totals[which] + 1) / (expected[which] + 1))))]
        named = ", ".join(f"{days.days[i]} ({totals[i] / max(expected[i], 1):.1f}×)" for i in order[:6])
        more = f" and {len(order) - 6} more" if len(order) > 6 else ""
        if len(order):
            far = "far above" if kind == "spike" else "far below"
            text = f"{counted(len(order), 'day')} {far} usual: {named}{more}"
            findings.append(Finding(kind, days.queue, len(order), "days", text))
    for at in np.flatnonzero(high_days(days)).tolist():
        ratio = f"{totals[at] / max(expected[at], 1):.1f}×"
        text = (
            f"{days.days[at]} has {ratio} its usual volume: one day, or a new level that the rows do not show"
        )
        findings.append(Finding("unusual day", days.queue, 1, "days", text))
    return findings + _level_shifts(days)


def week_levels(days: QueueDays) -> tuple[Floats, Floats]:
    """Ratio of the median week after to the median week before each day, and the weeks' own spread (log)."""
    totals = days.totals
    weekly = nan_median(np.stack([_shifted(totals, s) for s in range(7)]))  # the median day of the week ahead
    logs = np.log(weekly + 1)
    before = nan_median(np.stack([_shifted(logs, -7 * k) for k in range(1, SHIFT_WEEKS + 1)]))
    after = nan_median(np.stack([_shifted(logs, 7 * k) for k in range(SHIFT_WEEKS)]))
    steps = np.abs(logs[7:] - logs[:-7])
    known = steps[np.isfinite(steps)]
    spread = MAD_TO_SD * float(np.median(known)) if len(known) else np.inf
    return after - before, np.full(1, spread)


def _shifted(values: Floats, by: int) -> Floats:
    shifted = np.full(len(values), np.nan)
    if abs(by) >= len(values):
        return shifted
    if by >= 0:
        shifted[: len(values) - by] = values[by:]
    else:
        shifted[-by:] = values[:by]
    return shifted


def _level_shifts(days: QueueDays) -> list[Finding]:
    change, spread = week_levels(days)
    edge = 7 * SHIFT_WEEKS
    change[:edge] = change[len(change) - edge :] = np.nan
    limit = max(np.log(SHIFT_RATIO), 3 * float(spread[0]))
    shifts: list[int] = []
    left = np.abs(np.nan_to_num(change))
    while len(left) and left.max() > limit:
        at = int(left.argmax())
        shifts.append(at)
        left[max(0, at - edge) : at + edge] = 0.0
    if not shifts:
        return []
    known = days.totals[np.isfinite(days.totals)]
    first, last = float(np.median(known[:edge])), float(np.median(known[-edge:]))
    named = ", ".join(f"{days.days[at]} (×{np.exp(change[at]):.2g})" for at in sorted(shifts)[:6])
    text = f"the level changes around {named}; {first:,.0f} a day at first, {last:,.0f} at last"
    return [Finding("level shift", days.queue, len(shifts), "shifts", text)]

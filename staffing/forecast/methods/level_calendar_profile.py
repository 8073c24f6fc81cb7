"""The house method: what a day brings, by level and calendar; then how it spreads over the day.

1. Day totals on the log scale (`day_totals`).
2. What weekday and calendar do to them, by a robust ridge regression (`day_effects`, `calendar_effects`).
3. How its weekdays have lately differed from that (`weekday_drift`).
4. The totals without these effects are the queue's level; it is carried forward (`level_ahead`).
5. Level and effects of each day ahead give its total, corrected so that totals are means, not medians.
6. The day's profile (`day_profile`) spreads the total over the slots.

Two stages, as forecasters of call centres do by hand (Ibrahim, Ye, L'Ecuyer & Shen 2016 survey them). On
seven real series each step earns its place; see docs/background/models/forecast.md for what it is worth.
"""

from __future__ import annotations

import numpy as np

from staffing.arrays import Floats
from staffing.forecast.method import Method, Past
from staffing.forecast.methods.calendar_effects import DAYS_OF_A_YEAR, calendar_columns
from staffing.forecast.methods.day_effects import fit_day_effects
from staffing.forecast.methods.day_profile import choose_profile, day_profile, week_counts
from staffing.forecast.methods.day_totals import day_totals
from staffing.forecast.methods.level_ahead import clipped, level_ahead
from staffing.forecast.methods.weekday_drift import weekday_drift

SMEARING_DAYS = 56
MOST_SMEARING = 0.05


def level_calendar_profile(past: Past, days_ahead: int) -> Floats:
    """Day totals by level and calendar, spread by the profile with the most likely memory."""
    counts = week_counts(past)
    profile = day_profile(counts, choose_profile(counts))
    return totals_ahead(past, days_ahead)[:, None] * profile[past.weekdays(past.origin, days_ahead)]


def totals_ahead(past: Past, days_ahead: int) -> Floats:
    """Steps 1 to 5: expected contacts [day ahead]."""
    totals = day_totals(past)
    days = len(past.offered)
    known = np.flatnonzero(totals.known)
    if not len(known):
        return np.zeros(days_ahead)
    years = (days - known[0]) / DAYS_OF_A_YEAR
    columns, prior_sd = calendar_columns(past.dates(0, past.origin + days_ahead), past.holidays, years)
    fit = fit_day_effects(totals, columns[:days], prior_sd)
    effect_past, effect_ahead = columns[:days] @ fit.effects, columns[past.origin :] @ fit.effects

    weekdays, weekdays_ahead = past.weekdays(0, days), past.weekdays(past.origin, days_ahead)
    drift = weekday_drift(totals.log_total - effect_past - fit.level, weekdays, fit.scale)
    effect_past = effect_past + drift[np.arange(days), weekdays]
    effect_ahead = effect_ahead + drift[-1, weekdays_ahead]

    level = clipped(totals.log_total - effect_past, fit.level)
    expected = np.exp(level_ahead(level, days_ahead) + effect_ahead)
    expected *= _smearing(totals.log_total, fit.level + effect_past)
    return np.where(totals.open_weekday[weekdays_ahead], expected, 0.0)


def _smearing(log_total: Floats, log_fitted: Floats) -> float:
    """Mean of totals over mean of fits: the exponential of a mean logarithm is too low (Duan 1983)."""
    recent = np.flatnonzero(np.isfinite(log_total))[-SMEARING_DAYS:]
    ratio = np.exp(log_total[recent]).sum() / np.exp(log_fitted[recent]).sum()
    return float(np.clip(ratio, 1.0 - MOST_SMEARING, 1.0 + MOST_SMEARING))


METHOD: Method = level_calendar_profile

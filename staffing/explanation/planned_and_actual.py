"""The two sides of an account: a day as it was planned, and as it happened, in the same inputs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.explanation.credible import beyond_chance
from staffing.explanation.day_data import Contacts, PlannedContacts, PlannedDays, Recorded, known_or
from staffing.explanation.factors import Inputs


def two_sides(
    plan: PlannedDays, expected: PlannedContacts, contacts: Contacts, recorded: Recorded
) -> tuple[Inputs, Inputs]:
    """The inputs by queue as planned, and as they happened; of the people what is not recorded as planned.

    The people of an interval are shared out among its queues as the plan shares them out.
    """
    group, zero = expected.groups(plan.day_number), np.zeros(len(expected.offered))
    share, of_rows = expected.share, expected.of_rows
    aht = _filled(expected, contacts.aht_seconds)
    level, profile = _level_and_profile(expected.offered, group)
    came = _credible_offered(expected.offered, contacts.offered, group)
    came_level, came_profile = _level_and_profile(came, group)
    resting = np.divide(plan.on_break, plan.scheduled, out=0.0 * plan.scheduled, where=plan.scheduled > 0)
    planned = Inputs(
        level=level,
        profile=np.where(level > 0, profile, came_profile),
        aht_seconds=aht,
        scheduled=of_rows(plan.scheduled) * share,
        rest_share=of_rows(resting),
        filled=of_rows(plan.lacking) * share,
        attendance=zero + plan.attendance,
        on_phones=zero + plan.on_phones,
    )
    actual = Inputs(
        level=came_level,
        profile=np.where(came_level > 0, came_profile, profile),
        aht_seconds=_credible_handle_time(aht, contacts, group),
        scheduled=of_rows(known_or(recorded.scheduled, plan.scheduled)) * share,
        rest_share=of_rows(known_or(recorded.rest_share, resting)),
        filled=zero,
        attendance=of_rows(known_or(recorded.attendance, plan.attendance)),
        on_phones=of_rows(known_or(recorded.on_phones, plan.on_phones)),
    )
    return planned, actual


def _level_and_profile(offered: Floats, day: Ints) -> tuple[Floats, Floats]:
    level: Floats = np.bincount(day, offered).astype(np.float64)[day]
    return level, offered / np.where(level > 0, level, 1.0)


def _credible_offered(expected: Floats, contacts: Floats, day: Ints) -> Floats:
    """Contacts whose shape differs from the forecast's by no more than is credible; day totals are kept.

    Contacts where none were expected are taken as they came.
    """
    credible = contacts.copy()
    for rows in _days(day, expected > 0):
        total = contacts[rows].sum()
        if total > 0:
            mean = expected[rows] * (total / expected[rows].sum())
            shaped = mean * beyond_chance(contacts[rows] / mean, 1.0 / mean)
            credible[rows] = shaped * (total / shaped.sum())
    return credible


def _credible_handle_time(planned: Floats, contacts: Contacts, day: Ints) -> Floats:
    """Handle times likewise; the day's handle time as a whole is kept. As planned on days that tell none.

    A mean of n handle times varies by 1/√n of itself, as exponential ones do.
    """
    credible = planned.copy()
    for rows in _days(day, contacts.handle_time_known):
        answered = contacts.answered[rows]
        weight, ratio = answered * planned[rows], contacts.aht_seconds[rows] / planned[rows]
        whole = float((weight * ratio).sum() / weight.sum())
        drawn = beyond_chance(ratio, whole**2 / answered)
        credible[day == day[rows[0]]] *= whole
        credible[rows] = planned[rows] * drawn * (whole * weight.sum() / (weight * drawn).sum())
    return credible


def _days(day: Ints, chosen: Bools) -> Iterator[Ints]:
    """The chosen rows of each day that has any."""
    for one in np.unique(day[chosen]):
        yield np.flatnonzero(chosen & (day == one))


def _filled(expected: PlannedContacts, came_aht: Floats) -> Floats:
    """Where nothing was expected no handle time was either: that of the queue, of all, or of what came."""
    aht, offered = expected.aht_seconds, expected.offered
    known = np.isfinite(aht) & (aht > 0)
    if not known.any():
        return np.full(len(aht), np.nanmean(came_aht))
    weight = np.where(known, np.maximum(offered, 1e-9), 0.0)
    usual = np.full(len(aht), (weight * np.nan_to_num(aht)).sum() / weight.sum())
    for rows in np.split(np.arange(len(aht)), expected.queues):
        if known[rows].any():
            usual[rows] = (weight[rows] * np.nan_to_num(aht[rows])).sum() / weight[rows].sum()
    return np.where(known, aht, usual)

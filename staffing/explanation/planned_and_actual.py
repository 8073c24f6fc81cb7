"""The two sides of an account: a day as it was planned, and as it happened, in the same inputs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.explanation.credible import beyond_chance
from staffing.explanation.day_data import Contacts, PlannedDays, Recorded, known_or
from staffing.explanation.factors import Inputs


def two_sides(plan: PlannedDays, contacts: Contacts, recorded: Recorded) -> tuple[Inputs, Inputs]:
    """The inputs as planned, and as they happened; what of the people is not recorded was as planned."""
    day, zero = plan.day_number, np.zeros(len(plan.offered))
    aht = _filled(plan.aht_seconds, plan.offered, contacts.aht_seconds)
    level, profile = _level_and_profile(plan.offered, day)
    came_level, came_profile = _level_and_profile(_credible_offered(plan.offered, contacts.offered, day), day)
    resting = np.divide(plan.on_break, plan.scheduled, out=zero.copy(), where=plan.scheduled > 0)
    planned = Inputs(
        level=level,
        profile=np.where(level > 0, profile, came_profile),
        aht_seconds=aht,
        scheduled=plan.scheduled,
        rest_share=resting,
        filled=np.maximum(plan.required - (plan.scheduled - plan.on_break), 0.0),
        attendance=zero + plan.attendance,
        on_phones=zero + plan.on_phones,
        uneven=zero,
    )
    actual = Inputs(
        level=came_level,
        profile=np.where(came_level > 0, came_profile, profile),
        aht_seconds=_credible_handle_time(aht, contacts, day),
        scheduled=known_or(recorded.scheduled, planned.scheduled),
        rest_share=known_or(recorded.rest_share, planned.rest_share),
        filled=zero,
        attendance=known_or(recorded.attendance, planned.attendance),
        on_phones=known_or(recorded.on_phones, planned.on_phones),
        uneven=np.where(plan.inside.any(axis=1), 1.0, 0.0),
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


def _filled(aht: Floats, offered: Floats, came_aht: Floats) -> Floats:
    """Where nothing was expected no handle time was either: the mean of the others."""
    known = np.isfinite(aht) & (aht > 0)
    weight = np.where(known, np.maximum(offered, 1e-9), 0.0)
    usual = (weight * np.nan_to_num(aht)).sum() / weight.sum() if known.any() else np.nanmean(came_aht)
    return np.where(known, aht, usual)

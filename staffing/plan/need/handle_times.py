"""Handle times that are hardly seconds per contact: minutes, hours, milliseconds, or the sum of an interval.

Read as seconds they would staff a centre with a fraction of its agents, or with a hundred times as many.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.errors import InputError, Problem
from staffing.plan.file.plan_file import PlanFile
from staffing.records.history import History

CONFIRM = "aht"
LEAST_SECONDS, MOST_SECONDS = 15.0, 7200.0  # of a usual mean; work with customers takes a minute and more
LEAST_ROWS = 50
LEAST_SPREAD = 0.3  # standard deviation of the logarithm of contacts: too even, and no slope can be told
TOTAL_SLOPE = (0.8, 1.2)  # of the logarithm of the handle time over that of the contacts; 0 of an average
TOTAL_CORRELATION = 0.8
_PLAUSIBLE = (30.0, 3600.0)  # seconds that another reading should give


class DoubtfulTimes(NamedTuple):
    """What handle times look like, and each other reading as `mean if so, key to write`."""

    looks: str
    readings: tuple[str, ...]


def require_seconds(plan: PlanFile, history: History) -> None:
    """PlanError where handle times look like another unit or like totals and are not confirmed.

    InputError where a queue has no handle time but 0.
    """
    _refuse_zeros(plan.history_source.name, history)
    if CONFIRM in plan.history.confirm:
        return
    key = "history.aht_seconds"
    known = np.isfinite(history.aht_seconds) & (history.offered > 0)
    if known.any():
        suspect = suspected(history.offered[known], history.aht_seconds[known], history.queue[known])
        key = "history.columns.aht_seconds"
    else:
        default = plan.history.aht_seconds
        suspect = None if default is None else _by_size(default)
    if suspect is not None:
        hint = (
            f"{'; '.join(suspect.readings)}; or, if they are right, confirm them under [history]: "
            f'confirm = ["{CONFIRM}"]'
        )
        raise plan.wrong(key, f"handle times in seconds per contact: {suspect.looks}", hint)


def _refuse_zeros(file: str, history: History) -> None:
    """InputError naming each queue whose contacts all take no time at all."""
    known = np.isfinite(history.aht_seconds) & (history.offered > 0)
    longest = np.full(len(history.queues), -1.0)
    np.maximum.at(longest, history.queue[known], history.aht_seconds[known])
    hint = "export the handle times, or leave the column out and set [history] aht_seconds"
    problems = [
        Problem(file, "a handle time above 0", hint, column="aht_seconds", value=f"0 in all rows{of_queue}")
        for of_queue in _of_queues(history, longest == 0)
    ]
    if problems:
        raise InputError(problems)


def _of_queues(history: History, chosen: Bools) -> list[str]:
    """` of queue billing` for each that is chosen; an empty text where there is but one."""
    if len(history.queues) == 1:
        return [""] if chosen.any() else []
    return [f" of queue {history.queues[queue]}" for queue in np.flatnonzero(chosen).tolist()]


def suspected(offered: Floats, aht_seconds: Floats, queue: Ints) -> DoubtfulTimes | None:
    """What is odd about handle times of rows with contacts; None where they may well be seconds."""
    mean = float((offered * aht_seconds).sum() / offered.sum())
    order = np.argsort(queue, kind="stable")
    of_queues = np.split(order, np.flatnonzero(np.diff(queue[order])) + 1)
    slopes = [_slope(offered[rows], aht_seconds[rows]) for rows in of_queues]
    told = [slope for slope in slopes if slope is not None]
    if told and all(TOTAL_SLOPE[0] <= slope <= TOTAL_SLOPE[1] for slope in told):
        each = float(aht_seconds.sum() / offered.sum())
        looks = "they grow with the contacts of their interval, as sums of all its contacts do"
        return DoubtfulTimes(looks, (_total(each),))
    return _by_size(mean, float(aht_seconds.sum() / offered.sum()))


def _by_size(mean: float, as_total: float | None = None) -> DoubtfulTimes | None:
    """What a mean handle time looks like by its size alone."""
    if LEAST_SECONDS <= mean <= MOST_SECONDS:
        return None
    units = (("minutes", 60.0), ("hours", 3600.0)) if mean < LEAST_SECONDS else (("milliseconds", 0.001),)
    readings = list(_units(mean, units))
    if mean > MOST_SECONDS and as_total is not None:
        readings.append(_total(as_total))
    names = " or ".join(name for name, factor in units if _is_plausible(mean * factor)) or "another unit"
    return DoubtfulTimes(f"their mean is {mean:,.4g}, which looks like {names}", tuple(readings))


def _units(mean: float, units: tuple[tuple[str, float], ...]) -> Iterator[str]:
    for name, factor in units:
        if _is_plausible(mean * factor):
            yield (
                f"if they are {name} ({mean * factor:,.0f} seconds on average), write under "
                f'[history.columns]: aht_seconds = {{ column = "…", unit = "{name}" }}'
            )


def _total(each: float) -> str:
    return (
        f"if they are sums of an interval ({each:,.0f} seconds a contact), write under [history.columns]: "
        'aht_seconds = { column = "…", total = true }'
    )


def _is_plausible(seconds: float) -> bool:
    return _PLAUSIBLE[0] <= seconds <= _PLAUSIBLE[1]


def _slope(offered: Floats, aht_seconds: Floats) -> float | None:
    """By how much handle times grow with contacts, both as logarithms; None where that cannot be told."""
    positive = aht_seconds > 0
    x, y = np.log(offered[positive]), np.log(aht_seconds[positive])
    if len(x) < LEAST_ROWS or x.std() < LEAST_SPREAD or y.std() == 0:
        return None
    correlation = float(np.corrcoef(x, y)[0, 1])
    return float(correlation * y.std() / x.std()) if correlation >= TOTAL_CORRELATION else 0.0

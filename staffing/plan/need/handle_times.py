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
from staffing.records.demand import Demand
from staffing.records.history import History

CONFIRM = "aht"
LEAST_SECONDS, MOST_SECONDS = 15.0, 7200.0  # of a usual mean; work with customers takes a minute and more
LEAST_ROWS = 50
LEAST_SPREAD = 0.3  # standard deviation of the logarithm of contacts: too even, and no slope can be told
TOTAL_SLOPE = (0.8, 1.2)  # of the logarithm of the handle time over that of the contacts; 0 of an average
TOTAL_CORRELATION = 0.8
_PLAUSIBLE = (30.0, 3600.0)  # seconds that another reading should give


class OtherReading(NamedTuple):
    """What handle times may be instead: `unit`, or sums of an interval where that is None."""

    what: str
    unit: str | None

    def in_plan(self) -> str:
        """With the line of a plan."""
        how = "total = true" if self.unit is None else f'unit = "{self.unit}"'
        return f'if {self.what}, write under [history.columns]: aht_seconds = {{ column = "…", {how} }}'

    def on_command_line(self) -> str:
        """With the option of a command."""
        if self.unit is None:
            return f"if {self.what}, divide them by the contacts"
        return f"if {self.what}, write --column aht_seconds:{self.unit}=…, with the header of the column"


class DoubtfulTimes(NamedTuple):
    """What handle times look like, and what else they may be."""

    looks: str
    readings: tuple[OtherReading, ...]

    @property
    def expected(self) -> str:
        """What they were taken for, and why that is doubtful."""
        return f"handle times in seconds per contact: {self.looks}"

    def hint(self) -> str:
        """For a plan."""
        readings = "; ".join(reading.in_plan() for reading in self.readings)
        return f'{readings}; or, if they are right, confirm them under [history]: confirm = ["{CONFIRM}"]'


def require_seconds(plan: PlanFile, history: History) -> None:
    """PlanError where handle times look like another unit or like totals and are not confirmed.

    InputError where a queue has no handle time but 0.
    """
    _refuse_zeros(plan.history_source.name, history)
    if CONFIRM in plan.history.confirm:
        return
    key = "history.columns.aht_seconds"
    suspect = suspected(history)
    if suspect is None and not _told(history).any():
        key, default = "history.aht_seconds", plan.history.aht_seconds
        suspect = None if default is None else _by_size(default)
    if suspect is not None:
        raise plan.wrong(key, suspect.expected, suspect.hint())


def require_seconds_today(plan: PlanFile, today: History, file: str) -> None:
    """InputError naming the file of a day's contacts, which is read as the plan's history, likewise."""
    suspect = None if CONFIRM in plan.history.confirm else suspected(today)
    if suspect is not None:
        raise InputError(Problem(file, suspect.expected, suspect.hint(), None, "aht_seconds"))


def require_seconds_asked(demand: Demand, file: str, plan: PlanFile | None, *, confirmed: bool) -> None:
    """InputError naming the file of contacts to be staffed likewise; `confirmed` on the command line."""
    if confirmed or (plan is not None and CONFIRM in plan.history.confirm):
        return
    suspect = suspected(demand)
    if suspect is not None:
        readings = "; ".join(reading.on_command_line() for reading in suspect.readings)
        hint = f"{readings}; or, if they are right, --confirm {CONFIRM}"
        raise InputError(Problem(file, suspect.expected, hint, None, "aht_seconds"))


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


def suspected(rows: History | Demand) -> DoubtfulTimes | None:
    """What is odd about handle times of rows with contacts; None where they may well be seconds."""
    told = _told(rows)
    return _suspected(rows.offered[told], rows.aht_seconds[told], rows.queue[told]) if told.any() else None


def _told(rows: History | Demand) -> Bools:
    """Rows with contacts whose handle time is known."""
    return np.asarray(np.isfinite(rows.aht_seconds) & (rows.offered > 0))


def _suspected(offered: Floats, aht_seconds: Floats, queue: Ints) -> DoubtfulTimes | None:
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
    if mean > MOST_SECONDS and _is_plausible(mean / 60):
        names += ", or mm:ss that a spreadsheet shows as h:mm:ss (then export the column as mm:ss)"
    return DoubtfulTimes(f"their mean is {mean:,.4g}, which looks like {names}", tuple(readings))


def _units(mean: float, units: tuple[tuple[str, float], ...]) -> Iterator[OtherReading]:
    for name, factor in units:
        if _is_plausible(mean * factor):
            yield OtherReading(f"they are {name} ({mean * factor:,.0f} seconds on average)", name)


def _total(each: float) -> OtherReading:
    return OtherReading(f"they are sums of an interval ({each:,.0f} seconds a contact)", None)


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

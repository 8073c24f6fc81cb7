"""What truly came on the days of a run: contacts and service, queue by queue as the plan staffs them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np

from staffing.arrays import Bools, Floats, Ints, Times
from staffing.definitions import ABANDONED, ANSWERED, DEFINITIONS, GONE_IN_TIME, IN_TIME, OFFERED
from staffing.errors import InputError, Problem
from staffing.explanation.align import mean, measure_of, places_by_queue, total
from staffing.explanation.day_data import Contacts
from staffing.explanation.recorded import STAFFING_WORDS
from staffing.plan.day.queue_verdicts import queue_verdicts
from staffing.plan.run.published import Published
from staffing.queueing.performance import Performance, recorded
from staffing.records.columns import ALL_QUEUES
from staffing.records.forecast import Forecast
from staffing.records.history import History
from staffing.timegrid import local_day
from staffing.wording import counted


@dataclass(frozen=True, eq=False)
class Actuals:
    """Intervals of a run whose contacts and service are known; `place` is where they stand in its coverage.

    `expected_*`, `contacts` and `found`, what became of the contacts as fractions, are by queue: a row for
    each of the intervals of the first of `queues`, of the second, and so on; `pooled` is what became of all
    of an interval. `staffing` are words about the people, where the file has them.
    """

    place: Ints
    interval_start: Times
    utc_offset_minutes: Ints
    timezone: str
    queues: tuple[str, ...]
    expected_offered: Floats
    expected_aht_seconds: Floats
    contacts: Contacts
    found: Performance
    pooled: Performance
    staffing: Mapping[str, Floats]
    notes: tuple[str, ...]


def actuals_of(history: History, run: Published, file: str) -> Actuals:
    """The intervals that a run and a history have in common; `file` is named in what it lacks."""
    grid = run.coverage.interval_start
    of_plan, notes = _queues_of_plan(history, run, file)
    answered, abandoned = _answered_and_abandoned(history)
    became = {OFFERED: history.offered, ANSWERED: answered, ABANDONED: abandoned}
    in_time, gone_in_time = _within_target(history, run.options.targets.definition, became, file)
    became |= {IN_TIME: in_time, GONE_IN_TIME: gone_in_time}
    pooled = _OnGrid.of(history, of_plan, grid, (ALL_QUEUES,), became)
    offered = pooled.counts[OFFERED]
    known = np.isfinite(offered) & ((offered == 0) | np.isfinite(pooled.counts[IN_TIME]))
    queues = queues_of(run)
    expected, expected_aht = expected_of(run.forecast, grid, queues)
    _require_common(known, history, run, file)
    is_expected = np.nan_to_num(expected).reshape(len(queues), -1).sum(axis=0) > 0
    left_out = ~known & is_expected & _between(known)
    if left_out.any():
        many = counted(int(left_out.sum()), "interval without a record is", "intervals without a record are")
        notes = (*notes, f"{file}: {many} left out of both sides")
    here = np.flatnonzero(known)
    rows = np.concatenate([here + queue * len(grid) for queue in range(len(queues))])
    by_queue = _OnGrid.of(history, of_plan, grid, queues, became)
    of_days = of_plan & np.isin(history.interval_start, grid[here])
    verdicts = queue_verdicts(history, of_days, became, run.plan.sections.service)
    return Actuals(
        place=here,
        interval_start=grid[here],
        utc_offset_minutes=run.coverage.utc_offset_minutes[here],
        timezone=run.coverage.timezone,
        queues=queues,
        expected_offered=np.nan_to_num(expected[rows]),
        expected_aht_seconds=expected_aht[rows],
        contacts=by_queue.contacts(rows),
        found=by_queue.became(rows),
        pooled=pooled.became(here),
        staffing={
            word: total(pooled.place, history.measures[word], of_plan, len(grid))[here]
            for word in STAFFING_WORDS
            if word in history.measures
        },
        notes=(*history.notes, *notes, *verdicts),
    )


class _OnGrid(NamedTuple):
    """Counts by name, mean wait and handle time on a grid, of each queue; `place` of the history's rows."""

    place: Ints
    counts: Mapping[str, Floats]
    wait_seconds: Floats
    aht_seconds: Floats

    @classmethod
    def of(
        cls, history: History, chosen: Bools, grid: Times, queues: Sequence[str], became: Mapping[str, Floats]
    ) -> Self:
        place, size = places_by_queue(history, grid, queues), len(grid) * len(queues)
        weight = np.nan_to_num(became[ANSWERED])
        wait = measure_of(history.measures, "wait_seconds", len(history))
        return cls(
            place,
            {name: total(place, column, chosen, size) for name, column in became.items()},
            mean(place, wait, weight, chosen, size),
            mean(place, history.aht_seconds, weight, chosen, size),
        )

    def contacts(self, rows: Ints) -> Contacts:
        """Of known intervals; a queue without a row had none."""
        offered, answered = (np.nan_to_num(self.counts[name][rows]) for name in (OFFERED, ANSWERED))
        return Contacts(offered, self.aht_seconds[rows], answered)

    def became(self, rows: Ints) -> Performance:
        """Likewise, as fractions of the contacts."""
        counts = {name: count[rows] for name, count in self.counts.items() if name != OFFERED}
        return recorded(np.nan_to_num(self.counts[OFFERED][rows]), counts, self.wait_seconds[rows])


def queues_of(run: Published) -> tuple[str, ...]:
    """Queues that the run staffs apart; one where it has one."""
    by_queue = run.need.by_queue
    return (ALL_QUEUES,) if by_queue is None else by_queue.demand.queues


def expected_of(forecast: Forecast, grid: Times, queues: Sequence[str]) -> tuple[Floats, Floats]:
    """The forecast's contacts and handle time, queue by queue."""
    place, every = places_by_queue(forecast, grid, queues), np.ones(len(forecast), dtype=np.bool_)
    size = len(grid) * len(queues)
    aht = mean(place, forecast.aht_seconds, forecast.offered, every, size)
    return total(place, forecast.offered, every, size), aht


def _queues_of_plan(history: History, run: Published, file: str) -> tuple[Bools, tuple[str, ...]]:
    """The rows of queues that the plan knows; one queue on either side is the same, whatever its name."""
    everything = np.ones(len(history), dtype=np.bool_)
    ours, theirs = set(run.forecast.queues), set(history.queues)
    if ours == theirs or len(theirs) == len(ours) == 1:
        return everything, ()
    unknown, absent = sorted(theirs - ours), sorted(ours - theirs)
    if unknown and len(unknown) == len(theirs):
        hint = f"the run's queues are {', '.join(sorted(ours))}"
        raise InputError(Problem(file, "queues of the run", hint, column="queue", value=unknown[0]))
    notes = [f"{file}: queue {name} is not in the plan and left out" for name in unknown]
    notes += [f"{file}: queue {name} of the plan is missing" for name in absent]
    return np.isin(history.queue_names, sorted(ours)), tuple(notes)


def _answered_and_abandoned(history: History) -> tuple[Floats, Floats]:
    """Where one is unknown it is the rest of the offered."""
    answered, abandoned = (measure_of(history.measures, n, len(history)) for n in ("answered", "abandoned"))
    answered = np.where(np.isfinite(answered), answered, history.offered - abandoned)
    return answered, np.where(np.isfinite(abandoned), abandoned, history.offered - answered)


def _within_target(
    history: History, definition: str, counts: Mapping[str, Floats], file: str
) -> tuple[Floats, Floats]:
    """Answered, and gone, within the threshold; from the ACD's service level where it gives no counts."""
    in_time, gone = (measure_of(history.measures, name, len(history)) for name in (IN_TIME, GONE_IN_TIME))
    printed = measure_of(history.measures, "service_level", len(history))
    chosen = DEFINITIONS[definition]
    if not np.isfinite(in_time).any() and np.isfinite(printed).any():
        nobody = np.zeros(len(history))
        return chosen.in_time_of(printed, {**counts, GONE_IN_TIME: nobody}.__getitem__), nobody
    lacking = IN_TIME if not np.isfinite(in_time).any() else None
    takes_gone = GONE_IN_TIME in chosen.counts
    if lacking is None and takes_gone and not np.isfinite(gone).any():
        lacking = GONE_IN_TIME
    if lacking is not None:
        expected = f"the service level: a column {lacking}"
        hint = f"the plan's definition of service level, {definition}, is computed from it"
        raise InputError(Problem(file, expected, hint, 1, lacking))
    return in_time, gone if takes_gone else np.nan_to_num(gone)


def _between(known: Bools) -> Bools:
    """From the first known interval to the last."""
    inside = np.zeros(len(known), dtype=np.bool_)
    found = np.flatnonzero(known)
    inside[found[0] : found[-1] + 1] = True
    return inside


def _require_common(known: Bools, history: History, run: Published, file: str) -> None:
    if known.any():
        return

    def span(rows: History | Published) -> str:
        taken = rows.coverage if isinstance(rows, Published) else rows
        day = local_day(taken.local)
        return f"{day.min()} to {day.max()}"

    expected = f"days of the run, {span(run)}"
    hint = "give the interval export of those days, or an earlier run directory"
    raise InputError(Problem(file, expected, hint, value=span(history)))

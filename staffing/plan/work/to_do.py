"""The work of a plan as pieces: what is open, what comes in, and by when each is due."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.errors import InfeasibleError
from staffing.plan.file.options import hours_of_week
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.file.work_files import Backlog
from staffing.plan.work.arrivals import (
    Arrivals,
    ForecastAhead,
    following,
    forecast_arrivals,
    with_handle_times,
)
from staffing.plan.work.calendar import WorkCalendar, calendar_of
from staffing.records.forecast import Forecast
from staffing.records.history import History
from staffing.records.need import Need
from staffing.records.work import BEFORE, WorkToDo
from staffing.shifts.wording import day_name, listed
from staffing.timegrid import local_day

SECONDS_PER_HOUR = 3600.0
LEAST = 1e-9  # contacts: what is less is none


class WorkBasis(NamedTuple):
    """What work is told from: the queues' forecast and history, the moment of both, and how one forecasts."""

    forecast: Forecast
    history: History
    as_of: np.datetime64
    ahead_of: ForecastAhead


def work_to_do(plan: PlanFile, need: Need, basis: WorkBasis) -> tuple[WorkToDo, ...]:
    """Each kind of work that may wait, over the intervals of the need; empty where the plan has none.

    PlanError where a kind cannot be told, InfeasibleError where a piece may not be done between its arrival
    and its due date.
    """
    kinds = []
    for number in range(len(plan.sections.work)):
        calendar = _calendar(plan, number, need)
        arrivals = _arrivals(plan, number, calendar, basis)
        kinds.append(_pieces(plan, number, calendar, with_handle_times(plan, number, arrivals)))
    return tuple(kinds)


def _calendar(plan: PlanFile, number: int, need: Need) -> WorkCalendar:
    done = plan.sections.work[number].done
    return calendar_of(need, plan.opening_hours, None if done is None else hours_of_week(done))


def _arrivals(plan: PlanFile, number: int, calendar: WorkCalendar, basis: WorkBasis) -> Arrivals:
    """What comes in from the moment of the forecast on."""
    source = plan.work_files[number].arrivals
    if source is not None:
        return forecast_arrivals(plan, number, source, basis.as_of, basis.ahead_of)
    if plan.sections.work[number].follows is not None:
        return following(plan, number, basis.forecast, basis.history.known_at(basis.as_of), calendar)
    none = np.zeros(0)
    return Arrivals(none.astype("datetime64[s]"), none, none)


def _pieces(plan: PlanFile, number: int, calendar: WorkCalendar, arrivals: Arrivals) -> WorkToDo:
    """What is open at the start, then what comes in; all of a piece is in time whenever in it that came."""
    work, backlog = plan.sections.work[number], plan.work_files[number].backlog
    lead = work.due.value
    step = np.timedelta64(calendar.need.interval_minutes * 60, "s")
    came = calendar.interval_of(arrivals.start)
    kept = (arrivals.contacts > LEAST) & (came < calendar.size)
    came, contacts, aht = came[kept], arrivals.contacts[kept], arrivals.aht_seconds[kept]
    start = arrivals.start[kept]
    ready = np.maximum(calendar.interval_of(start + step - np.timedelta64(1, "s")) + 1, 0)
    due = calendar.due(start, lead)
    old = _open_at_start(plan, number, calendar, backlog)
    made = WorkToDo(
        name=work.name,
        arrived=np.concatenate([np.full(len(old.due), BEFORE), np.maximum(came, 0)]),
        ready=np.concatenate([np.zeros(len(old.due), dtype=np.int64), ready]),
        due=np.concatenate([old.due, due]),
        contacts=np.concatenate([old.contacts, contacts]),
        hours=np.concatenate([old.hours, contacts * aht / SECONDS_PER_HOUR]),
        may_do=calendar.may_do,
        overdue=np.concatenate([old.overdue, np.zeros(len(due), dtype=bool)]),
    )
    _require_a_chance(made, calendar)
    return made


class _StillOpen(NamedTuple):
    """Pieces that are open at the start; of those `overdue`, `due` says by when they are to be done now."""

    due: Ints
    contacts: Floats
    hours: Floats
    overdue: Bools


def _open_at_start(
    plan: PlanFile, number: int, calendar: WorkCalendar, backlog: Backlog | None
) -> _StillOpen:
    """What is overdue, or due before it may be done, is to be done within the time that new work has."""
    if backlog is None:
        none = np.zeros(0)
        return _StillOpen(none.astype(np.int64), none, none, none.astype(bool))
    lead = plan.sections.work[number].due.value
    told = ~np.isnat(backlog.due)
    due = np.full(len(told), calendar.size, dtype=np.int64)
    due[told] = calendar.last_before(backlog.due[told])
    due[~told] = calendar.due(backlog.arrived[~told], lead)
    earliest = int(np.argmax(calendar.may_do)) if calendar.may_do.any() else calendar.size
    overdue = due < min(earliest, calendar.size)
    due[overdue] = calendar.due(calendar.need.interval_start[[0] * int(overdue.sum())], lead)
    aht = np.where(np.isfinite(backlog.aht_seconds), backlog.aht_seconds, _usual_seconds(plan, number))
    if np.isnan(aht).any():
        expected = "how long one takes: some rows of its backlog do not say"
        raise plan.wrong(f"work[{number + 1}].aht_seconds", expected, "set aht_seconds, or fill that column")
    return _StillOpen(due, backlog.contacts, backlog.contacts * aht / SECONDS_PER_HOUR, overdue)


def _usual_seconds(plan: PlanFile, number: int) -> float:
    """What one takes: as the plan says, or else on average in the work's own history; NaN: not known."""
    said, source = plan.sections.work[number].aht_seconds, plan.work_files[number].arrivals
    if said is not None or source is None:
        return np.nan if said is None else said
    known = np.isfinite(source.aht_seconds) & (np.nan_to_num(source.offered) > 0)
    if not known.any():
        return np.nan
    return float(np.average(source.aht_seconds[known], weights=source.offered[known]))


def _require_a_chance(work: WorkToDo, calendar: WorkCalendar) -> None:
    """InfeasibleError naming the days of pieces that may not be done between their arrival and due date."""
    size = calendar.size
    hopeless = (work.due < size) & (work.last_chance < work.ready)
    if not hopeless.any():
        return
    day = local_day(calendar.need.local)[np.maximum(work.due, 0)[hopeless]]
    hours = work.hours[hopeless]
    parts = [f"{hours[day == one].sum():.4g} hours due on {day_name(one)}" for one in np.unique(day)]
    raise InfeasibleError(
        f"{work.name}: some of it may not be done at all between its arrival and its due date",
        [listed(parts)],
        hint='give it longer, such as due = "1 open day", or more hours in which it may be done (done)',
    )

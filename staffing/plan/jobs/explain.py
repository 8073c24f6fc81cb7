"""Explaining a published run: the plan of its days beside what came, and what each factor did."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from staffing.arrays import Floats, Times
from staffing.errors import InputError, Problem
from staffing.explanation import WHOLE
from staffing.explanation.day_data import PlannedContacts, PlannedDays, Recorded, nothing_recorded
from staffing.explanation.recorded import from_intervals, from_people
from staffing.plan.day.actuals import Actuals
from staffing.plan.day.day_case import DayCase
from staffing.plan.day.lunches import lunch_findings
from staffing.plan.day.read_actuals import read_actuals
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.run.aims import aims_of, as_expected
from staffing.plan.run.published import Published, read_run
from staffing.plan.run.stored import RunPlace, opened_run
from staffing.records.explanation import ExplainedRun
from staffing.records.history import AgentDays
from staffing.records.need import QueueNeeds
from staffing.records.schedule import ShiftPlan
from staffing.records.shift_count import coverage_of
from staffing.requirement.by_queue import heads_by_queue
from staffing.tables.people import read_people
from staffing.tables.source import display_name
from staffing.timegrid import local_day, to_local
from staffing.wording import counted

PEOPLE_DIFFER = 0.2  # scheduled hours of people.csv beside the plan's: more is worth a word


def explain_run(
    place: RunPlace,
    actuals: str,
    *,
    as_of: str | None = None,
    by: str = "day",
    people: str | None = None,
    plan: PlanFile | None = None,
    format_name: str | None = None,
) -> ExplainedRun:
    """What happened on the days of a run that `actuals` knows, and why.

    The run is that of a directory; of a store that of `as_of`, or the newest. `plan` judges in place of the
    one that made the run. InputError where the run or a file is wrong, or where they have no day in common.
    """
    with opened_run(place, as_of) as files:
        run = as_expected(read_run(files, plan))
        run.require_alike()
    came = read_actuals(actuals, run, format_name)
    if not came.contacts.offered.any():
        hint = "give the interval export when the days are over"
        raise InputError(
            Problem(
                display_name(actuals), "contacts on the days of the run: none came, nothing to explain", hint
            )
        )
    days = _planned_days(run, came)
    agent_days = None if people is None else read_people(people, run.plan.timezone)
    recorded = _recorded(agent_days, came, days)
    case = _case(run, days, came, recorded)
    explanation, whole = case.accounts((by, WHOLE))
    return ExplainedRun(
        name=run.plan.name,
        target=run.plan.sections.service.target.text,
        explanation=explanation,
        whole=whole,
        lunches=lunch_findings(run, days, case.as_it_was),
        notes=(*came.notes, *_people_notes(agent_days, people, days, recorded)),
    )


def _planned_days(run: Published, came: Actuals) -> PlannedDays:
    """The plan in the intervals that the actuals know."""
    coverage, here, share = run.coverage, came.place, run.options.people
    by_interval = run.plan.target_period is None  # a day or week decides itself how short an interval may be
    lacking = coverage.under if by_interval else np.zeros(len(coverage))
    on_lunch = _on_lunch(run.shifts, coverage.interval_start, run)
    return PlannedDays(
        interval_start=came.interval_start,
        day=local_day(to_local(came.interval_start, came.utc_offset_minutes)),
        minutes=coverage.interval_minutes,
        scheduled=coverage.scheduled[here],
        on_break=coverage.on_break[here],
        on_lunch=on_lunch[here],
        required=coverage.required[here],
        lacking=lacking[here],
        attendance=share.attendance,
        on_phones=share.adherence * (1.0 - share.shrinkage),
        inside=_inside(run)[here],
    )


def _case(run: Published, days: PlannedDays, came: Actuals, recorded: Recorded) -> DayCase:
    """With the shares of the heads, and the targets, that the plan gives each queue."""
    rows, here = run.need.by_queue, came.place
    share, unasked = np.ones(len(here)), np.full(len(came.expected_offered), np.nan)
    level, seconds = unasked, unasked
    if rows is not None:
        working = np.where(run.coverage.working > 0, run.coverage.working, 1.0)
        heads = heads_by_queue(run.need, rows, working[rows.place])
        share = _on_grid(heads / working[rows.place], rows, came, empty=0.0)
        level = _on_grid(rows.demand.target_service_level, rows, came, empty=np.nan)
        seconds = _on_grid(rows.demand.target_seconds, rows, came, empty=np.nan)
    level = _with_aims(level, run, came)
    expected = PlannedContacts(len(came.queues), came.expected_offered, came.expected_aht_seconds, share)
    return DayCase(days, expected, level, seconds, came, recorded, run.options)


def _with_aims(level: Floats, run: Published, came: Actuals) -> Floats:
    """Targets by queue with the service levels that a repaired or robust run was made for in their place."""
    aims = aims_of(run)
    if not aims:
        return level
    if len(came.queues) == 1:  # it has no name here, or another
        aims = {(came.queues[0], start): aim for (_, start), aim in aims.items()}
    starts = came.interval_start.astype("datetime64[s]").astype(np.int64).tolist()
    found = np.array([aims.get((queue, start), np.nan) for queue in came.queues for start in starts])
    return np.where(np.isfinite(found), found, level)


def _on_grid(column: Floats | None, rows: QueueNeeds, came: Actuals, *, empty: float) -> Floats:
    """What a row of the need says, in the intervals that are known, queue by queue."""
    intervals = max(int(rows.place.max()), int(came.place.max())) + 1
    grid = np.full((len(came.queues), intervals), empty, dtype=np.float64)
    if column is not None:
        grid[rows.demand.queue, rows.place] = column
    return grid[:, came.place].reshape(-1)


def _inside(run: Published) -> Floats:
    """Heads who answer in the parts of an interval ÷ the mean of those at work − 1: zero where none is."""
    mean = run.at_work.heads.working.mean(axis=1, keepdims=True)
    answering = run.at_work.effective
    ratio: Floats = np.divide(answering, mean, out=np.ones(answering.shape), where=mean > 0)
    return ratio - 1.0


def _on_lunch(shifts: ShiftPlan, interval_start: Times, run: Published) -> Floats:
    """Heads on lunch per interval; shifts may have breaks besides."""
    if "lunch" not in shifts.rest_names:
        return np.zeros(len(interval_start))
    k = shifts.rest_names.index("lunch")
    lunches = replace(
        shifts,
        rest_start=shifts.rest_start[:, [k]],
        rest_minutes=shifts.rest_minutes[:, [k]],
        rest_names=("lunch",),
    )
    minutes, cyclic = run.coverage.interval_minutes, run.plan.rules.cyclic_week
    return coverage_of(lunches, interval_start, minutes, cyclic_week=cyclic)[1]


def _recorded(people: AgentDays | None, came: Actuals, planned: PlannedDays) -> Recorded:
    told = nothing_recorded(len(planned.day)) if people is None else from_people(people, planned)
    return from_intervals(came.staffing, planned, told).over(told)


def _people_notes(
    people: AgentDays | None, file: str | None, planned: PlannedDays, recorded: Recorded
) -> tuple[str, ...]:
    if people is None:
        return ()
    days = np.unique(planned.day)
    told = np.isin(days, people.day)
    notes = []
    if not told.all():
        notes.append(
            f"{file}: covers {int(told.sum())} of the {counted(len(days), 'day')}; "
            "on the other days people are assumed as planned"
        )
    known = np.isfinite(recorded.scheduled)
    there, meant = recorded.scheduled[known].sum(), planned.scheduled[known].sum()
    if meant > 0 and abs(there / meant - 1.0) > PEOPLE_DIFFER:
        notes.append(
            f"{file}: holds {there / meant:.0%} of the hours the plan scheduled; check that nobody is missing"
        )
    return tuple(notes)

"""A plan beside its variants: the forecast is made once, and each variant walks the road on from there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from staffing.arrays import Floats
from staffing.errors import InfeasibleError, InputError, Problem
from staffing.forecast.make import MadeForecast
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.need.checked_history import read_checked
from staffing.plan.need.demand import Aims
from staffing.plan.need.task import patience_of, task_of
from staffing.plan.need.variant import Variant
from staffing.plan.road import forecast_ahead, meet, need_of, sized, work_of
from staffing.plan.run.aims import aims_of, as_expected
from staffing.plan.run.earlier import kept_shifts
from staffing.plan.run.published import Published, read_run
from staffing.plan.run.summary import weighted_service
from staffing.plan.scheduled import Scheduled, covered
from staffing.progress import Progress, silent
from staffing.records.coverage import Coverage
from staffing.records.forecast import Forecast
from staffing.records.history import History
from staffing.records.requirement import Requirement
from staffing.records.service import Service
from staffing.records.whatif import KeptDays, Variants, WhatIf
from staffing.requirement.finishing import at_work
from staffing.timegrid import local_day

PLAN = Variant("plan", {}, {})


@dataclass(frozen=True, eq=False)
class _Alternative:
    """The plan or a variant, walked as far as was asked."""

    name: str
    plan: PlanFile
    service: Service
    requirement: Requirement
    scheduled: Scheduled | None = None


def what_if(
    plan: PlanFile,
    variants: Sequence[Variant],
    *,
    as_of: str | None = None,
    is_scheduled: bool = False,
    tell: Progress = silent,
) -> WhatIf:
    """What each variant needs beside the plan, and what that costs; with shifts where `is_scheduled`.

    A variant without a schedule is named in a note; InfeasibleError where the plan itself has none.
    """
    plan = plan.checked()
    moment = None if as_of is None else plan.zone.parse("--as-of", as_of)
    tell("reading the history", 0.0)
    history = read_checked(plan, moment)
    tell("reading the history", 1.0)
    made = forecast_ahead(plan, history, plan.forecast_options(moment, history.queues), tell)
    patience_seconds = patience_of(plan, history.known_at(made.as_of))
    walked, notes = [], list(_override_notes(plan, variants))
    for variant in (PLAN, *variants):
        one = _sized(plan, variant, made.forecast, patience_seconds)
        if is_scheduled:
            try:
                own = replace(made, forecast=variant.forecast_of(made.forecast))
                one = _with_shifts(one, own, history, tell)
            except InfeasibleError as error:
                if variant is PLAN:
                    raise
                notes.append(f"{variant.name}: {error.message.splitlines()[0].rstrip(':')}")
        walked.append(one)
    table = _table(walked)
    return _framed(plan, made.forecast, variants, notes, variants_table=table)


def what_if_kept(plan: PlanFile, variants: Sequence[Variant], folder: Path) -> WhatIf:
    """How the schedule of a run fares under each variant of the demand that the run believed in."""
    run = as_expected(read_run(folder, plan.checked()))
    run.require_alike()
    plan = run.plan
    if not len(run.shifts):
        raise InputError(Problem(str(folder), "a run with shifts", "name a run that scheduled somebody"))
    tables, notes, aims = [], list(_override_notes(plan, variants)), aims_of(run)
    for variant in (PLAN, *variants):
        one = _sized(plan, variant, run.forecast, run.options.patience_seconds, aims)
        tables.append(_days(one.name, _kept(one, run), need_of(one.plan, one.requirement).offered))
    return _framed(plan, run.forecast, variants, notes, kept_table=KeptDays.joined(tables))


def _sized(
    plan: PlanFile,
    variant: Variant,
    forecast: Forecast,
    patience_seconds: float | None,
    aims: Aims | None = None,
) -> _Alternative:
    """`aims` are of the plan's targets: a variant with another target has that instead."""
    changed = variant.plan_of(plan).checked()
    patience = variant.patience_seconds()
    service = changed.service_with(patience_seconds if patience is None else patience)
    aims = None if "target" in variant.settings else aims
    requirement = sized(changed, variant.forecast_of(forecast), service, aims=aims)
    return _Alternative(variant.name, changed, service, requirement)


def _with_shifts(one: _Alternative, made: MadeForecast, history: History, tell: Progress) -> _Alternative:
    need = need_of(one.plan, one.requirement)
    task = task_of(one.plan, need, one.service, str(one.plan.path))
    task = task._replace(work=work_of(one.plan, need, made, history), kept=kept_shifts(one.plan, need))
    return replace(one, scheduled=meet(one.plan, task, tell))


def _kept(one: _Alternative, run: Published) -> Coverage:
    """What the run's shifts cover of the variant's need."""
    need = need_of(one.plan, one.requirement)
    cyclic, on_work = one.plan.rules.cyclic_week, run.coverage.on_work
    there = at_work(need, run.shifts, one.service, cyclic_week=cyclic, on_work=on_work)
    return covered(need, there, one.service)


def _days(name: str, coverage: Coverage, offered: Floats) -> KeptDays:
    """A row for all days, then one for each."""
    hours = coverage.interval_minutes / 60
    day = local_day(coverage.local)
    days = np.unique(day)
    groups = [np.ones(len(day), dtype=bool), *(day == one for one in days)]
    levels = [weighted_service(coverage.service_level[rows], offered[rows]) for rows in groups]
    return KeptDays(
        variant=np.full(len(groups), name),
        day=np.concatenate([[np.datetime64("NaT", "D")], days]),
        offered=np.array([offered[rows].sum() for rows in groups]),
        service_level=np.array([np.nan if level is None else level for level in levels]),
        under_agent_hours=np.array([coverage.under[rows].sum() * hours for rows in groups]),
    )


def _table(walked: Sequence[_Alternative]) -> Variants:
    rows = [_figures(one) for one in walked]
    columns = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    is_paid = np.isfinite(columns["paid_hours"]) & np.isfinite(columns["paid_hours"][0])
    hours = np.where(is_paid, columns["paid_hours"], columns["head_hours"])
    before = np.where(is_paid, columns["paid_hours"][0], columns["head_hours"][0])
    cost = columns["cost"]
    return Variants(
        variant=np.array([one.name for one in walked]),
        **columns,
        more_peak_heads=columns["peak_heads"] - columns["peak_heads"][0],
        more_hours=hours - before,
        more_hours_share=_share(hours - before, before),
        more_cost=cost - cost[0],
        more_cost_share=_share(cost - cost[0], np.full(len(cost), cost[0])),
    )


def _figures(one: _Alternative) -> dict[str, float]:
    """The absolute figures of a row, NaN where there is no schedule."""
    need = need_of(one.plan, one.requirement)
    hours = need.interval_minutes / 60
    summary = None if one.scheduled is None else one.scheduled.summary
    level = weighted_service(one.requirement.service_level, one.requirement.offered)
    if summary is not None:
        level = summary.service_level
    return {
        "offered": float(one.requirement.offered.sum()),
        "peak_heads": float(need.required.max(initial=0.0)),
        "head_hours": float(need.required.sum()) * hours,
        "paid_hours": np.nan if summary is None else summary.paid_hours,
        "cost": np.nan if summary is None else summary.objective_hours,
        "service_level": np.nan if level is None else level,
        "under_agent_hours": np.nan if summary is None else summary.under_agent_hours,
    }


def _share(more: Floats, before: Floats) -> Floats:
    return np.where(before > 0, more / np.where(before > 0, before, 1.0), np.nan)


def _override_notes(plan: PlanFile, variants: Sequence[Variant]) -> Iterator[str]:
    if plan.sections.service.override and any("target" in variant.settings for variant in variants):
        yield "target replaces that of [service]; the targets of [[service.override]] stay as they are"


def _framed(
    plan: PlanFile,
    forecast: Forecast,
    variants: Sequence[Variant],
    notes: Sequence[str],
    *,
    variants_table: Variants | None = None,
    kept_table: KeptDays | None = None,
) -> WhatIf:
    days = local_day(forecast.local)
    names = tuple(variant.name for variant in variants)
    return WhatIf(
        plan.name, str(days.min()), str(days.max()), names, tuple(notes), variants_table, kept_table
    )

"""The public functions: the road as a library, a stage to a function. `import staffing as st` offers them.

Thin over the stages on purpose: what a command does beyond this (options, printing) is in `cli/`, what a plan
file adds (opening hours, overrides, targets over a day) in `plan/`. `staffing.forecast` is in
`forecast/public.py`, for its folder has its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from staffing.errors import UsageError, unknown_name
from staffing.records.demand import Demand
from staffing.records.forecast import Forecast
from staffing.records.need import Need
from staffing.records.people import People
from staffing.records.requirement import Requirement
from staffing.records.service import Service

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from staffing.history.reading.choices import DateOrder
    from staffing.plan.jobs.conduct import Run
    from staffing.plan.run.published import Published
    from staffing.plan.scheduled import Scheduled
    from staffing.progress import Progress
    from staffing.records.explanation import ExplainedRun
    from staffing.records.history import History
    from staffing.shifts.pattern import Pattern
    from staffing.shifts.rules import Rules


@dataclass(frozen=True, eq=False)
class ServiceRequirement(Requirement):
    """A requirement that knows the service, and its people, that it was worked out for."""

    service: Service = field(kw_only=True)


def read_history(
    source: str | Path,
    *,
    timezone: str = "UTC",
    interval_minutes: int = 30,
    format: str = "auto",
    columns: Mapping[str, str] | None = None,
    dates: DateOrder | None = None,
    sheet: str | None = None,
    query: str | None = None,
    merge_queues: bool = False,
) -> History:
    """What happened, by intervals of 15, 30 or 60 minutes, from any export that `staffing read` takes.

    source:       a path, a pattern such as `2026-*.csv`, or a database URL with its `query`
    timezone:     of times without an offset, and of all that follows from the history
    format:       `auto`, or a name that `staffing formats` lists
    columns:      word → header where the file is not understood by itself: {"offered": "Calls In"}
    dates:        `mdy` or `dmy` where 03/04 could be either
    sheet:        of a workbook; None = all that hold data
    merge_queues: add all queues up as one

    InputError names the file, line and column of every bad cell, and a mapping to correct where columns are
    in doubt. `history.notes` say what reading repaired.
    """
    from staffing.history import AUTO, FORMATS
    from staffing.history.load import read_source
    from staffing.history.reading.choices import MAP_WORDS, Mapped, Reading
    from staffing.history.source import Source
    from staffing.tables.columns import HISTORY

    _known("format", [format], [AUTO, *FORMATS])
    _known("word of a history", columns or (), [*(column.name for column in HISTORY), *MAP_WORDS])
    mapped = {word: Mapped((header,), None) for word, header in (columns or {}).items()}
    reading = Reading(timezone, interval_minutes, dates, columns=mapped, sheet=sheet)
    return read_source(Source(str(source), format, query, reading, merge_queues))


def size(
    forecast: Forecast | Demand, service: Service | None = None, people: People | None = None
) -> ServiceRequirement:
    """The fewest agents per interval and queue that give the `service`, and the heads to schedule for them.

    `service` None is 80 % within 20 seconds of callers who never hang up; `people` stand in for those of the
    service. The result has a row for each of the forecast's: `agents` on the phones, `scheduled` heads (a
    decimal), and the predicted `service_level`, `mean_wait_seconds`, `abandonment`, `occupancy`.

    UsageError where contacts have no handle time, or nothing is asked; InfeasibleError where no number of
    agents is enough.
    """
    from staffing.requirement.size import size as size_demand

    demand, asked = _demand(forecast), _service(service, people)
    return _with_service(size_demand(demand, asked), asked)


def evaluate(
    forecast: Forecast | Demand | Requirement,
    agents: ArrayLike,
    service: Service | None = None,
    people: People | None = None,
) -> ServiceRequirement:
    """The service that `agents` on the phones (one number, or one per row; fractions allowed) will give.

    Of the targets of `service` only the seconds and the definition count. A requirement that `size` gave is
    judged by its own service unless another is named.
    """
    from staffing.requirement.size import evaluate as evaluate_demand

    if service is None and isinstance(forecast, ServiceRequirement):
        service = forecast.service
    demand, asked = _demand(forecast), _service(service, people)
    staffed = np.asarray(agents, dtype=np.float64)
    if (staffed.ndim and staffed.shape != demand.offered.shape) or not (staffed >= 0).all():
        hint = f"give one number, or one for each of the {len(demand)} rows; 0 for nobody"
        raise UsageError("agents must be known, not negative, and one per row", hint=hint)
    return _with_service(evaluate_demand(demand, staffed, asked), asked)


def schedule(
    need: Requirement | Need,
    rules: Rules | Sequence[Pattern],
    service: Service | None = None,
    *,
    effort: str = "normal",
    gap: float = 0.001,
    solver: str = "highs",
    time_limit_seconds: float = 1800.0,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Scheduled:
    """Least-cost shifts, with lunches and breaks, that cover the heads of a requirement, all queues added.

    rules:   patterns of shifts, which then start every half-hour and leave nobody short; or `Rules`
    service: predicts the service level of the coverage; None is that which the need was sized for
    gap:     relative, proven, at which the search ends; else it does when its effort is spent
    effort:  low, normal or high: how much work, counted, so that the same is found on every machine
    time_limit_seconds: of CPU time, a brake on a search that takes too long all the same
    jobs:    search processes at once; None is one per core

    The result has `shifts` and `coverage` (records), `summary` (paid hours, gap, …), `days`, and
    `write_folder`. InfeasibleError says what is in conflict and the least change that helps; UsageError where
    the rules are of another zone or interval than the need.
    """
    from staffing.plan.need.heads import heads_of
    from staffing.plan.scheduled import schedule_of
    from staffing.shifts.effort import EFFORTS, SearchChoice, SearchEffort
    from staffing.shifts.horizon import horizon_of
    from staffing.shifts.rules import Rules

    if service is None:
        service = need.service if isinstance(need, ServiceRequirement) else Service()
    heads = heads_of(need, service.people) if isinstance(need, Requirement) else need
    if not isinstance(rules, Rules):
        rules = Rules(heads.timezone, heads.interval_minutes, tuple(rules))
    if (rules.timezone, rules.interval_minutes) != (heads.timezone, heads.interval_minutes):
        theirs, ours = (f"{one.interval_minutes} minutes in {one.timezone}" for one in (rules, heads))
        hint = "leave Rules out, and give patterns alone, or take zone and interval from the need"
        raise UsageError(f"the rules are for intervals of {theirs}, the need is of {ours}", hint=hint)
    SearchChoice(solver, effort, jobs).check()
    asked = SearchEffort(time_limit_seconds, gap, solver=solver, work=EFFORTS[effort], jobs=jobs)
    horizon = horizon_of(heads.interval_start, rules, heads.phone_share)
    return schedule_of(heads, horizon, asked, service, progress=progress)


def run_plan(
    plan: str | Path,
    *,
    as_of: str | None = None,
    out: str | Path | None = None,
    solver: str | None = None,
    effort: str | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Run:
    """The whole road of a plan file, published as one run under `out` (None: `runs` beside the plan).

    As `staffing plan`: under a lock, whole or not at all. The result has the run's `folder`, what was
    `scheduled`, `notes`, and the alert limits that were `crossed`.
    """
    from staffing.parallel import Engine
    from staffing.plan.jobs import conduct
    from staffing.progress import silent
    from staffing.shifts.effort import SearchChoice

    return conduct.run_plan(
        Path(plan),
        as_of=as_of,
        out=None if out is None else Path(out),
        choice=SearchChoice(solver, effort),
        engine=Engine(jobs),
        progress=progress or silent,
    )


def read_run(folder: str | Path) -> Published:
    """A published run read back: `forecast`, `requirement`, `need`, `shifts`, `coverage` and `summary`.

    Each is as it was written. So are its `plan`, `as_of`, and the `trace` of what it was made of.
    InputError where it is no run directory, or a file of it is damaged.
    """
    from staffing.plan.run import published

    return published.read_run(Path(folder))


def explain(
    run: str | Path,
    actuals: str | Path,
    *,
    by: str = "day",
    people: str | Path | None = None,
    format: str | None = None,
) -> ExplainedRun:
    """Why the service of a run's days was not as planned: parts that add up to what came minus the plan.

    run:     the folder of a published run
    actuals: a history of the days to explain; `format` None is that of the plan's history
    by:      each `half-hour`, `day` or `week`
    people:  a CSV of agent-days, which tells absence from adherence

    The result has the account by period (`explanation`) and of all days as one (`whole`), `lunches` too many
    at once, `notes`, and `as_dict()`. InputError where a file is wrong, or run and actuals share no day.
    """
    from staffing.explanation import PERIODS
    from staffing.plan.jobs.explain import explain_run

    _known("period", [by], PERIODS)
    agent_days = None if people is None else str(people)
    return explain_run(Path(run), str(actuals), by=by, people=agent_days, format_name=format)


def _known(kind: str, names: Iterable[str], choices: Sequence[str]) -> None:
    for name in names:
        if name not in choices:
            raise unknown_name(kind, name, choices)


def _service(service: Service | None, people: People | None) -> Service:
    asked = Service() if service is None else service
    return asked if people is None else replace(asked, people=people)


def _demand(rows: Forecast | Demand | Requirement) -> Demand:
    """What is to be staffed; UsageError where contacts have no handle time."""
    unknown = (rows.offered > 0) & ~(rows.aht_seconds > 0)
    if unknown.any():
        queues = ", ".join(sorted(set(rows.queue_names[unknown].tolist())))
        hint = "give forecast(…, aht_seconds=240), or add the column aht_seconds to the history"
        raise UsageError(f"no handle time is known for contacts of queue {queues}", hint=hint)
    if isinstance(rows, Demand):
        return rows
    spread = (rows.offered_p10, rows.offered_p90) if isinstance(rows, Forecast) else (None, None)
    return Demand(**rows.same_rows(), offered=rows.offered, aht_seconds=rows.aht_seconds,
                  offered_p10=spread[0], offered_p90=spread[1])  # fmt: skip


def _with_service(requirement: Requirement, service: Service) -> ServiceRequirement:
    return ServiceRequirement(
        **{name: getattr(requirement, name) for name in requirement.__dataclass_fields__}, service=service
    )

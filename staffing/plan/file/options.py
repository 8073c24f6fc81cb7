"""From a plan's sections to what each stage asks for; `PlanFile` holds the results, each made once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from staffing.history import AUTO
from staffing.history.reading.choices import Mapped, Reading
from staffing.history.source import Source
from staffing.plan.file.schema import (
    Centre,
    HistorySource,
    PeopleShares,
    Plan,
    RestRule,
    ServiceChoice,
    ShiftPattern,
)
from staffing.plan.file.schema.demand import MappedColumn
from staffing.plan.file.schema.words import Written
from staffing.queueing.patience_laws.empirical import PatienceCurve
from staffing.records.people import People, compounded
from staffing.records.service import Service
from staffing.records.targets import Targets
from staffing.shifts.effort import EFFORTS, SearchEffort
from staffing.shifts.pattern import Pattern, Rest
from staffing.shifts.rules import Costs, Premium, Rules, StartRule
from staffing.store.place import StorePlace
from staffing.tables.database_url import file_of, is_database
from staffing.tables.environment import with_environment
from staffing.timegrid import OpeningHours

USUAL_VARIATION = "mol-psa"  # of a plan that names none, where the rows are a forecast
GAP = 0.001  # of a plan that names none


def opening_hours(centre: Centre) -> OpeningHours | None:
    """None where `[centre]` names no hours: always open."""
    return None if centre.open is None else hours_of_week(centre.open)


def hours_of_week(spans_of: Mapping[Written[frozenset[int]], tuple[tuple[int, int], ...]]) -> OpeningHours:
    """Hours by weekdays, as `[centre] open` writes them."""
    by_day: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for days, spans in spans_of.items():
        for day in days.value:
            by_day[day].extend(spans)
    return OpeningHours(tuple(tuple(spans) for spans in by_day))


def history_source(history: HistorySource, service: ServiceChoice, folder: Path) -> Source:
    """What `[history]` of a plan in that folder says.

    Calls count as within the target by the seconds of `[service] target`.
    """
    columns = mapped(history.columns)
    return Source(
        path=_in_folder(folder, _database_source(history.source)),
        format_name="columns" if columns and history.format == AUTO else history.format,
        query=history.query,
        reading=Reading(
            dates=history.dates,
            threshold_seconds=service.target.value.seconds,
            columns=columns,
            outcomes=dict(history.outcomes),
            sheet=history.sheet,
            encoding=history.encoding,
            booked=history.booked,
        ),
        merge_queues=history.queues == "merge",
        keep_outliers=history.outliers == "keep",
        profile=None if history.profile is None else _in_folder(folder, history.profile),
    )


def mapped(columns: Mapping[str, MappedColumn]) -> dict[str, Mapped]:
    """Where each word stands, as the readers of histories take it."""
    return {
        word: Mapped((one.column,) if isinstance(one.column, str) else tuple(one.column), one.unit, one.total)
        for word, one in columns.items()
    }


def _database_source(source: str) -> str:
    """A database URL with the variables of the environment that it names; any other source as it is."""
    return with_environment(source) if is_database(source) or source.startswith("${") else source


def _in_folder(folder: Path, source: str) -> str:
    """Paths in a plan are relative to the plan, wherever the command is run; those in a URL too."""
    path = file_of(source)
    if path is not None:
        return source.removesuffix(path) + str(folder / path)
    return source if is_database(source) else str(folder / source)


def store_place(plan: Plan, folder: Path) -> StorePlace | None:
    """What `[store]` of a plan in that folder says; InputError where it names a variable that is not set."""
    if plan.store is None:
        return None
    url = _in_folder(folder, with_environment(plan.store.url))
    return StorePlace(url, plan.store.name or plan.centre.name)


def service_options(
    service: ServiceChoice, people: People, patience_seconds: float | None, curve: PatienceCurve | None
) -> Service:
    """What `[service]` says, with the people and the patience as given or estimated."""
    target = service.target.value
    return Service(
        targets=Targets(
            target.service_level,
            target.seconds,
            definition=service.definition,
            max_wait_seconds=service.max_wait_seconds,
            max_abandonment=service.max_abandonment,
            max_occupancy=service.max_occupancy,
            min_agents=service.min_agents,
        ),
        model=service.model,
        patience_seconds=patience_seconds,
        patience_law="empirical" if curve else service.patience_law,
        patience_parameter=service.patience_parameter,
        patience_curve=curve,
        lines=service.lines,
        redial=service.redial,
        redial_blocked=service.redial_blocked,
        at_once=service.at_once,
        writing_ratio=service.writing_ratio,
        variation=service.variation or USUAL_VARIATION,
        uncertainty=service.uncertainty.value,
        people=people,
        finish_contacts=service.finish_contacts,
    )


def people_of(shares: PeopleShares) -> People:
    """What `[people]` says."""
    lost = shares.shrinkage
    lost = compounded(lost) if isinstance(lost, list) else lost
    return People(shares.attendance, shares.adherence, lost, shares.spell_minutes)


def rules_of(plan: Plan) -> Rules:
    """What `[schedule]` allows, and what it costs."""
    schedule = plan.schedule
    by_period = plan.service.period != "interval"  # which itself says what may be short
    patterns, starts = _of_one_group(plan)
    forbidden = by_period or schedule.understaffing == "forbidden" or schedule.max_understaffing == 0
    return Rules(
        timezone=plan.centre.timezone,
        interval_minutes=plan.centre.interval_minutes,
        patterns=patterns,
        start_every_minutes=schedule.start_every_minutes,
        cyclic_week=schedule.cyclic_week,
        min_work_minutes=schedule.min_work_minutes,
        work_at_ends_minutes=schedule.work_at_ends_minutes,
        seats=plan.centre.seats,
        in_any_order=schedule.rest_order == "any",
        starts=starts,
        costs=Costs(
            understaffing=None if forbidden else float(schedule.understaffing),
            max_understaffing=None if forbidden else schedule.max_understaffing,
            overstaffing=0.0 if by_period else schedule.overstaffing_cost,
            premiums=tuple(Premium(one.days, one.start, one.end, one.extra) for one in schedule.premium),
            distinct_shift=schedule.cost_per_distinct_shift,
        ),
    )


def _of_one_group(plan: Plan) -> tuple[tuple[Pattern, ...], tuple[StartRule, ...]]:
    """The patterns and starts of the schedule; where there is one group, as that works them."""
    patterns = tuple(_pattern(pattern) for pattern in plan.schedule.pattern)
    starts = tuple(StartRule(**dict(one)) for one in plan.schedule.starts)
    if len(plan.group) != 1:
        return patterns, starts
    (group,) = plan.group
    mine = tuple(
        replace(one, cost_per_hour=one.cost_per_hour * group.cost_factor)
        for one in patterns
        if group.patterns is None or one.name in group.patterns
    )
    names = {one.name for one in mine}
    about = tuple(one for one in starts if one.pattern is None or one.pattern in names)
    most = () if group.max_agents is None else (StartRule(max_agents=group.max_agents),)
    return mine, (*about, *most)


def effort_of(plan: Plan) -> SearchEffort:
    """How hard `[schedule]` lets a search try, and how close it must come."""
    schedule = plan.schedule
    return SearchEffort(
        time_limit_seconds=schedule.time_limit_seconds,
        gap=GAP if schedule.gap is None else schedule.gap,
        solver=schedule.solver,
        work=EFFORTS[schedule.effort],
    )


def _pattern(pattern: ShiftPattern) -> Pattern:
    return Pattern(
        name=pattern.name,
        days=pattern.days,
        earliest_start=pattern.earliest_start,
        latest_start=pattern.latest_start,
        latest_end=pattern.latest_end,
        length_minutes=pattern.length_minutes,
        cost_per_hour=pattern.cost_per_hour,
        cost_per_shift=pattern.cost_per_shift,
        max_agents=pattern.max_agents,
        min_agents=pattern.min_agents,
        lunch=None if pattern.lunch is None else _rest(pattern.lunch),
        breaks=tuple(_rest(rest) for rest in pattern.breaks),
    )


def _rest(rest: RestRule) -> Rest:
    opens_closes = rest.between
    between = None if opens_closes is None else (opens_closes[0], opens_closes[1])
    return Rest(rest.minutes, rest.paid, rest.earliest_minutes, rest.latest_minutes, between)

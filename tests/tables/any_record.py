"""Any record that stands in a file: odd names, unknown numbers, zones and changes of their clocks."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from staffing.records.adjustment import Adjustments
from staffing.records.capacity import CapacityWeeks
from staffing.records.columns import ALL_QUEUES, Columns
from staffing.records.coverage import Coverage
from staffing.records.forecast import Accuracy, DailyForecast, Forecast
from staffing.records.groups import GroupAgents, RoutedService
from staffing.records.history import HeadCounts, History, MonitoredContacts
from staffing.records.leave import LeaveAnswers, LeaveRoom
from staffing.records.requirement import Requirement, SweepRows, Trunks
from staffing.records.roster import (
    AgentTotals,
    NamedShifts,
    RosterCoverage,
    RosterExceptions,
    RosterPast,
    Unfilled,
)
from staffing.records.schedule import ShiftPlan
from staffing.records.simulation import SimulatedDays, SimulatedIntervals
from staffing.records.stand_in import StandIns
from staffing.records.whatif import KeptDays, Variants
from staffing.records.work_by_interval import WorkByInterval
from staffing.tables.columns import HISTORY
from staffing.timegrid import Zone
from tests.tables.any_columns import (
    AMOUNTS,
    COUNTS,
    NAMES,
    PROBABILITIES,
    SHARES,
    SIGNED,
    ZONES,
    Numbers,
    column,
    days,
    floats,
    moments,
    unknown,
)
from tests.tables.any_roster import (
    agent_totals,
    leave_answers,
    leave_rooms,
    named_shifts,
    roster_coverages,
    roster_exceptions,
    roster_pasts,
    stand_ins,
    unfilled,
)


@st.composite
def queues(draw: st.DrawFn, rows: int) -> dict[str, Any]:
    """Of each row its queue, counted in the order in which they appear."""
    of_row = draw(st.lists(NAMES, min_size=rows, max_size=rows))
    distinct = tuple(dict.fromkeys(of_row))
    return {"queue": np.array([distinct.index(name) for name in of_row]), "queues": distinct}


@st.composite
def interval_rows(draw: st.DrawFn, *, pooled: bool = False) -> dict[str, Any]:
    """Which rows: any moments in any zone, of some queues or of all together."""
    utc = draw(st.integers(1, 8).flatmap(moments))
    zone = draw(st.sampled_from(ZONES))
    together = {"queue": np.zeros(len(utc), dtype=np.int64), "queues": (ALL_QUEUES,)}
    return {
        "interval_start": utc,
        "utc_offset_minutes": Zone(zone).offset_minutes(utc),
        "interval_minutes": draw(st.sampled_from((15, 30, 60))),
        "timezone": zone,
        **(together if pooled else draw(queues(len(utc)))),
    }


@st.composite
def quantiles(draw: st.DrawFn, rows: int) -> dict[float, NDArray[Any]]:
    """Of some probabilities of at most six digits, beside p10 and p90."""
    chosen = draw(st.lists(PROBABILITIES, max_size=3, unique=True))
    return {probability: draw(column(rows, AMOUNTS, float)) for probability in chosen}


@st.composite
def forecasts(draw: st.DrawFn) -> Forecast:
    """With and without further quantiles; ranges and handle times may be unknown."""
    which = draw(interval_rows())
    rows = len(which["queue"])
    words = {name: unknown(AMOUNTS) for name in ("offered_p10", "offered_p90", "aht_seconds")}
    values = draw(floats(rows, offered=AMOUNTS, **words))
    return Forecast(**which, **values, quantiles=draw(quantiles(rows)))


@st.composite
def daily_forecasts(draw: st.DrawFn) -> DailyForecast:
    """Days of several queues."""
    day = draw(st.integers(1, 6).flatmap(days))
    values = draw(floats(len(day), offered=AMOUNTS, offered_p10=AMOUNTS, offered_p90=unknown(AMOUNTS)))
    return DailyForecast(**draw(queues(len(day))), day=day, **values, quantiles=draw(quantiles(len(day))))


@st.composite
def requirements(draw: st.DrawFn) -> Requirement:
    """With limited lines and without, calm and overloaded."""
    which = draw(interval_rows())
    rows = len(which["queue"])
    shares = ("service_level", "abandonment", "occupancy", "wait_probability")
    words: dict[str, Numbers] = {name: unknown(SHARES) for name in shares}
    words |= dict.fromkeys(("offered", "load_erlangs", "agents", "scheduled"), AMOUNTS)
    words |= {"aht_seconds": unknown(AMOUNTS), "mean_wait_seconds": unknown(AMOUNTS | st.just(np.inf))}
    words["blocking"] = unknown(SHARES) if draw(st.booleans()) else st.just(np.nan)
    bound_by = draw(column(rows, st.sampled_from(("service_level", "none", "min_agents")), str))
    return Requirement(**which, **draw(floats(rows, **words)), bound_by=bound_by)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """With some of the measured words; one that is unknown throughout is no column."""
    which = draw(interval_rows())
    rows = len(which["queue"])
    words = [
        word for word in HISTORY if word.kind == "number" and word.name not in ("offered", "aht_seconds")
    ]
    chosen = draw(st.lists(st.sampled_from(words), unique=True, max_size=4))
    measures = floats(rows, **{word.name: unknown(SHARES if word.maximum else AMOUNTS) for word in chosen})
    own = draw(floats(rows, offered=unknown(AMOUNTS), aht_seconds=unknown(AMOUNTS)))
    known = {word: numbers for word, numbers in draw(measures).items() if np.isfinite(numbers).any()}
    return History(**which, **own, measures=known)


@st.composite
def coverages(draw: st.DrawFn) -> Coverage:
    """Of all queues together."""
    which = draw(interval_rows(pooled=True))
    rows = len(which["queue"])
    heads = draw(floats(rows, required=AMOUNTS, scheduled=AMOUNTS, service_level=unknown(SHARES)))
    on_work = draw(floats(rows, on_work=AMOUNTS)) if rows and draw(st.booleans()) else {}
    on_break = heads["scheduled"] * draw(column(rows, SHARES, float))
    return Coverage(**which, **heads, **on_work, on_break=on_break)


@st.composite
def works(draw: st.DrawFn) -> WorkByInterval:
    """Of kinds with any names."""
    which = draw(interval_rows(pooled=True))
    rows = len(which["queue"])
    names = ("arrived", "done", "backlog", "due", "late", "heads")
    amounts = draw(floats(rows, **dict.fromkeys(names, AMOUNTS)))
    return WorkByInterval(**which, work=draw(column(rows, NAMES, str)), **amounts)


@st.composite
def shift_plans(draw: st.DrawFn) -> ShiftPlan:
    """Any rests, some of them taken by some shifts only, over changes of clocks; nobody at all, too."""
    rows = draw(st.integers(0, 6))
    lunch = ("lunch",) if rows and draw(st.booleans()) else ()
    rests = (*lunch, *(f"break_{k}" for k in range(1, draw(st.integers(0, 8)) + 1)))
    size = rows * len(rests)
    start = draw(moments(rows))
    after = draw(column(size, st.integers(0, 30), "timedelta64[m]")).reshape(rows, len(rests))
    minutes = draw(column(size, st.integers(1, 30), np.int64)).reshape(after.shape)
    taken = draw(column(size, st.booleans(), bool)).reshape(after.shape)
    if lunch:
        taken[0, 0] = True
    return ShiftPlan(
        pattern=draw(column(rows, NAMES, str)),
        start=start,
        length_minutes=draw(column(rows, st.integers(60, 1440), np.int64)),
        rest_start=np.where(taken, start[:, None] + after, np.datetime64("NaT", "s")),
        rest_minutes=np.where(taken, minutes, 0),
        agents=draw(column(rows, COUNTS, np.int64)),
        paid_hours=draw(column(rows, unknown(AMOUNTS), float)),
        rest_names=rests,
        timezone=draw(st.sampled_from(ZONES)),
    )


@st.composite
def adjustments(draw: st.DrawFn) -> Adjustments:
    """Rests that stood somewhere or nowhere, overtime, leave; or nothing to do."""
    rows = draw(st.integers(0, 5))
    stood = draw(column(rows, st.booleans(), bool))
    levels = {"service_level_before": unknown(SHARES), "service_level_after": unknown(SHARES)}
    return Adjustments(
        action=draw(column(rows, st.sampled_from(("move", "overtime", "leave")), str)),
        pattern=draw(column(rows, NAMES, str)),
        rest=draw(column(rows, st.sampled_from(("", "lunch", "break_1")), str)),
        people=draw(column(rows, COUNTS, np.int64)),
        begin=np.where(stood, draw(moments(rows)), np.datetime64("NaT", "s")),
        end=draw(moments(rows)),
        **draw(floats(rows, agent_hours=SIGNED, hours_saved=unknown(SIGNED), **levels)),
        timezone=draw(st.sampled_from(ZONES)),
    )


@st.composite
def accuracies(draw: st.DrawFn) -> Accuracy:
    """Of any queue, method and part."""
    rows = draw(st.integers(1, 5))
    texts = {name: draw(column(rows, NAMES, str)) for name in ("queue", "method", "part", "value")}
    errors = {"wape": unknown(AMOUNTS), "bias": unknown(SIGNED), "coverage_80": unknown(SHARES)}
    numbers = draw(floats(rows, offered=AMOUNTS, **errors))
    return Accuracy(**texts, intervals=draw(column(rows, COUNTS, np.int64)), **numbers)


@st.composite
def capacity_weeks(draw: st.DrawFn) -> CapacityWeeks:
    """Any weeks."""
    monday = draw(st.integers(1, 5).flatmap(days))
    words = {item.name: AMOUNTS for item in fields(CapacityWeeks) if item.name != "monday"}
    return CapacityWeeks(monday=monday, **draw(floats(len(monday), **words)))


@st.composite
def trunks(draw: st.DrawFn) -> Trunks:
    """Lines of several queues."""
    which = draw(interval_rows())
    words = {"offered": AMOUNTS, "aht_seconds": unknown(AMOUNTS), "load_erlangs": AMOUNTS, "lines": AMOUNTS}
    return Trunks(**which, **draw(floats(len(which["queue"]), **words, blocking=unknown(SHARES))))


@st.composite
def sweeps(draw: st.DrawFn) -> SweepRows:
    """Some numbers of agents, too few among them."""
    words: dict[str, Numbers] = {
        name: unknown(SHARES) for name in ("service_level", "abandonment", "occupancy")
    }
    words |= {name: unknown(AMOUNTS | st.just(np.inf)) for name in ("mean_wait_seconds", "cost_per_point")}
    return SweepRows(**draw(floats(draw(st.integers(1, 5)), agents=AMOUNTS, cost=AMOUNTS, **words)))


@st.composite
def variants(draw: st.DrawFn) -> Variants:
    """Scheduled or not, dearer or cheaper than the plan."""
    rows = draw(st.integers(1, 5))
    more = {item.name: unknown(SIGNED) for item in fields(Variants) if item.name.startswith("more_")}
    plain = {item.name: unknown(AMOUNTS) for item in fields(Variants) if item.name not in {*more, "variant"}}
    words = {**plain, **more, "service_level": unknown(SHARES)}
    return Variants(variant=draw(column(rows, NAMES, str)), **draw(floats(rows, **words)))


@st.composite
def kept_days(draw: st.DrawFn) -> KeptDays:
    """Days, and all of them together, which have no date."""
    day = draw(st.integers(1, 5).flatmap(days))
    day[draw(st.integers(0, len(day) - 1))] = np.datetime64("NaT", "D")
    words = {"offered": AMOUNTS, "service_level": unknown(SHARES), "under_agent_hours": AMOUNTS}
    return KeptDays(variant=draw(column(len(day), NAMES, str)), day=day, **draw(floats(len(day), **words)))


@st.composite
def monitored_contacts(draw: st.DrawFn) -> MonitoredContacts:
    """Scores of agents with any name."""
    day = draw(st.integers(1, 5).flatmap(days))
    rows = len(day)
    return MonitoredContacts(day, draw(column(rows, NAMES, str)), draw(column(rows, AMOUNTS, float)))


@st.composite
def head_counts(draw: st.DrawFn) -> HeadCounts:
    """Leavers, of a known or unknown number of heads."""
    day = draw(st.integers(1, 5).flatmap(days))
    return HeadCounts(day, **draw(floats(len(day), leavers=COUNTS.map(float), headcount=unknown(AMOUNTS))))


def played(rows: int, **more: Numbers) -> st.SearchStrategy[dict[str, NDArray[Any]]]:
    """What comes out of a simulation, of many contacts or none."""
    names = [
        item.name for item in fields(SimulatedDays) if item.type == "Floats" and item.name != "probability"
    ]
    shares = {name: unknown(SHARES) for name in names}
    return floats(rows, **(shares | {"offered": AMOUNTS, "mean_wait_seconds": unknown(AMOUNTS)} | more))


@st.composite
def simulated_intervals(draw: st.DrawFn) -> SimulatedIntervals:
    """Of several queues."""
    which = draw(interval_rows())
    return SimulatedIntervals(**which, **draw(played(len(which["queue"]))))


@st.composite
def simulated_days(draw: st.DrawFn) -> SimulatedDays:
    """With a target and without."""
    day = draw(st.integers(1, 6).flatmap(days))
    values = draw(played(len(day), probability=unknown(SHARES)))
    return SimulatedDays(**draw(queues(len(day))), day=day, **values)


@st.composite
def group_agents(draw: st.DrawFn) -> GroupAgents:
    """Of groups with any names."""
    which = draw(interval_rows(pooled=True))
    rows = len(which["queue"])
    group = draw(column(rows, NAMES, str))
    return GroupAgents(**which, group=group, **draw(floats(rows, agents=AMOUNTS, scheduled=unknown(AMOUNTS))))


@st.composite
def queue_services(draw: st.DrawFn) -> RoutedService:
    """Simulated with errors, or exact without."""
    which = draw(interval_rows())
    words: dict[str, Numbers] = {"offered": AMOUNTS, "service_level": SHARES, "abandonment": SHARES}
    words["mean_wait_seconds"] = AMOUNTS | st.just(np.inf)
    errors = unknown(AMOUNTS) if draw(st.booleans()) else st.just(np.nan)
    names = ("service_level_se", "mean_wait_seconds_se", "abandonment_se")
    return RoutedService(
        **which, **draw(floats(len(which["queue"]), **words, **dict.fromkeys(names, errors)))
    )


ANY_RECORD: dict[type[Columns], st.SearchStrategy[Any]] = {
    History: histories(),
    Forecast: forecasts(),
    DailyForecast: daily_forecasts(),
    Requirement: requirements(),
    ShiftPlan: shift_plans(),
    Coverage: coverages(),
    WorkByInterval: works(),
    Adjustments: adjustments(),
    Accuracy: accuracies(),
    CapacityWeeks: capacity_weeks(),
    Trunks: trunks(),
    SweepRows: sweeps(),
    MonitoredContacts: monitored_contacts(),
    Variants: variants(),
    KeptDays: kept_days(),
    HeadCounts: head_counts(),
    SimulatedIntervals: simulated_intervals(),
    SimulatedDays: simulated_days(),
    GroupAgents: group_agents(),
    RoutedService: queue_services(),
    NamedShifts: named_shifts(),
    AgentTotals: agent_totals(),
    RosterCoverage: roster_coverages(),
    RosterPast: roster_pasts(),
    Unfilled: unfilled(),
    RosterExceptions: roster_exceptions(),
    StandIns: stand_ins(),
    LeaveRoom: leave_rooms(),
    LeaveAnswers: leave_answers(),
}

"""A page of a made-up run: as many days, queues and shifts as a test asks for, by arithmetic alone."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, TypeVar

import numpy as np

from staffing.records import Coverage, DaySummary, ShiftPlan, Summary
from staffing.records.columns import IntervalRows
from staffing.records.forecast import Forecast
from staffing.records.history import History
from staffing.records.requirement import Requirement
from staffing.records.run_page import AskedOfRows, ForecastMethod, Remarks, RunPage
from staffing.records.simulation import Simulated, SimulatedDays, SimulatedIntervals, SimulatedQueue
from staffing.timegrid import Zone

R = TypeVar("R", bound=Any)
MONDAY = np.datetime64("2026-11-23")
OPEN = (480, 1080)  # minutes of the day


def interval_rows(
    days: int,
    queues: tuple[str, ...],
    minutes: int,
    first: np.datetime64 = MONDAY,
    opens: tuple[int, int] = OPEN,
) -> IntervalRows:
    """Every interval of the open hours, queue by queue."""
    of_day = np.arange(*opens, minutes)
    dates = first + np.arange(days).astype("timedelta64[D]")
    starts = (dates.astype("datetime64[s]")[:, None] + (of_day * 60).astype("timedelta64[s]")).ravel()
    many = len(queues)
    return IntervalRows(
        interval_start=np.tile(starts, many),
        utc_offset_minutes=np.zeros(len(starts) * many, dtype=np.int64),
        queue=np.repeat(np.arange(many), len(starts)),
        queues=queues,
        interval_minutes=minutes,
        timezone="UTC",
    )


def requirement_of(rows: IntervalRows) -> Requirement:
    """Ten agents and twelve heads all day long, for a queue."""
    one = np.ones(len(rows))
    return Requirement(
        **rows.same_rows(),
        offered=100 * one,
        aht_seconds=180 * one,
        load_erlangs=8.5 * one,
        agents=10 * one,
        scheduled=12 * one,
        service_level=0.82 * one,
        mean_wait_seconds=9 * one,
        abandonment=0.02 * one,
        occupancy=0.85 * one,
        wait_probability=0.3 * one,
        blocking=np.nan * one,
        bound_by=np.full(len(rows), "service_level"),
    )


def shift_plan(days: int, each_day: int, patterns: tuple[str, ...]) -> ShiftPlan:
    """So many rows of one shift a day: eight hours from 08:00 or 10:00, with a lunch and a break."""
    many = days * each_day
    day = np.repeat(np.arange(days), each_day)
    start = (MONDAY + day.astype("timedelta64[D]")).astype("datetime64[s]")
    start = start + (3600 * (8 + 2 * (np.arange(many) % 2))).astype("timedelta64[s]")
    rests = np.stack([start + np.timedelta64(4 * 3600, "s"), start + np.timedelta64(2 * 3600, "s")], axis=1)
    return ShiftPlan(
        pattern=np.array([patterns[at % len(patterns)] for at in range(many)]),
        start=start,
        length_minutes=np.full(many, 480),
        rest_start=rests,
        rest_minutes=np.tile([30, 15], (many, 1)),
        agents=np.ones(many, dtype=np.int64),
        paid_hours=np.full(many, 7.5),
        rest_names=("lunch", "break_1"),
        timezone="UTC",
    )


def played(days: int, queues: tuple[str, ...], minutes: int, opens: tuple[int, int] = OPEN) -> Simulated:
    """A play in which 75 % are answered in time, and one day in ten 60 %."""
    names = (*queues, "all") if len(queues) > 1 else queues
    rows = interval_rows(days, names, minutes, opens=opens)
    dates = np.tile(MONDAY + np.arange(days).astype("timedelta64[D]"), len(names))
    service = {
        "offered": 100.0,
        "service_level": 0.75,
        "service_level_se": 0.01,
        "service_level_p10": 0.6,
        "service_level_p50": 0.76,
        "service_level_p90": 0.9,
        "mean_wait_seconds": 15.0,
        "abandonment": 0.03,
        "occupancy": 0.85,
        "predicted_service_level": 0.81,
    }
    several = SimulatedQueue("all", 100.0, 0.75, 0.01, 0.81, 0.8)
    return Simulated(
        SimulatedIntervals(
            **rows.same_rows(), **{name: np.full(len(rows), at) for name, at in service.items()}
        ),
        SimulatedDays(
            queue=np.repeat(np.arange(len(names)), days),
            queues=names,
            day=dates,
            probability=np.full(len(dates), 0.4),
            **{name: np.full(len(dates), at) for name, at in service.items()},
        ),
        (),
        several,
        tuple(SimulatedQueue(name, 100.0, 0.75, 0.01, 0.81, 0.8) for name in queues),
        20,
        1,
    )


def run_page_of(
    days: int = 7,
    queues: tuple[str, ...] = ("sales",),
    *,
    minutes: int = 30,
    opens: tuple[int, int] = OPEN,
    each_day: int = 4,
    patterns: tuple[str, ...] = ("full", "part"),
    name: str = "Centre",
    notes: tuple[str, ...] = (),
) -> RunPage:
    """With short, even and spare intervals, a play, and four weeks of history."""
    rows = interval_rows(days, queues, minutes, opens=opens)
    one = np.ones(len(rows))
    forecast = Forecast(
        **rows.same_rows(),
        offered=100 * one,
        offered_p10=80 * one,
        offered_p90=120 * one,
        aht_seconds=180 * one,
    )
    whole = interval_rows(days, ("all",), minutes, opens=opens)
    spare = np.array([-3.4, -0.4, 0.0, 1.0, 9.0])[np.arange(len(whole)) % 5]
    heads = 12.0 * len(queues) * np.ones(len(whole))
    coverage = Coverage(
        **whole.same_rows(),
        required=heads,
        scheduled=heads + spare + 1,
        on_break=np.ones(len(whole)),
        service_level=np.full(len(whole), 0.8),
    )
    shifts = shift_plan(days, each_day, patterns)
    behind = interval_rows(28, queues, minutes, MONDAY - np.timedelta64(28, "D"))
    past = History(
        **behind.same_rows(), offered=np.full(len(behind), 95.0), aht_seconds=np.full(len(behind), 180.0)
    )
    dates = [MONDAY + np.timedelta64(at, "D") for at in range(days)]
    summary = Summary(
        800.0,
        800.0,
        790.0,
        0.0125,
        0.81,
        100.0 * len(rows),
        len(whole),
        1,
        1.0,
        2.0,
        len(shifts),
        3,
        "highs",
        0.1,
    )
    return RunPage(
        name=name,
        run="2026-11-23",
        as_of="Mon 23 Nov 2026, 00:00",
        version="1",
        forecast=forecast,
        requirement=requirement_of(rows),
        shifts=shifts,
        coverage=coverage,
        summary=summary,
        days=tuple(
            DaySummary(str(day), f"{day.item():%a}", 2000.0, 12.0, each_day, 30.0, 0.81, 1.0, 2.0)
            for day in dates
        ),
        asked=AskedOfRows(0.8 * one, 20 * one, 0.74 * one, 0.88 * one),
        target="80 % within 20 seconds in every interval",
        remarks=Remarks(("service_level below its limit",), notes, ()),
        methods=(ForecastMethod(queues[0], "seasonal-profile", 28, 0.06, 0.01),),
        prices=dict.fromkeys(patterns, 1.0),
        played=played(days, queues, minutes, opens),
        past=past,
    )


def varied(page: RunPage) -> RunPage:
    """The same with figures of which no two are alike, as real ones are not."""
    chance = np.random.default_rng(1)

    def other(record: R) -> R:
        columns = {item.name: getattr(record, item.name) for item in fields(record)}
        return replace(
            record,
            **{
                name: column * (1 - 0.3 * chance.random(len(column)))
                for name, column in columns.items()
                if isinstance(column, np.ndarray) and column.dtype == np.float64
            },
        )

    assert page.played is not None
    assert page.past is not None
    played = replace(page.played, intervals=other(page.played.intervals), days=other(page.played.days))
    return replace(
        page,
        forecast=other(page.forecast),
        requirement=other(page.requirement),
        coverage=other(page.coverage),
        asked=replace(other(page.asked), service_level=page.asked.service_level, seconds=page.asked.seconds),
        played=played,
        past=other(page.past),
    )


def moved(page: RunPage, first: np.datetime64, timezone: str) -> RunPage:
    """A page from another date on, in another zone, without play and past."""
    by = (first - MONDAY).astype("timedelta64[s]")

    def there(record: R) -> R:
        utc = record.interval_start + by
        offset = Zone(timezone).offset_minutes(utc)
        return replace(record, interval_start=utc, utc_offset_minutes=offset, timezone=timezone)

    shifts = page.shifts
    rests = shifts.rest_start + by
    return replace(
        page,
        forecast=there(page.forecast),
        requirement=there(page.requirement),
        coverage=there(page.coverage),
        shifts=replace(shifts, start=shifts.start + by, rest_start=rests, timezone=timezone),
        played=None,
        past=None,
    )

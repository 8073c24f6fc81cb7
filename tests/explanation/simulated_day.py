"""A contact centre's day, event by event: what a run planned, with one cause planted.

Contacts come at the forecast's rates, are handled for exponential times and give up after exponential
patience. The people are those of the run's shifts: some stay away, those who come are on the phones for their
adherence, and lunches are as planned unless moved. Everything is written as the files that `explain` reads.
"""

from __future__ import annotations

import heapq
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.random import Generator

from staffing.arrays import Times
from staffing.plan.jobs.conduct import run_plan
from staffing.plan.run.published import Published, read_run
from staffing.tables.write import write_csv

THRESHOLD, PATIENCE, AHT = 20.0, 180.0, 240.0
ATTENDANCE, ADHERENCE = 0.95, 0.92
SLICE = 300  # seconds for which a number of agents lasts

PLAN = """
[centre]
name = "Simulated"
timezone = "UTC"
open = {{ mon-fri = "08:00-20:00" }}
[history]
source = "history.csv"
format = "staffing"
[forecast]
days = 1
method = "mean-of-weeks"
[service]
patience_seconds = 180
[people]
attendance = 0.95
adherence = 0.92
[simulation]
play = false
[schedule]
gap = 0.02
time_limit_seconds = 20
{understaffing}
[[schedule.pattern]]
name = "full"
length_minutes = 510
earliest_start = "08:00"
latest_end = "20:00"
lunch = {{ minutes = 30, earliest_minutes = 180, latest_minutes = 300 }}
{breaks}
[[schedule.pattern]]
name = "part"
length_minutes = 240
earliest_start = "08:00"
latest_end = "20:00"
max_agents = 12
"""


@dataclass(frozen=True)
class Cause:
    """What is not as planned on the day."""

    volume: float = 1.0
    handle_time: float = 1.0
    attendance: float = ATTENDANCE
    adherence: float = ADHERENCE
    lunches_at: int | None = None  # minute of the day onto which all lunches are moved that can be


def planned_run(
    folder: Path,
    *,
    peak: float,
    understaffing: str = "",
    breaks: str = "",
    queues: tuple[str, ...] = ("all",),
) -> Published:
    """A run for one Monday, from four weeks of a history without noise; `peak` contacts in the half-hour.

    `understaffing` and `breaks` are lines of the plan; each of the queues has these contacts.
    """
    days = np.datetime64("2026-10-26") + np.arange(28)
    slots = np.arange(24)
    shape = 0.45 + 0.55 * np.exp(-(((slots - 7.0) / 5.0) ** 2))
    starts = days[:, None].astype("datetime64[s]") + (
        np.timedelta64(8, "h") + slots * np.timedelta64(30, "m")
    )
    open_ = np.isin((days.astype(np.int64) + 3) % 7, range(5))
    rows = 24 * int(open_.sum())
    history = {
        "interval_start": np.tile(starts[open_].reshape(-1).astype(str), len(queues)),
        "queue": np.repeat(np.array(queues), rows),
        "offered": np.tile(np.round(peak * shape), len(queues) * int(open_.sum())),
        "aht_seconds": np.full(len(queues) * rows, AHT),
    }
    write_csv(folder / "history.csv", history)
    (folder / "plan.toml").write_text(
        PLAN.format(understaffing=understaffing, breaks=breaks), encoding="utf-8"
    )
    run = run_plan(folder / "plan.toml", as_of="2026-11-23")
    return read_run(run.folder)


def folder_of(run: Published) -> Path:
    """The directory of a run on disk."""
    return Path(str(run.files))


def simulate(folder: Path, run: Published, cause: Cause, seed: int) -> tuple[Path, Path]:
    """The day's `actuals.csv` and `people.csv`."""
    random = np.random.default_rng(seed)
    heads = _people(run, cause)
    start, end, lunch, lunch_minutes, *_ = heads
    came = _came(len(start), cause.attendance, random)
    there = _Shifts(*(column[came] for column in heads))
    agents = _agents(run, there, cause.adherence, random)
    actuals = folder / f"actuals-{seed}.csv"
    write_csv(actuals, _day(run, agents, cause, random))
    people = folder / f"people-{seed}.csv"
    seconds = (end - start).astype("timedelta64[s]").astype(np.float64) - _rest_seconds(run)
    lunch_end = lunch + lunch_minutes.astype("timedelta64[m]")
    columns = {
        "agent": np.array([f"a{i}" for i in range(len(start))]),
        "date": np.full(len(start), "2026-11-23"),
        "scheduled_start": start.astype(str),
        "scheduled_end": end.astype(str),
        "scheduled_seconds": seconds,
        "ready_seconds": np.where(came, seconds * cause.adherence, 0.0),
        "present": came.astype(np.float64),
        "lunch_start": _texts(lunch, came),
        "lunch_end": _texts(lunch_end, came),
    }
    write_csv(people, columns)
    return actuals, people


def _texts(moments: Times, came: np.ndarray) -> list[str]:
    known = came & ~np.isnat(moments)
    return [str(moment) if there else "" for moment, there in zip(moments, known.tolist(), strict=True)]


class _Shifts(NamedTuple):
    start: Times
    end: Times
    lunch: Times
    lunch_minutes: np.ndarray
    breaks: Times
    break_minutes: np.ndarray


def _people(run: Published, cause: Cause) -> _Shifts:
    """A row per head: shift, and lunch as it was taken."""
    shifts = run.shifts
    assert shifts is not None
    heads = np.repeat(np.arange(len(shifts)), shifts.agents)
    start = shifts.start[heads]
    end = start + shifts.length_minutes[heads].astype("timedelta64[m]")
    k = shifts.rest_names.index("lunch")
    lunch, minutes = shifts.rest_start[heads, k].copy(), shifts.rest_minutes[heads, k]
    if cause.lunches_at is not None:
        peak = start.astype("datetime64[D]").astype("datetime64[s]") + np.timedelta64(cause.lunches_at, "m")
        fits = ~np.isnat(lunch) & (start < peak) & (peak + np.timedelta64(30, "m") < end)
        lunch = np.where(fits, peak, lunch)
    others = [i for i in range(len(shifts.rest_names)) if i != k]
    breaks, break_minutes = shifts.rest_start[heads][:, others], shifts.rest_minutes[heads][:, others]
    return _Shifts(start, end, lunch, minutes, breaks, break_minutes)


def _rest_seconds(run: Published) -> np.ndarray:
    shifts = run.shifts
    assert shifts is not None
    minutes = np.where(np.isnat(shifts.rest_start), 0, shifts.rest_minutes).sum(axis=1)
    return 60.0 * np.repeat(minutes, shifts.agents)


def _came(people: int, attendance: float, random: Generator) -> np.ndarray:
    """Just so many stay away, spread evenly over the shifts."""
    edge = np.floor(np.arange(people + 1) * (1.0 - attendance) + random.random())
    return np.diff(edge) == 0


def _agents(run: Published, there: _Shifts, adherence: float, random: Generator) -> np.ndarray:
    """Whole agents on the phones in each slice of the day."""
    first = run.coverage.interval_start[0]
    slices = first + np.arange(86400 // SLICE) * np.timedelta64(SLICE, "s")

    def inside(begin: Times, until: Times) -> np.ndarray:
        known = ~np.isnat(begin)
        return ((begin[known, None] <= slices) & (slices < until[known, None])).sum(axis=0)

    lunch_end = there.lunch + there.lunch_minutes.astype("timedelta64[m]")
    resting = inside(there.lunch, lunch_end)
    for k in range(there.breaks.shape[1]):
        begin = there.breaks[:, k]
        resting = resting + inside(begin, begin + there.break_minutes[:, k].astype("timedelta64[m]"))
    exact = (inside(there.start, there.end) - resting) * adherence
    return np.floor(np.maximum(exact, 0.0) + random.random(len(slices))).astype(int)


def _day(run: Published, agents: np.ndarray, cause: Cause, random: Generator) -> dict[str, np.ndarray]:
    """Contacts through the day, by the half-hour in which they came."""
    mine = run.forecast.queue == 0
    offered = run.forecast.offered[mine] * cause.volume
    arrivals = np.sort(
        np.concatenate(
            [i * 1800 + 1800 * random.random(random.poisson(mean)) for i, mean in enumerate(offered.tolist())]
        )
    )
    handling = random.exponential(AHT * cause.handle_time, len(arrivals))
    patience = random.exponential(PATIENCE, len(arrivals))
    waits, answered = _fifo(arrivals, handling, patience, agents)
    slot, n = (arrivals // 1800).astype(int), len(offered)

    def count(weight: np.ndarray) -> np.ndarray:
        return np.bincount(slot, weight, minlength=n)

    def mean(values: np.ndarray, of: np.ndarray) -> np.ndarray:
        whole = count(of)
        return np.where(whole > 0, count(values * of) / np.maximum(whole, 1), np.nan)

    yes, no = answered.astype(float), 1.0 - answered
    return {
        "interval_start": run.forecast.interval_start[mine].astype(str),
        "offered": count(np.ones(len(arrivals))),
        "answered": count(yes),
        "abandoned": count(no),
        "answered_within_target": count(yes * (waits <= THRESHOLD)),
        "abandoned_within_target": count(no * (waits <= THRESHOLD)),
        "wait_seconds": mean(waits, yes),
        "abandon_wait_seconds": mean(waits, no),
        "aht_seconds": mean(handling, yes),
    }


def _fifo(
    arrivals: np.ndarray, handling: np.ndarray, patience: np.ndarray, agents: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Waits, and who was answered; agents who leave end their contact first."""
    waits, answered = patience.copy(), np.zeros(len(arrivals), dtype=bool)
    events = [(moment, 1, i) for i, moment in enumerate(arrivals.tolist())]
    events += [(float(s * SLICE), 0, s) for s in range(len(agents))]
    heapq.heapify(events)
    queue: deque[int] = deque()
    busy, there = 0, 0
    while events:
        now, kind, which = heapq.heappop(events)
        if kind == 0:
            there = int(agents[which])
        elif kind == 1:
            queue.append(which)
        else:
            busy -= 1
        while queue and busy < there:
            contact = queue.popleft()
            wait = now - arrivals[contact]
            if wait <= patience[contact]:
                waits[contact], answered[contact] = wait, True
                busy += 1
                heapq.heappush(events, (now + handling[contact], 2, contact))
    return waits, answered


QUARTER_BREAKS = "breaks = [ { minutes = 15, earliest_minutes = 60, latest_minutes = 120 } ]"
PLANTED = {
    "volume": Cause(volume=1.15),
    "handle_time": Cause(handle_time=1.10),
    "attendance": Cause(attendance=ATTENDANCE - 0.05),
    "adherence": Cause(adherence=ADHERENCE - 0.05),
    "lunches": Cause(lunches_at=11 * 60 + 30),
}
NOTHING = Cause()

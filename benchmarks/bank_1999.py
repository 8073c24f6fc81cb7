"""Real calls replayed with the agents who were there: predicted, simulated and actual service by half-hour.

    python benchmarks/bank_1999.py FOLDER [--away-minutes 10]

FOLDER holds `calls.csv.gz` of the bank of 1999: when each call came, how long it waited, what became of it,
who answered and for how long. An agent is taken to be there from the first to the last call of a day, but for
gaps of more than `--away-minutes` between two calls. Replayed are the moments at which calls came, the handle
times of those answered and the patience of those who gave up. What was not seen is drawn: the patience of the
answered, beyond the wait they had, and the handle times of those who gave up. The prediction is that of
`size`, with the calls, the mean handle time and the agents of each half-hour and the measured patience.
"""

from __future__ import annotations

import argparse
import csv
import gzip
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.history.patience.call_patience import estimate_from_calls
from staffing.queueing.erlang_a import ErlangA
from staffing.queueing.model import Traffic
from staffing.queueing.patience_laws import law_code
from staffing.queueing.patience_laws.empirical import Empirical, PatienceCurve
from staffing.simulation.numbers import Draws
from staffing.simulation.people import NO_REST, OnThePhones, ShiftWorkers
from staffing.simulation.shifts import ShiftStaff, Team
from staffing.simulation.tally import SpanGrid

TARGET, HALF_HOUR, DAY, REPLICATIONS = 20.0, 1800.0, 86_400.0, 50


@dataclass(frozen=True, eq=False)
class DayOfCalls:
    """One day: seconds from midnight, waits, handle times (NaN: unknown), who answered (empty: nobody)."""

    time: Floats
    wait: Floats
    service: Floats
    answered: Bools
    agent: list[str]


def read_days(folder: Path) -> dict[str, DayOfCalls]:
    """The calls of each date."""
    rows = defaultdict(list)
    with gzip.open(folder / "calls.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows[row["offered_at"][:10]].append(row)
    days = {}
    for date, calls in rows.items():
        moments = np.array([row["offered_at"] for row in calls], dtype="datetime64[s]")
        time = (moments - np.datetime64(date, "s")).astype(np.float64)
        order = np.argsort(time, kind="stable")
        answered = np.array([row["outcome"] == "answered" for row in calls])
        service = np.array([float(row["service_s"] or "nan") for row in calls])
        days[date] = DayOfCalls(
            time=time[order],
            wait=np.array([float(row["wait_s"]) for row in calls])[order],
            service=np.where(answered & (service > 0), service, np.nan)[order],
            answered=answered[order],
            agent=[calls[place]["agent"] for place in order],
        )
    return days


def crew_of(day: DayOfCalls, away_seconds: float) -> ShiftWorkers:
    """Those who answered, from their first call to the end of their last; long gaps are rests."""
    start, end, rests = [], [], []
    for name in sorted({name for name in day.agent if name}):
        own = np.flatnonzero([other == name for other in day.agent])
        begins = day.time[own] + day.wait[own]
        order = np.argsort(begins)
        begins = begins[order]
        ends = np.maximum.accumulate(begins + np.nan_to_num(day.service[own][order]))
        gap = np.flatnonzero(begins[1:] - ends[:-1] > away_seconds)
        start.append(begins[0])
        end.append(ends[-1])
        rests.append([(ends[place], begins[place + 1] - ends[place]) for place in gap])
    most = max(map(len, rests), default=0) + 1
    padded = np.array([own + [(NO_REST, 0.0)] * (most - len(own)) for own in rests]).reshape(-1, most, 2)
    number = np.arange(len(start))
    return ShiftWorkers(number, 0 * number, np.array(start), np.array(end), padded[..., 0], padded[..., 1])


def present(crew: ShiftWorkers) -> Floats:
    """Agents there in each half-hour of the day, on average."""
    edges = HALF_HOUR * np.arange(49)

    def between(start: Floats, end: Floats) -> Floats:
        inside = np.minimum(end[:, None], edges[1:]) - np.maximum(start[:, None], edges[:-1])
        return np.asarray(np.maximum(inside, 0.0).sum(axis=0)) / HALF_HOUR

    rests = np.isfinite(crew.rest_start)
    away = between(crew.rest_start[rests], (crew.rest_start + crew.rest_seconds)[rests])
    return between(crew.start, crew.end) - away


def replayed(day: DayOfCalls, crew: ShiftWorkers, service: Floats, law: Empirical, seed: int) -> Floats:
    """Of each call: the share of replications in which it is answered in time."""
    chance = np.random.default_rng(seed)
    team = Team(crew, SpanGrid(0.0, HALF_HOUR, np.arange(48)))
    staff = ShiftStaff([team], OnThePhones(), Draws(seed, np.arange(REPLICATIONS)))
    share, start = np.empty(len(day.time)), np.empty(REPLICATIONS)
    for call, (time, wait) in enumerate(zip(day.time, day.wait, strict=True)):
        patience = np.full(REPLICATIONS, wait)
        if day.answered[call]:  # who would have waited longer than this
            patience = law.draw(chance.random(REPLICATIONS) * law.survival(np.array(wait)))
        handle = np.full(REPLICATIONS, day.service[call])
        if np.isnan(day.service[call]):
            handle = chance.choice(service, REPLICATIONS)
        staff.first_free(np.full(REPLICATIONS, time), start)
        answered = start <= time + patience
        staff.take(answered, start + handle)
        share[call] = (answered & (start - time <= TARGET)).mean()
    return share


def predicted(day: DayOfCalls, agents: Floats, curve: PatienceCurve, mean: float) -> Floats:
    """Service level of each half-hour by the formula; a part of an agent is there for a part of the time."""
    place = half_hours(day)
    known = np.isfinite(day.service)
    count = np.bincount(place[known], minlength=48)
    total = np.bincount(place[known], day.service[known], 48)
    traffic = Traffic(
        np.bincount(place, minlength=48) / HALF_HOUR,
        np.divide(total, count, out=np.full(48, mean), where=count > 0),
        curve.mean,
        patience_law=law_code("empirical"),
        patience_curve=curve,
    )
    few, more = (
        ErlangA().performance(traffic, level, TARGET).answered_within_target
        for level in (np.floor(agents), np.ceil(agents))
    )
    part = agents - np.floor(agents)
    return np.asarray(few * (1 - part) + more * part)


def half_hours(day: DayOfCalls) -> Ints:
    """Of each call."""
    return np.minimum(day.time // HALF_HOUR, 47).astype(np.int64)


def main() -> None:
    """A row per half-hour of the day, and how far single half-hours are off."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--away-minutes", type=float, default=10.0)
    parser.add_argument("--every", type=int, default=4, help="of so many days play one")
    given = parser.parse_args()
    days = read_days(given.folder)
    waits, gave_up = (
        np.concatenate([getattr(day, name) for day in days.values()]) for name in ("wait", "answered")
    )
    found = estimate_from_calls(waits, ~gave_up)
    left = found.share > 0
    curve = PatienceCurve(found.seconds[left], found.share[left])
    service = np.concatenate([day.service[np.isfinite(day.service)] for day in days.values()])
    sums = np.zeros((4, len(days), 48))  # calls; in time as predicted, as replayed, as it was
    agents = np.zeros((len(days), 48))
    for number, day in list(enumerate(days.values()))[:: given.every]:
        crew, place = crew_of(day, 60 * given.away_minutes), half_hours(day)
        agents[number], calls = present(crew), np.bincount(place, minlength=48)
        in_time = replayed(day, crew, service, Empirical(np.array(curve.mean), curve), number)
        actual = day.answered & (day.wait <= TARGET)
        level = predicted(day, agents[number], curve, float(service.mean()))
        sums[:, number] = (
            calls,
            calls * level,
            np.bincount(place, in_time, 48),
            np.bincount(place, actual, 48),
        )
    print_table(sums, agents)


def print_table(sums: Floats, agents: Floats) -> None:
    """By half-hour of the day, over all days; then errors of single half-hours, weighted with their calls."""
    total, there = sums.sum(axis=1), (agents * sums[0]).sum(axis=0)
    print(f"{'':6}{'calls':>8}{'agents':>8}{'predicted':>11}{'replayed':>10}{'actual':>8}")
    for place in np.flatnonzero(total[0] > 0):
        calls, clock = total[0, place], f"{place // 2:02d}:{30 * (place % 2):02d}"
        print(f"{clock} {calls:8,.0f}{there[place] / calls:8.1f}{_levels(total[:, place])}")
    whole = total.sum(axis=1)
    print(f"{'all':6}{whole[0]:8,.0f}{'':8}{_levels(whole)}")
    for name, column in (("predicted", sums[1]), ("replayed", sums[2])):
        error = 100 * np.abs(column - sums[3]).sum() / whole[0]
        print(f"mean absolute error of half-hours, {name}: {error:.1f} points")


def _levels(total: Floats) -> str:
    predicted, replayed, actual = 100 * total[1:] / total[0]
    return f"{predicted:11.1f}{replayed:10.1f}{actual:8.1f}"


if __name__ == "__main__":
    main()

"""What shifts must be, told a second time and slowly: the oracle the tests hold `build_shifts` against.

Nothing of `staffing.shifts` but its records is used: times are `datetime`s with a zone, coverage is counted
minute by minute, and the optimum comes from Dantzig's explicit set covering, a column per shift and
placement of its rests.
"""

from __future__ import annotations

import csv
import datetime as dt
import functools
import itertools
from collections import Counter
from zoneinfo import ZoneInfo

import numpy as np

MINUTE = dt.timedelta(minutes=1)


def utc(moment) -> dt.datetime:
    return moment.astype("datetime64[s]").item().replace(tzinfo=dt.UTC)


def minutes_between(start: dt.datetime, end: dt.datetime) -> int:
    return round((end - start) / MINUTE)


def grain_of(rules) -> int:
    lengths = [rest.minutes for pattern in rules.patterns for rest in pattern.rests]
    return (
        min(15, rules.interval_minutes)
        if any(n < rules.interval_minutes for n in lengths)
        else rules.interval_minutes
    )


def in_plan_order(pattern, local=None) -> list[int]:
    """By the middle of the window that a shift starting at that wall time has, then as listed."""

    def middle(rest) -> int:
        starts = starts_of(rest, local)
        return starts[0] + starts[-1] if starts else 0

    return sorted(range(len(pattern.rests)), key=lambda i: (middle(pattern.rests[i]), i))


def starts_of(rest, local) -> list[int]:
    """Minutes after a shift's start (at a wall time without clock change) at which a rest may start."""
    minutes = range(rest.earliest_minutes, rest.latest_minutes + 1)
    if rest.between is None:
        return list(minutes)
    opens, closes = rest.between
    wall = local.hour * 60 + local.minute
    return [m for m in minutes if opens <= wall + m and wall + m + rest.minutes <= closes]


@functools.cache
def work_of(rules) -> int:
    """As the plan says; a grain where all windows lie half an hour apart; else an hour if there is room."""
    if rules.min_work_minutes is not None:
        return rules.min_work_minutes
    grain = grain_of(rules)

    def clear(pattern) -> bool:
        taken = [pattern.rests[i] for i in in_plan_order(pattern)]
        return all(
            a.latest_minutes + a.minutes + 30 <= b.earliest_minutes for a, b in itertools.pairwise(taken)
        )

    by_the_clock = any(rest.between for pattern in rules.patterns for rest in pattern.rests)
    if not by_the_clock and all(clear(pattern) for pattern in rules.patterns):
        return grain
    shapes = [
        (pattern, phase, length)
        for pattern in rules.patterns
        if not any(rest.between for rest in pattern.rests)
        for length in range(
            pattern.length_minutes[0], pattern.length_minutes[1] + 1, rules.start_every_minutes
        )
        for phase in {start % grain for start in range(0, 1440, rules.start_every_minutes)}
    ]
    have = [[any(_placements(*s, rules, work)) for s in shapes] for work in range(grain, 61, grain)]
    return max((grain * (i + 1) for i, room in enumerate(have) if room == have[0]), default=grain)


def working_heads(plan, interval_start, rules) -> np.ndarray:
    """Mean heads at work per interval, counted minute by minute."""
    horizon = len(interval_start) * rules.interval_minutes
    first = utc(interval_start[0])
    at_work = np.zeros(horizon)
    for i in range(len(plan)):
        begin = minutes_between(first, utc(plan.start[i]))
        present = dict.fromkeys(range(begin, begin + int(plan.length_minutes[i])), 1)
        for k in range(len(plan.rest_names)):
            if not np.isnat(plan.rest_start[i, k]):
                rest = minutes_between(first, utc(plan.rest_start[i, k]))
                for minute in range(rest, rest + int(plan.rest_minutes[i, k])):
                    assert present[minute] == 1, "rests overlap or leave the shift"
                    present[minute] = 0
        for minute, works in present.items():
            if rules.cyclic_week or 0 <= minute < horizon:
                at_work[minute % horizon] += works * plan.agents[i]
    return at_work.reshape(len(interval_start), -1).mean(axis=1)


def working_heads_of_file(path, interval_start, rules) -> np.ndarray:
    """Mean heads at work per interval from shifts.csv and nothing else; its rows' rules are asserted."""
    horizon = len(interval_start) * rules.interval_minutes
    first, zone = utc(interval_start[0]), ZoneInfo(rules.timezone)
    patterns = {pattern.name: pattern for pattern in rules.patterns}
    at_work = np.zeros(horizon)
    for row in csv.DictReader(path.read_text().splitlines()):
        times = {name: dt.datetime.fromisoformat(cell) for name, cell in row.items() if cell and ":" in cell}
        pattern, start, end = patterns[row["pattern"]], times["start"], times["end"]
        local = start.astimezone(zone)
        assert local.utcoffset() == start.utcoffset()
        assert pattern.earliest_start <= local.hour * 60 + local.minute <= pattern.latest_start
        worked = np.arange(minutes_between(first, start), minutes_between(first, end))
        paid = len(worked)
        for name, rest in zip(pattern.rest_names, pattern.rests, strict=True):
            begin = minutes_between(first, times[f"{name}_start"])
            over = minutes_between(first, times[f"{name}_end"])
            assert over - begin == rest.minutes
            assert rest.earliest_minutes <= begin - minutes_between(first, start) <= rest.latest_minutes
            assert np.isin(np.arange(begin, over), worked).all(), "rests overlap or leave the shift"
            worked = np.setdiff1d(worked, np.arange(begin, over))
            paid -= 0 if rest.paid else rest.minutes
        assert abs(float(row["paid_hours"]) - paid / 60) < 1e-9
        np.add.at(at_work, worked % horizon if rules.cyclic_week else worked, int(row["agents"]))
    return at_work.reshape(len(interval_start), -1).mean(axis=1)


def check(plan, interval_start, required, rules) -> None:
    """Assert every rule of the plan file, from the shifts alone."""
    zone = ZoneInfo(rules.timezone)
    patterns = {pattern.name: pattern for pattern in rules.patterns}
    first = utc(interval_start[0])
    last = utc(interval_start[-1]) + rules.interval_minutes * MINUTE
    per_day: Counter = Counter()
    for i in range(len(plan)):
        pattern = patterns[str(plan.pattern[i])]
        start = utc(plan.start[i])
        local = start.astimezone(zone)
        minute = local.hour * 60 + local.minute
        length = int(plan.length_minutes[i])
        assert plan.agents[i] > 0
        assert local.weekday() in pattern.days
        assert pattern.earliest_start <= minute <= pattern.latest_start
        assert minute % rules.start_every_minutes == 0
        assert pattern.length_minutes[0] <= length <= pattern.length_minutes[1]
        assert (length - pattern.length_minutes[0]) % rules.start_every_minutes == 0
        assert pattern.latest_end is None or minute + length <= pattern.latest_end
        assert start >= first
        assert rules.cyclic_week or start + length * MINUTE <= last
        unpaid = sum(rest.minutes for rest in pattern.rests if not rest.paid)
        assert abs(plan.paid_hours[i] - (length - unpaid) / 60) < 1e-9
        check_rests(plan, i, first, rules)
        per_day[pattern.name, local.date()] += int(plan.agents[i])
    for (name, _), heads in per_day.items():
        assert patterns[name].max_agents is None or heads <= patterns[name].max_agents
        assert heads >= patterns[name].min_agents
    if rules.costs.understaffing is None:
        assert np.all(working_heads(plan, interval_start, rules) >= required - 1e-6)


def check_rests(plan, row, first, rules) -> None:
    pattern = next(pattern for pattern in rules.patterns if pattern.name == plan.pattern[row])
    start = utc(plan.start[row])
    spans = {}
    names = dict(zip(pattern.rest_names, pattern.rests, strict=True))
    for k, name in enumerate(plan.rest_names):
        if name not in names:
            assert np.isnat(plan.rest_start[row, k])
            continue
        rest, begins = names[name], utc(plan.rest_start[row, k])
        after = minutes_between(start, begins)
        assert after in starts_of(rest, start.astimezone(ZoneInfo(rules.timezone)))
        assert after + rest.minutes <= plan.length_minutes[row]
        assert plan.rest_minutes[row, k] == rest.minutes
        assert minutes_between(first, begins) % grain_of(rules) == 0
        spans[name] = (after, after + rest.minutes)
    local = start.astimezone(ZoneInfo(rules.timezone))
    taken = [spans[pattern.rest_names[i]] for i in in_plan_order(pattern, local)]
    taken = sorted(spans.values()) if rules.in_any_order else taken
    for (_, end), (begin, _) in itertools.pairwise(taken):
        assert begin - end >= work_of(rules)
    for begin, end in taken:
        assert rules.work_at_ends_minutes <= begin
        assert end <= plan.length_minutes[row] - rules.work_at_ends_minutes


def placements(pattern, start, length, rules, local):
    """Every way to place a shift's rests, as lists of (start, end) in minutes after the horizon's start."""
    return _placements(pattern, start, length, rules, work_of(rules), local=local)


def _placements(pattern, start, length, rules, work, *, local=None):
    grain, ends = grain_of(rules), rules.work_at_ends_minutes
    choices = [
        [
            (start + after, start + after + rest.minutes)
            for after in starts_of(rest, local)
            if after >= ends and (start + after) % grain == 0 and after + rest.minutes <= length - ends
        ]
        for rest in pattern.rests
    ]
    for spans in itertools.product(*choices):
        taken = sorted(spans) if rules.in_any_order else [spans[i] for i in in_plan_order(pattern, local)]
        if all(b - e >= work for (_, e), (b, _) in itertools.pairwise(taken)):
            yield spans


def explicit_columns(interval_start, rules):
    """Coverage and cost of every shift and placement; columns of Dantzig's model, with their pattern-day."""
    zone = ZoneInfo(rules.timezone)
    horizon = len(interval_start) * rules.interval_minutes
    first = utc(interval_start[0])
    for start in range(horizon):
        local = (first + start * MINUTE).astimezone(zone)
        minute = local.hour * 60 + local.minute
        if minute % rules.start_every_minutes:
            continue
        for pattern in rules.patterns:
            if (
                local.weekday() not in pattern.days
                or not pattern.earliest_start <= minute <= pattern.latest_start
            ):
                continue
            shortest, longest = pattern.length_minutes
            for length in range(shortest, longest + 1, rules.start_every_minutes):
                if pattern.latest_end is not None and minute + length > pattern.latest_end:
                    continue
                if start + length > horizon and not rules.cyclic_week:
                    continue
                unpaid = sum(rest.minutes for rest in pattern.rests if not rest.paid)
                for spans in placements(pattern, start, length, rules, local):
                    cover = np.zeros(horizon)
                    np.add.at(cover, np.arange(start, start + length) % horizon, 1)
                    for begin, end in spans:
                        np.add.at(cover, np.arange(begin, end) % horizon, -1)
                    mean = cover.reshape(len(interval_start), -1).mean(axis=1)
                    yield mean, (length - unpaid) / 60 * pattern.cost_per_hour, (pattern.name, local.date())


def explicit_optimum(interval_start, required, rules, phone_share=1.0) -> float | None:
    """The least cost by explicit set covering (hard, or soft with penalties); None if there is none."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    columns = list(explicit_columns(interval_start, rules))
    n, t = len(columns), len(interval_start)
    costs, hours = rules.costs, phone_share * rules.interval_minutes / 60
    soft = costs.understaffing is not None
    cover = np.array([column[0] for column in columns]).reshape(n, t).T
    eye = np.eye(t)
    matrix = np.hstack([cover, eye, -eye])
    cost = np.concatenate(
        [
            [c for _, c, _ in columns],
            np.full(t, hours * (costs.understaffing or 0.0)),
            np.full(t, hours * costs.overstaffing),
        ]
    )
    upper = np.concatenate([np.full(n, np.inf), np.full(t, np.inf if soft else 0.0), np.full(t, np.inf)])
    constraints = [LinearConstraint(matrix, required, required)]
    if soft and costs.max_understaffing is not None:
        row = np.concatenate([np.zeros(n), np.ones(t), np.zeros(t)])
        constraints.append(LinearConstraint(row[None], -np.inf, costs.max_understaffing * required.sum()))
    limits = {pattern.name: pattern.max_agents for pattern in rules.patterns}
    for key in {key for _, _, key in columns}:
        if limits[key[0]] is not None:
            row = np.concatenate([[other == key for _, _, other in columns], np.zeros(2 * t)]).astype(float)
            constraints.append(LinearConstraint(row[None], -np.inf, limits[key[0]]))
    whole = np.arange(n + 2 * t) < n
    answer = milp(
        cost, constraints=constraints, bounds=Bounds(0, upper), integrality=whole, options={"mip_rel_gap": 0}
    )
    return float(answer.fun) if answer.success else None

"""The explicit model of shifts, Dantzig's set covering: a column for each shift and placement of its rests.

`by_cbc` solves it as PuLP and CBC come; `by_pyworkforce` gives it to pyworkforce, which states the same
model: 0/1 per period, one day at a time, nights wrapped onto the same day.
"""

from __future__ import annotations

import itertools
import json
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from peer import MODELS, Took, pyworkforce

from staffing.shifts import Rules
from staffing.shifts.pattern import Pattern

OVERTIME_SECONDS = 30.0  # beyond its limit, to build its model: then a peer is killed


@dataclass(frozen=True)
class Placed:
    """Paid hours of a shift with its rests placed, and the share of each interval worked."""

    paid_hours: float
    cover: dict[int, float]


@dataclass(frozen=True)
class Outcome:
    """Paid hours (None: no schedule), whether they are proven least, and how long it took."""

    hours: float | None
    is_proven: bool
    took: Took
    columns: int = 0

    def __str__(self) -> str:
        hours = "none" if self.hours is None else f"{self.hours:,.1f}"
        mark = "" if self.is_proven or self.hours is None else " (not proven)"
        return f"{hours}{mark} | {self.took.wall:.1f}"


def placements(rules: Rules, intervals: int) -> list[Placed]:
    """Every shift of these intervals, which begin at midnight, and every placement of its rests."""
    minutes, step, grain = intervals * rules.interval_minutes, rules.interval_minutes, rules.grain_minutes
    placed = []
    starts = range(0, minutes, rules.start_every_minutes)
    for start, pattern in itertools.product(starts, rules.patterns):
        length = pattern.length_minutes[0]
        latest = minutes if pattern.latest_end is None else start // 1440 * 1440 + pattern.latest_end
        in_time = pattern.earliest_start <= start % 1440 <= pattern.latest_start
        if not in_time or (not rules.cyclic_week and start + length > min(minutes, latest)):
            continue
        for after in _rests(pattern, rules, grain):
            cover = {(start + m) // step % intervals: 1.0 for m in range(0, length, step)}
            for rest, begins in zip(pattern.rests, after, strict=True):
                for m in range(begins, begins + rest.minutes, 15):
                    cover[(start + m) // step % intervals] -= 15 / step
            placed.append(Placed(pattern.paid_minutes(length) / 60, cover))
    return placed


def _rests(pattern: Pattern, rules: Rules, grain: int) -> Iterator[tuple[int, ...]]:
    """The starts of the rests, minutes after that of the shift, with work between them."""
    chances = [range(rest.earliest_minutes, rest.latest_minutes + 1, grain) for rest in pattern.rests]
    for after in itertools.product(*chances):
        taken = sorted(
            (begins, begins + rest.minutes) for begins, rest in zip(after, pattern.rests, strict=True)
        )
        if all(b[0] - a[1] >= rules.work_between_rests for a, b in itertools.pairwise(taken)):
            yield after


def by_cbc(required: np.ndarray, rules: Rules, seconds: float) -> Outcome:
    """PuLP and CBC, one thread. Parts of the model that are days of their own are CBC's to find."""
    import pulp

    from staffing.programs.solvers import _class_of

    began = time.perf_counter()
    placed = placements(rules, len(required))
    problem = pulp.LpProblem("explicit", pulp.LpMinimize)
    x = [problem.add_variable(f"x{j}", 0, None, pulp.LpInteger) for j in range(len(placed))]
    expression = getattr(pulp.LpAffineExpression, "from_list", pulp.LpAffineExpression)
    problem.setObjective(expression([(v, one.paid_hours) for v, one in zip(x, placed, strict=True)]))
    rows: list[list[tuple[Any, float]]] = [[] for _ in required]
    for variable, one in zip(x, placed, strict=True):
        for t, share in one.cover.items():
            rows[t].append((variable, share))
    for row, need in zip(rows, required.tolist(), strict=True):
        if row:
            problem.addConstraint(expression(row) >= need)
    solving = time.perf_counter()
    problem.solve(_class_of("cbc")(msg=False, threads=1, timeLimit=seconds))
    ended = time.perf_counter()
    took = Took(ended - began, ended - solving)
    values = np.array([np.nan if v.varValue is None else v.varValue for v in x])
    if np.isnan(values).any() or np.abs(values - np.round(values)).max() > 1e-6:
        return Outcome(None, False, took, len(placed))
    covered = np.array([sum(share * v.varValue for v, share in row) for row in rows])
    if np.any(covered < required - 1e-6):
        return Outcome(None, False, took, len(placed))
    hours = float(values @ [one.paid_hours for one in placed])
    return Outcome(hours, ended - solving < seconds, took, len(placed))


def by_pyworkforce(python: str, required: np.ndarray, rules: Rules, seconds: float) -> Outcome:
    """pyworkforce on whole days of intervals, whose shifts end by midnight; killed if it overruns by much."""
    per_day = 1440 // rules.interval_minutes
    placed = placements(rules, per_day)
    step = rules.interval_minutes / 60
    instance = {
        "required_resources": required.reshape(-1, per_day).astype(int).tolist(),
        "shifts_coverage": {
            str(j): [int(one.cover.get(t, 0)) for t in range(per_day)] for j, one in enumerate(placed)
        },
        "cost_halfhours": {str(j): round(one.paid_hours / step) for j, one in enumerate(placed)},
        "max_shift_concurrency": int(required.max()),
        "max_period_concurrency": 10 * int(required.max()),
    }
    columns = len(placed) * (len(required) // per_day)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "instance.json"
        file.write_text(json.dumps(instance))
        began = time.perf_counter()
        try:
            status, cost, took = pyworkforce(python, file, MODELS[2], seconds, seconds + OVERTIME_SECONDS)
        except subprocess.TimeoutExpired:
            return Outcome(None, False, Took(time.perf_counter() - began, np.nan), columns)
    return Outcome(cost * step if cost >= 0 else None, status == "OPTIMAL", took, columns)

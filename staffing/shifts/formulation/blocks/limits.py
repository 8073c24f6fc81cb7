"""Limits of a day: at least and at most so many heads start, of a pattern or as a rule of starts says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from staffing.arrays import Bools, Floats, Times
from staffing.programs.program import Program
from staffing.programs.solver import Effort, solve
from staffing.programs.work import units
from staffing.records.schedule import ShiftPlan
from staffing.shifts.formulation.admissible import applying
from staffing.shifts.formulation.draft import Conflict, Draft
from staffing.shifts.formulation.shifts import Shifts
from staffing.shifts.horizon import ShiftHorizon
from staffing.shifts.pattern import Pattern
from staffing.shifts.rules import Rules, StartRule
from staffing.shifts.wording import day_name, listed
from staffing.timegrid import Zone, minute_of_day, weekday
from staffing.wording import counted

WORK = units(10)


@dataclass(frozen=True)
class Limited:
    """The pattern, or the rule of starts, with that index."""

    table: Literal["pattern", "starts"]
    number: int

    def of(self, rules: Rules) -> Pattern | StartRule:
        """What the rules say of it."""
        return (rules.patterns if self.table == "pattern" else rules.starts)[self.number]

    def name(self, rules: Rules) -> str:
        """`'full-time'`, or `schedule.starts[2]` as errors of the plan file count."""
        return (
            repr(rules.patterns[self.number].name)
            if self.table == "pattern"
            else f"schedule.starts[{self.number + 1}]"
        )


@dataclass(frozen=True)
class Limit:
    """The row that bounds the heads who start so on a local day (number)."""

    limited: Limited
    day: int
    row: int


@dataclass(frozen=True)
class Side:
    """One of the two numbers of a limit."""

    limited: Limited
    key: Literal["max_agents", "min_agents"]

    def value(self, rules: Rules) -> int | None:
        """The number; None where it does not bind anybody."""
        value: int | None = getattr(self.limited.of(rules), self.key)
        return None if self.key == "min_agents" and value == 0 else value

    def changed(self, rules: Rules, value: int) -> Rules:
        """The rules with another number."""
        table = "patterns" if self.limited.table == "pattern" else "starts"
        ones = list(getattr(rules, table))
        number: dict[str, Any] = {self.key: value}
        ones[self.limited.number] = replace(ones[self.limited.number], **number)
        changed: dict[str, Any] = {table: tuple(ones)}
        return replace(rules, **changed)

    def words(self, rules: Rules) -> str:
        """`max_agents of 'full-time'`."""
        return f"{self.key} of {self.limited.name(rules)}"


@dataclass(frozen=True, eq=False)
class LimitRows:
    """The limits of a program whose first columns are the heads on so many `shifts`."""

    shifts: int
    limits: tuple[Limit, ...]


@dataclass(frozen=True)
class StartLimits:
    """A row for each limit and each local day on which some shift of S is one that it is about."""

    def enter(self, draft: Draft) -> LimitRows:
        """Add the rows."""
        assembly, shifts, rules = draft.assembly, draft.shifts, draft.horizon.rules
        limits = []
        for limited, chosen in _limited(shifts, rules):
            one = limited.of(rules)
            if one.max_agents is None and one.min_agents == 0:
                continue
            most = np.inf if one.max_agents is None else float(one.max_agents)
            for day in np.unique(shifts.day[chosen]).tolist():
                row = assembly.row(float(one.min_agents), most)
                assembly.enter(row, np.flatnonzero(chosen & (shifts.day == day)), 1.0)
                limits.append(Limit(limited, day, row))
        return LimitRows(len(shifts), tuple(limits))

    def check(
        self, plan: ShiftPlan, _working: Floats, _required: Floats, horizon: ShiftHorizon
    ) -> Iterator[str]:
        """Too many heads, or on a day with some too few, who start as a pattern or a rule of starts says."""
        rules, dates = horizon.rules, plan.zone.local(plan.start).astype("datetime64[D]")
        for limited in _all_limited(rules):
            one = limited.of(rules)
            chosen = _chosen(plan, one)
            for date in np.unique(dates[chosen]):
                heads = int(plan.agents[chosen & (dates == date)].sum())
                if heads < one.min_agents or (one.max_agents is not None and heads > one.max_agents):
                    start = counted(heads, "head starts", "heads start")
                    yield f"{start} on {date} as {limited.name(rules)} says"

    def explain(self, program: Program, rows: LimitRows, horizon: ShiftHorizon) -> Conflict | None:
        """Limits that no heads can keep together, whatever is covered."""
        parts = contradictions(program, rows, horizon.rules)
        if not parts:
            return None
        return Conflict("limits contradict each other", parts, otherwise="change one of these limits")


def _limited(shifts: Shifts, rules: Rules) -> Iterator[tuple[Limited, Bools]]:
    """The patterns, then the rules of starts, and the shifts of S that each is about."""
    for p in range(len(rules.patterns)):
        yield Limited("pattern", p), shifts.pattern == p
    for r, chosen in enumerate(applying(shifts, rules)):
        yield Limited("starts", r), chosen


def _all_limited(rules: Rules) -> list[Limited]:
    """The patterns, then the rules of starts."""
    patterns = [Limited("pattern", p) for p in range(len(rules.patterns))]
    return patterns + [Limited("starts", r) for r in range(len(rules.starts))]


def sides(rules: Rules) -> list[Side]:
    """Every number that binds somebody, the upper ones first."""
    limited = _all_limited(rules)
    both = [Side(one, "max_agents") for one in limited] + [Side(one, "min_agents") for one in limited]
    return [side for side in both if side.value(rules) is not None]


def least_not_kept(
    plan: ShiftPlan | None, interval_start: Times, rules: Rules
) -> Iterator[tuple[Side, list[np.datetime64]]]:
    """The `min_agents` that a plan misses, and the local days on which it does.

    A limit holds on the days on which some shift of its kind fits and somebody is needed during it; on the
    others nobody is scheduled for its sake.
    """
    local = Zone(rules.timezone).local(interval_start)
    days = np.unique(local.astype("datetime64[D]"))
    names = {pattern.name: pattern for pattern in rules.patterns}
    for side in (side for side in sides(rules) if side.key == "min_agents"):
        one = side.limited.of(rules)
        heads = _starting(plan, one, days)
        wanted = np.isin(weekday(days), list(one.days))
        if isinstance(one, StartRule) and one.pattern is not None:
            wanted &= np.isin(weekday(days), list(names[one.pattern].days))
        missed = days[wanted & (heads < one.min_agents)]
        if len(missed):
            yield side, list(missed)


def _starting(plan: ShiftPlan | None, one: Pattern | StartRule, days: np.ndarray) -> np.ndarray:
    """Heads of a plan who start so on each day."""
    if plan is None or len(plan) == 0:
        return np.zeros(len(days))
    chosen, on = _chosen(plan, one), plan.zone.local(plan.start).astype("datetime64[D]")
    return np.array([plan.agents[chosen & (on == day)].sum() for day in days])


def _chosen(plan: ShiftPlan, one: Pattern | StartRule) -> Bools:
    """The rows of a plan that it is about."""
    if isinstance(one, Pattern):
        return np.asarray(plan.pattern == one.name)
    local = plan.zone.local(plan.start)
    return one.applies(plan.pattern, weekday(local), minute_of_day(local))


def contradictions(program: Program, rows: LimitRows, rules: Rules) -> list[str]:
    """What limits no heads can keep together, whatever is covered, and on which days; empty if all can."""
    kept = sides(rules)
    if not rows.limits or not _clash(program, rows, kept):
        return []
    for side in list(kept):
        others = [other for other in kept if other != side]
        if _clash(program, rows, others):
            kept = others
    days = sorted({limit.day for limit in rows.limits})
    on = [day for day in days if _clash(program, rows, kept, day)]
    numbers = " against ".join(f"{side.words(rules)} ({side.value(rules)})" for side in kept)
    return [f"{numbers}, on {on_days(on)}"]


def _clash(program: Program, rows: LimitRows, kept: Sequence[Side], day: int | None = None) -> bool:
    """True if no heads keep these sides of the limits (on that day): of their rows and the shifts alone."""
    program = program.costing(np.zeros(len(program)))
    lower, upper = np.full_like(program.row_lower, -np.inf), np.full_like(program.row_upper, np.inf)
    for limit in rows.limits:
        if day is not None and limit.day != day:
            continue
        if Side(limit.limited, "min_agents") in kept:
            lower[limit.row] = program.row_lower[limit.row]
        if Side(limit.limited, "max_agents") in kept:
            upper[limit.row] = program.row_upper[limit.row]
    bounded = np.isfinite(lower) | np.isfinite(upper)
    heads = np.arange(len(program)) < rows.shifts
    limited = program.within(lower, upper).part(bounded, heads)
    return solve(limited, Effort(WORK, relaxed=True)).infeasible


def on_days(days: Sequence[int]) -> str:
    """`Mon 1 Jun, Tue 2 Jun, Wed 3 Jun … and 4 more`."""
    return listed([day_name(np.datetime64(day, "D")) for day in days], ", ", shown=3)

"""Limits of a day: at least and at most so many heads start, of a pattern or as a rule of starts says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from staffing.arrays import Bools, Times
from staffing.programs.assemble import Assembly
from staffing.programs.program import Program
from staffing.records.schedule import ShiftPlan
from staffing.shifts.formulation.admissible import Shifts, applying
from staffing.shifts.pattern import Pattern
from staffing.shifts.rules import Rules, StartRule
from staffing.timegrid import Zone, minute_of_day, weekday


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


@dataclass(frozen=True, eq=False)
class LimitedHeads:
    """A model as far as limits go: its program, whose first columns are the heads on its `shifts`."""

    program: Program
    shifts: int
    limits: tuple[Limit, ...]


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


def limit_rows(assembly: Assembly, shifts: Shifts, rules: Rules) -> tuple[Limit, ...]:
    """A row for each limit and each local day on which some shift of S is one that it is about."""
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
    return tuple(limits)


def _limited(shifts: Shifts, rules: Rules) -> Iterator[tuple[Limited, Bools]]:
    """The patterns, then the rules of starts, and the shifts of S that each is about."""
    for p in range(len(rules.patterns)):
        yield Limited("pattern", p), shifts.pattern == p
    for r, chosen in enumerate(applying(shifts, rules)):
        yield Limited("starts", r), chosen


def sides(rules: Rules) -> list[Side]:
    """Every number that binds somebody, the upper ones first."""
    limited = [Limited("pattern", p) for p in range(len(rules.patterns))]
    limited += [Limited("starts", r) for r in range(len(rules.starts))]
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
    local = plan.zone.local(plan.start)
    if isinstance(one, Pattern):
        chosen = plan.pattern == one.name
    else:
        chosen = one.applies(plan.pattern, weekday(local), minute_of_day(local))
    on = local.astype("datetime64[D]")
    return np.array([plan.agents[chosen & (on == day)].sum() for day in days])

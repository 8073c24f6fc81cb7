"""What is asked of the shifts of groups: rules and heads of each, who may stand in for whom, and limits."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from staffing.arrays import Bools, Floats
from staffing.records.schedule import ShiftPlan
from staffing.shifts.formulation.shifts import Shifts
from staffing.shifts.horizon import ShiftHorizon
from staffing.shifts.pattern import Pattern
from staffing.shifts.rules import Rules, StartRule
from staffing.timegrid import minute_of_day, weekday


@dataclass(frozen=True, eq=False)
class AskedGroup:
    """A group of people with the same skills: the patterns they work, their price, and heads per interval.

    patterns:    names; None: all of the rules
    cost_factor: multiplies the patterns' cost per hour
    max_agents:  heads that start on one local day; None: no limit
    """

    name: str
    required: Floats
    patterns: tuple[str, ...] | None = None
    cost_factor: float = 1.0
    max_agents: int | None = None

    def rules(self, rules: Rules) -> Rules:
        """The rules for this group alone, without any limit on heads: those hold for all groups together."""
        own = [one for one in rules.patterns if self.patterns is None or one.name in self.patterns]
        names = {one.name for one in own}
        return replace(
            rules,
            patterns=tuple(self._free(one) for one in own),
            starts=tuple(
                replace(one, max_agents=None, min_agents=0)
                for one in rules.starts
                if one.pattern is None or one.pattern in names
            ),
            costs=replace(rules.costs, max_understaffing=None),
        )

    def _free(self, one: Pattern) -> Pattern:
        cost = one.cost_per_hour * self.cost_factor
        return replace(one, cost_per_hour=cost, max_agents=None, min_agents=0)


@dataclass(frozen=True)
class Transfer:
    """A head of the group `giver` may count as `worth` heads of `taker`, all of whose queues it serves.

    Source: S. Bhulai, G. Koole and A. Pot (2008), "Simple methods for shift scheduling in multiskill call
    centers", Manufacturing & Service Operations Management 10, 411–420.
    """

    giver: int
    taker: int
    worth: float = 1.0


@dataclass(frozen=True)
class DayLimit:
    """At least and at most so many heads start on a local day: of a group, a pattern, or as a rule says.

    `group` None: of all groups; `rule` None: on any pattern at any time.
    """

    name: str
    least: int
    most: int | None
    group: int | None = None
    rule: StartRule | None = None

    def of_shifts(self, group: int, shifts: Shifts, rules: Rules) -> Bools:
        """The shifts of S of a group, under its rules, that it is about."""
        names = np.array([pattern.name for pattern in rules.patterns])[shifts.pattern]
        days = weekday(shifts.day.astype("datetime64[D]"))
        return self._applies(group, names, days, shifts.minute_of_day)

    def of_plan(self, group: int, plan: ShiftPlan) -> Bools:
        """The rows of finished shifts of a group that it is about."""
        local = plan.zone.local(plan.start)
        return self._applies(group, plan.pattern, weekday(local), minute_of_day(local))

    def _applies(self, group: int, names: np.ndarray, days: np.ndarray, minutes: np.ndarray) -> Bools:
        if self.group not in {None, group}:
            return np.zeros(len(names), dtype=np.bool_)
        if self.rule is None:
            return np.ones(len(names), dtype=np.bool_)
        return self.rule.applies(names, days, minutes)


@dataclass(frozen=True, eq=False)
class AskedShifts:
    """The groups, on one horizon under the plan's rules, and who may stand in for whom."""

    horizon: ShiftHorizon
    groups: tuple[AskedGroup, ...]
    transfers: tuple[Transfer, ...]

    def horizon_of(self, group: int) -> ShiftHorizon:
        """The same intervals under the rules of one group."""
        return self.horizon.under(self.groups[group].rules(self.horizon.rules))

    @property
    def required(self) -> Floats:
        """Heads by group and interval."""
        return np.array([one.required for one in self.groups])

    def requiring(self, required: Floats) -> AskedShifts:
        """The same for other heads by group and interval."""
        groups = (replace(one, required=row) for one, row in zip(self.groups, required, strict=True))
        return replace(self, groups=tuple(groups))

    @property
    def limits(self) -> list[DayLimit]:
        """Every limit that binds somebody."""
        rules = self.horizon.rules
        found = [
            DayLimit(f"max_agents of group {one.name!r}", 0, one.max_agents, group=number)
            for number, one in enumerate(self.groups)
        ]
        found += [
            DayLimit(
                f"agents of pattern {one.name!r}",
                one.min_agents,
                one.max_agents,
                rule=StartRule(pattern=one.name),
            )
            for one in rules.patterns
        ]
        found += [
            DayLimit(f"schedule.starts[{number}]", one.min_agents, one.max_agents, rule=one)
            for number, one in enumerate(rules.starts, start=1)
        ]
        return [one for one in found if one.least > 0 or one.most is not None]

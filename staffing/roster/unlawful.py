"""Who has no lawful tour, and why: a smallest conflict of rules and rows, and the least relaxation.

Coverage is soft, so every hard rule is about one person alone, and this is decided person by person, exactly,
before any search.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from staffing.errors import InfeasibleError
from staffing.roster.case import DAY
from staffing.roster.contract import Contract
from staffing.roster.limits import ShiftLimit, limits_of
from staffing.roster.people import Agent
from staffing.roster.person import Person, person_of
from staffing.roster.rules import RULES
from staffing.roster.setting import Setting, patterns_worked
from staffing.roster.terms import max_shifts_text
from staffing.roster.tours.asks import asked_of_all, no_windows, windows_of_weeks
from staffing.roster.tours.best import sweep

_UNITS = {"hours_per_week_min": "h", "days_per_week_min": "days", "hours_per_period_min": "h"}
_OTHERS = ("rest_hours", "start_tolerance_minutes")
_EXPLAINED = 20  # different conflicts, each found in some tenths of a second


@dataclass(frozen=True)
class TourConflict:
    """One person's: the dates it is about, rules and rows in words, and what would help ("": nothing)."""

    agent: str
    when: str
    rules: tuple[str, ...]
    relaxation: str

    def __str__(self) -> str:
        helps = f" Smallest relaxation: {self.relaxation}." if self.relaxation else ""
        return f"{self.agent}, {self.when}: no lawful set of shifts with {' and '.join(self.rules)}.{helps}"


def refuse_unlawful(setting: Setting) -> None:
    """InfeasibleError that names everybody without a lawful tour."""
    those = [person for person in setting.people if not has_tour(person, setting)]
    if not those:
        return
    conflicts = _conflicts([person.agent for person in those], setting)
    raise InfeasibleError(
        f"{len(those)} of {len(setting.people)} people cannot work the period by their rules",
        conflicts,
        hint="relax what is named, in the agents' file, their availability or [roster]",
    )


def _conflicts(agents: Sequence[Agent], setting: Setting) -> list[str]:
    """A line for each; people of one contract, availability and past share a conflict, found once.

    Beyond so many different ones only the names are told.
    """
    known: dict[Agent, TourConflict] = {}
    lines, others = [], []
    for agent in agents:
        alike = replace(agent, name="")
        if alike not in known and len(known) < _EXPLAINED:
            known[alike] = _Doubt(agent, setting).conflict()
        if alike in known:
            lines.append(str(replace(known[alike], agent=agent.name)))
        else:
            others.append(agent.name)
    return [*lines, f"and no lawful set of shifts either for {', '.join(others)}"] if others else lines


def has_tour(person: Person, setting: Setting) -> bool:
    """Whether any tour of the period keeps every hard rule."""
    prices = np.where(np.isfinite(person.prices), 0.0, np.inf)
    return bool(np.isfinite(_least(person, setting, prices)))


def _least(person: Person, setting: Setting, prices: np.ndarray) -> float:
    windows = windows_of_weeks(person, setting) if person.tolerance is not None else no_windows(setting)
    ask = asked_of_all(person, setting.ground.case, prices, windows)
    return sweep(person.contract.graph_of_all(), ask).cost


class _Doubt:
    """One person whose rules are dropped one at a time."""

    def __init__(self, agent: Agent, setting: Setting) -> None:
        self.agent, self.setting, self.case = agent, setting, setting.ground.case
        self.limits = limits_of(agent, setting.ground.case, setting.ground.candidates)
        terms = agent.terms
        self.names = [name for name, make in RULES.items() if make(terms) is not None]
        self.names += [name for name in _OTHERS if getattr(terms, name)]

    def conflict(self) -> TourConflict:
        """The smallest that dropping one at a time finds."""
        weeks = self._weeks()
        names, limits = list(self.names), list(self.limits)
        for name in [one for one in reversed(self.names) if one != "rest_hours"] + ["rest_hours"]:
            fewer = [one for one in names if one != name]
            if name in names and not self._works(fewer, limits, weeks):
                names = fewer
        for limit in self.limits:
            others = [one for one in limits if one is not limit]
            if not self._works(names, others, weeks):
                limits = others
        words = [*(self._named(name) for name in names), *(f"{one.name} ({one.what})" for one in limits)]
        if "max_consecutive_days" in names and (worked := self._worked_up_to()):
            afresh = _Doubt(replace(self.agent, past=()), self.setting)
            if afresh._works(names, limits, weeks):  # it is the run before that is in the way
                words[names.index("max_consecutive_days")] += f" ({worked})"
        if not words:
            words = ["the patterns of the plan: no shift of theirs exists"]
        return TourConflict(self.agent.name, self._when(weeks), tuple(words), self._relaxation())

    def _weeks(self) -> frozenset[int]:
        """The one week that is impossible by itself; all where none is."""
        for number in range(len(self.case.weeks)):
            if not self._works(self.names, self.limits, frozenset({number})):
                return frozenset({number})
        return frozenset(range(len(self.case.weeks)))

    def _when(self, weeks: frozenset[int]) -> str:
        if (len(weeks) == 1 and len(self.case.weeks) > 1) or len(self.case.weeks) == 1:
            first = self.case.weeks[min(weeks)][0]
            return f"week of {self.case.week_of(self.case.dates[first])}"
        return f"{self.case.dates[0]} to {self.case.dates[-1]}"

    def _named(self, name: str) -> str:
        if name == "max_shifts":
            return f"max_shifts {max_shifts_text(self.agent.terms.max_shifts)}"
        value = getattr(self.agent.terms, name)
        leave = max(facts.leave_days for facts in self._person(self.names, self.limits, None).weeks)
        credited = name.startswith(("hours_per_week", "days_per_week")) and leave
        days = f"{leave} day{'s' if leave > 1 else ''}"
        credit = (
            f" (leave on {days} of a week counts {self.agent.terms.leave_day_hours:g} h each)"
            if credited
            else ""
        )
        return f"{name} {value:g}{credit}"

    def _worked_up_to(self) -> str:
        """The run of days in which the period begins; "" where there is none."""
        dates = {shift.date for shift in self.agent.past}
        eve = self.case.dates[0] - DAY
        run = 0
        while eve - run * DAY in dates:
            run += 1
        return f"{run} worked up to {eve}" if run else ""

    def _person(
        self, names: Sequence[str], limits: Sequence[ShiftLimit], weeks: frozenset[int] | None, **soft: float
    ) -> Person:
        """The person under some of the rules, minimum rules judged in some weeks (None: all)."""
        without = frozenset(self.names) - frozenset(names)
        terms = self.agent.terms
        if "start_tolerance_minutes" in without:
            terms = replace(terms, start_tolerance_minutes=None)
        if "rest_hours" in without:
            terms = replace(terms, rest_hours=0.0)
        agent = replace(self.agent, terms=terms)
        prices = replace(self.case.prices, soft={**self.case.prices.soft, **soft})
        case = replace(self.case, prices=prices)
        ground = replace(self.setting.ground, case=case)
        contract = Contract(terms, patterns_worked(agent, case), ground, without - frozenset(_OTHERS))
        person = person_of(0, agent, ground, contract, limits=limits)
        contract.enter([person.entry], [person.entry_weekly])
        if weeks is None:
            return person
        facts = [
            one if number in weeks else replace(one, is_whole=False)
            for number, one in enumerate(person.weeks)
        ]
        return replace(person, weeks=tuple(facts))

    def _works(
        self, names: Sequence[str], limits: Sequence[ShiftLimit], weeks: frozenset[int] | None
    ) -> bool:
        return has_tour(self._person(names, limits, weeks), self.setting)

    def _relaxation(self) -> str:
        """The least of one kind that helps: hours, days, weekends, a fixed row or one of leave left out."""
        for name in ("hours_per_week_min", "days_per_week_min", "hours_per_period_min", "weekends_off"):
            if name in self.names and name not in self.case.prices.soft:
                person = self._person(self.names, self.limits, None, **{name: 1.0})
                units = _least(person, self.setting, np.where(np.isfinite(person.prices), 0.0, np.inf))
                if np.isfinite(units):
                    return self._less(name, units)
        if both := self._both_minimums():
            return both
        for kind in ("fixed", "leave", "unavailable", "available"):
            for limit in self.limits:
                others = [one for one in self.limits if one is not limit]
                if limit.name == kind and self._works(self.names, others, None):
                    return f"without {kind} {limit.what}"
        return ""

    def _both_minimums(self) -> str:
        """Fewer hours and fewer days together; "" where that does not help."""
        names = ("hours_per_week_min", "days_per_week_min")
        if not all(name in self.names and name not in self.case.prices.soft for name in names):
            return ""
        words = []
        for name, other in (names, names[::-1]):
            person = self._person(self.names, self.limits, None, **{name: 1.0, other: 0.0})
            units = _least(person, self.setting, np.where(np.isfinite(person.prices), 0.0, np.inf))
            if not np.isfinite(units):
                return ""
            words.append(self._less(name, units))
        return " and ".join(words)

    def _less(self, name: str, units: float) -> str:
        if name == "weekends_off":
            return f"{units:g} more weekend{'' if units == 1 else 's'} at work"
        least = getattr(self.agent.terms, name)
        weeks = f" ({units:g} fewer, over all weeks)" if len(self.case.weeks) > 1 else ""
        value = least - units if len(self.case.weeks) == 1 else least
        return f"{name} {value:g} {_UNITS[name]}{weeks}"

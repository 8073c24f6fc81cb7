"""The least changes of the rules that leave a schedule: tried out one by one, so that what is said holds.

A change is tried on the model itself: a wider rest window, an earlier or later start, a later end, a few
minutes more at a time, until a schedule exists. Rises of `max_agents` are solved for instead (`explain`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from staffing.errors import InfeasibleError
from staffing.programs.program import Program
from staffing.programs.solver import Effort, solve
from staffing.programs.work import Purse, handing_over, units
from staffing.shifts.pattern import Pattern, Rest
from staffing.shifts.rules import Rules
from staffing.timegrid import MINUTES_PER_DAY, clock

STEPS = (1, 2, 4, 8)  # of the grid on which shifts or rests start
WORK = units(10)  # for all that is tried
RELAXED = Effort(units(10), relaxed=True)
WHOLE = Effort(units(3), thrifty=True)
BUILT = 10  # a model takes so many times as long to build as to hand over
WHOLE_COLUMNS = 3000  # above, whole people are not waited for
SHOWN_REMEDIES = 3

Reprogram = Callable[[Rules], Program]  # the model's program under other rules


@dataclass(frozen=True, eq=False)
class Remedy:
    """A change in a planner's words, and the rules that it leaves."""

    words: str
    rules: Rules


def with_pattern(rules: Rules, number: int, pattern: Pattern) -> Rules:
    """The rules with one pattern changed."""
    patterns = list(rules.patterns)
    patterns[number] = pattern
    return replace(rules, patterns=tuple(patterns))


def wider_rules(rules: Rules, reprogram: Reprogram, most: int) -> list[Remedy]:
    """Up to `most` changes of one rule each that leave a schedule, each as small as it can be."""
    purse = Purse(WORK)
    found: list[Remedy] = []
    for kind in _kinds(rules):
        for remedy in kind:
            if len(found) == most or purse.left <= 0:
                return found
            if has_schedule(remedy.rules, reprogram, purse):
                found.append(remedy)
                break
    return found


def has_schedule(rules: Rules, reprogram: Reprogram, purse: Purse) -> bool:
    """True if the rules leave a schedule, in a large model one of its relaxation; the purse is charged."""
    try:
        program = reprogram(rules)
    except InfeasibleError:
        return False
    program = program.costing(np.zeros(len(program)))
    relaxed = solve(program, RELAXED)
    purse.spend(BUILT * handing_over(program) + relaxed.work)
    if relaxed.values is None or len(program) > WHOLE_COLUMNS:
        return relaxed.values is not None
    whole = solve(program, WHOLE)
    purse.spend(whole.work)
    return whole.values is not None


def _kinds(rules: Rules) -> Iterator[Iterator[Remedy]]:
    """For each rule of each pattern, changes of it from small to large."""
    for p, pattern in enumerate(rules.patterns):
        for name, rest in zip(pattern.rest_names, pattern.rests, strict=True):
            if rest.between is not None:
                yield _wider_clock(rules, p, name, rest, rest.between)
                continue
            yield _earlier_rests(rules, p, name, rest)
            yield _later_rests(rules, p, name, rest)
    for p in range(len(rules.patterns)):
        yield _earlier_starts(rules, p)
        yield _later_starts(rules, p)


def _earlier_rests(rules: Rules, p: int, name: str, rest: Rest) -> Iterator[Remedy]:
    for step in STEPS:
        earliest = rest.earliest_minutes - step * rules.grain_minutes
        if earliest >= 0:
            words = f"lower earliest_minutes of {name} of {rules.patterns[p].name!r} to {earliest}"
            yield Remedy(words, _with_rest(rules, p, name, replace(rest, earliest_minutes=earliest)))


def _later_rests(rules: Rules, p: int, name: str, rest: Rest) -> Iterator[Remedy]:
    for step in STEPS:
        latest = rest.latest_minutes + step * rules.grain_minutes
        if latest + rest.minutes <= rules.patterns[p].length_minutes[0]:
            words = f"raise latest_minutes of {name} of {rules.patterns[p].name!r} to {latest}"
            yield Remedy(words, _with_rest(rules, p, name, replace(rest, latest_minutes=latest)))


def _wider_clock(rules: Rules, p: int, name: str, rest: Rest, between: tuple[int, int]) -> Iterator[Remedy]:
    """A window of the clock that opens earlier and closes later."""
    opens, closes = between
    for minutes in (step * rules.grain_minutes for step in STEPS):
        if opens - minutes >= 0 and closes + minutes <= MINUTES_PER_DAY:
            wider = (opens - minutes, closes + minutes)
            words = f"let {name} of {rules.patterns[p].name!r} lie between {' and '.join(map(clock, wider))}"
            yield Remedy(words, _with_rest(rules, p, name, replace(rest, between=wider)))


def _with_rest(rules: Rules, p: int, name: str, rest: Rest) -> Rules:
    pattern = rules.patterns[p]
    if name == "lunch":
        return with_pattern(rules, p, replace(pattern, lunch=rest))
    breaks = list(pattern.breaks)
    breaks[int(name.removeprefix("break_")) - 1] = rest
    return with_pattern(rules, p, replace(pattern, breaks=tuple(breaks)))


def _earlier_starts(rules: Rules, p: int) -> Iterator[Remedy]:
    pattern = rules.patterns[p]
    for step in STEPS:
        earliest = pattern.earliest_start - step * rules.start_every_minutes
        if earliest >= 0:
            words = f"let {pattern.name!r} start from {clock(earliest)}"
            yield Remedy(words, with_pattern(rules, p, replace(pattern, earliest_start=earliest)))


def _later_starts(rules: Rules, p: int) -> Iterator[Remedy]:
    """Later starts, and the later end that they need."""
    pattern = rules.patterns[p]
    for step in STEPS:
        more = step * rules.start_every_minutes
        latest = pattern.latest_start + more
        if latest >= MINUTES_PER_DAY:
            return
        end = None if pattern.latest_end is None else pattern.latest_end + more
        until = "" if end is None else f" and end until {clock(end)}"
        words = f"let {pattern.name!r} start until {clock(latest)}{until}"
        yield Remedy(words, with_pattern(rules, p, replace(pattern, latest_start=latest, latest_end=end)))

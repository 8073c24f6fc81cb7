"""Before solving: hours that need heads and that no shift can reach, and the rule that keeps them out.

Each rule is dropped in turn, for one pattern at a time; if that alone opens the hours, the smallest such
change is proposed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from staffing.errors import InfeasibleError
from staffing.records import Bools, Floats, Ints
from staffing.shifts.admissible import Shifts, admissible_shifts, local_starts
from staffing.shifts.grid import Grid
from staffing.shifts.pattern import ALL_DAYS, Pattern
from staffing.shifts.rules import Rules
from staffing.shifts.wording import heads, listed, peak, stretches
from staffing.timegrid import DAY_NAMES, MINUTES_PER_DAY, clock

EDGE_DAYS = 2  # how far beyond the horizon a shift that would help might start or end


def require_reachable(shifts: Shifts, required: Floats, grid: Grid, rules: Rules) -> None:
    """Raise InfeasibleError if some interval with a need lies inside no admissible shift."""
    out_of_reach = (required > 0) & ~_reached(shifts, grid)
    if not out_of_reach.any():
        return
    parts = [
        f"{stretch.name} needs {heads(peak(required, stretch))} heads"
        for stretch in stretches(out_of_reach, grid, rules.timezone)
    ]
    hints = list(_remedies(out_of_reach, grid, rules))
    hints.append("set the requirement of these hours to 0 if the centre is closed")
    raise InfeasibleError(f"no shift can cover: {listed(parts)}", hint="; or ".join(hints))


def _reached(shifts: Shifts, grid: Grid) -> Bools:
    _, interval, _ = grid.overlap(shifts.start, shifts.length)
    return np.bincount(interval, minlength=grid.intervals) > 0


def _remedies(out_of_reach: Bools, grid: Grid, rules: Rules) -> Iterator[str]:
    """Single changes that let shifts reach all of the hours, pattern by pattern."""
    for pattern in rules.patterns:
        for relaxed in _relaxations(pattern):
            found = admissible_shifts(grid, replace(rules, patterns=(relaxed,)))
            helping = _opening(found, out_of_reach, grid)
            if helping is not None:
                yield _proposal(pattern, relaxed, helping, grid, rules)
    if not grid.cyclic and _is_cut_off_by_the_edge(out_of_reach, grid, rules):
        yield "the shifts that reach them start before the first or end after the last interval: add days"
    yield from _misfits(rules)


def _relaxations(pattern: Pattern) -> Iterator[Pattern]:
    """The pattern with one rule dropped."""
    if pattern.days != ALL_DAYS:
        yield replace(pattern, days=ALL_DAYS)
    if pattern.earliest_start > 0:
        yield replace(pattern, earliest_start=0)
    if pattern.latest_start < MINUTES_PER_DAY - 1:
        yield replace(pattern, latest_start=MINUTES_PER_DAY - 1)
    if pattern.latest_end is not None:
        yield replace(pattern, latest_end=None)


def _opening(found: Shifts, out_of_reach: Bools, grid: Grid) -> Shifts | None:
    """The shifts that touch the hours, if together they reach all of them."""
    shift, interval, _ = grid.overlap(found.start, found.length)
    if np.any(out_of_reach & (np.bincount(interval, minlength=grid.intervals) == 0)):
        return None
    return found.only(np.bincount(shift, out_of_reach[interval], minlength=len(found)) > 0)


def _proposal(pattern: Pattern, relaxed: Pattern, helping: Shifts, grid: Grid, rules: Rules) -> str:
    """The least change of the dropped rule, in the plan file's words."""
    clocks = local_starts(grid, rules)
    row = np.searchsorted(clocks.minute, helping.start)
    minute, day = clocks.minute_of_day[row], clocks.weekday[row]
    name = f"pattern {pattern.name!r}"
    if relaxed.days != pattern.days:
        new = sorted(set(day.tolist()) - pattern.days)
        return f"let {name} start on {', '.join(DAY_NAMES[d] for d in new)}"
    if relaxed.earliest_start != pattern.earliest_start:
        return f"set earliest_start of {name} to {clock(_nearest(minute))} or earlier"
    if relaxed.latest_start != pattern.latest_start:
        return f"set latest_start of {name} to {clock(int(minute.min()))} or later"
    return f"set latest_end of {name} to {clock(int((minute + helping.length).min()))} or later"


def _nearest(minute: Ints) -> int:
    return int(minute.max())


def _is_cut_off_by_the_edge(out_of_reach: Bools, grid: Grid, rules: Rules) -> bool:
    """True if the same patterns would reach the hours from beyond the horizon."""
    margin = EDGE_DAYS * MINUTES_PER_DAY // grid.interval_minutes
    first = grid.first - np.timedelta64(EDGE_DAYS * MINUTES_PER_DAY, "m")
    wider = Grid(first, grid.intervals + 2 * margin, grid.interval_minutes, cyclic=False)
    reached = _reached(admissible_shifts(wider, rules), wider)[margin : margin + grid.intervals]
    return bool(reached[out_of_reach].all())


def _misfits(rules: Rules) -> Iterator[str]:
    """Patterns none of whose lengths has room for its rests."""
    from staffing.shifts.windows import rest_orders

    for pattern in rules.patterns:
        lengths = pattern.lengths(rules.start_every_minutes)
        fits = any(
            rest_orders(pattern.rests, length, 0, rules.grain_minutes, rules.work_between_rests)
            for length in lengths
        )
        if not fits:
            yield f"widen the rest windows of pattern {pattern.name!r}: they do not fit its length"

"""Before solving: hours that need heads and that no shift can reach, and what keeps the shifts out.

For each pattern all rules on days and times are dropped, and every such hour is given the shift that would
break the fewest of them, by the least. What those shifts break is what to change.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.errors import InfeasibleError
from staffing.shifts.formulation.admissible import admissible_shifts, local_starts, without_room
from staffing.shifts.formulation.shifts import Shifts
from staffing.shifts.grid import TimeGrid
from staffing.shifts.horizon import ShiftHorizon
from staffing.shifts.infeasible.clock_change import ClockChange, clock_change
from staffing.shifts.infeasible.remedy import SHOWN_REMEDIES, Remedy, with_pattern
from staffing.shifts.pattern import ALL_DAYS
from staffing.shifts.wording import heads, local_edges, peak, shown, stretches
from staffing.timegrid import DAY_NAMES, MINUTES_PER_DAY, clock

EDGE_DAYS = 2  # how far beyond the horizon a shift that would help might start or end


def require_reachable(shifts: Shifts, required: Floats, horizon: ShiftHorizon) -> None:
    """Raise InfeasibleError if some interval with a need lies inside no admissible shift."""
    out_of_reach = (required > 0) & ~_reached(shifts, horizon)
    if not out_of_reach.any():
        return
    parts = [
        f"{stretch.name} needs {heads(peak(required, stretch))} heads"
        for stretch in stretches(out_of_reach, local_edges(horizon))
    ]
    change = clock_change(out_of_reach, horizon)
    hints = [] if change is None else _longer_nights(out_of_reach, horizon, change)
    hints += [remedy.words for remedy in least_openings(out_of_reach, horizon)]
    if not horizon.cyclic and _is_cut_off_by_the_edge(out_of_reach, horizon):
        hints.append(
            "let a shift start or end at the horizon's edge, for shifts must lie inside it "
            "(a typical week round the clock: cyclic_week = true)"
        )
    hints += [
        f"widen the rest windows of pattern {name!r}, which do not fit into its length"
        for name in without_room(horizon)
    ]
    hints.append("set the requirement of these hours to 0 if the centre is closed")
    message = "no shift can cover" if change is None else f"{change.words}: no shift can cover"
    raise InfeasibleError(message, shown(parts), hint=hints)


def _longer_nights(out_of_reach: Bools, horizon: ShiftHorizon, change: ClockChange) -> list[str]:
    """Patterns whose shifts reach the hours when they may last as much longer as clocks go back."""
    hints = []
    for number, pattern in enumerate(horizon.rules.patterns):
        shortest, longest = pattern.length_minutes
        opened = replace(pattern, length_minutes=(shortest, longest + change.minutes_back))
        wider = horizon.under(with_pattern(horizon.rules, number, opened))
        if change.minutes_back > 0 and _reached(admissible_shifts(wider), wider)[out_of_reach].all():
            lengths = f"[{shortest}, {longest + change.minutes_back}]"
            hints.append(
                f"in pattern {pattern.name!r}, set length_minutes to {lengths}, for the longer night"
            )
    return hints[:SHOWN_REMEDIES]


def _reached(shifts: Shifts, grid: TimeGrid) -> Bools:
    _, interval, _ = grid.overlap(shifts.start, shifts.length)
    return np.bincount(interval, minlength=grid.intervals) > 0


def least_openings(out_of_reach: Bools, horizon: ShiftHorizon) -> list[Remedy]:
    """Up to SHOWN_REMEDIES ways to open the hours, one pattern each, those of fewest changes first."""
    openings = [_opening(p, out_of_reach, horizon) for p in range(len(horizon.rules.patterns))]
    possible = sorted((o for o in openings if o is not None), key=lambda opening: opening[0])
    return [remedy for _, remedy in possible[:SHOWN_REMEDIES]]


def _opening(number: int, out_of_reach: Bools, horizon: ShiftHorizon) -> tuple[int, Remedy] | None:
    """The least changes of a pattern's days and times that open all of the hours, and how many they are."""
    pattern = horizon.rules.patterns[number]
    free = replace(
        pattern, days=ALL_DAYS, earliest_start=0, latest_start=MINUTES_PER_DAY - 1, latest_end=None
    )
    found = admissible_shifts(horizon.under(replace(horizon.rules, patterns=(free,))))
    clocks = local_starts(horizon)
    row = np.searchsorted(clocks.minute, found.start)
    minute, day = clocks.minute_of_day[row], clocks.weekday[row]
    end = minute + found.length
    wrong_day = ~np.isin(day, list(pattern.days))
    early = np.maximum(pattern.earliest_start - minute, 0)
    late = np.maximum(minute - pattern.latest_start, 0)
    overrun = np.maximum(end - (end if pattern.latest_end is None else pattern.latest_end), 0)
    broken = wrong_day * 1 + (early > 0) + (late > 0) + (overrun > 0)
    chosen = _least(broken * MINUTES_PER_DAY * 2 + early + late + overrun, found, out_of_reach, horizon)
    if chosen is None:
        return None
    changes = []
    opened = pattern
    if wrong_day[chosen].any():
        more = sorted(set(day[chosen].tolist()) - pattern.days)
        changes.append(f"let days include {', '.join(DAY_NAMES[d] for d in more)}")
        opened = replace(opened, days=pattern.days | frozenset(more))
    if early[chosen].any():
        opened = replace(opened, earliest_start=int(minute[chosen].min()))
        changes.append(f"set earliest_start to {clock(opened.earliest_start)}")
    if late[chosen].any():
        opened = replace(opened, latest_start=int(minute[chosen].max()))
        changes.append(f"set latest_start to {clock(opened.latest_start)}")
    if overrun[chosen].any():
        latest_end = int(end[chosen].max())
        opened = replace(opened, latest_end=latest_end)
        changes.append(f"set latest_end to {clock(latest_end)}")
    if not changes:
        return None
    words = f"in pattern {pattern.name!r}, " + " and ".join(changes)
    return len(changes), Remedy(words, with_pattern(horizon.rules, number, opened))


def _least(effort: Ints, found: Shifts, out_of_reach: Bools, grid: TimeGrid) -> Ints | None:
    """For each hour out of reach the shift of least effort that is there; None if some hour has none."""
    shift, interval, _ = grid.overlap(found.start, found.length)
    helps = out_of_reach[interval]
    shift, interval = shift[helps], interval[helps]
    order = np.lexsort((effort[shift], interval))
    reached, first = np.unique(interval[order], return_index=True)
    return shift[order][first] if len(reached) == out_of_reach.sum() else None


def _is_cut_off_by_the_edge(out_of_reach: Bools, horizon: ShiftHorizon) -> bool:
    """True if the same patterns would reach the hours from beyond the horizon."""
    margin = EDGE_DAYS * MINUTES_PER_DAY // horizon.interval_minutes
    first = horizon.first - np.timedelta64(EDGE_DAYS * MINUTES_PER_DAY, "m")
    wider = replace(horizon, first=first, intervals=horizon.intervals + 2 * margin)
    reached = _reached(admissible_shifts(wider), wider)[margin : margin + horizon.intervals]
    return bool(reached[out_of_reach].all())

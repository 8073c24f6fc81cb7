"""Shifts that stand: start and end are given, and of their rests those that may still be placed anew.

People of equal shifts whose held rests lie alike form a *group*; they are interchangeable. Each group is one
row of `Shifts` per order in which its rests can be taken, so that pools, counts and the rows of breaks are
those of the model that builds shifts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from staffing.arrays import Bools, Ints
from staffing.records.schedule import ShiftPlan
from staffing.shifts.clock_rests import rests_of_row
from staffing.shifts.formulation.pools import Pool, chain_of_heads
from staffing.shifts.formulation.shifts import ABSENT, Shifts, ShiftShape
from staffing.shifts.formulation.windows import Chain, Window, on_grid, orders
from staffing.shifts.grid import TimeGrid
from staffing.shifts.horizon import ShiftHorizon
from staffing.shifts.pattern import Pattern, Rest, RestRoom
from staffing.shifts.rest_columns import by_rest, pattern_of_rows
from staffing.shifts.rules import Rules
from staffing.timegrid import clock, minute_of_day, weekday

NO_ROW = -1
NOWHERE = np.iinfo(np.int64).min


@dataclass(frozen=True, eq=False)
class Standing:
    """The groups as shifts, and the people one by one.

    shifts:   a row per group and order of its rests; `group` says of which group, `people` how many it has
    row:      per person the row of the plan
    home:     per person the row of `shifts` that the present rests fit best; NO_ROW: nothing can be placed
    is_free:  per person, whether every rest is placed anew, and so by its pattern's rules
    after:    [person, rest of the pattern] present start, minutes after the shift's start; ABSENT = none
    """

    shifts: Shifts
    group: Ints
    people: Ints
    row: Ints
    home: Ints
    is_free: Bools
    after: Ints


@dataclass(frozen=True)
class Misfit:
    """A row that is no shift of its pattern: which column, what stands there, what is expected."""

    row: int
    column: str
    value: str
    expected: str


def standing(plan: ShiftPlan, held: Bools, earliest: Ints, horizon: ShiftHorizon) -> Standing:
    """Group the people of a plan that `misfits` accepts.

    held:      [row, rest of the pattern] rests that stay where they are
    earliest:  per row, minutes after the shift's start before which no other rest may begin

    A rest is moved only where the horizon counts heads: one outside it stays, for what it takes there is not
    known, and none moves there. One that has no place yet and no window inside the horizon is placed outside.
    """
    after, start = rests_after(plan, horizon.rules), minutes_from(plan, horizon)
    rules = horizon.rules
    names, grain = [pattern.name for pattern in rules.patterns], rules.grain_minutes
    local = plan.zone.local(plan.start)
    day, minute = local.astype("datetime64[D]").astype(np.int64), minute_of_day(local)
    shapes: list[ShiftShape] = []
    members: dict[tuple[object, ...], list[int]] = {}  # of each group, its rows of `shifts`
    standing_at: list[tuple[int, ...]] = []  # start, day, minute of day and group of each row of `shifts`
    home = np.full(len(plan), NO_ROW, dtype=np.int64)
    is_free = np.zeros(len(plan), dtype=bool)
    for i, name in enumerate(plan.pattern.tolist()):
        p, length = names.index(name), int(plan.length_minutes[i])
        phase = int(start[i]) % grain
        rests = rests_of_row(rules.patterns[p], plan.start[i], plan.zone)
        windows, free = _windows(
            rests or (),
            after[i],
            held[i],
            length=length,
            earliest=int(earliest[i]),
            counted=(0, length) if horizon.cyclic else (-int(start[i]), horizon.minutes - int(start[i])),
            phase=phase,
            room=rules.rest_room,
        )
        key = (p, int(start[i]), length, *windows)
        if key not in members:
            found = _orders(windows, free, rests or (), rules, phase) if windows else ()
            members[key] = list(range(len(shapes), len(shapes) + len(found)))
            shapes += [
                ShiftShape(p, length, rules.patterns[p].paid_minutes(length), chains) for chains in found
            ]
            standing_at += [(int(start[i]), int(day[i]), int(minute[i]), len(members) - 1)] * len(found)
        if members[key]:
            is_free[i] = free == len(rules.patterns[p].rests)
            fits = [_fits(shapes[s].chains, after[i]) for s in members[key]]
            home[i] = members[key][int(np.argmax(fits))]
    at = np.array(standing_at, dtype=np.int64).reshape(-1, 4)
    person = np.repeat(np.arange(len(plan)), plan.agents)
    group = np.unique(at[:, 3], return_inverse=True)[1].astype(np.int64)
    placed = home[person][home[person] != NO_ROW]
    people = np.bincount(group[placed], minlength=group.max(initial=-1) + 1).astype(np.int64)
    shifts = Shifts(tuple(shapes), np.arange(len(shapes)), *at[:, :3].T)
    return Standing(shifts, group, people, person, home[person], is_free[person], after[person])


def rests_after(plan: ShiftPlan, rules: Rules) -> Ints:
    """[row, rest of its pattern] minutes from the shift's start to the rest's; ABSENT where there is none."""
    after = (plan.rest_start - plan.start[:, None]).astype("timedelta64[m]").astype(np.int64)
    after[np.isnat(plan.rest_start)] = ABSENT
    return by_rest(after, pattern_of_rows(plan, rules), rules, plan.rest_names, ABSENT)


def rest_minutes(plan: ShiftPlan, rules: Rules) -> Ints:
    """[row, rest of its pattern] how long the rests of the plan last; 0 where there is none."""
    minutes = np.where(np.isnat(plan.rest_start), 0, plan.rest_minutes)
    return by_rest(minutes, pattern_of_rows(plan, rules), rules, plan.rest_names, 0)


def minutes_from(plan: ShiftPlan, grid: TimeGrid) -> Ints:
    """Start of each row, minutes after the first interval; wrapped into a cyclic week."""
    return grid.around((plan.start - grid.first).astype("timedelta64[m]").astype(np.int64))


def misfits(plan: ShiftPlan, rules: Rules) -> Iterator[Misfit]:
    """Rows that are no shift of their pattern; where the rests lie is not asked."""
    patterns = {pattern.name: pattern for pattern in rules.patterns}
    local = plan.zone.local(plan.start)
    minute, day = minute_of_day(local), weekday(local)
    for i, name in enumerate(plan.pattern.tolist()):
        pattern = patterns.get(name)
        if pattern is None:
            yield Misfit(i, "pattern", name, f"a pattern of the plan: {', '.join(patterns)}")
            continue
        yield from _misfit(
            i,
            pattern,
            minute=int(minute[i]),
            day=int(day[i]),
            length=int(plan.length_minutes[i]),
            rules=rules,
        )


def _misfit(
    row: int, pattern: Pattern, *, minute: int, day: int, length: int, rules: Rules
) -> Iterator[Misfit]:
    step, (shortest, longest) = rules.start_every_minutes, pattern.length_minutes
    if day not in pattern.days:
        yield Misfit(row, "start", clock(minute), f"a day on which '{pattern.name}' may start")
    if not pattern.earliest_start <= minute <= pattern.latest_start or minute % step:
        window = f"{clock(pattern.earliest_start)} to {clock(pattern.latest_start)}"
        yield Misfit(row, "start", clock(minute), f"a start of '{pattern.name}': {window}, every {step} min")
    if length not in pattern.lengths(step):
        lengths = f"{shortest}" if shortest == longest else f"{shortest} to {longest} in steps of {step}"
        yield Misfit(row, "end", f"{length} minutes", f"a shift '{pattern.name}' of {lengths} minutes")
    if pattern.latest_end is not None and minute + length > pattern.latest_end:
        expected = f"an end of '{pattern.name}' by {clock(pattern.latest_end)}"
        yield Misfit(row, "end", clock(minute + length), expected)


def _windows(
    rests: Sequence[Rest],
    after: Ints,
    held: Bools,
    *,
    length: int,
    earliest: int,
    counted: tuple[int, int],
    phase: int,
    room: RestRoom,
) -> tuple[tuple[Window, ...], int]:
    """A window per rest, of one start where it stays, and how many can be placed; none if that is nothing.

    `counted`: from which minute after the shift's start until which heads are counted.
    """
    windows = []
    free = 0
    for r, rest in enumerate(rests):
        begin = max(rest.earliest_minutes, earliest)
        spans = () if held[r] else _spans(rest, int(after[r]), begin, counted)
        possible = (
            on_grid(r, replace(rest, earliest_minutes=low, latest_minutes=high), length, phase, room)
            for low, high in spans
            if low <= high
        )
        window = next((window for window in possible if window.first <= window.last), None)
        if window is not None:
            windows.append(window)
            free += 1
        elif after[r] != ABSENT:
            windows.append(Window(r, rest.minutes, int(after[r]), int(after[r])))
    return (tuple(windows) if free else ()), free


def _orders(
    windows: tuple[Window, ...], free: int, rests: Sequence[Rest], rules: Rules, phase: int
) -> tuple[tuple[Chain, ...], ...]:
    """Of windows as they stand: in the plan's order, or in any where rests that stay leave no room in it."""
    found = orders(windows, rules.order_of(rests), phase, rules.rest_room)
    if found or free == len(rests):
        return found
    return orders(windows, None, phase, rules.rest_room)


def _spans(rest: Rest, after: int, begin: int, counted: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    """From when to when a rest may start, from `begin` on: the first of these that has room.

    One that lies where no heads are counted stays, as does one whose window is over.
    """
    first, end = counted
    inside = (max(begin, first), min(rest.latest_minutes, end - rest.minutes))
    if after == ABSENT:
        return inside, (begin, rest.latest_minutes)
    return (inside,) if first <= after <= end - rest.minutes else ()


def _fits(chains: tuple[Chain, ...], after: Ints) -> int:
    """How many of the present rests lie in the windows of an order."""
    return sum(window.first <= after[window.rest] <= window.last for chain in chains for window in chain)


def pool_people(shifts: Shifts, pool: Pool, row: Ints, after: Ints) -> tuple[Ints, Ints]:
    """Who of the people on those rows of `shifts` is in the pool, and when they take its rests.

    `after` as in `Standing`; the answer is [person, rest of the chain] in minutes after the first interval,
    NOWHERE for a rest that does not stand yet.
    """
    people = np.flatnonzero(np.isin(row, pool.shifts))
    opens, rest = chain_of_heads(shifts, pool, row[people])
    starts = after[people[:, None], rest]
    return people, np.where(starts == ABSENT, NOWHERE, starts - opens[:, None] + pool.opening)

"""The ends of today's shifts: overtime where heads are short, leaving early where they are spare.

Both are small integer programs over blocks: so many people of shifts that end at a moment stay k steps
longer, or leave k steps earlier. Overtime makes what is short cost least (`hurt`), at a price per hour so
that nobody stays for next to nothing; leaving early frees the most hours that no interval will miss.

Where a whole period has a service level to reach (`service`), overtime is as short as will reach it, or,
where none will, brings at least half the service of an average head-hour; and people leave as long as it is
kept. What no interval may fall below is then `required`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from staffing.arrays import Floats, Ints, Times
from staffing.programs.assemble import Assembly
from staffing.programs.solver import Effort, solve
from staffing.programs.solvers import HIGHS
from staffing.programs.work import units
from staffing.records.schedule import ShiftPlan
from staffing.shifts.formulation.blocks.service import PeriodService, service_rows
from staffing.shifts.formulation.even_parts import enter_coverage
from staffing.shifts.formulation.need import ROUNDING, CoverageNeed, coverage_need, coverage_step
from staffing.shifts.grid import TimeGrid
from staffing.shifts.horizon import ShiftHorizon
from staffing.shifts.standing.hurt import shortage_columns, slopes

WORK, GAP = units(10), 1e-4
WORTH = 0.5  # of an hour short, which an hour of overtime must save


@dataclass(frozen=True)
class Block:
    """`people` of a pattern are there, or are not, from `start` to `end` (UTC), at the end of their shift."""

    pattern: str
    start: np.datetime64
    end: np.datetime64
    people: int

    @property
    def agent_hours(self) -> float:
        """Hours of them all."""
        return self.people * float((self.end - self.start) / np.timedelta64(3600, "s"))


@dataclass(frozen=True)
class _Choice:
    """People of one shift end who may take one of these blocks, in minutes after the first interval."""

    pattern: str
    people: int
    blocks: tuple[tuple[int, int], ...]


def overtime(
    plan: ShiftPlan,
    horizon: ShiftHorizon,
    required: Floats,
    working: Floats,
    *,
    solver: str = HIGHS,
    now: np.datetime64,
    most_minutes: int,
    weight: Floats | None = None,
    service: PeriodService | None = None,
) -> tuple[Block, ...]:
    """Who should stay longer, at most `most_minutes`, in steps of `start_every_minutes`.

    `working` are the heads at work per interval as planned; `weight` as in `replace_rests`; `service` is the
    level that these intervals together must reach, if there is one.
    """
    required, step = horizon.required(required), horizon.rules.start_every_minutes
    choices = []
    for pattern, end, people in _ends(plan, np.full(len(plan), now), horizon):
        longer = range(end + step, min(end + most_minutes, horizon.minutes) + 1, step)
        choices.append(_Choice(pattern, people, tuple((end, until) for until in longer)))
    short = np.maximum(required - working, 0.0)
    of, start, minutes = _blocks(choices)
    is_enough = short.max() <= ROUNDING and (service is None or not service.shortfall(working).any())
    if not len(of) or is_enough:
        return ()
    assembly = Assembly()
    slope = slopes(np.ones(horizon.intervals) if weight is None else weight)
    price = WORTH * float(slope[:, 0].mean())  # of a head for an interval
    x = assembly.columns(price * minutes / horizon.interval_minutes, integer=True)
    heads_step = coverage_step(horizon, [(start, minutes)])
    need = coverage_need(short, heads_step)
    cover = np.full(horizon.intervals, -1, dtype=np.int64)
    wanted = short > ROUNDING
    cover[wanted] = assembly.rows(need.rounded_up[wanted], np.full(int(wanted.sum()), np.inf))
    enter_coverage(assembly, cover, x, horizon.overlap(start, minutes), 1.0)
    shortage_columns(assembly, need, cover, required, slope)
    lack = None
    if service is not None:
        more = assembly.rows(np.zeros(horizon.intervals), np.full(horizon.intervals, np.inf))
        enter_coverage(assembly, more, x, horizon.overlap(start, minutes), 1.0)
        lack = _lack_of_service(assembly, more, CoverageNeed(working, working, heads_step), service, price)
    return _taken(assembly, choices, of, x, horizon, solver=solver, last_resort=lack)


def _lack_of_service(
    assembly: Assembly, more: Ints, now: CoverageNeed, service: PeriodService, price: float
) -> Ints:
    """Let the heads that come to those of `now` count for the period; the columns of what it still lacks."""
    rows = service_rows(assembly, now, more, service)
    gain = rows.gain[np.searchsorted(rows.of, np.unique(rows.of))]  # of the next head in each interval
    worth = WORTH * float(gain[gain > 0].mean()) if gain.any() else np.inf
    asked = rows.row[rows.row >= 0]
    lack = assembly.columns(np.full(len(asked), price / worth))
    assembly.enter(asked, lack, 1.0)
    return lack


def leaving_early(
    plan: ShiftPlan,
    horizon: ShiftHorizon,
    required: Floats,
    working: Floats,
    *,
    solver: str = HIGHS,
    now: np.datetime64,
    service: PeriodService | None = None,
) -> tuple[Block, ...]:
    """Who may leave before the end of the shift, after `now` and after the last lunch or break.

    No interval is left with fewer heads than required, or than it has where it is short already; and the
    level of `service` is kept: nobody leaves where it is missed.
    """
    required, step = horizon.required(required), horizon.rules.start_every_minutes
    from_now = np.where(np.isnat(plan.rest_end), now, np.maximum(plan.rest_end, now))
    last = np.column_stack([np.full(len(plan), now), from_now]).max(axis=1)
    choices = []
    for pattern, end, people, earliest in _ends_after(plan, last, horizon):
        sooner = range(end - step, earliest - 1, -step)
        choices.append(_Choice(pattern, people, tuple((start, end) for start in sooner)))
    of, start, minutes = _blocks(choices)
    if not len(of):
        return ()
    assembly = Assembly()
    x = assembly.columns(-minutes / 60.0, integer=True)
    spare = np.maximum(working - required, 0.0)
    cover = assembly.rows(np.full(horizon.intervals, -np.inf), spare)
    enter_coverage(assembly, cover, x, horizon.overlap(start, minutes), 1.0)
    if service is not None:
        least = np.minimum(required, working)
        left = assembly.rows(least - working, np.full(horizon.intervals, np.inf))
        enter_coverage(assembly, left, x, horizon.overlap(start, minutes), -1.0)
        service_rows(
            assembly, CoverageNeed(least, least, coverage_step(horizon, [(start, minutes)])), left, service
        )
    return _taken(assembly, choices, of, x, horizon, solver=solver)


def heads_of_blocks(blocks: tuple[Block, ...], interval_start: Times, interval_minutes: int) -> Floats:
    """Heads per interval that the blocks add, or take."""
    grid = TimeGrid(interval_start[0], len(interval_start), interval_minutes, cyclic=False)
    start = np.array([_minute(block.start, grid) for block in blocks], dtype=np.int64)
    end = np.array([_minute(block.end, grid) for block in blocks], dtype=np.int64)
    people = np.array([block.people for block in blocks], dtype=float)
    block, interval, fraction = grid.overlap(start, end - start)
    return np.bincount(interval, people[block] * fraction, minlength=grid.intervals).astype(float)


def _ends(plan: ShiftPlan, after: Times, grid: TimeGrid) -> Iterator[tuple[str, int, int]]:
    """Pattern, end in minutes after the first interval, and people, of shifts that end later than `after`."""
    found: dict[tuple[str, int], int] = {}
    for pattern, end, people, _ in _ends_after(plan, after, grid):
        found[pattern, end] = found.get((pattern, end), 0) + people
    for (pattern, end), people in found.items():
        yield pattern, end, people


def _ends_after(plan: ShiftPlan, after: Times, grid: TimeGrid) -> Iterator[tuple[str, int, int, int]]:
    """The same by the minute after which the people are free to leave."""
    found: dict[tuple[str, int, int], int] = {}
    ends = plan.end
    for i in np.argsort(ends, kind="stable").tolist():
        end, earliest = _minute(ends[i], grid), _minute(after[i], grid)
        if earliest < end <= grid.minutes:
            key = (str(plan.pattern[i]), end, earliest)
            found[key] = found.get(key, 0) + int(plan.agents[i])
    for (pattern, end, earliest), people in found.items():
        yield pattern, end, people, earliest


def _blocks(choices: list[_Choice]) -> tuple[Ints, Ints, Ints]:
    """Of every block its choice, start and minutes."""
    rows = [(c, start, end - start) for c, choice in enumerate(choices) for start, end in choice.blocks]
    of, start, minutes = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return of, start, minutes


def _taken(
    assembly: Assembly,
    choices: list[_Choice],
    of: Ints,
    x: Ints,
    grid: TimeGrid,
    *,
    solver: str,
    last_resort: Ints | None = None,
) -> tuple[Block, ...]:
    """Solve, each person taking one block at most; equal blocks of a pattern are one.

    Columns of last resort are used only where there is no solution without.
    """
    people = np.array([choice.people for choice in choices], dtype=float)
    rows = assembly.rows(np.full(len(choices), -np.inf), people)
    assembly.enter(rows[of], x, 1.0)
    program, effort = assembly.program(), Effort(WORK, gap=GAP, solver=solver)
    without = np.array([], dtype=np.int64) if last_resort is None else last_resort
    upper = program.upper.copy()
    upper[without] = 0.0
    answer = solve(program.bounded(program.lower, upper), effort)
    if answer.values is None and len(without):
        answer = solve(program, effort)
    if answer.values is None:
        return ()
    heads = np.round(answer.values[x]).astype(np.int64).tolist()
    spans = [(choice.pattern, *block) for choice in choices for block in choice.blocks]
    found: dict[tuple[str, int, int], int] = {}
    for span, n in zip(spans, heads, strict=True):
        if n:
            found[span] = found.get(span, 0) + n
    return tuple(
        Block(pattern, _moment(start, grid), _moment(end, grid), n)
        for (pattern, start, end), n in sorted(found.items(), key=lambda item: (item[0][1:], item[0][0]))
    )


def _minute(moment: np.datetime64, grid: TimeGrid) -> int:
    return int((moment - grid.first).astype("timedelta64[m]").astype(np.int64))


def _moment(minute: int, grid: TimeGrid) -> np.datetime64:
    return np.datetime64(grid.time(np.array([minute]))[0])

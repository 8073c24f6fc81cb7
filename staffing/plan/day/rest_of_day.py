"""The rest of a day: how heads turn into service, and what each change of them does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from staffing.arrays import Floats
from staffing.plan.need.prices import Prices
from staffing.plan.need.task import NeedToMeet
from staffing.plan.run.summary import weighted_service
from staffing.records.adjustment import Adjustments
from staffing.records.need import Need
from staffing.requirement.by_queue import service_level_of
from staffing.shifts.effort import SearchEffort
from staffing.shifts.horizon import ShiftHorizon
from staffing.shifts.standing.day_ends import Block, heads_of_blocks
from staffing.shifts.standing.hurt import hurt_of, slopes
from staffing.shifts.standing.replace_rests import Move

Row = tuple[str, str, str, int, np.datetime64, np.datetime64, float, float, float, float]
KINDS = {  # of the columns of `Adjustments`, in the order of a row
    "action": "U",
    "pattern": "U",
    "rest": "U",
    "people": "i8",
    "begin": "M8[s]",
    "end": "M8[s]",
    "agent_hours": "f8",
    "service_level_before": "f8",
    "service_level_after": "f8",
    "hours_saved": "f8",
}


@dataclass(frozen=True, eq=False)
class RestOfDay:
    """The need of the rest of the day, the rules of its shifts, and the price of a head short.

    Heads at work are by interval and part, `part_minutes` long; `beyond` the plan are those who first finish
    the contact in hand.
    """

    task: NeedToMeet
    horizon: ShiftHorizon
    effort: SearchEffort
    prices: Prices
    part_minutes: int
    beyond: Floats

    @property
    def need(self) -> Need:
        """Heads per interval."""
        return self.task.need

    def service_level(self, working: Floats) -> float | None:
        """Of all contacts of the rest of the day; None if unknown."""
        there = np.maximum(working + self.beyond, 0.0)
        levels = service_level_of(self.need, there, self.task.service)
        return weighted_service(levels, np.nan_to_num(self.need.offered))

    def hours_short(self, working: Floats) -> float:
        """Agent-hours below the floor."""
        short = np.maximum(self.task.floor - working.mean(axis=1), 0.0)
        return float(short.sum()) * self.need.interval_minutes / 60

    def weighted_short(self, working: Floats) -> float:
        """Hours short at the price that breaks are placed by."""
        needed, weight = self.prices
        price = slopes(np.ones(len(needed)) if weight is None else weight)
        short = hurt_of(np.maximum(needed - working.mean(axis=1), 0.0), needed, price)
        return float(short.sum()) * self.need.interval_minutes / 60

    def heads_of(self, blocks: Sequence[Block]) -> Floats:
        """Heads in those blocks, by interval and part."""
        start, minutes = self.need.interval_start, self.part_minutes
        parts = self.need.interval_minutes // minutes
        finer = start[:, None] + np.arange(parts) * np.timedelta64(minutes, "m")
        return heads_of_blocks(tuple(blocks), finer.reshape(-1), minutes).reshape(finer.shape)

    def move(self, move: Move, working: Floats) -> Row:
        """The row of a move that is one of those that led to `working`."""
        before, after = (
            Block(move.pattern, start, start + np.timedelta64(minutes, "m"), move.people)
            for start, minutes in ((move.before, move.minutes_before), (move.after, move.minutes))
        )
        without = working + self.heads_of([after]) - self.heads_of([] if np.isnat(move.before) else [before])
        saved = self.weighted_short(without) - self.weighted_short(working)
        levels = self._levels(without, working)
        return ("move", move.pattern, move.rest, move.people, move.before, move.after, 0.0, *levels, saved)

    def block(self, action: str, block: Block, working: Floats) -> Row:
        """The row of overtime or of leaving early that is one of those that led to `working`."""
        sign = 1.0 if action == "overtime" else -1.0
        levels = self._levels(working - sign * self.heads_of([block]), working)
        hours = sign * block.agent_hours
        return (action, block.pattern, "", block.people, block.start, block.end, hours, *levels, np.nan)

    def adjustments(self, rows: Sequence[Row]) -> Adjustments:
        """The rows as a record."""
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(KINDS)
        named = zip(KINDS.items(), columns, strict=True)
        arrays: dict[str, Any] = {name: np.array(column, dtype=kind) for (name, kind), column in named}
        return Adjustments(**arrays, timezone=self.need.timezone)

    def _levels(self, without: Floats, working: Floats) -> tuple[float, float]:
        """The service level without a change and with it, NaN where unknown."""
        before, after = self.service_level(without), self.service_level(working)
        return np.nan if before is None else before, np.nan if after is None else after

"""What the repair of a schedule of groups ends with: its shifts, and what is left above the targets."""

from __future__ import annotations

from dataclasses import dataclass

from staffing.records.schedule import ShiftPlan


@dataclass(frozen=True)
class StaysAbove:
    """A queue's day that is left with more than a point above its target, and why.

    margin:   service level above the target
    tried:    changes that would have taken from the queue, for hardly more pay, and were played in vain
    short_of: the queue that the least harmful of them left below its target, and by how much; None: none
              did, an interval fell below the floor, or nothing was saved
    """

    date: str
    queue: str
    margin: float
    tried: int
    short_of: str | None
    short: float


@dataclass(frozen=True, eq=False)
class RepairedHeads:
    """The schedule that plays have led to, and how many heads were added on the way, and taken away.

    `lowest` is the level of the queue's day that is furthest below its target, less that target; NaN where
    nothing is asked. `above`: queues' days that stay better than asked.
    """

    plan: ShiftPlan
    added: int
    taken: int
    lowest: float
    above: tuple[StaysAbove, ...] = ()

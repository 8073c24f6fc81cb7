"""What is played."""

from __future__ import annotations

from dataclasses import dataclass

from staffing.arrays import Floats
from staffing.records.columns import IntervalRows
from staffing.simulation.game import Game
from staffing.simulation.groups.play import GroupGame

ROUTED_PER_SECOND = (
    400_000.0  # contacts that a process plays with groups of skills, where nothing is compiled
)


@dataclass(frozen=True, eq=False)
class QueueToPlay:
    """A queue's game, beside what is expected of it.

    rows:      those of the game, all of this queue
    offered:   contacts expected
    predicted: service level that the formulas predict; NaN: not known
    target:    service level asked for; NaN: none
    sized:     service level that sizing takes the heads of each interval to give; None: as predicted
    """

    name: str
    game: Game
    rows: IntervalRows
    offered: Floats
    predicted: Floats
    target: Floats
    sized: Floats | None = None


@dataclass(frozen=True, eq=False)
class RoutedQueue:
    """A queue that groups answer: its rows, contacts expected, and service level asked for (NaN: none)."""

    name: str
    rows: IntervalRows
    offered: Floats
    target: Floats


@dataclass(frozen=True, eq=False)
class GroupsToPlay:
    """Several queues and those who answer them, by skills."""

    game: GroupGame
    queues: tuple[RoutedQueue, ...]

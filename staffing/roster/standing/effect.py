"""What a change of a roster that stands costs, and what it covers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.roster.result.broken import broken_rules
from staffing.roster.result.covered import Counted
from staffing.roster.result.shifts import worked
from staffing.roster.result.summary import objective_parts
from staffing.roster.standing.located import StandingRoster


@dataclass(frozen=True)
class Worth:
    """The parts of a roster's objective, hard rules left out; agent-hours short and over."""

    parts: dict[str, float]
    short_hours: float
    over_hours: float


def worth_of(roster: StandingRoster) -> Worth:
    """Counted from the shifts alone."""
    board = roster.board()
    counted = Counted(board.case, worked(board))
    soft = [one for one in broken_rules(board) if np.isfinite(one.cost)]
    short, over = counted.hours_short_and_over()
    return Worth(objective_parts(board, counted, soft), short, over)


def difference(before: Worth, after: Worth) -> dict[str, float]:
    """What each part costs more; those that do not change are left out."""
    names = dict.fromkeys([*before.parts, *after.parts])
    changes = {name: after.parts.get(name, 0.0) - before.parts.get(name, 0.0) for name in names}
    return {name: change for name, change in changes.items() if abs(change) > 1e-9}

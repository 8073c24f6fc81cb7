"""What to know about a run with groups of skills: what the repair did."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from staffing.plan.skills.repaired import RepairedHeads, StaysAbove
from staffing.wording import counted


def repair_notes(repaired: RepairedHeads) -> Iterator[str]:
    """Heads that the repair added and took away, the margin of the queue's day that has least, and most."""
    added, taken = repaired.added, repaired.taken
    changed = f"{counted(added, 'head')} added and {taken} taken away" if added + taken else "nothing changed"
    yield f"the shifts of the groups were simulated and repaired: {changed}; {_reached(repaired.lowest)}"
    if repaired.above:
        days = ", ".join(_above(one) for one in repaired.above)
        yield f"more than a point above target, because no schedule with fewer whole people was found: {days}"


def _above(one: StaysAbove) -> str:
    """The queue's day, and what taking from it does."""
    if one.tried == 0:
        why = "no change to it alone is free of extra cost"
    elif one.short_of is None:
        why = f"{counted(one.tried, 'change')} simulated saved nothing, or left an interval below its floor"
    else:
        why = (
            f"{counted(one.tried, 'change')} simulated, the mildest of which leaves {one.short_of} "
            f"{100 * one.short:.1f} points below"
        )
    return f"{one.queue} on {one.date} by {100 * one.margin:.1f} ({why})"


def _reached(lowest: float) -> str:
    if not np.isfinite(lowest):
        return "no queue has a target"
    if lowest >= 0:
        return f"every queue meets its target on every day, the closest by {100 * lowest:.1f} points"
    return f"a day of a queue stays {-100 * lowest:.1f} points below its target"

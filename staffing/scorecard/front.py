"""Which rows stand in front: one period of each grain, the whole centre first, then its queues."""

from __future__ import annotations

import numpy as np

from staffing.errors import UsageError
from staffing.records import Bools, Scores, Times
from staffing.scorecard import GRAINS, METRICS
from staffing.scorecard.periods import ends

_WHOLE_SHARE = 0.99


def in_front(scores: Scores, by: str, label: str | None) -> tuple[int, ...]:
    """Rows of the period asked, else of the last whole one; of coarser metrics the period it lies in.

    Metrics that are missing come last. UsageError where no period has the label.
    """
    mine = (scores.grain == by) & (scores.period != "")
    period = _chosen(scores, mine, label)
    moment = ends(period, by)[0] - np.timedelta64(1, "s") if len(period) else None
    order = {key: place for place, key in enumerate(METRICS)}
    rows = [row for row in range(len(scores)) if _is_in_front(scores, row, by, moment, period)]
    return tuple(
        sorted(
            rows,
            key=lambda row: (
                scores.status[row] == "missing",
                str(scores.queue[row]),
                str(scores.team[row]),
                str(scores.agent[row]),
                GRAINS.index(str(scores.grain[row])),
                order[str(scores.metric[row])],
            ),
        )
    )


def _chosen(scores: Scores, mine: Bools, label: str | None) -> Times:
    """The start of the period in front, as one row; none where nothing was measured at the grain."""
    if label is not None:
        named = mine & (scores.period == label)
        if not named.any():
            known = list(dict.fromkeys(scores.period[mine].tolist()))
            some = f"{known[0]} to {known[-1]}" if known else "none"
            raise UsageError(f"--period: nothing is known of '{label}'", hint=f"periods: {some}")
        return np.asarray(scores.start[named][:1])
    whole = mine & (scores.known_share >= _WHOLE_SHARE) & (scores.count > 0)
    lead = whole if whole.any() else mine
    return np.asarray(np.sort(scores.start[lead])[-1:])


def _is_in_front(scores: Scores, row: int, by: str, moment: np.datetime64 | None, period: Times) -> bool:
    if scores.status[row] == "missing":
        return True
    grain = str(scores.grain[row])
    if grain == by:
        return bool(scores.start[row] == period[0])
    start = scores.start[[row]]
    inside = moment is None or (start[0] <= moment and ends(start, grain)[0] > moment)
    return bool(inside and GRAINS.index(grain) > GRAINS.index(by))

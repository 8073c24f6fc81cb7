"""Which rows stand in front: one period of each grain, the whole centre first, then its queues."""

from __future__ import annotations

import numpy as np

from staffing.errors import UsageError
from staffing.records import Bools, Scores
from staffing.records.scorecard import WHOLE_SHARE
from staffing.scorecard import GRAINS, METRICS
from staffing.scorecard.periods import ends


def rows_shown(scores: Scores, by: str, label: str | None) -> tuple[int, ...]:
    """Rows of the period asked, else of the history's last whole one; of coarser metrics the one it lies in.

    Metrics that are missing come last. UsageError where no period has the label.
    """
    front, measured = scores.status == "missing", scores.period != ""
    grains = GRAINS[GRAINS.index(by) :]
    finest = next((grain for grain in grains if (measured & (scores.grain == grain)).any()), None)
    if finest is not None:
        mine = measured & (scores.grain == finest)
        period = _chosen(scores, mine, label)
        front |= mine & (scores.start == period)
        moment = ends(np.array([period]), finest)[0] - np.timedelta64(1, "s")
        for grain in grains[grains.index(finest) + 1 :]:
            front |= _holding(scores, measured & (scores.grain == grain), grain, moment)
    order = {key: place for place, key in enumerate(METRICS)}
    return tuple(
        sorted(
            np.flatnonzero(front).tolist(),
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


def _chosen(scores: Scores, mine: Bools, label: str | None) -> np.datetime64:
    """The start of the period in front, of the rows of its grain."""
    if label is not None:
        named = mine & (scores.period == label)
        if not named.any():
            known = list(dict.fromkeys(scores.period[mine].tolist()))
            hint = f"periods: {known[0]} to {known[-1]}"
            raise UsageError(f"--period: '{label}' has no data", hint=hint)
        return np.datetime64(scores.start[named][0])
    key = next(key for key in ("total_calls", *METRICS) if (mine & (scores.metric == key)).any())
    history = mine & (scores.metric == key)  # other inputs may run later
    whole = history & (scores.known_share >= WHOLE_SHARE) & (scores.count > 0)
    lead = whole if whole.any() else history
    return np.datetime64(scores.start[lead].max())


def _holding(scores: Scores, mine: Bools, grain: str, moment: np.datetime64) -> Bools:
    """Those of a coarser grain's rows whose period holds the moment."""
    start = scores.start[mine]
    front = mine.copy()
    front[mine] = (start <= moment) & (ends(start, grain) > moment)
    return front

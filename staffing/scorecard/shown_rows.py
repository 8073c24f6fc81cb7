"""Which rows stand in front: one period of each grain, the whole centre first, then its queues."""

from __future__ import annotations

import numpy as np

from staffing.arrays import Bools
from staffing.errors import UsageError
from staffing.records.scorecard import WHOLE_SHARE, Scores
from staffing.scorecard import GRAINS, METRICS
from staffing.scorecard.periods import ends


def rows_shown(scores: Scores, by: str, label: str | None) -> tuple[int, ...]:
    """Rows of the period asked, else of the history's last whole one; of coarser metrics the one it lies in.

    Metrics that are missing come last. UsageError where no period has the label.
    """
    is_shown, measured = scores.status == "missing", scores.period != ""
    grains = GRAINS[GRAINS.index(by) :]
    finest = next((grain for grain in grains if (measured & (scores.grain == grain)).any()), None)
    if finest is not None:
        of_finest = measured & (scores.grain == finest)
        period = _chosen(scores, of_finest, label)
        is_shown |= of_finest & (scores.start == period)
        moment = ends(np.array([period]), finest)[0] - np.timedelta64(1, "s")
        for grain in grains[grains.index(finest) + 1 :]:
            is_shown |= _holding(scores, measured & (scores.grain == grain), grain, moment)
    order = {key: place for place, key in enumerate(METRICS)}
    return tuple(
        sorted(
            np.flatnonzero(is_shown).tolist(),
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


def _chosen(scores: Scores, of_grain: Bools, label: str | None) -> np.datetime64:
    """The start of the period in front, of the rows of its grain."""
    if label is not None:
        named = of_grain & (scores.period == label)
        if not named.any():
            labels = list(dict.fromkeys(scores.period[of_grain].tolist()))
            hint = f"periods: {labels[0]} to {labels[-1]}"
            raise UsageError(f"--period: '{label}' has no data", hint=hint)
        return np.datetime64(scores.start[named][0])
    key = next(key for key in ("total_calls", *METRICS) if (of_grain & (scores.metric == key)).any())
    history = of_grain & (scores.metric == key)  # other inputs may run later
    whole = history & (scores.known_share >= WHOLE_SHARE) & (scores.count > 0)
    lead = whole if whole.any() else history
    return np.datetime64(scores.start[lead].max())


def _holding(scores: Scores, of_grain: Bools, grain: str, moment: np.datetime64) -> Bools:
    """Those of a coarser grain's rows whose period holds the moment."""
    start = scores.start[of_grain]
    holding = of_grain.copy()
    holding[of_grain] = (start <= moment) & (ends(start, grain) > moment)
    return holding

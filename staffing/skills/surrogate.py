"""A linear picture of how far each queue is from its target near a staffing, learnt from what was measured.

Service level by agents is S-shaped; its probit, the normal quantile, is nearly a line. A weighted ridge
regression takes measured slopes as what is believed before, and every further staffing as an observation.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.skills.measured import Measured
from staffing.skills.targets import QueueTargets

_EDGE = 1e-4  # levels nearer to 0 or 1 are taken for this
_CURVED = 0.02  # error of the line, in normal quantiles, for each agent that a staffing is away
_BELIEVED = 0.4  # how far a slope may be off, as a part of it; and in any case:
_LEAST = 0.02


def score(targets: QueueTargets, found: Measured) -> tuple[Floats, Floats]:
    """How far each queue is above its tightest target, in normal quantiles, and the standard error."""
    from scipy.special import ndtri

    level = np.clip(found.service_level, _EDGE, 1.0 - _EDGE)
    asked = np.clip(targets.service_level, _EDGE, 1.0 - _EDGE)
    at = ndtri(level)
    scores = [np.where(targets.service_level > 0, at - ndtri(asked), 9.0)]
    slope = np.sqrt(2.0 * np.pi) * np.exp(0.5 * at * at)
    errors = [found.service_level_se * slope]
    if not targets.is_level_only:
        wait = np.clip(found.mean_wait_seconds, 1e-3, 1e6)
        gone = np.clip(found.abandonment, _EDGE, 1.0)
        with np.errstate(invalid="ignore"):
            limited = np.isfinite(targets.max_wait_seconds)
            scores.append(np.where(limited, 0.5 * np.log(targets.max_wait_seconds / wait), 9.0))
            limited = np.isfinite(targets.max_abandonment)
            scores.append(np.where(limited, 0.5 * np.log(targets.max_abandonment / gone), 9.0))
        errors.append(0.5 * np.nan_to_num(found.mean_wait_seconds_se) / wait)
        errors.append(0.5 * found.abandonment_se / gone)
    which = np.argmin(scores, axis=0)[None, :]
    tightest = np.take_along_axis(np.array(scores), which, axis=0)[0]
    return tightest, np.take_along_axis(np.array(errors), which, axis=0)[0]


class Surrogate:
    """Scores of all queues as linear in the agents, by slopes (queues × groups) believed before."""

    def __init__(self, targets: QueueTargets, slopes: Floats) -> None:
        self.targets, self.slopes = targets, slopes
        self._believed = slopes

    def learn(self, agents: Ints, known: Iterable[tuple[Ints, Measured]]) -> None:
        """The slopes, and the scores at `agents`, from all that was measured nearby."""
        rows = [(one - agents, *score(self.targets, found)) for one, found in known]
        rows = [row for row in rows if np.abs(row[0]).sum() <= 8]
        step = np.array([row[0] for row in rows], dtype=np.float64)
        level, error = np.array([row[1] for row in rows]), np.array([row[2] for row in rows])
        away = np.abs(step).sum(axis=1)
        design = np.hstack([np.ones((len(rows), 1)), step])
        fitted = []
        for queue, believed in enumerate(self._believed):
            weight = 1.0 / (error[:, queue] ** 2 + (_CURVED * away) ** 2 + 1e-6)
            prior = np.concatenate([[1e-6], 1.0 / (_BELIEVED * np.abs(believed) + _LEAST) ** 2])
            matrix = (design * weight[:, None]).T @ design + np.diag(prior)
            right = design.T @ (weight * level[:, queue]) + prior * np.concatenate([[0.0], believed])
            fitted.append(np.linalg.solve(matrix, right))
        self.at, self.slopes = np.array(fitted)[:, 0], np.array(fitted)[:, 1:]

    def predict(self, moves: Ints) -> Floats:
        """The lowest score of any queue after each move (rows) away from the staffing last learnt at."""
        scores: Floats = self.at + moves @ self.slopes.T
        return np.asarray(scores.min(axis=1))

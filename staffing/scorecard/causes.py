"""The likely causes of what is off, those first that the data show, and last those they speak against."""

from __future__ import annotations

from collections.abc import Mapping

from staffing.records.scorecard import LikelyCause, Scores
from staffing.scorecard.facts import Facts
from staffing.scorecard.metric import Cause, metric_named
from staffing.scorecard.period_view import PeriodView, ShownScore
from staffing.scorecard.status import side_of

_OFF = ("missed", "near", "changed")
_RANK = {True: 0, None: 1, False: 2}


def likely_causes(
    facts: Facts, scores: Scores, shown: tuple[int, ...]
) -> Mapping[int, tuple[LikelyCause, ...]]:
    """For each row in front that is off: its causes in the standard's words, with the evidence."""
    rows = [
        row
        for row in shown
        if scores.status[row] != "missing" and not scores.team[row] and not scores.agent[row]
    ]
    causes = {}
    for row in rows:
        if scores.status[row] not in _OFF:
            continue
        score = _shown(scores, row)
        metric = metric_named(str(scores.metric[row]))
        if score.side is None:
            continue
        queue, grain = str(scores.queue[row]), str(scores.grain[row])
        view = PeriodView(facts, grain, scores.start[row], queue, _beside(scores, rows, queue))
        causes[row] = _ordered([_tested(cause, view) for cause in metric.causes.get(score.side, ())])
    return causes


def _beside(scores: Scores, rows: list[int], queue: str) -> dict[str, ShownScore]:
    """The scores in front of the same queue; what is known of the whole centre only, of that."""
    whole = {str(scores.metric[row]): _shown(scores, row) for row in rows if scores.queue[row] == ""}
    own = {str(scores.metric[row]): _shown(scores, row) for row in rows if scores.queue[row] == queue}
    return {**whole, **own}


def _shown(scores: Scores, row: int) -> ShownScore:
    value, low, high = (float(column[row]) for column in (scores.value, scores.aim_low, scores.aim_high))
    previous, last_year = float(scores.previous[row]), float(scores.last_year[row])
    status = str(scores.status[row])
    better = metric_named(str(scores.metric[row])).better
    side = side_of(value, (low, high), better, status, (previous, last_year)) if status in _OFF else None
    return ShownScore(value, str(scores.unit[row]), low, high, side, previous, last_year)


def _tested(cause: Cause, view: PeriodView) -> LikelyCause:
    evidence = cause.evidence(view) if cause.evidence is not None else None
    if evidence is None:
        return LikelyCause(cause.text, None, "")
    return LikelyCause(cause.text, bool(evidence[0]), evidence[1])


def _ordered(causes: list[LikelyCause]) -> tuple[LikelyCause, ...]:
    return tuple(sorted(causes, key=lambda cause: _RANK[cause.supported]))

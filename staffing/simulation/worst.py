"""The intervals that lose the most contacts against their target, and why.

The days of these intervals are played again without one kind of trouble at a time, in some of the
replications, with the same random numbers: what an interval gains is what that trouble costs it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from staffing.arrays import Floats
from staffing.progress import Progress, silent
from staffing.records.simulation import WorstInterval
from staffing.simulation import measures
from staffing.simulation.game import REASONS, Game
from staffing.simulation.games import play_games
from staffing.simulation.incoming import OneDay
from staffing.simulation.measures import Ratio
from staffing.simulation.playing import Playing
from staffing.simulation.queue_to_play import QueueToPlay

Costs = dict[str, tuple[Floats, Floats]]  # service level lost to each trouble by interval, and its error

SHOWN = 5
_OF_REASONS = 20  # replications at most: a reason is shown from a point on, and where it is sure
_SURE = 2.0  # standard errors
_WORTH = 0.01  # of service level: less is no reason


def worst_intervals(
    queues: Sequence[QueueToPlay], levels: Sequence[Ratio], how: Playing, tell: Progress = silent
) -> tuple[WorstInterval, ...]:
    """The few intervals with the most contacts lost, worst first; `levels` as played, by queue."""
    lost = [(q, row, amount) for q in range(len(queues)) for row, amount in _lost(queues[q], levels[q])]
    worst = [(q, row) for q, row, _ in sorted(lost, key=lambda one: -one[2])[:SHOWN]]
    days = {(q, row): queues[q].game.incoming.day_of(row) for q, row in worst}
    of_reasons = replace(how, replications=min(how.replications, _OF_REASONS))
    each = {(q, days[q, row].first): days[q, row] for q, row in worst}
    costs = _costs_of_days(queues, levels, each, of_reasons, tell)
    found = []
    for q, row in worst:
        queue, first = queues[q], days[q, row].first
        reason, points = _reason(costs[q, first], row - first)
        found.append(
            WorstInterval(
                interval_start=str(queue.rows.iso()[row]),
                queue=queue.name,
                offered=float(queue.offered[row]),
                service_level=float(levels[q].level[row]),
                predicted_service_level=_known(queue.predicted[row]),
                target=_known(queue.target[row]),
                reason=reason,
                points=points,
            )
        )
    return tuple(found)


def _lost(queue: QueueToPlay, played: Ratio) -> list[tuple[int, float]]:
    """Intervals surely below their target (the prediction where none is asked), and contacts that lack."""
    aim = np.where(np.isfinite(queue.target), queue.target, queue.predicted)
    below = np.nan_to_num(aim - played.level)
    lost = np.where(below > _SURE * np.nan_to_num(played.error, nan=np.inf), below * queue.offered, 0.0)
    rows = np.argsort(-lost, kind="stable")[:SHOWN]
    return [(int(row), float(lost[row])) for row in rows if lost[row] > 0]


def _reason(costs: Costs, row: int) -> tuple[str, float | None]:
    """The trouble that costs an interval of the day most, and how many points; none where it is chance."""
    best: tuple[str, float | None] = ("", None)
    for reason, (gains, errors) in costs.items():
        gain, error = float(gains[row]), float(errors[row])
        if gain > max(_WORTH, _SURE * error) and (best[1] is None or 100 * gain > best[1]):
            best = (reason, 100 * gain)
    return best


def _costs_of_days(
    queues: Sequence[QueueToPlay],
    levels: Sequence[Ratio],
    days: Mapping[tuple[int, int], OneDay],
    how: Playing,
    tell: Progress,
) -> dict[tuple[int, int], Costs]:
    """What each trouble costs the intervals of each of these days."""
    known: dict[tuple[int, int], Ratio] = {}
    games: list[tuple[tuple[int, int], str, Game]] = []
    for place, day in days.items():
        whole = queues[place[0]].game
        game = whole.part(day.rows)
        if day.rows in whole.stretches():
            known[place] = levels[place[0]].part(how.replications, day.rows)
        else:  # it was played as it follows others; again from an empty start, as without its troubles
            games.append((place, "", game))
        without = [(reason, game.without(reason)) for reason in REASONS]
        games += [(place, reason, other) for reason, other in without if other is not None]
    plays = play_games(
        [game for *_, game in games], how, lambda done, total: tell("looking for reasons", done / total)
    )
    costs: dict[tuple[int, int], Costs] = {place: {} for place in days}
    for (place, reason, _), played in zip(games, plays, strict=True):
        level = measures.service_level(played, how.definition)
        if reason:
            costs[place][reason] = level.above(known[place])
        else:
            known[place] = level
    return costs


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None

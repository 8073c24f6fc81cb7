"""From plays to records: rows by interval and day, the whole, and where it fails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from staffing.arrays import Ints
from staffing.parallel import run_each
from staffing.progress import Progress, silent
from staffing.records.columns import ALL_QUEUES
from staffing.records.simulation import Simulated, SimulatedDays, SimulatedIntervals, WorstInterval
from staffing.simulation.game import FORECAST_ERROR
from staffing.simulation.groups.play import GroupGame
from staffing.simulation.measures import Ratio
from staffing.simulation.played import Played
from staffing.simulation.played_rows import PlayedRows, together
from staffing.simulation.playing import Playing
from staffing.simulation.plays import REPLICATIONS_AS_FORECAST, PlayedBefore, play_levels, plays_of
from staffing.simulation.queue_to_play import ROUTED_PER_SECOND, GroupsToPlay, QueueToPlay
from staffing.simulation.worst import worst_intervals

_AT_A_TIME = 25  # replications with groups that a process plays


def simulate(
    queues: Sequence[QueueToPlay],
    how: Playing,
    tell: Progress = silent,
    known: PlayedBefore | None = None,
) -> Simulated:
    """All queues played, each with agents of its own; rows of each, and of all together.

    `known`: days that were played as forecast before.
    """
    plays = plays_of(queues, how, lambda done, total: tell("simulating", done / total))
    sets = [_rows_of(queue, played) for queue, played in zip(queues, plays, strict=True)]
    sure, levels = _as_forecast(queues, [rows.level(how) for rows in sets], how, tell, known)
    return _result(sets, together(sets), worst_intervals(sure, levels, how, tell), how)


def _as_forecast(
    queues: Sequence[QueueToPlay],
    levels: Sequence[Ratio],
    how: Playing,
    tell: Progress,
    known: PlayedBefore | None,
) -> tuple[Sequence[QueueToPlay], Sequence[Ratio]]:
    """The queues without chance in the forecast of their days, and what they get then.

    Days that are off their forecast hide which intervals are weak.
    """
    games = [queue.game.without(FORECAST_ERROR) for queue in queues]
    if not any(games):
        return queues, levels
    sure = [
        queue if game is None else replace(queue, game=game)
        for queue, game in zip(queues, games, strict=True)
    ]
    fewer = replace(how, replications=min(how.replications, REPLICATIONS_AS_FORECAST))
    return sure, play_levels(sure, fewer, tell, known)


def _rows_of(queue: QueueToPlay, played: Played) -> PlayedRows:
    return PlayedRows(queue.name, queue.rows, queue.offered, queue.predicted, queue.target, played)


def simulate_groups(given: GroupsToPlay, how: Playing, tell: Progress = silent) -> Simulated:
    """Queues that groups answer by their skills; how busy people are is told of all queues together."""
    parts = np.array_split(np.arange(how.replications), max(how.replications // _AT_A_TIME, 1))
    contacts = sum(float(queue.offered.sum()) for queue in given.queues) * how.replications
    plays = list(
        run_each(
            partial(_play_groups, how, given.game),
            [partial(_these, part) for part in parts],
            how.engine,
            lambda done, total: tell("simulating", done / total),
            seconds_each=contacts / ROUTED_PER_SECOND / len(parts),
        )
    )
    sets = [
        PlayedRows(
            name=queue.name,
            where=queue.rows,
            offered=queue.offered,
            predicted=np.full(len(queue.offered), np.nan),
            target=queue.target,
            played=Played.stacked([played[number] for played in plays]),
        )
        for number, queue in enumerate(given.queues)
    ]
    return _result([rows.without_staff() for rows in sets], together(sets), (), how)


def _play_groups(how: Playing, game: GroupGame, replications: Ints) -> list[Played]:
    """Of particular people each stretch that knows nothing of the others is played by itself."""
    if game.crew is None:
        return game.play(how.seed, replications)[0]
    parts = [part.play(how.seed, replications)[0] for part in game.alone()]
    return [Played.joined([part[queue] for part in parts]) for queue in range(len(game.queues))]


def _these(replications: Ints) -> Ints:
    return replications


def _result(
    sets: Sequence[PlayedRows], whole: PlayedRows, worst: tuple[WorstInterval, ...], how: Playing
) -> Simulated:
    named = sets if [rows.name for rows in sets] == [ALL_QUEUES] else [*sets, whole]
    return Simulated(
        intervals=SimulatedIntervals.joined([rows.intervals(how) for rows in named]),
        days=SimulatedDays.joined([rows.days(how) for rows in named]),
        worst=worst,
        whole=whole.summary(how),
        queues=tuple(rows.summary(how) for rows in sets),
        replications=how.replications,
        seed=how.seed,
    )

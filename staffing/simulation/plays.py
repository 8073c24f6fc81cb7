"""Queues played: what came out, or the service level alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from staffing.progress import Progress, silent
from staffing.simulation import measures
from staffing.simulation.games import play_games
from staffing.simulation.measures import Ratio
from staffing.simulation.played import Played
from staffing.simulation.playing import Playing
from staffing.simulation.queue_to_play import QueueToPlay


def play_levels(queues: Sequence[QueueToPlay], how: Playing, tell: Progress = silent) -> list[Ratio]:
    """Service level of the intervals of each queue when they are played."""
    plays = plays_of(queues, how, lambda done, total: tell("simulating", done / total))
    return [measures.service_level(played, how.definition) for played in plays]


def plays_of(queues: Sequence[QueueToPlay], how: Playing, done: Callable[[int, int], None]) -> list[Played]:
    """Of each queue."""
    parts = [queue.game.alone() for queue in queues]
    played = iter(play_games([game for alone in parts for game in alone], how, done))
    return [Played.joined([next(played) for _ in alone]) for alone in parts]

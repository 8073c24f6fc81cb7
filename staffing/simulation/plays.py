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

REPLICATIONS_AS_FORECAST = 30  # of days without chance in their forecast: with fewer, chance is all one sees

PlayedBefore = dict[object, Ratio]  # by the terms of the play and the content of what was played


def play_levels(
    queues: Sequence[QueueToPlay],
    how: Playing,
    tell: Progress = silent,
    known: PlayedBefore | None = None,
) -> list[Ratio]:
    """Service level of the intervals of each queue when they are played.

    Days that stand in `known` by their content are not played again; the others are added.
    """
    known = {} if known is None else known
    terms = (how.replications, how.seed, how.definition)
    parts = [[((terms, game.content), game) for game in queue.game.alone()] for queue in queues]
    fresh = {content: game for alone in parts for content, game in alone if content not in known}
    plays = play_games(list(fresh.values()), how, lambda done, total: tell("simulating", done / total))
    for content, played in zip(fresh, plays, strict=True):
        known[content] = measures.service_level(played, how.definition)
    return [Ratio.joined([known[content] for content, _ in alone]) for alone in parts]


def plays_of(queues: Sequence[QueueToPlay], how: Playing, done: Callable[[int, int], None]) -> list[Played]:
    """Of each queue."""
    parts = [queue.game.alone() for queue in queues]
    played = iter(play_games([game for alone in parts for game in alone], how, done))
    return [Played.joined([next(played) for _ in alone]) for alone in parts]

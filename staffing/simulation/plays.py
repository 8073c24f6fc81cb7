"""Queues played: what came out, or the service level alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from staffing.parallel import run_each
from staffing.progress import Progress, silent
from staffing.simulation import measures
from staffing.simulation.game import Game, itself
from staffing.simulation.measures import Ratio
from staffing.simulation.playing import Playing
from staffing.simulation.pool import Played
from staffing.simulation.queue_to_play import CONTACTS_PER_SECOND, QueueToPlay


def play_levels(queues: Sequence[QueueToPlay], how: Playing, tell: Progress = silent) -> list[Ratio]:
    """Service level of the intervals of each queue when they are played."""
    plays = plays_of(queues, how, lambda done, total: tell("simulating", done / total))
    return [measures.service_level(played, how.definition) for played in plays]


def plays_of(queues: Sequence[QueueToPlay], how: Playing, done: Callable[[int, int], None]) -> list[Played]:
    """Of each queue; stretches that know nothing of one another are played in processes of their own."""
    parts = [list(queue.game.alone()) for queue in queues]
    games = [game for alone in parts for game in alone]
    contacts = sum(float(queue.offered.sum()) for queue in queues) * how.replications
    seconds_each = contacts / CONTACTS_PER_SECOND / max(len(games), 1)
    played = run_each(
        partial(_play, how),
        [partial(itself, game) for game in games],
        how.engine,
        done,
        seconds_each=seconds_each,
    )
    return [Played.joined([next(played) for _ in alone]) for alone in parts]


def _play(how: Playing, game: Game) -> Played:
    return game.play(how.seed, np.arange(how.replications))

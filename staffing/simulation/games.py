"""Games played, those that may be side by side so, in processes where there is work enough for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from staffing.parallel import run_each
from staffing.simulation.game import Game, play_side_by_side
from staffing.simulation.played import Played
from staffing.simulation.playing import Playing

CONTACTS_PER_SECOND = 3_500_000.0  # that a process plays in one pool, more or less
_LANES = 400  # days × replications that are played at once: what they need stays near the processor


def play_games(games: Sequence[Game], how: Playing, done: Callable[[int, int], None]) -> list[Played]:
    """Of each game; those that are played side by side are played in a process of their own."""
    sets = _side_by_side(games, max(_LANES // how.replications, 1))
    contacts = sum(float(game.incoming.offered.sum()) for game in games) * how.replications
    plays = run_each(
        partial(_play, how),
        [partial(list, [games[place] for place in places]) for places in sets],
        how.engine,
        done,
        seconds_each=contacts / CONTACTS_PER_SECOND / max(len(sets), 1),
    )
    found: dict[int, Played] = {}
    for places, played in zip(sets, plays, strict=True):
        found |= zip(places, played, strict=True)
    return [found[place] for place in range(len(games))]


def _side_by_side(games: Sequence[Game], most: int) -> list[list[int]]:
    """Places of games that may be played at once, those with about as many contacts together."""
    alike: dict[object, list[int]] = {}
    for place, game in enumerate(games):
        kind = (game.chance, game.incoming.seconds) if game.crew is not None and game.is_in_blocks else place
        alike.setdefault(kind, []).append(place)
    sets = []
    for places in alike.values():
        order = sorted(places, key=lambda place: -float(games[place].incoming.offered.sum()))
        sets += [part.tolist() for part in np.array_split(order, -(-len(order) // most))]
    return sets


def _play(how: Playing, games: list[Game]) -> list[Played]:
    replications = np.arange(how.replications)
    if len(games) == 1:
        return [games[0].play(how.seed, replications)]
    return play_side_by_side(games, how.seed, replications)

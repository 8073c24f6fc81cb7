"""A queue in few words, for the tests of its simulation."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from staffing.queueing.model import Traffic
from staffing.simulation.game import Game
from staffing.simulation.incoming import Incoming
from staffing.simulation.played import Played


def incoming(traffic: Traffic, seconds: float = 1800.0, target: float = 20.0, **others: object) -> Incoming:
    """Intervals of one day, one after the other."""
    count = len(traffic.load)
    usual: dict[str, object] = {
        "slope": np.zeros(count),
        "day": np.zeros(count, dtype=np.int64),
        "day_variation": np.zeros(1),
    }
    return Incoming(
        start=seconds * np.arange(count),
        seconds=seconds,
        traffic=traffic,
        target_seconds=np.full(count, target),
        **(usual | others),  # type: ignore[arg-type]
    )


def steady(
    offered: float,
    aht_seconds: float = 240.0,
    patience_seconds: float = np.inf,
    *,
    intervals: int = 8,
    seconds: float = 1800.0,
    target: float = 20.0,
    lines: float = np.inf,
    **law: ArrayLike,
) -> Incoming:
    """The same contacts in every interval."""
    rate = np.full(intervals, offered / seconds)
    return incoming(Traffic(rate, aht_seconds, patience_seconds, lines, **law), seconds, target)


def played(game: Game, replications: int = 50, seed: int = 1) -> Played:
    """In that many replications."""
    return game.play(seed, np.arange(replications))

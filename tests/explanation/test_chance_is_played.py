"""The size of chance that an account tells, against days played."""

from __future__ import annotations

import numpy as np
import pytest

from staffing.definitions import DEFINITIONS
from staffing.explanation.chance import Chance, typical
from staffing.explanation.day_data import Contacts
from staffing.queueing.erlang_a import ErlangA
from staffing.queueing.model import Traffic
from staffing.queueing.variability import variance_per_contact
from staffing.simulation.game import Game
from staffing.simulation.measures import counts
from tests.simulation.play_one import incoming, played

SECONDS, TARGET, STEP = 1800.0, 20.0, 0.01


@pytest.mark.slow
@pytest.mark.parametrize(("load", "agents", "aht"), [(40.0, 42, 240.0), (5.0, 7, 240.0), (50.0, 54, 600.0)])
def test_chance_is_as_large_as_told(load: float, agents: int, aht: float) -> None:
    """What contacts and handle time of the day do not explain of its service level: within a fifth."""
    rate, patience, staff = np.full(28, load / aht), np.full(28, 180.0), np.full(28, float(agents))

    def level(times_rate: float, times_aht: float) -> np.ndarray:
        traffic = Traffic(rate * times_rate, aht * times_aht, patience)
        return ErlangA().performance(traffic, staff, TARGET).answered_within_target

    traffic = Traffic(rate, aht, patience)
    (variance,) = variance_per_contact(traffic, staff, TARGET, DEFINITIONS["offered"].chances)
    slopes = [(level(*case) - level(1.0, 1.0)) / STEP for case in ((1.0 + STEP, 1.0), (1.0, 1.0 + STEP))]
    answered = rate * SECONDS * ErlangA().performance(traffic, staff, TARGET).answered
    contacts = Contacts(rate * SECONDS, traffic.aht_seconds, answered)
    told = typical(Chance(variance, *slopes), contacts, np.zeros(28, dtype=np.int64), np.array([0]))

    days = played(Game(0, incoming(traffic, SECONDS, TARGET), agents=staff), 600)
    offered, in_time, handled = (
        counts(days, name).sum(axis=1) for name in ("offered", "answered_within_target", "answered")
    )
    of_day = np.log(np.column_stack([np.full(600, np.e), offered, days.busy.sum(axis=1) / handled]))
    share = in_time / offered
    left = share - of_day @ np.linalg.lstsq(of_day, share, rcond=None)[0]
    assert told[0] == pytest.approx(left.std(ddof=3), rel=0.2)
    assert told[0] < 0.8 * share.std(ddof=1)

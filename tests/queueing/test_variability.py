"""How far the service of a day varies by chance, against simulation."""

from __future__ import annotations

import heapq

import numpy as np
import pytest

from staffing.definitions import DEFINITIONS
from staffing.queueing import load_model
from staffing.queueing.model import Traffic
from staffing.queueing.variability import Score, variance_per_contact

CONTACTS, DAYS, TARGET = 2_000, 120, 20.0


def simulated(load: float, agents: int, aht: float, patience: float) -> dict[str, np.ndarray]:
    """Per day of so many contacts: the service level by each definition, and the share who gave up."""
    random = np.random.default_rng(7)
    count = CONTACTS * (DAYS + 1)
    arrivals = np.cumsum(random.exponential(aht / load, count)).tolist()
    handling, stays = (random.exponential(mean, count) for mean in (aht, patience))
    free, waits = [0.0] * agents, []
    for now, work, stay in zip(arrivals, handling.tolist(), stays.tolist(), strict=True):
        wait = max(0.0, free[0] - now)
        waits.append(wait)
        if stay >= wait:
            heapq.heapreplace(free, now + wait + work)
    wait = np.array(waits)
    answered = stays >= wait
    in_time, gone = answered & (wait <= TARGET), ~answered & (stays <= TARGET)
    a, t, g = (flag.reshape(-1, CONTACTS)[1:].sum(axis=1) for flag in (answered, in_time, gone))
    return {
        "offered": t / CONTACTS,
        "offered-less-short": t / (CONTACTS - g),
        "answered": t / a,
        "with-abandons": (t + g) / CONTACTS,
        "abandoned": 1 - a / CONTACTS,
    }


@pytest.mark.parametrize(
    "case",
    [(10.0, 11, 180.0, 120.0), (40.0, 41, 240.0, 180.0), (40.0, 36, 300.0, 60.0), (3.0, 5, 200.0, 390.0)],
)
def test_the_spread_of_days_is_that_of_simulated_days(case: tuple[float, int, float, float]) -> None:
    """Within a quarter, by every definition; as if contacts were independent would be a third of it."""
    load, agents, aht, patience = case
    traffic = Traffic(np.array([load / aht]), aht, patience)
    scores: dict[str, Score] = {name: definition.chances for name, definition in DEFINITIONS.items()}
    scores["abandoned"] = lambda found: (found.abandoned, np.ones_like(found.abandoned))
    variances = variance_per_contact(traffic, np.array([float(agents)]), TARGET, *scores.values())
    days = simulated(*case)
    for name, variance in zip(scores, variances, strict=True):
        assert np.sqrt(variance[0] / CONTACTS) == pytest.approx(days[name].std(ddof=1), rel=0.25), name
    level = days["offered"].mean()
    assert variances[0][0] > 3 * level * (1 - level)


def test_the_chain_has_the_service_of_erlang_a() -> None:
    """The mean it varies around is the model's: few wait, all served, no variance without contacts."""
    traffic = Traffic(np.array([0.0, 0.05]), 180.0, 120.0)
    (variance,) = variance_per_contact(traffic, np.array([5.0, 60.0]), TARGET, DEFINITIONS["offered"].chances)
    assert variance[0] == 0
    assert variance[1] < 1e-6
    assert load_model("erlang-a").performance(traffic, [5, 60], TARGET).answered[1] == pytest.approx(1)


def test_no_steady_state_has_no_variance() -> None:
    """Overload of callers who never give up."""
    traffic = Traffic(np.array([12 / 180]), 180.0)
    (variance,) = variance_per_contact(traffic, np.array([10.0]), TARGET, DEFINITIONS["offered"].chances)
    assert np.isnan(variance[0])

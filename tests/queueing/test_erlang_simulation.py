"""The formulas against a simulation that knows none of them."""

from __future__ import annotations

import heapq

import numpy as np
import pytest

from staffing.queueing import load_model
from staffing.queueing.model import Traffic

BATCHES, BATCH = 20, 10_000


def simulate(
    *, load: float, agents: int, aht: float, patience: float, target: float, seed: int
) -> np.ndarray:
    """Per batch: fraction answered, answered in time, gone in time, waiting, and mean wait of the answered.

    First come, first served: the wait offered to a contact is the time until the first agent is free, since
    those ahead who will give up never take an agent. The first two batches warm up.
    """
    random = np.random.default_rng(seed)
    count = (BATCHES + 2) * BATCH
    arrivals = np.cumsum(random.exponential(aht / load, count)).tolist()
    handling = random.exponential(aht, count).tolist()
    patient = (
        random.exponential(patience, count) if np.isfinite(patience) else np.full(count, np.inf)
    ).tolist()
    free = [0.0] * agents
    offered_wait = []
    for now, work, stays in zip(arrivals, handling, patient, strict=True):
        wait = max(0.0, free[0] - now)
        offered_wait.append(wait)
        if stays >= wait:
            heapq.heapreplace(free, now + wait + work)
    waits, stays_ = (np.array(column).reshape(-1, BATCH)[2:] for column in (offered_wait, patient))
    served = stays_ >= waits
    return np.array(
        [
            served.mean(axis=1),
            (served & (waits <= target)).mean(axis=1),
            (~served & (stays_ <= target)).mean(axis=1),
            (waits > 0).mean(axis=1),
            (waits * served).sum(axis=1) / served.sum(axis=1),
        ]
    )


@pytest.mark.parametrize(
    ("model", "load", "agents", "aht", "patience"),
    [
        ("erlang-a", 10.0, 11, 180.0, 120.0),
        ("erlang-a", 40.0, 36, 300.0, 60.0),
        ("erlang-a", 2.5, 2, 240.0, 600.0),
        ("erlang-c", 10.0, 13, 180.0, np.inf),
    ],
)
def test_formula_within_three_standard_errors(
    model: str, load: float, agents: int, aht: float, patience: float
) -> None:
    """200,000 contacts, seeded; standard errors from the means of 20 batches."""
    batches = simulate(load=load, agents=agents, aht=aht, patience=patience, target=20.0, seed=20_261_122)
    found = load_model(model).performance(Traffic(load / aht, aht, patience), agents, 20.0)
    truth = np.array(
        [
            found.answered,
            found.answered_within_target,
            found.abandoned_within_target,
            found.wait_probability,
            found.mean_wait_seconds,
        ]
    )
    error = batches.std(axis=1, ddof=1) / np.sqrt(BATCHES)
    assert (np.abs(batches.mean(axis=1) - truth) <= 3 * error + 1e-12).all()

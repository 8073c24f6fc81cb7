"""The formulas against a simulation that knows none of them."""

from __future__ import annotations

import heapq
import math
from typing import NamedTuple

import numpy as np
import pytest
from numpy.random import Generator

from staffing.queueing import load_model
from staffing.queueing.model import Traffic
from staffing.queueing.patience_laws import law_code

BATCHES, BATCH = 20, 6_000
MEASURES = ("answered", "answered_within_target", "abandoned_within_target", "wait_probability", "blocked")


def patience_times(law: str, parameter: float, mean: float, count: int, random: Generator) -> np.ndarray:
    """Draws of that law; infinite where nobody gives up."""
    if np.isinf(mean):
        return np.full(count, np.inf)
    if law == "weibull":
        return mean / math.gamma(1 + 1 / parameter) * random.weibull(parameter, count)
    if law == "lognormal":
        variance = math.log1p(parameter**2)
        return random.lognormal(math.log(mean) - variance / 2, math.sqrt(variance), count)
    if law == "hyperexponential":
        hasty = 0.5 * (1 + math.sqrt((parameter - 1) / (parameter + 1)))
        share = np.where(random.random(count) < hasty, hasty, 1 - hasty)
        return random.exponential(mean / (2 * share))
    return np.full(count, mean) if law == "deterministic" else random.exponential(mean, count)


def simulate(case: Case, target: float, seed: int) -> np.ndarray:
    """Per batch: the measures above, as fractions of the offered, and mean wait of the answered.

    First come, first served: the wait offered to a contact is the time until the first agent is free, since
    those ahead who will give up never take an agent. The first two batches warm up.
    """
    random = np.random.default_rng(seed)
    count = (BATCHES + 2) * BATCH
    arrivals = np.cumsum(random.exponential(case.aht / case.load, count)).tolist()
    handling = random.exponential(case.aht, count).tolist()
    stays = patience_times(case.law, case.parameter, case.patience, count, random)
    free, inside, offered_wait = [0.0] * case.agents, [], []
    for now, work, stay in zip(arrivals, handling, stays.tolist(), strict=True):
        while inside and inside[0] <= now:
            heapq.heappop(inside)
        if len(inside) >= case.lines:
            offered_wait.append(np.nan)
            continue
        wait = max(0.0, free[0] - now)
        offered_wait.append(wait)
        heapq.heappush(inside, now + (wait + work if stay >= wait else stay))
        if stay >= wait:
            heapq.heapreplace(free, now + wait + work)
    waits, stays = (np.array(column).reshape(-1, BATCH)[2:] for column in (offered_wait, stays))
    served = stays >= waits  # false for NaN, as are all comparisons below
    gone = stays < waits
    return np.array(
        [
            served.mean(axis=1),
            (served & (waits <= target)).mean(axis=1),
            (gone & (stays <= target)).mean(axis=1),
            (waits > 0).mean(axis=1),
            np.isnan(waits).mean(axis=1),
            np.where(served, waits, 0.0).sum(axis=1) / served.sum(axis=1),
        ]
    )


class Case(NamedTuple):
    load: float
    agents: int
    aht: float
    patience: float = np.inf
    law: str = "exponential"
    parameter: float = np.nan
    lines: float = np.inf


CASES = [
    Case(10, 11, 180, 120),
    Case(40, 36, 300, 60),
    Case(2.5, 2, 240, 600),
    Case(0.3, 1, 200, 90),
    Case(80, 84, 240, 180),
    Case(10, 13, 180),
    Case(3, 5, 300),
    Case(10, 9, 180, 120, lines=12),
    Case(10, 11, 180, lines=14),
    Case(20, 20, 240, 60, lines=20),
    Case(15, 11, 240, 240, lines=25),
    Case(10, 11, 180, 120, "deterministic"),
    Case(20, 17, 240, 60, "deterministic"),
    Case(10, 11, 180, 120, "weibull", 0.5),
    Case(10, 9, 180, 120, "weibull", 3.0),
    Case(30, 28, 300, 200, "weibull", 0.8),
    Case(10, 11, 180, 120, "lognormal", 0.5),
    Case(25, 22, 200, 100, "lognormal", 2.0),
    Case(10, 10, 180, 120, "hyperexponential", 4.0),
    Case(40, 35, 240, 90, "hyperexponential", 10.0),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_formula_within_three_standard_errors(case: Case) -> None:
    """120,000 contacts, seeded; standard errors from the means of 20 batches."""
    batches = simulate(case, target=20.0, seed=20_261_122)
    traffic = Traffic(
        case.load / case.aht,
        case.aht,
        case.patience,
        case.lines,
        patience_law=law_code(case.law),
        patience_parameter=case.parameter,
    )
    found = load_model("erlang-a").performance(traffic, case.agents, 20.0)
    truth = np.array([*(getattr(found, name) for name in MEASURES), found.mean_wait_seconds])
    error = batches.std(axis=1, ddof=1) / np.sqrt(BATCHES)
    assert (np.abs(batches.mean(axis=1) - truth) <= 3 * error + 1e-12).all()

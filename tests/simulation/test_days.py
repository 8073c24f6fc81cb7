"""Days whose agents change, against exact chains; where they come from is in reference/README.md."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from staffing.queueing.model import Traffic
from staffing.simulation.game import Game
from staffing.simulation.measures import service_level
from tests.simulation.play_one import incoming, played

DAYS = json.loads((Path(__file__).parent.parent / "reference" / "days.json").read_text(encoding="utf-8"))


@pytest.mark.slow
@pytest.mark.parametrize("rule", ["count", "named"])
@pytest.mark.parametrize("day", DAYS, ids=[day["id"] for day in DAYS])
def test_every_interval_of_a_day(day: dict[str, Any], rule: str) -> None:
    """Service level within four standard errors of the exact one, busy agents within a fifth of an agent."""
    seconds = float(day["interval_seconds"])
    patience = day["patience_seconds"] or np.inf
    contacts = incoming(
        Traffic(np.array(day["offered"]) / seconds, day["aht_seconds"], patience),
        seconds,
        float(day["target_seconds"]),
    )
    agents = np.array(day["agents"], dtype=np.float64)
    found = played(Game(0, contacts, agents=agents, leaving=rule), 600)
    level, truth = service_level(found, "offered"), np.array(day[rule]["service_level"])
    assert (np.abs(level.level - truth) < 4 * level.error + 1e-3).all()
    busy = found.busy.mean(axis=0) / seconds
    np.testing.assert_allclose(busy, day[rule]["busy_agents"], atol=0.2)


def test_after_the_last_interval_nobody_answers() -> None:
    """Who waits then has never been answered, and who is in hand is finished."""
    found = played(Game(0, incoming(Traffic([1.0, 1.0], 600.0)), agents=np.array([5.0, 5.0])))
    never = found.outcomes[..., 6].sum()
    assert never > 0.9 * found.outcomes.sum()
    assert found.outcomes[..., 3:6].sum() == 0

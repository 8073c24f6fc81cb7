"""Where simple searches go wrong: targets that bind by turns, and levels that more agents can lower."""

from __future__ import annotations

import numpy as np
import pytest

from staffing.queueing import load_model
from staffing.queueing.model import Traffic
from staffing.records.targets import Targets
from staffing.requirement.search import fewest_agents
from staffing.requirement.surface import fewest_agents_of_many


@pytest.mark.parametrize(
    "targets",
    [
        Targets(0.8, 20.0, max_wait_seconds=15.0),
        Targets(0.8, 20.0, max_abandonment=0.05),
        Targets(0.8, 20.0, definition="answered"),
    ],
)
def test_many_rows_are_sized_as_few_are(targets: Targets) -> None:
    """A row's agents do not depend on how many rows stand beside it, whichever target binds."""
    random = np.random.default_rng(5)
    load = np.exp(random.uniform(np.log(0.01), np.log(50_000), 24_000))
    aht = np.exp(random.uniform(np.log(10), np.log(5_000), load.size))
    model = load_model("erlang-a")
    whole = fewest_agents_of_many(model, Traffic(load / aht, aht, 180.0), targets)
    some = slice(0, 3_000)
    assert (whole[some] == fewest_agents(model, Traffic((load / aht)[some], aht[some], 180.0), targets)).all()


def test_levels_that_more_agents_lower_are_tried_number_by_number() -> None:
    """Six contacts of ten minutes, three lines, patience one minute: two agents reach 80/60, three do not."""
    traffic = Traffic(np.array([6 / 1800]), np.array([600.0]), np.array([60.0]), np.array([3.0]))
    targets = Targets(0.8, 60.0, definition="with-abandons")
    assert fewest_agents(load_model("erlang-a"), traffic, targets).tolist() == [2]

"""What queues cost by being sized apart."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from staffing.records.demand import Demand
from staffing.records.service import Service
from staffing.requirement.pooling import pooling_notes
from staffing.requirement.size import size

SERVICE = Service("80/20", model="erlang-c")


def demand_of(*contacts: float) -> Demand:
    """Four half-hours of queues with so many contacts each."""
    start = np.datetime64("2026-11-02T08:00:00") + np.arange(4) * np.timedelta64(1800, "s")
    count = len(contacts)
    return Demand(
        interval_start=np.tile(start, count),
        utc_offset_minutes=np.zeros(4 * count, dtype=np.int64),
        queue=np.repeat(np.arange(count), 4),
        queues=tuple(f"q{number}" for number in range(count)),
        interval_minutes=30,
        timezone="UTC",
        offered=np.repeat(np.array(contacts, dtype=np.float64), 4),
        aht_seconds=np.full(4 * count, 180.0),
    )


def notes_of(*contacts: float) -> tuple[str, ...]:
    """What is said of such queues."""
    demand = demand_of(*contacts)
    return pooling_notes(demand, size(demand, SERVICE).agents, SERVICE)


def test_ten_queues_of_six_calls_are_dear_apart() -> None:
    """20 agents, where 9 answer the 60 calls of 180 s as one queue."""
    (note,) = notes_of(*[6.0] * 10)
    assert "10 queues sized apart need 40 agent-hours, 20 agents in the busiest interval" in note
    assert "18 agent-hours and 9 agents are enough" in note


@pytest.mark.parametrize("contacts", [(60.0,), (600.0, 400.0, 500.0), (60.0, 0.0)])
def test_one_queue_and_large_ones_are_not(contacts: tuple[float, ...]) -> None:
    """What is lost there is small."""
    assert notes_of(*contacts) == ()


def test_nothing_is_said_where_a_handle_time_is_not_known() -> None:
    """As one queue such contacts cannot be sized."""
    demand = demand_of(*[6.0] * 10)
    unknown = replace(demand, aht_seconds=np.where(demand.queue == 3, np.nan, 180.0))
    assert pooling_notes(
        unknown, size(demand, SERVICE).agents, SERVICE
    )  # the others have one in the interval
    none = replace(demand, aht_seconds=np.full(40, np.nan))
    assert pooling_notes(none, size(demand, SERVICE).agents, SERVICE) == ()

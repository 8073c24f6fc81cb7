"""Rows sized in shares of whole queues: the requirement does not tell that it was."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import partial

import numpy as np
import pytest

from staffing.errors import InfeasibleError
from staffing.parallel import HERE, Engine
from staffing.records.demand import Demand
from staffing.records.requirement import Requirement
from staffing.records.service import Service
from staffing.records.targets import Targets
from staffing.records.uncertainty import Uncertainty
from staffing.requirement import size as stage
from staffing.requirement.in_shares import in_shares, shares_of
from staffing.requirement.size import evaluate, service_levels, size

QUEUES, INTERVALS = 30, 48


@pytest.fixture
def demand() -> Demand:
    """Thirty queues of a day, the rows of all shuffled."""
    rng = np.random.default_rng(5)
    start = np.datetime64("2026-03-02", "s") + np.arange(INTERVALS) * np.timedelta64(30, "m")
    offered = rng.gamma(1.0, 1.0, (QUEUES, INTERVALS)) * np.geomspace(0.5, 500.0, QUEUES)[:, None]
    whole = Demand(
        interval_start=np.tile(start, QUEUES),
        utc_offset_minutes=np.zeros(QUEUES * INTERVALS, dtype=np.int64),
        queue=np.repeat(np.arange(QUEUES), INTERVALS),
        queues=tuple(f"queue {index}" for index in range(QUEUES)),
        interval_minutes=30,
        timezone="UTC",
        offered=offered.ravel(),
        aht_seconds=rng.uniform(60.0, 600.0, QUEUES * INTERVALS),
        offered_p10=0.8 * offered.ravel(),
        offered_p90=1.3 * offered.ravel(),
    )
    return whole.rows(rng.permutation(len(whole)))


def test_a_queue_is_never_divided(demand: Demand) -> None:
    """Every row is in one share, those of a queue in the same, and no share is far too large."""
    shares = shares_of(demand, 5 * INTERVALS)
    assert len(shares) == 6
    assert sorted(np.concatenate(shares).tolist()) == list(range(len(demand)))
    queues = [set(demand.queue[share].tolist()) for share in shares]
    assert sum(map(len, queues)) == QUEUES
    assert [len(share) for share in shares_of(demand, 1)] == [INTERVALS] * QUEUES


@pytest.mark.parametrize(
    "service",
    [
        Service("80/20", patience_seconds=120.0),
        Service("80/20", variation="mol-psa"),
        Service("80/20", uncertainty=Uncertainty()),
    ],
    ids=["plain", "moving", "uncertain"],
)
@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_shares_give_what_the_whole_gives(demand: Demand, service: Service, jobs: int) -> None:
    """To the last bit, row by row."""
    whole = size(demand, service, HERE)
    sized = partial(size, options=service, engine=HERE)
    parts = in_shares(demand, sized, Engine(jobs), 4 * INTERVALS, seconds_a_row=1.0)
    for item in fields(Requirement):
        one, other = getattr(whole, item.name), getattr(parts, item.name)
        assert np.array_equal(one, other, equal_nan=getattr(one, "dtype", None) == np.float64), item.name


def test_no_share_decides_what_the_others_can_hold(demand: Demand) -> None:
    """Shares of whole agents and short words may come first: fractions and longer words stay as they are."""

    def sized(part: Demand) -> Requirement:
        whole = size(part, Service("80/20"), HERE)
        if 0 in part.queue:
            return replace(whole, agents=whole.agents.astype(np.int64), bound_by=np.full(len(part), "-"))
        return replace(whole, agents=whole.agents + 0.5)

    parts = in_shares(demand, sized, HERE, 4 * INTERVALS, seconds_a_row=1.0)
    first = np.isin(demand.queue, demand.queue[parts.bound_by == "-"])
    assert 0 < first.sum() < len(demand)
    whole = size(demand, Service("80/20"), HERE)
    assert np.array_equal(parts.agents, whole.agents + np.where(first, 0.0, 0.5))
    assert np.array_equal(parts.bound_by, np.where(first, "-", whole.bound_by))


def test_rows_that_no_number_serves_are_counted_over_all_shares(
    demand: Demand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first one in the order of the file is named, as where there are no shares."""
    asked = replace(demand, lines=np.where(np.arange(len(demand)) % 7 == 3, 1.0, np.inf))
    said = []
    for most_rows in (len(demand), 4 * INTERVALS):
        monkeypatch.setattr(stage, "ROWS_OF_A_SHARE", most_rows)
        with pytest.raises(InfeasibleError, match=f"of {len(demand)} intervals, first") as error:
            size(asked, Service(Targets(0.95, 5.0)), HERE)
        said.append(str(error.value))
    assert said[0] == said[1]


@pytest.mark.parametrize("variation", ["sipp", "mol-psa"])
def test_service_levels_in_shares_are_those_of_the_whole(
    demand: Demand, variation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the last bit, of as many agents as there happen to be."""
    service = Service("80/20", patience_seconds=120.0, variation=variation)
    agents = np.ceil(demand.offered * demand.aht_seconds / 1800.0)
    whole = evaluate(demand, agents, service).service_level
    monkeypatch.setattr(stage, "ROWS_OF_A_SHARE", INTERVALS)
    monkeypatch.setattr(stage, "MIXED_ROWS_OF_A_SHARE", INTERVALS)
    assert np.array_equal(service_levels(demand, agents, service), whole, equal_nan=True)

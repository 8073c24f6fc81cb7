"""What a repaired or robust run was made for, read back from it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from staffing.plan.need.demand import aimed, demand_of, keys_of
from staffing.plan.run.aims import aims_of, as_expected
from staffing.plan.run.published import Published
from staffing.records.schedule import RepairRound
from staffing.requirement.size import size
from tests.explanation.simulated_day import planned_run

ROUND = RepairRound(
    raised=2,
    lowered=1,
    paid_hours=400.0,
    objective_hours=400.0,
    service_level=0.8,
    shortfall=0.0,
    is_kept=True,
)


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """A Monday with three intervals as if a play had asked for more or fewer agents there."""
    published = planned_run(tmp_path_factory.mktemp("centre"), peak=120)
    busy = np.flatnonzero(published.requirement.agents > 4)[[3, 9, 15]]
    agents = published.requirement.agents.copy()
    agents[busy] += [2.0, 1.0, -1.0]
    summary = replace(published.summary, repair=(ROUND, ROUND))
    return replace(published, requirement=replace(published.requirement, agents=agents), summary=summary)


def test_the_aims_lead_to_the_agents_of_the_run_again(run: Published) -> None:
    """Three intervals aim at another level, two above the target; all agents are those of the run."""
    aims = aims_of(run)
    assert len(aims) == 3
    demand = demand_of(run.forecast, run.plan.sections.service, run.plan.opening_hours)
    service = replace(run.options, uncertainty=None)
    found = size(aimed(demand, aims), service)
    made = dict(zip(keys_of(run.requirement), run.requirement.agents.tolist(), strict=True))
    assert found.agents.tolist() == [made[key] for key in keys_of(demand)]
    assert sorted(level > service.targets.service_level for level in aims.values()) == [False, True, True]


def test_a_run_that_nothing_was_changed_of_has_no_aims(run: Published) -> None:
    """Whatever its agents: it was made for the plan's targets."""
    assert not aims_of(replace(run, summary=replace(run.summary, repair=())))


def test_a_robust_run_asks_no_range_of_its_intervals(run: Published) -> None:
    """What it adds is in its agents already."""
    robust = replace(run, summary=replace(run.summary, confidence=0.9))
    assert as_expected(robust).options.uncertainty is None
    assert as_expected(run) is run

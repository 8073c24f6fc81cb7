"""What a plan asks of each row of its forecast."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from staffing.plan.file.plan_file import PlanFile
from staffing.plan.file.read import read_plan
from staffing.plan.need.demand import demand_of
from staffing.records import Forecast
from tests.conftest import BANK

MORE = """
min_agents = 3
[[service.override]]
queue = "vip"
target = "95/10"
[[service.override]]
days = "tue-fri"
start = "08:00"
end = "09:00"
target = "70/60"
"""


def plan_with(tmp_path: Path, more: str) -> PlanFile:
    text = (BANK / "plan.toml").read_text().replace("[service]\n", "[service]\nPLACE\n", 1)
    head, tail = text.split("PLACE\n")
    keys, _, overrides = more.partition("[[")
    rest, people = tail.split("[people]", 1)
    path = tmp_path / "plan.toml"
    path.write_text(head + keys + rest + ("[[" + overrides if overrides else "") + "\n[people]" + people)
    return read_plan(path)


def forecast() -> Forecast:
    """Monday 23 and Tuesday 24 November 2026, 06:30 to 09:00 in New York, queues all and vip."""
    start = np.datetime64("2026-11-23T11:30:00", "s") + np.arange(5) * np.timedelta64(1800, "s")
    utc = np.concatenate([start, start + np.timedelta64(86400, "s")])
    count = 2 * len(utc)
    ones = np.ones(count)
    return Forecast(
        interval_start=np.tile(utc, 2),
        utc_offset_minutes=np.full(count, -300),
        queue=np.repeat([0, 1], len(utc)),
        queues=("all", "vip"),
        interval_minutes=30,
        timezone="America/New_York",
        offered=ones,
        offered_p10=ones,
        offered_p90=ones,
        aht_seconds=240 * ones,
    )


def test_overrides_by_queue_and_time(tmp_path: Path) -> None:
    """The later override wins where both hold; the minimum holds in opening hours."""
    plan = plan_with(tmp_path, MORE)
    demand = demand_of(forecast(), plan.sections.service, plan.opening_hours)
    assert demand.target_service_level is not None
    assert demand.min_agents is not None
    nan = np.nan
    np.testing.assert_array_equal(
        demand.target_service_level,
        [nan] * 5 + [nan] * 3 + [0.7] * 2 + [0.95] * 5 + [0.95] * 3 + [0.7] * 2,
    )
    np.testing.assert_array_equal(demand.min_agents[:5], [0, 3, 3, 3, 3])

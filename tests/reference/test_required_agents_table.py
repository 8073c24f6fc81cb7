"""The search against the truth table of required agents."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from staffing.queueing import load_model
from staffing.queueing.model import Traffic
from staffing.records.targets import Targets
from staffing.requirement.search import fewest_agents

Rows = list[dict[str, str]]
DEFINITION = {"offered": "offered", "excl_short_ab": "offered-less-short", "answered": "answered"}
SELF_CONTRADICTORY = {"77", "98"}


def required(row: dict[str, str]) -> float:
    def cell(name: str) -> float | None:
        return float(row[name]) if row[name] else None

    traffic = Traffic(
        [float(row["calls"]) / float(row["interval_s"])],
        float(row["aht_s"]),
        float(row["patience_s"] or "inf"),
    )
    targets = Targets(
        cell("sl_target"),
        cell("target_s") or 20.0,
        definition=DEFINITION[row["sl_definition"]],
        max_wait_seconds=cell("asa_max_s"),
        max_abandonment=cell("abandon_max"),
        max_occupancy=cell("occupancy_max"),
    )
    agents: NDArray[np.float64] = fewest_agents(load_model(row["model"].replace("_", "-")), traffic, targets)
    return float(agents[0])


def test_every_row_is_the_true_minimum(rows: Callable[[str], Rows]) -> None:
    """Service level (three definitions), mean wait, abandonment and occupancy, alone and together."""
    table = [row for row in rows("required_agents") if row["id"] not in SELF_CONTRADICTORY]
    wrong = [row["id"] for row in table if required(row) != float(row["required_agents"])]
    assert len(table) == 206
    assert wrong == []


def test_two_rows_contradict_themselves(rows: Callable[[str], Rows]) -> None:
    """Where the table's own figures show that one agent fewer meets the target, one fewer it is."""
    for row in rows("required_agents"):
        if row["id"] in SELF_CONTRADICTORY:
            assert float(row["occupancy_one_less"]) < float(row["occupancy_max"])
            assert row["sl_target"] == row["asa_max_s"] == row["abandon_max"] == ""
            assert required(row) == float(row["required_agents"]) - 1

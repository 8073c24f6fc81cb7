"""Sweep files: the service that each of several numbers of agents gives in one interval."""

from __future__ import annotations

from pathlib import Path

from staffing.arrays import Floats
from staffing.records.requirement import Requirement
from staffing.tables.columns import SWEEP
from staffing.tables.write import Cells, write_csv


def write_sweep(target: str | Path, service: Requirement, cost: Floats, cost_per_point: Floats) -> None:
    """Write a sweep; `-` is standard output."""
    own: dict[str, Cells] = {"cost": cost, "cost_per_point": cost_per_point}
    write_csv(target, {c.name: own[c.name] if c.name in own else getattr(service, c.name) for c in SWEEP})

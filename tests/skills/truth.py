"""Systems of the reference with their true service."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from staffing.arrays import Ints
from staffing.skills.system import SkillSystem

REFERENCE = Path(__file__).parent.parent / "reference"
SYSTEMS: dict[str, dict[str, Any]] = {
    truth["id"]: truth for truth in json.loads((REFERENCE / "groups.json").read_text(encoding="utf-8"))
}


def system_of(truth: dict[str, Any]) -> SkillSystem:
    """Queues and groups as the reference writes them."""
    queues, groups = truth["queues"], truth["groups"]
    names = [queue["name"] for queue in queues]
    level = np.array([[group["levels"].get(name, 0) for name in names] for group in groups])
    factor = [[group["aht_factor"].get(name, 1.0) for name in names] for group in groups]
    return SkillSystem(
        arrivals_per_second=np.array([queue["offered"] / truth["interval_seconds"] for queue in queues]),
        aht_seconds=np.array([float(queue["aht_seconds"]) for queue in queues]),
        patience_seconds=np.array([float(queue["patience_seconds"] or np.inf) for queue in queues]),
        target_seconds=np.array([float(queue["target_seconds"]) for queue in queues]),
        level=level,
        aht_factor=np.array(factor),
        breadth=(level > 0).sum(axis=1),
    )


def agents_of(truth: dict[str, Any]) -> Ints:
    """Of each group."""
    return np.array([group["agents"] for group in truth["groups"]])

"""Queues that a plan's overrides give a target of their own, all week long."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from staffing.plan.file.schema import ServiceChoice
from staffing.records.service_target import ServiceTarget
from staffing.timegrid import MINUTES_PER_DAY


class OwnTargets(NamedTuple):
    """The target of each such queue, and what to say of overrides for a part of the week (None: none)."""

    targets: Mapping[str, ServiceTarget]
    notes: str | None


def own_targets(asked: ServiceChoice) -> OwnTargets:
    """Of several overrides of a queue the last holds, as in a plan."""
    whole = [
        one
        for one in asked.override
        if len(one.days) == 7 and one.start == 0 and one.end == MINUTES_PER_DAY and one.queue is not None
    ]
    parts = len(asked.override) - len(whole)
    are = "override is" if parts == 1 else "overrides are"
    note = f"{parts} [[service.override]] {are} of a part of the week or of no queue, and not judged here"
    return OwnTargets(
        {one.queue: one.target.value for one in whole if one.queue is not None}, note if parts else None
    )

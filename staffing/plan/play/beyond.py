"""Targets that cannot be raised: the rules leave no schedule with the people that they would take."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from staffing.plan.file.plan_file import PlanFile
from staffing.plan.play.corrections import Aims
from staffing.records.need import Need
from staffing.shifts.build import least_cost
from staffing.timegrid import local_day


def beyond_rules(plan: PlanFile, now: Need, wanted: Need, aims: Aims) -> frozenset[object]:
    """Those raised on days that are impossible by themselves, their needs `wanted` beside the others' `now`.

    All that are raised where it is no one day.
    """
    day = local_day(now.local).astype(np.int64)
    start = now.interval_start.astype("datetime64[s]").astype(np.int64)
    impossible = np.zeros(len(now), dtype=bool)
    for one in np.unique(day[wanted.required > now.required]).tolist():
        required = np.where(day == one, wanted.required, now.required)
        if not can_be_met(plan, replace(now, required=required)):
            impossible |= day == one
    starts = set(start[impossible].tolist())
    raised = all_raised(aims)
    return frozenset(key for key in raised if isinstance(key, tuple) and key[1] in starts) or raised


def can_be_met(plan: PlanFile, need: Need) -> bool:
    """Whether the rules leave a schedule with these heads, as far as the linear relaxation tells."""
    return least_cost(plan.horizon(need), need.required, plan.effort_for(need)) is not None


def all_raised(aims: Aims) -> frozenset[object]:
    """Whatever is raised."""
    return frozenset(name for name, raised in zip(aims.names, aims.raised.tolist(), strict=True) if raised)

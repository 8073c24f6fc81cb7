"""A plan beside its variants: what each needs and costs, and how a schedule that is kept fares under it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Floats, Texts
from staffing.records.columns import Columns


@dataclass(frozen=True, eq=False)
class Variants(Columns):
    """A row for the plan, then one for each variant; NaN where nothing was scheduled.

    `more_…` is what a variant takes beyond the plan: hours are paid hours where both were scheduled, else
    head hours; shares are fractions of the plan's.
    """

    variant: Texts
    offered: Floats
    peak_heads: Floats
    head_hours: Floats
    paid_hours: Floats
    cost: Floats
    service_level: Floats
    under_agent_hours: Floats
    more_peak_heads: Floats
    more_hours: Floats
    more_hours_share: Floats
    more_cost: Floats
    more_cost_share: Floats


@dataclass(frozen=True, eq=False)
class KeptDays(Columns):
    """The service of one schedule under the plan and each variant; a row per local day, NaT for all."""

    variant: Texts
    day: NDArray[np.datetime64]
    offered: Floats
    service_level: Floats
    under_agent_hours: Floats


@dataclass(frozen=True, eq=False)
class WhatIf:
    """The comparison of one plan; one of the tables is there. `notes` say what a planner should know."""

    name: str
    first_day: str
    last_day: str
    changes: tuple[str, ...]
    notes: tuple[str, ...]
    variants: Variants | None = None
    kept: KeptDays | None = None

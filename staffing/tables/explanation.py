"""Accounts as tables: a row per period, measure and factor, and one for the total."""

from __future__ import annotations

import numpy as np

from staffing.records.columns import ALL_QUEUES
from staffing.records.explanation import Explanation
from staffing.tables.write import Cells

TOTAL = "total"
IN_POINTS = frozenset({"service_level", "abandonment"})


def explanation_columns(account: Explanation) -> dict[str, Cells]:
    """Header → cells; fractions in percentage points, and what agents imply left to JSON."""
    periods, factors = len(account.periods), len(account.factors) + 1
    shape = (periods, len(account.measures), factors)
    scale = np.array([100.0 if name in IN_POINTS else 1.0 for name in account.measures])[:, None]
    names = (*account.factors, TOTAL)
    points, planned, actual, typical = (np.full(shape, np.nan) for _ in range(4))
    recorded = np.ones(shape)
    points[:, :, :-1] = (account.parts * scale[:, None]).transpose(2, 0, 1)
    points[:, :, -1] = ((account.actual - account.planned) * scale).T
    planned[:, :, :-1], actual[:, :, :-1] = (
        account.inputs_planned.T[:, None],
        account.inputs_actual.T[:, None],
    )
    planned[:, :, -1], actual[:, :, -1] = account.planned.T, account.actual.T
    typical[:, :, -2] = (account.typical * scale).T
    recorded[:, :, :-1] = account.recorded.T[:, None]
    return {
        "period": np.repeat(np.array(account.periods), shape[1] * factors),
        "queue": np.full(points.size, ALL_QUEUES),
        "measure": np.tile(np.repeat(np.array(account.measures), factors), periods),
        "factor": np.tile(np.array(names), periods * shape[1]),
        "points": points.reshape(-1),
        "planned": planned.reshape(-1),
        "actual": actual.reshape(-1),
        "typical_points": typical.reshape(-1),
        "recorded": recorded.reshape(-1),
    }

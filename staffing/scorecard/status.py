"""Whether a value meets its aim, nearly does, or does not; and on which side it misses."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Floats
from staffing.scorecard.way import Better, Side

NEAR = 0.1  # of the bound; of a share, of what may fail: 78 % is near an aim of 80 %
LARGE_CHANGE = 0.15  # of a metric without an aim, to be explained


def statuses(
    value: Floats,
    aim: tuple[Floats, Floats],
    before: tuple[Floats, Floats],
    *,
    better: Better,
    unit: str,
) -> NDArray[np.str_]:
    """`met`, `near`, `missed`; without an aim `changed` or `steady` for counts, else `no aim`."""
    low, high = aim
    below = np.zeros(len(value), dtype=bool) if better == "low" else value < low
    above = np.zeros(len(value), dtype=bool) if better == "high" else value > high
    near = (below & (value >= low - _slack(low, unit))) | (above & (value <= high + _slack(high, unit)))
    aimed = np.isfinite(low) | np.isfinite(high)
    judged = np.where(near, "near", np.where(below | above, "missed", "met"))
    if unit != "contacts":
        return np.where(aimed, judged, "no aim")
    changes = np.stack([_change(value, earlier) for earlier in before])
    told = np.isfinite(changes).any(axis=0)
    large = (np.nan_to_num(np.abs(changes)) > LARGE_CHANGE).any(axis=0)
    return np.where(aimed, judged, np.where(large, "changed", np.where(told, "steady", "no aim")))


def side_of(
    value: float, aim: tuple[float, float], better: Better, status: str, before: tuple[float, float]
) -> Side | None:
    """The side on which a value is off; of a changed count the side of the larger change."""
    if status == "changed":
        changes = [change for earlier in before if np.isfinite(change := _change(value, earlier))]
        return "high" if max(changes, key=abs) > 0 else "low"
    low, high = aim
    if better != "low" and value < low:
        return "low"
    return "high" if better != "high" and value > high else None


def _slack(bound: Floats, unit: str) -> Floats:
    return NEAR * (np.minimum(bound, np.abs(1 - bound)) if unit == "share" else bound)


def _change(value: float | Floats, before: float | Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(np.asarray(before) > 0, np.divide(value, before) - 1, np.nan)

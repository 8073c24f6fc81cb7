"""How many of a group may be away on a date, and the least that is short with more: small integer programs.

Without names it is open who of a date is away, and so which of its shifts is not worked: those that hurt
least. With names it is the same question of the people on shift.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from staffing.arrays import Bools, Floats
from staffing.errors import InfeasibleError
from staffing.roster.leave.duties import GroupDuties

_EPSILON = 1e-6


def most_away(group: GroupDuties, date: np.datetime64) -> int:
    """The most people of a date who may be away with nothing short that was not."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    mine = group.of_date(date)
    presence = group.presence[mine]
    touched = presence.any(axis=0)
    if not touched.any():
        return int(group.counts[mine].sum())
    done = milp(
        -np.ones(len(mine)),
        constraints=LinearConstraint(presence[:, touched].T, ub=group.spare[touched] + _EPSILON),
        integrality=np.ones(len(mine), dtype=np.int64),
        bounds=Bounds(0, group.counts[mine]),
        options={"mip_rel_gap": 0.0},
    )
    return int(np.rint(done.x).sum()) if done.x is not None else 0


def least_short(group: GroupDuties, away: Mapping[np.datetime64, int]) -> Floats:
    """Head-hours short by interval with so many away on some dates, those whose absence hurts least.

    InfeasibleError where more are to be away than work on a date.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    dates = [date for date, count in away.items() if count]
    mine = np.array([k for k, duty in enumerate(group.duties) if duty.date in dates], dtype=np.int64)
    if not len(mine):
        return np.zeros(len(group.spare))
    presence = group.presence[mine]
    touched = np.flatnonzero(presence.any(axis=0))
    sums = np.array([[group.duties[k].date == date for k in mine.tolist()] for date in dates], dtype=float)
    wanted = np.array([away[date] for date in dates], dtype=float)
    hours = group.interval_minutes / 60
    done = milp(
        np.concatenate([np.zeros(len(mine)), np.full(len(touched), hours)]),
        constraints=[
            LinearConstraint(
                np.hstack([presence[:, touched].T, -np.eye(len(touched))]), ub=group.spare[touched]
            ),
            LinearConstraint(np.hstack([sums, np.zeros((len(dates), len(touched)))]), wanted, wanted),
        ],
        integrality=np.repeat([1, 0], [len(mine), len(touched)]),
        bounds=Bounds(0, np.concatenate([group.counts[mine], np.full(len(touched), np.inf)])),
        options={"mip_rel_gap": 0.0},
    )
    if done.x is None:
        raise InfeasibleError("more people are to be away than work", hint="leave some of them out")
    chosen = np.zeros(len(group.duties))
    chosen[mine] = np.rint(done.x[: len(mine)])
    return group.short(chosen)


def linked_dates(group: GroupDuties) -> dict[np.datetime64, int]:
    """By date a number that dates share whose shifts meet in an interval: nights link the days."""
    numbers: dict[np.datetime64, int] = {}
    before: Bools | None = None
    for number, date in enumerate(group.dates):
        touched: Bools = (group.presence[group.of_date(date)] != 0).any(axis=0)
        is_linked = before is not None and bool((touched & before).any())
        numbers[date] = numbers[group.dates[number - 1]] if is_linked else number
        before = touched
    return numbers

"""Verint Strategic Planner: contacts and handle time per queue and local day, without a header.

wfoonlinelibrary, StrategicPlanner, Format of the Import File: `queue, M-D-YYYY, volume, AHT`. The handle time
of a day is the mean over its contacts.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from staffing.records.forecast import Forecast
from staffing.records.requirement import Requirement
from staffing.report.export.cells import decimal
from staffing.timegrid import local_day

SOURCE = "forecast"


def rows(forecast: Forecast, _requirement: Requirement | None) -> Iterator[list[str]]:
    """Queue by queue, day by day."""
    day = local_day(forecast.local)
    offered, seconds = np.nan_to_num(forecast.offered), np.nan_to_num(forecast.aht_seconds)
    for name, own in zip(forecast.queues, forecast.rows_of_queues, strict=True):
        days, place = np.unique(day[own], return_inverse=True)
        volume = np.bincount(place, offered[own])
        work = np.bincount(place, offered[own] * seconds[own])
        mean = np.divide(work, volume, out=np.zeros_like(work), where=volume > 0)
        for date, contacts, aht in zip(days.tolist(), volume.tolist(), mean.tolist(), strict=True):
            yield [name, f"{date.month}-{date.day}-{date.year}", decimal(contacts), decimal(aht)]

"""Amazon Connect, forecast override: contacts and handle time per interval, in UTC.

docs.aws.amazon.com/connect/latest/adminguide/override-forecast.html. The queue's id is known to Amazon only:
its column is left empty, to be filled in. Volumes are whole numbers there; they are rounded so that the sum
of a queue stays within half a contact at any moment.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from staffing.errors import InputError, Problem
from staffing.records.forecast import Forecast
from staffing.records.requirement import Requirement
from staffing.report.export.cells import decimal

SOURCE = "forecast"
_HEADER = [
    "QueueName",
    "QueueId",
    "ChannelType",
    "TimeStamp",
    "IntervalDuration",
    "IncomingContactVolume",
    "AverageHandleTime",
]
_MINUTES = (15, 30)


def rows(forecast: Forecast, _requirement: Requirement | None) -> Iterator[list[str]]:
    """InputError where intervals are of a length that Amazon does not know."""
    if forecast.interval_minutes not in _MINUTES:
        expected = "intervals of 15 or 30 minutes, as Amazon Connect imports them"
        hint = "forecast with --interval-minutes 30, or interval_minutes = 30 in the plan"
        raise InputError(Problem("forecast", expected, hint, value=str(forecast.interval_minutes)))
    yield _HEADER
    duration = f"{forecast.interval_minutes}mins"
    for name, own in zip(forecast.queues, forecast.rows_of_queues, strict=True):
        volume = np.diff(np.round(np.nancumsum(forecast.offered[own])), prepend=0.0)
        for row, contacts in zip(own.tolist(), volume.tolist(), strict=True):
            moment = f"{forecast.interval_start[row]}Z"
            cells = f"{contacts:.0f}", decimal(forecast.aht_seconds[row])
            yield [name, "", "VOICE", moment, duration, *cells]

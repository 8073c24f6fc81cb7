"""Calabrio, forecast: contacts, task time and agents per interval, in local time, without a header.

help.calabrio.com/doc/Content/user-guides/forecasts/about-forecast-file-formats.htm. A forecast knows the
whole handle time only: it is written as task time, the time after the task as 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter

import numpy as np

from staffing.errors import InputError, Problem
from staffing.records.forecast import Forecast
from staffing.records.requirement import Requirement
from staffing.report.export.cells import decimal

SOURCE = "forecast"
_LONGEST_NAME = 50  # characters of a skill


def rows(forecast: Forecast, requirement: Requirement | None) -> Iterator[list[str]]:
    """Sorted by skill, with agents where the requirement is given; InputError where names are too long."""
    if long := [name for name in forecast.queues if len(name) > _LONGEST_NAME]:
        expected = f"a name of at most {_LONGEST_NAME} characters, as Calabrio takes for a skill"
        problems = [Problem("forecast", expected, "shorten it in the history", value=name) for name in long]
        raise InputError(problems)
    agents = {} if requirement is None else _agents(requirement)
    start = forecast.local
    end = start + np.timedelta64(forecast.interval_minutes, "m")
    of_queues = zip(forecast.queues, forecast.rows_of_queues, strict=True)
    for name, own in sorted(of_queues, key=itemgetter(0)):
        for row in own.tolist():
            numbers = [forecast.offered[row], forecast.aht_seconds[row], 0.0]
            if requirement is not None:
                numbers.append(agents.get((name, forecast.interval_start[row].item()), 0.0))
            yield [name, _time(start[row]), _time(end[row]), *map(decimal, numbers)]


def _agents(requirement: Requirement) -> dict[tuple[str, object], float]:
    """Agents by queue and moment."""
    keys = zip(requirement.queue_names.tolist(), requirement.interval_start.tolist(), strict=True)
    return dict(zip(keys, requirement.agents.tolist(), strict=True))


def _time(moment: np.datetime64) -> str:
    return f"{moment.item():%Y%m%d %H:%M}"

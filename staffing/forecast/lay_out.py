"""The forecasts of many queues laid out as rows, queue after queue, put in place as they come."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from staffing.arrays import Floats
from staffing.forecast.expected import P10, P90, Expected
from staffing.forecast.horizon import Horizon
from staffing.forecast.options import ForecastOptions
from staffing.records.forecast import DailyForecast, Forecast

_OFFERED, _AHT = "offered", "aht_seconds"


class LaidOut:
    """Columns for all queues, made once: what a queue brings is not kept beside them."""

    def __init__(self, queues: tuple[str, ...], ahead: Horizon, options: ForecastOptions) -> None:
        self._queues, self._ahead, self._days = queues, ahead, options.days
        # The quantiles asked for beside p10 and p90, each once.
        self._further = [p for p in dict.fromkeys(options.quantiles) if p not in (P10, P90)]
        values: list[str | float] = [_OFFERED, P10, P90, *self._further]
        rows, days = (len(queues) * each for each in (len(ahead.interval_start), options.days))
        self._rows: dict[str | float, Floats] = {key: np.empty(rows) for key in [*values, _AHT]}
        self._of_days: dict[str | float, Floats] = {key: np.empty(days) for key in values}

    def put(self, queue: int, expected: Expected) -> None:
        """The forecast of the queue in that place of the order."""
        ahead = self._ahead
        _put(self._rows, queue, {
            _OFFERED: expected.offered[ahead.row, ahead.slot],
            _AHT: expected.aht_seconds[ahead.row, ahead.slot],
            **{p: expected.quantiles[p][ahead.row, ahead.slot] for p in (P10, P90, *self._further)},
        })  # fmt: skip
        _put(self._of_days, queue, {
            _OFFERED: expected.day_total,
            **{p: expected.daily[p] for p in (P10, P90, *self._further)},
        })  # fmt: skip

    def rows(self) -> Forecast:
        """The cells of each queue, in the order of the horizon."""
        ahead, queues, column = self._ahead, self._queues, _kept(self._rows)
        return Forecast(
            interval_start=np.tile(ahead.interval_start, len(queues)),
            utc_offset_minutes=np.tile(ahead.utc_offset_minutes, len(queues)),
            queue=np.repeat(np.arange(len(queues)), len(ahead.interval_start)),
            queues=queues,
            interval_minutes=ahead.interval_minutes,
            timezone=ahead.timezone,
            offered=column[_OFFERED],
            offered_p10=column[P10],
            offered_p90=column[P90],
            aht_seconds=column[_AHT],
            quantiles={p: column[p] for p in self._further},
        )

    def days(self) -> DailyForecast:
        """The day totals of each queue."""
        queues, column = self._queues, _kept(self._of_days)
        return DailyForecast(
            day=np.tile(self._ahead.days(self._days), len(queues)),
            queue=np.repeat(np.arange(len(queues)), self._days),
            queues=queues,
            offered=column[_OFFERED],
            offered_p10=column[P10],
            offered_p90=column[P90],
            quantiles={p: column[p] for p in self._further},
        )


def _put(columns: Mapping[str | float, Floats], queue: int, cells: Mapping[str | float, Floats]) -> None:
    for key, of_queue in cells.items():
        columns[key][queue * len(of_queue) : (queue + 1) * len(of_queue)] = of_queue


def _kept(columns: Mapping[str | float, Floats]) -> Mapping[str | float, Floats]:
    """The columns for good: a record takes what nobody can change as it is, without a copy."""
    for column in columns.values():
        column.setflags(write=False)
    return columns

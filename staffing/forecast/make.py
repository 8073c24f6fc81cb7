"""The stage: every queue of a history, forecast and laid out as rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np

from staffing.daygrid.local_rows import LocalRows, local_rows
from staffing.forecast.expected import Expected
from staffing.forecast.horizon import Horizon, forecast_time, horizon
from staffing.forecast.lay_out import LaidOut
from staffing.forecast.new_queue import NewQueue
from staffing.forecast.new_queues import DAYS_OF_ITS_OWN, busiest, busy_days, check_like, pooled
from staffing.forecast.one_queue import QueueReport, forecast_nothing, forecast_queue
from staffing.forecast.options import ForecastOptions
from staffing.forecast.past.queue_series import QueueSeries
from staffing.forecast.past.regional_holidays import regional_holidays
from staffing.forecast.past.series import queue_series
from staffing.forecast.past.special_days import SpecialDays, special_days
from staffing.parallel import run_each
from staffing.records.columns import ALL_QUEUES
from staffing.records.forecast import DailyForecast, Forecast
from staffing.records.history import History
from staffing.timegrid import INTERVAL_MINUTES, OpeningHours
from staffing.wording import counted

SECONDS_OF_A_QUEUE = 0.05
QUEUES_SHOWN = 5  # of those that a note concerns
DAYS_OF_A_STALE_HISTORY = 5  # a long weekend is no gap


@dataclass(frozen=True, eq=False)
class MadeForecast:
    """The forecast by interval and by day, the UTC moment it starts from, and a report for each queue.

    `notes` concern no single queue.
    """

    forecast: Forecast
    daily: DailyForecast
    as_of: np.datetime64
    reports: tuple[QueueReport, ...]
    notes: tuple[str, ...] = ()

    @property
    def queue_notes(self) -> tuple[str, ...]:
        """What concerns single queues, named where there are several; what is alike is said once."""
        named: dict[str, list[str]] = {}
        for report in self.reports:
            for note in report.notes:
                named.setdefault(note, []).append(report.queue)
        if len(self.reports) == 1:
            return tuple(named)
        return tuple(f"{self._named(queues)}: {note}" for note, queues in named.items())

    def _named(self, queues: list[str]) -> str:
        """`queue sales`; `queues sales, billing and 3 more`; `all 5 queues`."""
        if len(queues) == 1:
            return f"queue {queues[0]}"
        if len(queues) == len(self.reports):
            return f"all {len(queues)} queues"
        more = f" and {len(queues) - QUEUES_SHOWN} more" if len(queues) > QUEUES_SHOWN else ""
        return f"queues {', '.join(queues[:QUEUES_SHOWN])}{more}"


def make_forecast(
    history: History, options: ForecastOptions, progress: Callable[[int, int], None] | None = None
) -> MadeForecast:
    """Forecast every queue from what was known at `as_of`; `progress` hears (queues done, queues in all)."""
    if history.interval_minutes not in INTERVAL_MINUTES:
        raise ValueError(f"aggregate the history first: its intervals are {history.interval_minutes} minutes")
    as_of = forecast_time(history, options)
    ahead = horizon(history, as_of, options)
    seen = history.known_at(as_of)
    queues = history.queues or (ALL_QUEUES,)
    rows = local_rows(seen, as_of)
    last_day = ahead.first_day + np.timedelta64(options.days, "D")
    special = special_days(options.holidays, options.events, rows.first_day, last_day)

    new = {queue.name: queue for queue in options.new_queues}
    check_like(new.values(), queues)
    everybody = tuple(dict.fromkeys((*queues, *new)))
    names = options.of_shard(everybody)
    past = _Past(seen, queues, rows, options.opening_hours)
    bases = [partial(past.basis_of, name, new.get(name)) for name in names]
    reported_until = rows.first_day + np.timedelta64(int(np.flatnonzero(rows.reporting)[-1]), "D")
    forecast_each = _Ahead(special, ahead, rows.slots, options, reported_until)
    laid_out, reports = LaidOut(names, ahead, options), []
    forecasts = run_each(forecast_each, bases, options.engine, progress, seconds_each=SECONDS_OF_A_QUEUE)
    for queue, (expected, report) in enumerate(forecasts):
        laid_out.put(queue, expected)
        reports.append(report)
    notes = (
        *special.strangers(everybody),
        *_stale(ahead.first_day, reported_until),
        *regional_holidays(options.holidays, ahead.first_day, last_day, options.opening_hours),
    )
    return MadeForecast(laid_out.rows(), laid_out.days(), as_of, tuple(reports), notes)


def _stale(first_day: np.datetime64, reported_until: np.datetime64) -> tuple[str, ...]:
    """A note where days are missing between the history and the forecast."""
    days = int((first_day - reported_until).astype(np.int64)) - 1
    if days < DAYS_OF_A_STALE_HISTORY:
        return ()
    return (
        f"the history ends on {reported_until}, {counted(days, 'day')} before the forecast begins: "
        "contacts since then are missing",
    )


@dataclass(frozen=True, eq=False)
class _Basis:
    """What a queue is forecast from: None where nothing is known; of a `new` one, what others brought.

    `notes` say what became of the planner's word on it.
    """

    name: str
    series: QueueSeries | None
    new: NewQueue | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class _Past:
    """The history of all queues, from which each takes its own, or a new one that of others."""

    history: History
    queues: tuple[str, ...]
    rows: LocalRows
    opening: OpeningHours | None

    def basis_of(self, name: str, new: NewQueue | None) -> _Basis:
        """The queue's own series, or while it is new those of the queues it is like."""
        own = self._series_of(name)
        if new is None:
            return _Basis(name, own)
        own_days = 0 if own is None else busy_days(own)
        if own_days >= DAYS_OF_ITS_OWN:
            days = counted(own_days, "day")
            note = f"its row in the new-queues file is not used: it has {days} with contacts of its own"
            return _Basis(name, own, notes=(note,))
        series, notes = self._pool(name, new.like)
        if own_days:
            days = counted(own_days, "day")
            note = (
                f"the contacts of its own {days} are not used yet: at least {DAYS_OF_ITS_OWN} days are needed"
            )
            notes = (note, *notes)
        return _Basis(name, series, new, notes)

    def _pool(self, name: str, like: tuple[str, ...]) -> tuple[QueueSeries | None, tuple[str, ...]]:
        """Those with a shape of their own, as one; and who was left out. If none has one, all of them."""
        others = {queue: self._series_of(queue) for queue in like or self._busiest if queue != name}
        with_rows = {queue: series for queue, series in others.items() if series is not None}
        grown = {queue: series for queue, series in with_rows.items() if busy_days(series) >= DAYS_OF_ITS_OWN}
        parts = [*(grown or with_rows).values()]
        young = [queue for queue in others if grown and queue not in grown]
        series = pooled(parts) if parts else None
        if not young:
            return series, ()
        named = ", ".join([*young[:8], "…"] if len(young) > 8 else young)
        note = f"not used for its profile, with contacts on fewer than {DAYS_OF_ITS_OWN} days: {named}"
        return series, (note,)

    @cached_property
    def _busiest(self) -> list[str]:
        return busiest(self.history, self.queues)

    def _series_of(self, name: str) -> QueueSeries | None:
        if name not in self._place or not len(self.rows.of_queue[self._place[name]]):
            return None
        return queue_series(self.history, self._place[name], self.rows, self.opening)

    @cached_property
    def _place(self) -> dict[str, int]:
        return {name: index for index, name in enumerate(self.queues)}


@dataclass(frozen=True, eq=False)
class _Ahead:
    """What the forecasts of all queues have in common: called with one queue, it forecasts that."""

    special: SpecialDays
    ahead: Horizon
    slots: int
    options: ForecastOptions
    reported_until: np.datetime64

    def __call__(self, basis: _Basis) -> tuple[Expected, QueueReport]:
        if basis.series is None or basis.series.first_day >= self.ahead.first_day:
            expected, report = forecast_nothing(basis.name, self.slots, self.options)
        else:
            expected, report = forecast_queue(
                basis.name,
                basis.series,
                self.special,
                self.ahead,
                self.options,
                reported_until=self.reported_until,
                new=basis.new,
            )
        return expected, replace(report, notes=report.notes + basis.notes)

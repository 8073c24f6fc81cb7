"""Calls added up into intervals while they stream by: what is kept is one row per queue and interval.

A call counts in the interval in which it was offered. Logs of calls are complete, so from the first call to
the last an interval without calls is zero on every local day with a call of any queue. On days without any
call nothing is known, and no row is written.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.arrays import Bools, Floats, Ints, Times
from staffing.history.reading.choices import Reading
from staffing.records.history import History
from staffing.timegrid import Zone, local_day

ANSWERED, ABANDONED, BLOCKED, LEFT = range(4)
_WORDS = (
    "offered",
    "answered",
    "abandoned",
    "blocked",
    "answered_within_target",
    "abandoned_within_target",
    "aht_seconds",
    "wait_seconds",
    "abandon_wait_seconds",
)
_AVERAGES = _WORDS[6:]
_IN_TIME = {
    "wait_seconds": ("answered", "answered_within_target"),
    "abandon_wait_seconds": ("abandoned", "abandoned_within_target"),
}
_BUCKETS = 1 << 40
LONGEST_SECONDS = 7200
_HISTOGRAMS = {
    "service": (ANSWERED, "service_seconds"),
    "wait_answered": (ANSWERED, "wait_seconds"),
    "wait_abandoned": (ABANDONED, "wait_seconds"),
}


@dataclass(frozen=True)
class Calls:
    """Some calls: UTC seconds offered at, code of the queue, outcome, wait and service (NaN: unknown)."""

    offered_at: Ints
    queue: Ints
    outcome: Ints
    wait_seconds: Floats
    service_seconds: Floats


class Tally:
    """Sums by queue and interval; `add` calls, then take the `history`."""

    def __init__(self, reading: Reading) -> None:
        self.width = reading.interval_minutes * 60
        self.zone = Zone(reading.timezone)
        self.threshold = reading.threshold_seconds
        self._sums: dict[int, Floats] = {}
        self._histograms = {name: np.zeros(LONGEST_SECONDS + 1) for name in _HISTOGRAMS}

    def add(self, calls: Calls) -> None:
        """Count calls in their intervals."""
        quarter = (calls.offered_at // 900 * 900).astype("datetime64[s]")
        shift = self.zone.offset_minutes(quarter) * 60  # whole intervals of the wall clock
        start = (calls.offered_at + shift) // self.width * self.width - shift
        keys, group = np.unique(calls.queue * _BUCKETS + start, return_inverse=True)
        sums = np.stack([np.bincount(group, column, len(keys)) for column in self._columns(calls)], axis=1)
        for name, (outcome, times) in _HISTOGRAMS.items():
            seconds = getattr(calls, times)[calls.outcome == outcome]
            whole = np.minimum(seconds[np.isfinite(seconds)], LONGEST_SECONDS).astype(np.int64)
            self._histograms[name] += np.bincount(whole, minlength=LONGEST_SECONDS + 1)
        for key, row in zip(keys.tolist(), sums, strict=True):
            known = self._sums.get(key)
            self._sums[key] = row if known is None else known + row

    def _columns(self, calls: Calls) -> list[Floats]:
        """Each word's share of each call; then, for each average, whether the call has one."""
        answered, abandoned = calls.outcome == ANSWERED, calls.outcome == ABANDONED
        in_time = calls.wait_seconds <= self.threshold
        averages = [
            (answered, calls.service_seconds),
            (answered, calls.wait_seconds),
            (abandoned, calls.wait_seconds),
        ]
        flags: list[Bools] = [
            calls.outcome != BLOCKED,
            answered,
            abandoned,
            calls.outcome == BLOCKED,
            answered & in_time,
            abandoned & in_time,
        ]
        known = [of & np.isfinite(value) for of, value in averages]
        amounts = [np.where(k, value, 0.0) for k, (_, value) in zip(known, averages, strict=True)]
        return [*(f.astype(np.float64) for f in flags), *amounts, *(k.astype(np.float64) for k in known)]

    def history(self, queues: tuple[str, ...], notes: tuple[str, ...] = ()) -> History:
        """All that was added, at the intervals asked for."""
        keys = np.array(sorted(self._with_zeros(len(queues))), dtype=np.int64)
        none = np.zeros(len(_WORDS) + len(_AVERAGES))
        sums = np.array([self._sums.get(key, none) for key in keys.tolist()])
        words = {name: sums[:, place] for place, name in enumerate(_WORDS)}
        for place, name in enumerate(_AVERAGES):
            count = sums[:, len(_WORDS) + place]
            words[name] = np.where(count > 0, words[name] / np.where(count > 0, count, 1.0), np.nan)
            if name in _IN_TIME:  # within the target or not: unknown where a wait is
                of, within = _IN_TIME[name]
                words[within] = np.where(count < words[of], np.nan, words[within])
        if not words["blocked"].any():
            del words["blocked"]
        start = (keys % _BUCKETS).astype("datetime64[s]")
        return History(
            interval_start=start,
            utc_offset_minutes=self.zone.offset_minutes(start),
            queue=keys // _BUCKETS,
            queues=queues,
            interval_minutes=self.width // 60,
            timezone=self.zone.name,
            offered=words.pop("offered"),
            aht_seconds=words.pop("aht_seconds"),
            measures=words,
            notes=notes,
            histograms=self._histograms,
        )

    def _with_zeros(self, queues: int) -> set[int]:
        """The keys seen, and those of intervals without calls on days with calls, first call to last."""
        start = np.unique(np.array(list(self._sums), dtype=np.int64) % _BUCKETS)
        every = np.arange(start[0], start[-1] + 1, self.width)
        shift = self.zone.offset_minutes(every.astype("datetime64[s]")) * 60
        every = (every + shift) // self.width * self.width - shift  # on the grid again after a clock change
        reports = np.isin(self._local_day(every), self._local_day(start))
        keys = set(self._sums)
        for queue in range(queues):
            keys.update((queue * _BUCKETS + every[reports]).tolist())
        return keys

    def _local_day(self, seconds: Ints) -> Times:
        return local_day(self.zone.local(seconds.astype("datetime64[s]")))

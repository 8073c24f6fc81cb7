"""Intervals in a time zone: UTC inside, local wall time at the edges.

A local day has as many half-hours as it has: 48, or 46 and 50 when the clocks change (47 and 49 at Lord
Howe). Nothing here assumes 48: days are found by their local midnights, intervals counted between.

UTC moments are `datetime64[s]`; local wall times are the same type without a zone.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Bools, Ints, Times
from staffing.errors import InputError, Problem, UsageError, did_you_mean

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
INTERVAL_MINUTES = (15, 30, 60)
MINUTES_PER_DAY = 1440
MINUTES_PER_MONTH = 30 * MINUTES_PER_DAY  # how rows that stand for a calendar month are marked


@dataclass(frozen=True)
class Zone:
    """A time zone by its IANA name, and what it takes to cross between its wall clock and UTC."""

    name: str

    def __post_init__(self) -> None:
        try:
            ZoneInfo(self.name)
        except (KeyError, ValueError, OSError):
            expected, hint = (
                "an IANA time zone",
                f"{_zone_meant(self.name)}names look like America/New_York or UTC",
            )
            raise InputError(Problem("time zone", expected, hint, value=self.name)) from None

    @property
    def _info(self) -> ZoneInfo:
        return ZoneInfo(self.name)

    def offset_minutes(self, utc: Times) -> Ints:
        """Minutes that local time is ahead of UTC at each moment, 0 for NaT; shape of `utc`."""
        # Offsets change at most at quarter-hours, and rows of many queues share their moments.
        quarters, where = np.unique(_seconds(utc) // 900, return_inverse=True)
        zone = self._info  # looked up once, not for each moment
        offsets = [_offset_minutes(dt.datetime.fromtimestamp(int(q) * 900, zone)) for q in quarters]
        return np.asarray(np.array(offsets, dtype=np.int64)[where].reshape(utc.shape))

    def local(self, utc: Times) -> Times:
        """Wall times of UTC moments, NaT for NaT; shape of `utc`."""
        return to_local(utc, self.offset_minutes(utc))

    def occurrences(self, local: Times) -> tuple[Times, Times]:
        """UTC of wall times, the first and the second time that each occurs, NaT for NaT; shape of `local`.

        Most occur once, so that both are the same. Of one that clocks skip the second comes before the first:
        either is as far from the skipped hour as the other offset says (PEP 495).
        """
        seconds, where = np.unique(_seconds(local), return_inverse=True)
        zone = self._info  # looked up once, not for each moment
        utc = np.empty((2, len(seconds)), dtype=np.int64)
        for i, second in enumerate(seconds.tolist()):
            wall = dt.datetime.fromtimestamp(second, dt.UTC).replace(tzinfo=zone)
            utc[0, i] = int(wall.timestamp())
            utc[1, i] = int(wall.replace(fold=1).timestamp())
        first, second = utc[:, where.reshape(local.shape)].astype("datetime64[s]")
        first[np.isnat(local)] = second[np.isnat(local)] = np.datetime64("NaT", "s")
        return first, second

    def utc(self, local: Times, fold: Ints | None = None) -> tuple[Times, Bools]:
        """UTC of wall times, and whether each exists.

        A repeated wall time (clocks going back) is its first occurrence, or its second where `fold` is 1.
        """
        first, second = self.occurrences(local)
        return (first if fold is None else np.where(fold == 1, second, first)), first <= second

    def is_repeated(self, local: Times) -> Bools:
        """True where a wall time occurs twice (clocks going back)."""
        first, second = self.occurrences(local)
        return np.asarray(first < second)

    def iso(self, utc: Times) -> list[str]:
        """ISO 8601 of UTC moments in the zone, with their offsets; an empty text for NaT."""
        known = ~np.isnat(utc)
        texts = np.full(len(utc), "", dtype="U25")
        texts[known] = iso(utc[known], self.offset_minutes(utc[known]))
        return [str(text) for text in texts]

    def text(self, moment: np.datetime64) -> str:
        """ISO 8601 of one UTC moment, with its offset; an empty text for NaT."""
        return self.iso(np.array([moment], dtype="datetime64[s]"))[0]

    def wall(self, moment: np.datetime64) -> np.datetime64:
        """The wall time of one UTC moment; NaT for NaT."""
        return np.datetime64(self.local(np.array([moment], dtype="datetime64[s]"))[0])

    def date(self, moment: np.datetime64) -> np.datetime64:
        """The local day of a UTC moment, `datetime64[D]`."""
        return np.datetime64(local_day(self.local(np.array([moment], dtype="datetime64[s]")))[0])

    def midnight(self, day: dt.date | np.datetime64) -> np.datetime64:
        """UTC of the first moment of a local day (01:00 wall time where midnight does not exist)."""
        start = np.array([day], dtype="datetime64[D]").astype("datetime64[s]")
        return np.datetime64(self.utc(start)[0][0])

    def interval_at(self, moment: np.datetime64, interval_minutes: int) -> np.datetime64:
        """Start of the interval that a UTC moment lies in; intervals are counted from the local midnight."""
        first = self.midnight(self.date(moment))
        step = np.timedelta64(interval_minutes * 60, "s")
        return np.datetime64(first + (moment.astype("datetime64[s]") - first) // step * step, "s")

    def parse(self, option: str, text: str) -> np.datetime64:
        """The UTC moment of an ISO 8601 text, a wall time where it has no offset; UsageError else."""
        try:
            moment = dt.datetime.fromisoformat(text)
        except ValueError:
            hint = "write ISO 8601, such as 2026-11-23 or 2026-11-23T11:00"
            raise UsageError(f"{option}: '{text}' is not a valid date or time", hint=hint) from None
        if not 1970 <= moment.year < 2200:
            raise UsageError(f"{option}: '{text}' is too far away", hint="write a year from 1970 to 2199")
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=self._info)
        return np.datetime64(int(moment.timestamp()), "s")


UTC = Zone("UTC")


def _zone_meant(name: str) -> str:
    """`did you mean 'Europe/Berlin'? `: a zone of that city, or one written alike; empty where none is.

    Not the zones `Etc/GMT+1`, which lie an hour behind UTC.
    """
    from zoneinfo import available_timezones

    zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    city = name.rpartition("/")[2].replace(" ", "_").lower()
    same = [zone for zone in zones if zone.rpartition("/")[2].lower() == city]
    return did_you_mean(name, same) or (f"did you mean '{same[0]}'? " if same else did_you_mean(name, zones))


def to_local(utc: Times, offset_minutes: Ints) -> Times:
    """Wall times of UTC moments, by the offsets they are shown with."""
    return np.asarray(utc + offset_minutes.astype("timedelta64[m]")).astype("datetime64[s]")


def intervals(start: np.datetime64, end: np.datetime64, interval_minutes: int) -> Times:
    """UTC interval starts from `start` until before `end`."""
    first, last = (int(moment.astype("datetime64[s]").astype(np.int64)) for moment in (start, end))
    return np.arange(first, last, interval_minutes * 60, dtype=np.int64).astype("datetime64[s]")


def spacing_minutes(utc: Times) -> int:
    """The least distance between distinct moments; 30 where there is only one."""
    steps = np.diff(np.unique(utc.astype("datetime64[m]").astype(np.int64)))
    return int(steps.min()) if len(steps) else 30


def local_day(local: Times) -> NDArray[np.datetime64]:
    """The calendar day of local wall times, `datetime64[D]`."""
    return local.astype("datetime64[D]")


def weekday(local: Times) -> Ints:
    """0 Monday … 6 Sunday. (1970-01-01 was a Thursday.)"""
    return (local.astype("datetime64[D]").astype(np.int64) + 3) % 7


def minute_of_day(local: Times) -> Ints:
    """Minutes after local midnight on the wall clock."""
    return local.astype("datetime64[m]").astype(np.int64) % MINUTES_PER_DAY


@dataclass(frozen=True)
class OpeningHours:
    """When a centre is open, on the wall clock: spans of minutes for each weekday, Monday first.

    A span may run past midnight (`("22:00", "30:00")` as minutes 1320 to 1800).
    """

    spans: tuple[tuple[tuple[int, int], ...], ...]

    def contains(self, local: Times) -> Bools:
        """True where the wall time lies inside opening hours; shape of `local`."""
        today, minute = weekday(local), minute_of_day(local)
        open_now = np.zeros(local.shape, dtype=bool)
        for day, spans in enumerate(self.spans):
            for start, end in spans:
                open_now |= (today == day) & (minute >= start) & (minute < end)
                spill = end - MINUTES_PER_DAY
                open_now |= (today == (day + 1) % 7) & (minute < spill)
        return open_now


def iso(utc: Times, offset_minutes: Ints) -> NDArray[np.str_]:
    """ISO 8601 local times with their UTC offset, as all files carry them."""
    wall = np.datetime_as_string(to_local(utc, offset_minutes), unit="s")
    offsets, where = np.unique(offset_minutes, return_inverse=True)
    suffix = np.array([offset_text(int(offset)) for offset in offsets], dtype="U6")
    return np.char.add(wall, suffix[where])


def offset_text(minutes: int) -> str:
    """`+02:00` for 120."""
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02d}:{rest:02d}"


def clock(minutes: int) -> str:
    """`07:30` for 450; may exceed 24:00."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def clock_spans(marked: Bools, interval_minutes: int) -> list[str]:
    """The marked intervals of a day on the wall clock, as plan files write them: `07:00-12:30`."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], marked, [False]]).astype(np.int8)))
    return [clock_span(*(edges[at : at + 2] * interval_minutes).tolist()) for at in range(0, len(edges), 2)]


def clock_span(start_minutes: int, end_minutes: int) -> str:
    """`07:00-12:30` for 420 and 750."""
    return f"{clock(start_minutes)}-{clock(end_minutes)}"


def _seconds(moments: Times) -> Ints:
    """Seconds since 1970; 0 for NaT, whose own number is no moment of any calendar."""
    seconds = moments.astype("datetime64[s]").astype(np.int64)
    return np.asarray(np.where(np.isnat(moments), 0, seconds))


def _offset_minutes(moment: dt.datetime) -> int:
    offset = moment.utcoffset()
    assert offset is not None
    return round(offset.total_seconds() / 60)

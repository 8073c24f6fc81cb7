"""The days that are not like others: public holidays, and the events that a planner knows of.

Past ones are kept out of the normal profile. Ahead, what a holiday does is learnt from the past
(`holiday_effects`), and a factor of an event multiplies it; an event of whole days that is `closed`, `like`
another date, or of factor 1 (a normal day) takes its place.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Bools
from staffing.errors import InputError, Problem
from staffing.timegrid import MINUTES_PER_DAY, clock

FINEST_MINUTES = 15
ENGLISH = "en_US"  # names of holidays stand in records, notes and effects: the same under any locale

Days = NDArray[np.datetime64]
Effect = float | Literal["closed", "ignore"] | np.datetime64


@dataclass(frozen=True)
class Event:
    """Local days, first to last, with a factor on the normal day, `closed`, `ignore`, or like another date.

    It begins `from_minute` into the first day and ends `until_minute` into the last. `queue` None means every
    queue. All keep their time out of the normal profile where it is past; `ignore` does nothing ahead.
    """

    first_day: np.datetime64
    last_day: np.datetime64
    name: str
    effect: Effect
    queue: str | None = None
    from_minute: int = 0
    until_minute: int = MINUTES_PER_DAY

    def __post_init__(self) -> None:
        for name in ("first_day", "last_day"):
            object.__setattr__(self, name, np.datetime64(getattr(self, name), "D"))
        if self.last_day < self.first_day:
            expected = f"a day from {self.first_day} on"
            raise _wrong_event("last_day", self.last_day, expected, "swap the two days")
        if self.like is None and self.effect not in ("closed", "ignore") and not _is_factor(self.effect):
            expected = "a factor such as 1.2, 'closed', 'ignore', or 'like 2025-11-28'"
            raise _wrong_event("effect", self.effect, expected, "1.2 means 20 % more than a normal day")

    def covers(self, days: Days) -> Bools:
        """True for the days of the event."""
        return np.asarray((days >= self.first_day) & (days <= self.last_day))

    def cells(self, days: Days, slots: int) -> Bools:
        """[day, slot]: True for the slots that begin within the event."""
        minute = np.arange(slots) * (MINUTES_PER_DAY // slots)
        early = (days == self.first_day)[:, None] & (minute < self.from_minute)
        late = (days == self.last_day)[:, None] & (minute >= self.until_minute)
        return np.asarray(self.covers(days)[:, None] & ~early & ~late)

    @property
    def of_whole_days(self) -> bool:
        """Whether it begins and ends at midnight."""
        return self.from_minute == 0 and self.until_minute == MINUTES_PER_DAY

    @property
    def span(self) -> str:
        """When it is, in words."""
        if self.of_whole_days:
            days = f"{self.first_day} to {self.last_day}"
            return str(self.first_day) if self.first_day == self.last_day else days
        until = clock(self.until_minute)
        end = until if self.first_day == self.last_day else f"{self.last_day} {until}"
        return f"{self.first_day} {clock(self.from_minute)} to {end}"

    @property
    def like(self) -> np.datetime64 | None:
        """The date whose share of a normal day is expected again."""
        return self.effect if isinstance(self.effect, np.datetime64) else None

    @property
    def replaces_holidays(self) -> bool:
        """Whether the effect says by itself what a day brings, a holiday or not."""
        return self.effect == "closed" or self.like is not None or self.effect == 1.0

    @property
    def factor(self) -> float:
        """What the normal day is multiplied by: one where the event says nothing about days ahead."""
        if self.effect == "ignore" or isinstance(self.effect, np.datetime64):
            return 1.0
        return 0.0 if self.effect == "closed" else float(self.effect)


@dataclass(frozen=True, eq=False)
class SpecialDays:
    """All days of one forecast, past and ahead, that are not like others."""

    holidays: dict[np.datetime64, str]
    events: tuple[Event, ...]

    @cached_property
    def dates(self) -> Days:
        """Those of the public holidays."""
        return np.array(list(self.holidays), dtype="datetime64[D]")

    def are_holidays(self, days: Days) -> Bools:
        """True for public holidays on which no event says otherwise."""
        if not self.holidays:
            return np.zeros(len(days), dtype=bool)
        return np.asarray(np.isin(days, self.dates) & ~self.are_event_days(days))

    def are_holidays_ahead(self, days: Days) -> Bools:
        """True for public holidays whose place no event takes."""
        return replace(self, events=tuple(e for e in self.events if e.replaces_holidays)).are_holidays(days)

    def factors_on(self, day: np.datetime64) -> list[Event]:
        """The events of whole days that multiply what the day brings."""
        days = np.array([day], dtype="datetime64[D]")
        return [
            event
            for event in self.events
            if isinstance(event.effect, int | float)
            and event.effect > 0
            and not event.replaces_holidays
            and event.cells(days, MINUTES_PER_DAY // FINEST_MINUTES).all()
        ]

    def of_queue(self, name: str) -> SpecialDays:
        """Without the events of other queues."""
        if all(event.queue is None for event in self.events):
            return self
        return SpecialDays(self.holidays, tuple(e for e in self.events if e.queue in (None, name)))

    def strangers(self, queues: Collection[str]) -> tuple[str, ...]:
        """A note for every event of a queue that there is not: most often a name spelt otherwise."""
        return tuple(
            f"the event {event.name or event.first_day} concerns the queue {event.queue!r}, which is not one "
            f"of: {', '.join(sorted(queues)[:8])}"
            for event in self.events
            if event.queue is not None and event.queue not in queues
        )

    def are_event_cells(self, days: Days, slots: int) -> Bools:
        """[day, slot]: True within any event."""
        covered = np.zeros((len(days), slots), dtype=bool)
        for event in self.events:
            covered |= event.cells(days, slots)
        return covered

    def are_event_days(self, days: Days) -> Bools:
        """True for days that events cover from midnight to midnight."""
        if not self.events:
            return np.zeros(len(days), dtype=bool)
        return np.asarray(self.are_event_cells(days, MINUTES_PER_DAY // FINEST_MINUTES).all(axis=1))


def special_days(
    code: str | None, events: Sequence[Event], first_day: np.datetime64, last_day: np.datetime64
) -> SpecialDays:
    """The events, and the public holidays of a country (`US`) or a part of it (`US-PA`) in that span."""
    return SpecialDays({} if code is None else _public_holidays(code, first_day, last_day), tuple(events))


def _public_holidays(
    code: str, first_day: np.datetime64, last_day: np.datetime64
) -> dict[np.datetime64, str]:
    from holidays import country_holidays

    country, _, part = code.strip().partition("-")
    first, last = (day.astype("datetime64[D]").item() for day in (first_day, last_day))
    assert isinstance(first, dt.date)
    assert isinstance(last, dt.date)
    try:
        found = country_holidays(
            country.upper(),
            subdiv=part.upper() or None,
            years=range(first.year, last.year + 1),
            language=ENGLISH,
        )
    except NotImplementedError:
        raise _unknown_code(code) from None
    return {np.datetime64(day, "D"): name for day, name in sorted(found.items())}


def _unknown_code(code: str) -> InputError:
    from holidays import list_supported_countries

    known = list_supported_countries()
    country, _, part = code.strip().upper().partition("-")
    if part and country in known:
        parts = ", ".join(known[country][:12])
        hint = f"use {country} alone" + (f", or with one of its parts: {parts}" if parts else "")
    else:
        near = difflib.get_close_matches(country, known, n=3, cutoff=0.3)
        hint = "use a country's two letters (ISO 3166)" + (f", such as {', '.join(near)}" if near else "")
    expected = "a country such as US, or a part of it such as US-PA"
    return InputError(Problem("holidays", expected, hint, value=code))


def _is_factor(effect: object) -> bool:
    return isinstance(effect, int | float) and np.isfinite(effect) and effect >= 0


def _wrong_event(column: str, value: object, expected: str, hint: str) -> InputError:
    return InputError(Problem("events", expected, hint, column=column, value=str(value)))

"""Calendars (iCalendar, RFC 5545) of people or patterns, a file each, that update those imported before.

An event keeps its UID from plan to plan and its SEQUENCE rises with every writing, so calendars replace what
they hold. What a file of ours held and the new plan has not any more is cancelled where the plan has days for
it, those of its coverage; shifts of days before and after are kept as they are.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from staffing.errors import InputError, Problem
from staffing.records.handout import Handout
from staffing.report.handout.events import CalendarEvent, calendars_of
from staffing.report.handout.folder import require_folder
from staffing.tables.extras import library
from staffing.tables.source import write_text
from staffing.wording import legible

_PRODUCT = "-//staffing//shifts//EN"
_PLAN = "X-STAFFING-PLAN"
_EPOCH = dt.datetime(
    2020, 1, 1, tzinfo=dt.UTC
)  # sequences are minutes since: they rise in an empty folder, too
_Period = tuple[dt.datetime, dt.datetime]  # first moment, and the first after it
_LONGEST_NAME = 80  # characters of a file's name
_OTHERS_FILE = "it is not a calendar of this plan: name a folder of its own"


def require(target: str) -> None:
    """InputError where the library is missing, the folder cannot be made or has others' calendars."""
    _library(target)
    folder = require_folder(target, "calendars")
    if others := [path for path in sorted(folder.glob("*.ics")) if not _is_of_staffing(path)]:
        expected, hint = "calendars of staffing alone in this folder", "name a folder of its own"
        raise InputError([Problem(str(path), expected, hint) for path in others])


def write(handout: Handout, target: str, now: dt.datetime | None = None) -> None:
    """A file a person or pattern into the folder; who has no shift any more loses those of its days."""
    folder, now = Path(target), now or dt.datetime.now(dt.UTC)
    zone = ZoneInfo(handout.shifts.timezone)
    events = calendars_of(handout.name, handout.shifts)
    files = dict(zip(_file_names(list(events)), events, strict=True))
    period = _period(handout)
    earlier = {path.name: _earlier(path, handout.name) for path in sorted(folder.glob("*.ics"))}
    for file in files:
        if file in earlier and earlier[file] is None:
            raise InputError(Problem(str(folder / file), "a free name for a calendar", _OTHERS_FILE))
    for file in sorted({*files, *(name for name, calendar in earlier.items() if calendar is not None)}):
        calendar = _Calendar(handout.name, earlier.get(file), zone, now)
        name = files.get(file)
        whole = calendar.of(None if name is None else legible(name), events.get(name or "", []), period)
        with write_text(folder / file) as stream:
            stream.write(whole.to_ical().decode())


class _Calendar:
    """One file: the events of a plan, and what an earlier one (None: none) had besides, cancelled."""

    def __init__(self, plan: str, earlier: Any, zone: ZoneInfo, now: dt.datetime) -> None:
        self._plan, self._zone, self._now = plan, zone, now.replace(microsecond=0)
        self._earlier = [] if earlier is None else earlier.walk("VEVENT")
        shifts = (event for event in self._earlier if event.get("TRANSP") == "OPAQUE")
        self._shifts: list[_Period] = sorted((event["DTSTART"].dt, event["DTEND"].dt) for event in shifts)
        self._name = None if earlier is None else earlier.get("X-WR-CALNAME")
        highest = max((int(event.get("SEQUENCE", 0)) for event in self._earlier), default=0)
        self._sequence = max(int((now - _EPOCH).total_seconds()) // 60, highest + 1)

    def of(self, name: str | None, events: Sequence[CalendarEvent], period: _Period) -> Any:
        """The calendar; with no name it keeps that of the earlier one."""
        icalendar = _library("")
        whole = icalendar.Calendar()
        for key, value in (
            ("PRODID", _PRODUCT),
            ("VERSION", "2.0"),
            ("METHOD", "PUBLISH"),
            (_PLAN, _digest(self._plan)),
        ):
            whole.add(key, value)
        whole.add("X-WR-CALNAME", self._name if name is None else icalendar.vText(name))
        for part in (*map(self._event, events), *self._of_before({event.uid for event in events}, period)):
            whole.add_component(part)
        whole.add_missing_timezones()
        return whole

    def _event(self, event: CalendarEvent) -> Any:
        part = _library("").Event()
        part.add("UID", event.uid)
        part.add("DTSTAMP", self._now)
        part.add("SEQUENCE", self._sequence)
        part.add("DTSTART", self._moment(event.start))
        part.add("DTEND", self._moment(event.end))
        part.add("SUMMARY", event.title)
        part.add("DESCRIPTION", event.description)
        part.add("TRANSP", "OPAQUE" if event.is_busy else "TRANSPARENT")
        part.add("STATUS", "CONFIRMED")
        return part

    def _of_before(self, uids: set[str], period: _Period) -> Iterator[Any]:
        """What the earlier file has besides: cancelled in the period, as it was before and after."""
        first, end = period
        for part in self._earlier:
            if str(part["UID"]) in uids:
                continue
            if first <= self._shift_start(part) < end:
                for key, value in (
                    ("STATUS", "CANCELLED"),
                    ("SEQUENCE", self._sequence),
                    ("DTSTAMP", self._now),
                ):
                    part.pop(key, None)
                    part.add(key, value)
            yield part

    def _shift_start(self, part: Any) -> dt.datetime:
        """Start of the shift that an event is, or is a rest of: a night's lunch may be of the next day."""
        start: dt.datetime = part["DTSTART"].dt
        if part.get("TRANSP") == "OPAQUE":
            return start
        begun = self._shifts[: bisect_right(self._shifts, start, key=itemgetter(0))]
        return next((first for first, end in reversed(begun) if start < end), start)

    def _moment(self, second: int) -> dt.datetime:
        """Wall time in the zone; UTC in the second of two equal hours: iCalendar takes it for the first."""
        moment = dt.datetime.fromtimestamp(second, self._zone)
        return moment.astimezone(dt.UTC) if moment.fold else moment


def _period(handout: Handout) -> _Period:
    """From the midnight of the coverage's first local day to that after its last."""
    coverage, zone = handout.coverage, handout.coverage.zone
    first, last = zone.date(coverage.interval_start.min()), zone.date(coverage.interval_start.max())
    begin, end = (int(zone.midnight(day).astype(np.int64)) for day in (first, last + np.timedelta64(1, "D")))
    return dt.datetime.fromtimestamp(begin, dt.UTC), dt.datetime.fromtimestamp(end, dt.UTC)


def _earlier(path: Path, plan: str) -> Any:
    """A calendar of the same plan that was written before; None: it is somebody else's."""
    try:
        calendar = _library(str(path)).Calendar.from_ical(path.read_bytes())
    except (OSError, ValueError):
        return None
    is_ours = str(calendar.get("PRODID", "")) == _PRODUCT and str(calendar.get(_PLAN, "")) == _digest(plan)
    return calendar if is_ours else None


def _is_of_staffing(path: Path) -> bool:
    """Whether this module wrote it, for any plan: told without parsing, for a folder may hold a year."""
    return path.is_file() and f"PRODID:{_PRODUCT}".encode() in path.read_bytes()


def _file_names(owners: Sequence[str]) -> list[str]:
    """A file of its own for each, on any system: told by a hash where its name cannot be the whole name."""
    plain = [re.sub(r"[^\w .-]", "_", name).strip(" .")[:_LONGEST_NAME] for name in owners]
    alike = Counter(name.casefold() for name in plain)
    return [
        f"{name}.ics" if name == owner and alike[name.casefold()] == 1 else f"{name}-{_digest(owner)}.ics"
        for name, owner in zip(plain, owners, strict=True)
    ]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _library(file: str) -> Any:
    return library("icalendar", file, "which writes calendars")

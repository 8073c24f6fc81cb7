"""Calendars (iCalendar, RFC 5545) of people or patterns, a file each, that update those imported before.

An event keeps its UID from plan to plan and its SEQUENCE rises with every writing, so calendars replace what
they hold. What a file of ours held and the new plan has not any more, from its first day on, is cancelled.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from staffing.errors import InputError, Problem
from staffing.records.handout import Handout
from staffing.report.handout.events import CalendarEvent, calendars_of
from staffing.tables.extras import library
from staffing.tables.source import write_text
from staffing.wording import legible

_PRODUCT = "-//staffing//shifts//EN"
_PLAN = "X-STAFFING-PLAN"
_EPOCH = dt.datetime(
    2020, 1, 1, tzinfo=dt.UTC
)  # sequences are minutes since: they rise in an empty folder, too
_LONGEST_NAME = 80  # characters of a file's name
_OTHERS_FILE = "it is not a calendar of this plan: name a folder of its own"


def require(target: str) -> None:
    """InputError where the library is missing or the folder cannot be made."""
    _library(target)
    try:
        Path(target).mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        hint = "name a folder that can be made"
        raise InputError(Problem(target, f"a folder for calendars ({fault.strerror})", hint)) from None


def write(handout: Handout, target: str, now: dt.datetime | None = None) -> None:
    """A file a person or pattern into the folder; people who have no shift any more lose those to come."""
    folder, now = Path(target), now or dt.datetime.now(dt.UTC)
    zone = ZoneInfo(handout.shifts.timezone)
    events = calendars_of(handout.name, handout.shifts)
    files = dict(zip(_file_names(list(events)), events, strict=True))
    first = min((event.start for own in events.values() for event in own), default=int(now.timestamp()))
    midnight = dt.datetime.fromtimestamp(first, zone).replace(hour=0, minute=0)
    earlier = {path.name: _earlier(path, handout.name) for path in sorted(folder.glob("*.ics"))}
    for file in files:
        if file in earlier and earlier[file] is None:
            raise InputError(Problem(str(folder / file), "a name that is free for a calendar", _OTHERS_FILE))
    for file in sorted({*files, *(name for name, calendar in earlier.items() if calendar is not None)}):
        calendar = _Calendar(handout.name, earlier.get(file), zone, now)
        name = files.get(file)
        whole = calendar.of(None if name is None else legible(name), events.get(name or "", []), midnight)
        with write_text(folder / file) as stream:
            stream.write(whole.to_ical().decode())


class _Calendar:
    """One file: the events of a plan, and what an earlier one (None: none) had besides, cancelled."""

    def __init__(self, plan: str, earlier: Any, zone: ZoneInfo, now: dt.datetime) -> None:
        self._plan, self._zone, self._now = plan, zone, now.replace(microsecond=0)
        self._earlier = [] if earlier is None else earlier.walk("VEVENT")
        self._name = None if earlier is None else earlier.get("X-WR-CALNAME")
        highest = max((int(event.get("SEQUENCE", 0)) for event in self._earlier), default=0)
        self._sequence = max(int((now - _EPOCH).total_seconds()) // 60, highest + 1)

    def of(self, name: str | None, events: Sequence[CalendarEvent], midnight: dt.datetime) -> Any:
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
        for part in (*map(self._event, events), *self._cancelled({event.uid for event in events}, midnight)):
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

    def _cancelled(self, uids: Iterable[str], midnight: dt.datetime) -> Iterator[Any]:
        """Events of the earlier file that the plan has not any more, from its first midnight on."""
        kept = set(uids)
        for part in self._earlier:
            if str(part["UID"]) not in kept and part["DTSTART"].dt >= midnight:
                for key, value in (
                    ("STATUS", "CANCELLED"),
                    ("SEQUENCE", self._sequence),
                    ("DTSTAMP", self._now),
                ):
                    part.pop(key, None)
                    part.add(key, value)
                yield part

    def _moment(self, second: int) -> dt.datetime:
        """Wall time in the zone; UTC in the second of two equal hours: iCalendar takes it for the first."""
        moment = dt.datetime.fromtimestamp(second, self._zone)
        return moment.astimezone(dt.UTC) if moment.fold else moment


def _earlier(path: Path, plan: str) -> Any:
    """A calendar of the same plan that was written before; None: it is somebody else's."""
    try:
        calendar = _library(str(path)).Calendar.from_ical(path.read_bytes())
    except (OSError, ValueError):
        return None
    is_ours = str(calendar.get("PRODID", "")) == _PRODUCT and str(calendar.get(_PLAN, "")) == _digest(plan)
    return calendar if is_ours else None


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

"""The time zone that an export's own offsets prove; where they leave it open, it is asked for, never guessed.

`+01:00` in winter and `+02:00` from the last Sunday of March on is the clock of Central Europe. Zones that
keep the same clock all through the file and the years after it are one family, and any of them gives the same
plan. `Z` or `+00:00` all year is how systems write UTC: it does not tell where the centre stands.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo, available_timezones

from staffing.errors import InputError, Problem
from staffing.history.open_source import open_source
from staffing.history.source import Source, source_files
from staffing.tables.cells import YEARS

_STATED = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:?\d\d.*?(Z|[+-]\d\d:?\d\d)\s*")
_LOOKED_AT = 50
_YEARS_AHEAD = 2
# The name by which a family of zones is best known; any other is said with --timezone.
KNOWN = (
    "Europe/London", "Europe/Berlin", "Europe/Athens", "Europe/Istanbul", "Europe/Moscow",
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Phoenix",
    "America/Halifax", "America/Sao_Paulo", "America/Argentina/Buenos_Aires", "America/Mexico_City",
    "America/Bogota", "Asia/Kolkata", "Asia/Shanghai", "Asia/Tokyo", "Asia/Manila", "Asia/Dubai",
    "Australia/Sydney", "Australia/Brisbane", "Australia/Adelaide", "Pacific/Auckland",
    "Africa/Johannesburg", "Africa/Lagos", "Africa/Cairo", "Asia/Jerusalem",
)  # fmt: skip


@dataclass(frozen=True)
class StatedZone:
    """The zone that offsets prove, why, and how many other zones keep the same clock."""

    name: str
    why: str


def stated_zone(source: Source) -> StatedZone:
    """The zone that the times' own offsets prove; InputError with the option to write where none does."""
    offsets: dict[dt.date, set[int]] = {}
    for file in source_files(source.path):
        _scan(file, source, offsets)
    if not offsets:
        raise _asked(source, "times without an offset do not tell in which zone the centre's clocks run")
    distinct = sorted({minutes for day in offsets.values() for minutes in day})
    if distinct == [0]:
        raise _asked(source, "times of the file are UTC, which is not where the centre's clocks run")
    fitting = _fitting(offsets)
    families = _families(fitting, max(offsets))
    texts = " and ".join(_text(minutes) for minutes in distinct)
    if len(families) != 1:
        names = [_best_known(family) for family in families]
        near = sorted((name for name in names if name in KNOWN), key=KNOWN.index) or sorted(names)
        several = f"offsets {texts} fit several zones ({', '.join(near[:5])})"
        why = several if names else f"offsets {texts} fit no one zone"
        raise _asked(source, why, near[0] if near else None)
    name = _best_known(families[0])
    others = len(families[0]) - 1
    return StatedZone(
        name, f"the file's offsets {texts} prove its clock ({others} other names keep the same)"
    )


def _scan(file: str, source: Source, offsets: dict[dt.date, set[int]]) -> None:
    """Every day of a file with the offsets that its cells state."""
    with open_source(source, file) as tables:
        for rows in tables:
            places = {
                place
                for _, cells in rows.head(_LOOKED_AT)
                for place, cell in enumerate(cells)
                if _STATED.fullmatch(cell)
            }
            if not places:
                continue
            for _, cells in rows:
                for place in places:
                    match = _STATED.fullmatch(cells[place]) if place < len(cells) else None
                    if match is not None:
                        _add(offsets, match[0][:10], match[1])


def _add(offsets: dict[dt.date, set[int]], day: str, text: str) -> None:
    try:
        date = dt.date.fromisoformat(day)
    except ValueError:
        return  # the reader of the file says so
    if date.year not in YEARS:
        return  # that, too
    offsets.setdefault(date, set()).add(_minutes(text))


def _minutes(text: str) -> int:
    if text == "Z":
        return 0
    digits = text[1:].replace(":", "")
    return (-1 if text[0] == "-" else 1) * (int(digits[:2]) * 60 + int(digits[2:]))


def _text(minutes: int) -> str:
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02d}:{rest:02d}"


def _fitting(offsets: Mapping[dt.date, set[int]]) -> list[str]:
    """Zones whose clock has every day's offsets: of a day that clocks change both may be seen."""
    fitting = []
    for name in sorted(available_timezones()):
        if "/" not in name or name.startswith(("Etc/", "SystemV/", "posix/", "right/")):
            continue
        zone = ZoneInfo(name)
        if all(stated <= _of_day(zone, day) for day, stated in offsets.items()):
            fitting.append(name)
    return fitting


def _of_day(zone: ZoneInfo, day: dt.date) -> set[int]:
    return {_offset(zone, day, hour) for hour in (0, 23)}


def _offset(zone: ZoneInfo, day: dt.date, hour: int) -> int:
    offset = dt.datetime(day.year, day.month, day.day, hour, tzinfo=zone).utcoffset()
    return round(offset.total_seconds() / 60) if offset is not None else 0


def _families(names: Sequence[str], last: dt.date) -> list[list[str]]:
    """Zones of one clock together, by their offsets at noon from the file's last day on."""
    families: dict[tuple[int, ...], list[str]] = {}
    days = [last + dt.timedelta(days=days) for days in range(0, 366 * _YEARS_AHEAD, 3)]
    for name in names:
        zone = ZoneInfo(name)
        families.setdefault(tuple(_offset(zone, day, 12) for day in days), []).append(name)
    return list(families.values())


def _best_known(family: Sequence[str]) -> str:
    return next((name for name in KNOWN if name in family), family[0])


def _asked(source: Source, why: str, example: str | None = None) -> InputError:
    hint = f"add --timezone {example or 'Europe/Berlin'}, with the zone of your centre"
    return InputError(Problem(source.name, f"a time zone: {why}", hint))

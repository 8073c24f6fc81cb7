"""Dates and times as people and spreadsheets write them, turned into ISO 8601 where nothing is open.

`2. März 2026`, `2026年3月2日 上午8:30`, `8h30`, `02/03/26 8:00 PM`. Month and day in numbers keep their
order: which it is the whole column has to tell.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from staffing.history.headers.lexicon import lexicon
from staffing.history.headers.tokens import folded

_AM_PM = r"(?:a\.?\s?m\.?|p\.?\s?m\.?|上午|下午|午前|午後|오전|오후)"
_CLOCK = re.compile(
    rf"(?P<before>{_AM_PM})?\s*(?P<hour>\d{{1,2}})"
    r"(?:\s?(?::|h|\.|時|时|點|点|시|u)\s?(?P<minute>\d{2})(?:分|분)?"
    r"(?:\s?[:.]?(?P<second>\d{2})(?:[.,]\d+)?(?:秒|초)?)?|\s?(?P<whole>h|時|时|點|点|시|uhr|uur)|(?=\s?[ap]\.?m))"
    rf"\s*(?:uhr|h|uur)?\s*(?P<after>{_AM_PM})?",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(\d{4})\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})\s?(?:日|일|\.)?")
_NUMBERS = re.compile(r"(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})(?!\d)")
_COMPACT = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)")
_NAMED = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|º|\.)?[\s-]+(?:de\s+)?([^\W\d_]+)\.?,?[\s-]+(?:de\s+|del\s+)?(\d{4}|\d{2})(?!\d)"
)
_NAME_FIRST = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_YEAR_NAMED = re.compile(r"(\d{4})[\s/.-]+([^\W\d_]+)\.?[\s/.-]+(\d{1,2})(?!\d)")
_MONTH = re.compile(
    r"(?P<y1>\d{4})\s?[-/.年년]\s?(?P<m1>\d{1,2})\s?(?:月|월)?|(?P<m2>\d{1,2})\s?[-/.]\s?(?P<y2>\d{4})"
    r"|(?P<name>[^\W\d_]+)\.?[\s\-/']+(?:de\s+|del\s+)?(?P<y3>\d{4}|\d{2})|(?P<y4>\d{4})[\s\-/]+(?P<name2>[^\W\d_]+)\.?"
)
_OF_WEEK = r"(?:KW|CW|WK|Week|Woche|Sem(?:aine|ana)?|Settimana|Tydzie[nń]|Hafta|W|S)"
_WEEK = re.compile(
    rf"(?P<year1>\d{{4}})[\s\-/.]?{_OF_WEEK}[\s.]?(?P<week1>\d{{1,2}})"
    rf"|{_OF_WEEK}[\s.]*(?P<week2>\d{{1,2}})[\s\-/.,]+(?P<year2>\d{{4}})"
    r"|(?P<year3>\d{4})年?第?(?P<week3>\d{1,2})[周週주]",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"^[^\W\d_]+\.?(?:-[^\W\d_]+)?,?\s+(?=\d)|\s*[(（][^\W\d_]{1,4}\.?[)）]")
_OFFSET = re.compile(r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})$")
_HOURS = re.compile(
    r"(\d{1,2})\s?(?:h|uhr|uur|時|时|시)?\s?[-‐‑–—~∼～〜]\s?(\d{1,2})\s?(?:h|uhr|uur|時|时|시)?",
    re.IGNORECASE,
)
_AFTERNOON = re.compile(r"p|下午|午後|오후", re.IGNORECASE)


@lru_cache(maxsize=1 << 16)
def plain_date(text: str) -> tuple[str, str]:
    """The date at the start of a text, in ISO 8601 or as `d/m/y` in its own order, and what follows it."""
    text = text.strip()
    date, rest = _date(text)
    if not date:
        date, rest = _date(_WEEKDAY.sub("", text, count=1).strip())
    return date, _WEEKDAY.sub("", rest, count=1) if date else text


def _date(text: str) -> tuple[str, str]:
    if found := _YEAR_FIRST.match(text):
        return _iso(*map(int, found.groups())), text[found.end() :]
    if found := _NUMBERS.match(text):
        return "/".join(found.groups()), text[found.end() :]
    if found := _COMPACT.match(text):
        digits = found[0]
        return _iso(int(digits[:4]), int(digits[4:6]), int(digits[6:])), text[found.end() :]
    for pattern, places in ((_NAMED, (2, 1, 0)), (_NAME_FIRST, (2, 0, 1)), (_YEAR_NAMED, (0, 1, 2))):
        if found := pattern.match(text):
            year, month, day = (found.groups()[place] for place in places)
            if named := month_number(month):
                return _iso(_full_year(year), named, int(day)), text[found.end() :]
    return "", text


def month_number(name: str) -> int:
    """1 to 12, or 0 for what names no month; three letters and more of a name will do."""
    known = lexicon().months
    name = folded(name).strip(" .")
    if name in known:
        return known[name]
    longer = {number for full, number in known.items() if len(name) > 2 and full.startswith(name)}
    return longer.pop() if len(longer) == 1 else 0


@lru_cache(maxsize=1 << 16)
def plain_clock(text: str) -> str:
    """The time of day as HH:MM or HH:MM:SS; empty where the text is none. Of a range, its start.

    `8-9` is the hour from eight.
    """
    text = text.strip()
    if hours := _HOURS.fullmatch(text):
        start, end = map(int, hours.groups())
        return f"{start:02}:00" if start < 24 and end in {start + 1, (start + 1) % 24} else ""
    found = _CLOCK.match(text)
    if found is None:
        return ""
    rest = text[found.end() :].strip()
    if rest and not re.match(r"[-‐‑–—−－→~∼～〜至bto]|until|bis|à|a\b|do\b|tot\b", rest, re.IGNORECASE):
        return ""
    hour, minute, second = int(found["hour"]), int(found["minute"] or 0), found["second"]
    mark = found["before"] or found["after"]
    if mark and not (found["before"] and hour > 12):
        hour = hour % 12 + 12 * bool(_AFTERNOON.match(mark))
    if hour > 24 or minute > 59 or int(second or 0) > 59:
        return ""
    return f"{hour:02}:{minute:02}" + (f":{second}" if second else "")


@lru_cache(maxsize=1 << 16)
def plain_moment(text: str) -> str:
    """A date with or without a time as the clock reads it; what is neither stays as it is.

    A number alone behind the date is an hour; where two times stand behind it the last one counts, for a
    sheet's date has a midnight of its own.
    """
    date, rest = plain_date(text)
    if not date:
        return plain_week(text) or text
    rest = rest.strip(" ,T\t")
    offset = ""
    if (found := _OFFSET.search(rest)) and not (" " in text and _is_range(rest)):
        offset = {"UTC": "Z", "GMT": "Z"}.get(found[1], found[1])
        rest = rest[: found.start()]
    if re.match(r"00:00(:00)?(\.0+)?\s+\d", rest):
        rest = rest.split(maxsplit=1)[1]
    if not rest:
        return date
    if rest.isdecimal() and len(rest) <= 2:
        return f"{date} {int(rest):02}:00"
    if rest.isdecimal() and len(rest) in {3, 4}:
        return f"{date} {int(rest[:-2]):02}:{rest[-2:]}"
    clock = plain_clock(rest)
    return f"{date} {clock}{offset}" if clock else text


def _is_range(rest: str) -> bool:
    """`08:00-08:30` behind a blank names both ends of an interval; `08:00-05:00` is a time and its offset."""
    found = re.fullmatch(r"(\d{1,2}):(\d{2})\s?-\s?(\d{1,2}):(\d{2})", rest)
    if found is None:
        return False
    start, end = (int(found[place]) * 60 + int(found[place + 1]) for place in (1, 3))
    return (end - start) % 1440 in {5, 10, 15, 20, 30, 60}


@lru_cache(maxsize=1 << 12)
def plain_week(text: str) -> str:
    """The Monday of the ISO week that a text names, such as 2026-W10 or KW 10/2026; else empty."""
    found = _WEEK.fullmatch(text.strip())
    if found is None:
        return ""
    year, number = (int(found[f"{key}1"] or found[f"{key}2"] or found[f"{key}3"]) for key in ("year", "week"))
    try:
        return dt.date.fromisocalendar(year, number, 1).isoformat()
    except ValueError:
        return ""  # no year has that week


@lru_cache(maxsize=1 << 12)
def plain_month(text: str) -> str:
    """The first day of the month that a text names, in ISO 8601; empty where it names none."""
    found = _MONTH.fullmatch(text.strip())
    if found is None:
        return ""
    year = next(int(found[key]) for key in ("y1", "y2", "y3", "y4") if found[key])
    name = found["name"] or found["name2"]
    month = month_number(name) if name else int(found["m1"] or found["m2"])
    return _iso(_full_year(str(year)), month, 1) if 1 <= month <= 12 else ""


def _full_year(text: str) -> int:
    return int(text) + 2000 * (len(text) == 2)


def _iso(year: int, month: int, day: int) -> str:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return f"{year:04}-{month:02}-{day:02}"  # no such day: the message shows it

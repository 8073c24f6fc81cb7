"""Times as exports write them: ISO 8601, or month and day in an order that the file itself must prove.

03/04/2026 is 4 March in one country and 3 April in another. Where a system's exports follow the settings of
whoever exported, all dates of the file are tried both ways: a day above 12 settles it, and a file that both
readings fit is refused rather than guessed at.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise

import numpy as np

from staffing.arrays import Bools, Ints
from staffing.errors import InputError, Problem
from staffing.history.headers.moments import plain_date, plain_moment, plain_month
from staffing.history.reading.choices import DateOrder, Reading
from staffing.history.reading.layout import When
from staffing.tables.cells import YEARS, Problems, TimeCells, parse_iso, time_hint, year_wanted

_CLOCKS = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p")
_DATES = {
    "mdy": ("%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y", "%m.%d.%Y", "%m%d%Y"),
    "dmy": ("%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y", "%d%m%Y"),
}
_YEAR_FIRST = ("%Y-%m-%d", "%Y/%m/%d")
_NAMES = {"mdy": "month/day/year", "dmy": "day/month/year"}
_READ_AS = "dates are read as "
_NUMBERS = re.compile("%[mdyYHIMSp]")
_MARK = re.compile(r"[^\w\s]")
MOST_FAILURES = 50
LAST_DAY = 100_000
_FIRST_DAY = dt.datetime(2001, 1, 1, tzinfo=dt.UTC)  # a Monday
Parsed = tuple[int, int, bool]


def parse_times(
    texts: Sequence[str], when: When, reading: Reading, lines: Ints, problems: Problems
) -> tuple[TimeCells, tuple[str, ...]]:
    """The times of a file's rows, and notes on how they were understood; bad ones go to `problems`."""
    column = " ".join(names[0] for names in when.columns)
    distinct = list(dict.fromkeys(texts))
    if when.worded:
        plain = {text: plain_month(text) if when.months else plain_moment(text) for text in distinct}
        untimed = {text for text, moment in plain.items() if ":" not in moment}
        if len(when.columns) > 1 and len(untimed) < len(plain) / 2:
            dates = _dates_alone(untimed)
            refuse_untimed(texts, untimed - dates, column, lines, problems)
            plain |= {text: plain_date(text)[0] for text in dates}
        texts_as_found, texts = texts, [plain[text] for text in texts]
        distinct = list(dict.fromkeys(texts))
    else:
        texts_as_found = texts
    known, order = _understood(distinct, when, reading)
    if order == "both":
        raise InputError(_either(problems.file, int(lines[0]), column, distinct[0]))
    far = set() if when.order == "day-number" else _of_far_years(known)
    known.update(dict.fromkeys(far))
    for row in [i for i, text in enumerate(texts) if known[text] is None]:
        if problems.is_told(int(lines[row]), column):
            continue
        is_far = texts[row] in far
        hint = "correct the year" if is_far else _hint(when, order, texts[row].strip())
        expected = year_wanted() if is_far else "a time"
        problems.add(lines[row], column, texts_as_found[row].strip(), expected, hint)
    cells = [known[text] or (0, 0, False) for text in texts]
    seconds, offset, naive = (np.array(part) for part in zip(*cells, strict=True))
    is_guessed = when.order == "any" and reading.dates is None and order != "iso"
    notes = (f"{problems.file}: {_READ_AS}{_NAMES[order]}",) if is_guessed else ()
    return TimeCells(seconds, offset, naive & (not when.utc)), notes


def _of_far_years(known: Mapping[str, Parsed | None]) -> set[str]:
    """The wall times of years that dates do not have."""
    walls = {text: parsed[0] for text, parsed in known.items() if parsed is not None and parsed[2]}
    years = np.array(list(walls.values()), dtype="datetime64[s]").astype("datetime64[Y]").astype(int) + 1970
    return {text for text, year in zip(walls, years.tolist(), strict=True) if year not in YEARS}


def _dates_alone(texts: Collection[str]) -> set[str]:
    """The texts that have a date and no time: nothing behind it, or a word such as the name of a total."""
    parts = {text: plain_date(text) for text in texts}
    return {text for text, (date, rest) in parts.items() if date and not any(map(str.isdigit, rest))}


def without_times(texts: Sequence[str], when: When) -> Bools:
    """The rows with a date and no time, where the others have both in columns of their own."""
    found = _dates_alone(set(texts)) if when.worded and len(when.columns) > 1 else set()
    rows = np.fromiter((text in found for text in texts), dtype=bool, count=len(texts))
    return rows if 2 * len(found) < len(set(texts)) else np.zeros(len(texts), dtype=bool)


def refuse_untimed(
    texts: Sequence[str], untimed: Collection[str], column: str, lines: Ints, problems: Problems
) -> None:
    """A date without a time among rows that have one would be booked at midnight; it may be a total."""
    for row in [row for row, text in enumerate(texts) if text in untimed]:
        hint = "fill in the time, or remove the row if it is the total of others"
        problems.add(lines[row], column, texts[row].strip(), "a date and a time, as in the other rows", hint)


def order_noted(notes: Sequence[str]) -> DateOrder | None:
    """The order of month and day that a note of `parse_times` names; None where there is no such note."""
    orders: tuple[DateOrder, ...] = ("mdy", "dmy")
    said = {order for order in orders for note in notes if note.endswith(_READ_AS + _NAMES[order])}
    return said.pop() if len(said) == 1 else None


WORDED = When((("time",),), order="any", worded=True)


def fits_both_orders(texts: Sequence[str], reading: Reading) -> bool:
    """Whether these texts of a column fit both orders of month and day."""
    plain = list(dict.fromkeys(map(plain_moment, filter(str.strip, texts))))
    return bool(plain) and _understood(plain, WORDED, reading)[1] == "both"


def order_said(texts: Sequence[str], reading: Reading) -> list[str]:
    """In which order of month and day these texts of a column are read, where they alone tell it."""
    plain = list(dict.fromkeys(map(plain_moment, filter(str.strip, texts))))
    order = _understood(plain, WORDED, reading)[1] if plain and reading.dates is None else "iso"
    return [_READ_AS + _NAMES[order]] if order in _NAMES else []


def moments_of(
    texts: Sequence[str], file: str, reading: Reading, column: str, line: int
) -> Callable[[str], str]:
    """What turns a text of a column into ISO 8601, in the order of month and day that some of them prove.

    What cannot be read stays as it is. InputError where both orders fit all of them.
    """
    plain = list(dict.fromkeys(map(plain_moment, filter(str.strip, texts))))
    _, order = _understood(plain, WORDED, reading) if plain else ({}, "iso")
    if order == "both":
        raise InputError(_either(file, line, column, next(filter(str.strip, texts))))
    patterns = _with_clocks(order, apart=True)

    @lru_cache(maxsize=1 << 16)
    def moment(text: str) -> str:
        text = plain_moment(text)
        parsed = _parse(text, patterns, WORDED)
        if parsed is None or not parsed[2]:
            return text
        return str(np.datetime64(parsed[0], "s"))  # not of datetime: 12/31/9999 24:00 is in the year 10000

    return moment


def is_time(text: str, when: When, reading: Reading) -> bool:
    """Whether a text is a time by any of the orders that the file may follow."""
    return any(_parsed([text], when, order, 1)[text] is not None for order in _orders(when, reading))


def _understood(
    distinct: Sequence[str], when: When, reading: Reading
) -> tuple[dict[str, Parsed | None], str]:
    """Each text's time, and the order that gave it; `both` where two orders fit and differ."""
    orders = _orders(when, reading)
    tried = {order: _parsed(distinct, when, order, MOST_FAILURES) for order in orders}
    failures = {order: sum(p is None for p in parsed.values()) for order, parsed in tried.items()}
    best = min(failures, key=failures.__getitem__)
    fitting = [order for order in orders if not failures[order]]
    if "iso" not in fitting and len(fitting) == 2 and tried["mdy"] != tried["dmy"]:
        following = [order for order in fitting if _follow_each_other(tried[order], tried)]
        return (tried[following[0]], following[0]) if following else (tried[best], "both")
    return (tried[best] if not failures[best] else _parsed(distinct, when, best, len(distinct))), best


def _follow_each_other(mine: Mapping[str, Parsed | None], tried: Mapping[str, object]) -> bool:
    """Whether the days lie close together in this order, while the other one has a day of each month.

    Only where rows have times of day: a report of months may well be dated by their first days.
    """
    seconds = [parsed[0] for parsed in mine.values() if parsed is not None]
    days = sorted({second // 86400 for second in seconds})
    steps = [later - earlier for earlier, later in pairwise(days)]
    timed = len({second % 86400 for second in seconds}) > 1
    return timed and len(days) >= 3 and max(steps) <= 4 and tried.keys() >= _NAMES.keys()


def _orders(when: When, reading: Reading) -> tuple[str, ...]:
    """The ways to read the file's times; more than one only where the order of month and day is open."""
    if when.order in {"iso", "day-number"}:
        return (when.order,)
    if when.order == "any" and reading.dates is None:
        return ("iso", "mdy", "dmy")
    return ("iso", reading.dates or when.order)


def _parsed(distinct: Sequence[str], when: When, order: str, most_failures: int) -> dict[str, Parsed | None]:
    """The times of the texts; given up after `most_failures`, for an order that does not fit."""
    patterns = [*when.patterns, *_with_clocks(order, apart=len(when.columns) > 1)]
    known: dict[str, Parsed | None] = {}
    failures = 0
    for text in distinct:
        known[text] = _day_number(text) if order == "day-number" else _parse(text, patterns, when)
        failures += known[text] is None
        if failures > most_failures:
            break
    return known


def _with_clocks(order: str, *, apart: bool) -> list[str]:
    """`apart`: date and time stand in columns of their own, which need not look like ISO 8601 together."""
    dates = _DATES.get(order, _YEAR_FIRST if apart and order == "iso" else ())
    return [*(f"{date} {clock}" for date in dates for clock in _CLOCKS), *dates]


def _parse(text: str, patterns: list[str], when: When) -> Parsed | None:
    text = _start(text) if when.ranges else text.strip()
    iso = parse_iso(text)
    if iso is not None and not (patterns and text.isdigit() and len(text) <= 8):  # 11232026 is no week
        return iso
    if found := re.fullmatch(r"(.*[^\d:])24:00(?::00)?", text):  # the end of its day; 12:24:00 is none
        start = _parse(f"{found[1]}00:00", patterns, when)
        return None if start is None else (start[0] + 86400, *start[1:])
    marks, has_letters = _MARK.findall(text), any(map(str.isalpha, text))
    for place, pattern in enumerate(patterns):
        wanted = _marks_of(pattern)
        if wanted is not None and (wanted != marks or ("%p" in pattern and not has_letters)):
            continue
        try:
            moment = dt.datetime.strptime(text, pattern)
        except ValueError:
            continue
        patterns.insert(0, patterns.pop(place))  # the next one is most likely written the same way
        return int(moment.replace(tzinfo=dt.UTC).timestamp()), 0, True
    # 830 is half past eight, which strptime takes for nothing or for another time.
    spaced = re.sub(r"(?<=\s)(\d{1,2})(\d\d)$", r"\1:\2", text)
    return _parse(spaced, patterns, when) if len(when.columns) > 1 and spaced != text else None


@cache
def _marks_of(pattern: str) -> list[str] | None:
    """The marks between numbers that a text of the pattern has; None where its words may have marks, too."""
    bare = _NUMBERS.sub("", pattern)
    return None if "%" in bare else _MARK.findall(bare)


def _either(file: str, line: int, column: str, text: str) -> Problem:
    """The problem of dates that fit both orders."""
    hint = 'say which with dates = "mdy" or "dmy" in [history] (--dates)'
    expected = "dates that can be read one way only; all days are 12 or less"
    return Problem(file, expected, hint, line, column, text)


def _start(text: str) -> str:
    """`11/23/2026 8:00 - 8:30` names an interval by both its ends: the first counts."""
    start, dash, end = text.rpartition("-")
    return start.strip() if dash and ":" in start and ":" in end else text.strip()


def _day_number(text: str) -> Parsed | None:
    text = text.strip()
    if not text.isdecimal() or not 0 < int(text) < LAST_DAY:
        return None
    return int((_FIRST_DAY + dt.timedelta(days=int(text) - 1)).timestamp()), 0, True


def _hint(when: When, order: str, text: str) -> str:
    if when.order == "day-number":
        return "count days from 1"
    if order in _NAMES:
        return f"dates of this file are read as {_NAMES[order]}"
    return time_hint(text)

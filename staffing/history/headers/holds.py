"""What a column holds, told from some of its cells: times, counts, durations, shares, flags, names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from staffing.history.headers.lexicon import lexicon
from staffing.history.headers.moments import plain_clock, plain_date, plain_moment, plain_month, plain_week
from staffing.history.headers.tokens import folded
from staffing.tables.numbers import is_number, is_unknown, styles_of

MOSTLY = 0.85
_DURATION = re.compile(r"(?:\d+[. ])?(?:\d+:)?\d*:[0-5]\d(?:[.,]\d+)?|0 ?days? \d+:\d+:\d+", re.IGNORECASE)
_CLOCK = re.compile(r"(?:[01]?\d|2[0-4])(?::[0-5]\d){1,2}")
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
COMPACT_DATE = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
DOTTED_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])[.](?:00|15|30|45)")
COMPACT_CLOCK = re.compile(r"(?:[01]\d|2[0-3])(?:00|15|30|45)|[1-9](?:00|15|30|45)|0")


@lru_cache(maxsize=1 << 16)
def kind_of(text: str) -> str:
    """moment, date, month, clock, duration, number, percent or text; "" where nothing is known."""
    text = text.strip()
    if is_unknown(text):
        return ""
    if is_number(text):
        return "percent" if text.endswith("%") else "number"
    if _CLOCK.fullmatch(text) or _DURATION.fullmatch(text):
        return "clock" if _CLOCK.fullmatch(text) else "duration"
    return _kind_of_time(text)


def _kind_of_time(text: str) -> str:
    date = plain_date(text)[0]
    if date:
        moment = plain_moment(text)
        rest = moment.removeprefix(f"{date} ")
        return "date" if moment == date else "moment" if rest != moment and _CLOCK.match(rest) else "text"
    if plain_month(text):
        return "month"
    if plain_week(text):
        return "date"
    return "clock" if plain_clock(text) else "text"


@dataclass(frozen=True)
class Holds:
    """The cells of one column, as far as they were looked at."""

    cells: Sequence[str]

    @cached_property
    def known(self) -> list[str]:
        """The cells that say something."""
        return [cell.strip() for cell in self.cells if not is_unknown(cell)]

    @cached_property
    def distinct(self) -> list[str]:
        """Each text once, in order of appearance."""
        return list(dict.fromkeys(self.known))

    @cached_property
    def kind(self) -> str:
        """The kind of most cells, `text` where they differ, and "" where nothing is known."""
        if not self.known:
            return ""
        counts = Counter(map(kind_of, self.known))
        kind, count = counts.most_common(1)[0]
        if count >= MOSTLY * len(self.known):
            return kind
        timed = counts["clock"] + counts["duration"]
        if timed >= MOSTLY * len(self.known):
            return "duration"
        if timed + counts["number"] + counts["percent"] >= MOSTLY * len(self.known) and timed:
            return "duration"
        return "number" if counts["number"] + counts["percent"] >= MOSTLY * len(self.known) else "text"

    @property
    def is_count(self) -> bool:
        """Whole numbers of at least 0."""
        return (
            self.kind == "number"
            and len(self.numbers) == len(self.distinct)
            and bool(self.styles(whole=True))
            and not any(cell.startswith("-") for cell in self.known)
        )

    def styles(self, *, whole: bool) -> set[str]:
        """The ways in which all numbers can be read."""
        return styles_of(self.numbers, whole=whole)

    @cached_property
    def is_flag(self) -> bool:
        """Yes and no, or 1 and 0, and nothing else."""
        flags = lexicon().flags
        return 0 < len(self.distinct) <= 4 and all(folded(text) in flags for text in self.distinct)

    @cached_property
    def numbers(self) -> list[str]:
        """Each number once; a word among them may be the name of a total."""
        return [cell for cell in self.distinct if is_number(cell)]

    @property
    def is_hour(self) -> bool:
        """Whole numbers from 0 to 24."""
        return self.kind == "number" and all(c.isdecimal() and int(c) <= 24 for c in self.numbers)

    @property
    def is_dotted_clock(self) -> bool:
        """Such as 08.30: a time in some countries."""
        return self.kind == "number" and all(map(DOTTED_CLOCK.fullmatch, self.numbers))

    @property
    def is_compact_date(self) -> bool:
        """Such as 20260302."""
        return self.kind == "number" and all(map(COMPACT_DATE.fullmatch, self.numbers))

    @property
    def is_epoch(self) -> bool:
        """Seconds or milliseconds since 1970, of this century: ten digits or thirteen."""
        known = self.distinct
        return (
            self.kind == "number"
            and len({len(cell) for cell in known}) == 1
            and all(_EPOCH.fullmatch(cell) for cell in known)
        )

    @property
    def is_compact_clock(self) -> bool:
        """Such as 0830: hours and minutes in four digits."""
        return self.kind == "number" and all(map(COMPACT_CLOCK.fullmatch, self.numbers))

    @property
    def is_names(self) -> bool:
        """Few texts, each on several rows: names of queues, teams, kinds."""
        return 0 < len(self.distinct) <= max(1, min(200, len(self.known) // 2))

    @property
    def is_unique(self) -> bool:
        """Another text on almost every row: numbers of calls or tickets."""
        return len(self.known) > 2 and len(self.distinct) >= 0.95 * len(self.known)

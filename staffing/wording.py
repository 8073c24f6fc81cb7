"""Numbers with their units, as people read and write them, and texts of others as they may be shown."""

from __future__ import annotations

import math
import re

# Control characters, breaks of lines, what turns the direction of text, halves of characters: a terminal
# obeys them, a page hides them, a log breaks at them. Joiners that letters need stay.
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def legible(text: str) -> str:
    """A text of others on one line that steers nothing which shows it: `\\x1b` for an escape character."""
    return _STEERING.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def worded(value: float, unit: str) -> str:
    """`81.1%` for 0.811 of unit `share`, `62 s`, `4.31`; `–` for what is unknown."""
    if math.isnan(value):
        return "–"
    if unit == "share":
        return f"{100 * value:.1f}%"
    if unit == "seconds":
        return f"{value:,.0f} s" if abs(value) >= 10 else f"{value:.1f} s"
    return f"{value:,.0f}" if unit == "contacts" or abs(value) >= 1000 else f"{value:.2f}"


def worded_aim(low: float, high: float, unit: str) -> str:
    """`≥ 80.0%`, `≤ 20 s`, `30–60 s`; nothing where there is no aim."""
    if math.isnan(low) and math.isnan(high):
        return ""
    if math.isnan(high) or math.isnan(low):
        return f"≤ {worded(high, unit)}" if math.isnan(low) else f"≥ {worded(low, unit)}"
    below = worded(low, unit).partition(" ")[0].removesuffix("%")
    return f"{below}–{worded(high, unit)}"


def counted(count: int, thing: str, things: str | None = None) -> str:
    """`1 day`, `2 days`, `1,200 people`; `things` where it is not `thing` and an s."""
    return f"{count:,} {thing if count == 1 else things or thing + 's'}"


def fraction(text: str) -> float:
    """0.9 of `0.9`, `90%` and `90 %`; ValueError for anything else."""
    number, sign, rest = text.strip().partition("%")
    try:
        value = float(number + rest)
    except ValueError:
        raise ValueError(f"{text!r} is no share") from None
    return round(value / 100, 12) if sign else value

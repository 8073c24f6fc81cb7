"""The unit of a column of durations, and whether its cells are averages or totals: told by the numbers.

What the header says is taken where the numbers do not contradict it. Where neither decides, None: a handle
time in minutes taken for seconds would plan a sixtieth of the people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from staffing.arrays import Floats
from staffing.history.headers.header import Header
from staffing.history.headers.holds import Holds
from staffing.tables.durations import durations
from staffing.tables.numbers import STYLES, unstyled

PER_UNIT = {"seconds": 1.0, "milliseconds": 0.001, "minutes": 60.0, "hours": 3600.0, "days": 86400.0}
SECONDS_EACH = {  # what averages of centres lie within, as seconds
    "aht_seconds": (20.0, 3600.0),
    "talk_seconds": (15.0, 3600.0),
}
LEAST_OF_MILLI = 10.0  # seconds: below, numbers without a unit are no milliseconds
_ELSE = (0.2, 1800.0)
_ABSURD = 1e12  # seconds: the damage of a cell, whose square may be no number
_MOST_AS_TOTAL = 0.6  # of the spread of the averages: then the cells follow the counts


@dataclass(frozen=True)
class Measure:
    """How cells become seconds."""

    unit: str
    total: bool = False


def measure_of(word: str, header: Header, holds: Holds, style: str, weights: Floats | None) -> Measure | None:
    """The unit and kind of a column; None where the numbers leave it open.

    `weights` are the contacts of the same cells, by which a total would be divided; None for single calls.
    """
    units = units_of(header, holds, any_magnitude=word in SECONDS_EACH)
    fitting = []
    for unit in units:
        seconds = seconds_of(holds.cells, unit, style)
        if unit == "milliseconds" and header.unit is None and not middle_of(seconds) >= LEAST_OF_MILLI:
            continue
        kinds = [False] if weights is None else kinds_of(header, seconds, weights, word)
        fitting += [
            Measure(unit, total) for total in kinds if _is_usual(word, seconds, weights if total else None)
        ]
    if not (seconds_of(holds.cells, units[0], style) > 0).any():
        return Measure(units[0], header.total)  # nothing but zeros: any unit is right
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        said = header.unit is not None or holds.kind in {"clock", "duration"}
        kinds = [header.total and not header.average] if weights is not None else [False]
        return Measure(units[0], kinds[0]) if said and len(units) == 1 else None
    named = [one for one in fitting if one.unit == units[0]]
    return named[0] if len(named) == 1 and (header.unit or one_unit(named, fitting)) else None


def one_unit(named: list[Measure], fitting: list[Measure]) -> bool:
    """Whether clock times are at stake: minutes and seconds come before hours and minutes."""
    return named[0].unit == "mm:ss" and all(one.unit in {"mm:ss", "hh:mm"} for one in fitting)


def units_of(header: Header, holds: Holds, *, any_magnitude: bool) -> list[str]:
    """The units that cells may be in, the likeliest first; `any_magnitude`: whole numbers may be minutes."""
    if holds.kind in {"clock", "duration"}:
        parts = {cell.count(":") for cell in holds.known if ":" in cell}
        if parts <= {1} and not any(cell.startswith(":") for cell in holds.known):
            return ["mm:ss"] if header.unit == "mm:ss" else ["mm:ss", "hh:mm"]
        return ["hh:mm:ss"] if parts <= {2, 3} else ["mm:ss"]
    if header.unit in PER_UNIT:
        return [header.unit]
    if any_magnitude or _may_be_minutes(holds):
        return ["seconds", "minutes", "milliseconds"]
    return ["seconds", "milliseconds"]


def _may_be_minutes(holds: Holds) -> bool:
    """Fractions, or numbers so small that no handle time is: a wait of 12 without a unit is in seconds."""
    return any(mark in cell.rstrip("0") for cell in holds.known for mark in ".,")


def style_by_size(
    word: str, header: Header, holds: Holds, weights: Floats | None, unit: str | None = None
) -> str | None:
    """The one way of writing numbers by which a column holds times that centres have; None where both do.

    4.241 is more than an hour in one country, and four minutes in another.
    """
    units = [unit] if unit else units_of(header, holds, any_magnitude=word in SECONDS_EACH)
    fitting: dict[float, str] = {}  # by the middle of the times: 241.500 s and 241,500 ms are the same
    for one, style in product(units, STYLES):
        seconds = seconds_of(holds.cells, one, style)
        middle = middle_of(seconds)
        if one == "milliseconds" and header.unit is None and not middle >= LEAST_OF_MILLI:
            continue
        kinds = [False] if weights is None else kinds_of(header, seconds, weights, word)
        if any(_is_usual(word, seconds, weights if total else None) for total in kinds):
            fitting.setdefault(round(middle, 6), style)
    return next(iter(fitting.values())) if len(set(fitting.values())) == 1 else None


def seconds_of(cells: Sequence[str], unit: str, style: str) -> Floats:
    """The cells as seconds; NaN where they hold none."""
    texts = [unstyled(cell, style) if ":" not in cell else cell for cell in cells]
    parts = 3 if unit == "hh:mm:ss" else 2
    values = durations(texts, parts, PER_UNIT.get(unit, 1.0))
    values = np.where(np.isfinite(values), values, np.nan)
    return values * 60 if unit == "hh:mm" else values


def middle_of(seconds: Floats) -> float:
    """The median of the known times; 0 where there are none."""
    known = seconds[np.isfinite(seconds)]
    return float(np.median(known)) if len(known) else 0.0


def kinds_of(header: Header, seconds: Floats, weights: Floats, word: str) -> list[bool]:
    """Whether totals, averages or both are possible: by the header, else by which of them spreads less."""
    if header.average and not header.total:
        return [False]
    usable = np.isfinite(seconds) & (weights > 0) & (seconds > 0) & (seconds < _ABSURD)
    if header.total and not header.average:
        return [True]
    if usable.sum() < 4:
        return [False, True]
    each, per = seconds[usable], seconds[usable] / weights[usable]
    spread, spread_per = np.std(each) / np.mean(each), np.std(per) / np.mean(per)
    if spread_per < _MOST_AS_TOTAL * spread:
        return [True]
    if spread < _MOST_AS_TOTAL * spread_per:
        return [False]
    usual = [total for total in (False, True) if _is_usual(word, seconds, weights if total else None)]
    return usual or [False, True]


def _is_usual(word: str, seconds: Floats, weights: Floats | None) -> bool:
    """Whether the middle of the values is one that centres have."""
    known = np.isfinite(seconds) & (seconds > 0)
    values = seconds[known]
    if weights is not None:
        known &= weights > 0
        values = seconds[known] / weights[known]
    if not len(values):
        return True
    low, high = SECONDS_EACH.get(word, _ELSE)
    return bool(low <= np.median(values) <= high)

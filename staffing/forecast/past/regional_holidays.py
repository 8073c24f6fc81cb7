"""Public holidays that only parts of a country have: a note of each, where a plan names no part."""

from __future__ import annotations

import datetime as dt

import numpy as np

from staffing.daygrid.absent import open_slots
from staffing.forecast.past.special_days import ENGLISH
from staffing.timegrid import OpeningHours, weekday

HALF_HOURS = 48  # of a day
SHOWN_PARTS = 6  # of each day


def regional_holidays(
    code: str | None, first_day: np.datetime64, end: np.datetime64, opening: OpeningHours | None = None
) -> tuple[str, ...]:
    """A note of each day before the end that is a holiday in parts of the country alone.

    Each in words that stay the same every night, and only for days on which the centre is open by its hours.
    None where a part is named (`GB-ENG`), or all of the country has the same holidays in that time.
    """
    if code is None or "-" in code:
        return ()
    country = code.strip().upper()
    days = np.arange(first_day, end).astype("datetime64[D]")
    if opening is not None:
        is_open = np.asarray(open_slots(opening, HALF_HOURS).any(axis=1))
        days = days[is_open[weekday(days)]]
    return tuple(
        f"{day} {name} is a holiday in {_shown(parts)} only and is ignored under holidays {country}: "
        f"write {country}-{parts[0]}, or add an event"
        for (day, name), parts in _parts_by_day(country, days.tolist()).items()
    )


def _shown(parts: list[str]) -> str:
    more = f" and {len(parts) - SHOWN_PARTS} more" if len(parts) > SHOWN_PARTS else ""
    return ", ".join(parts[:SHOWN_PARTS]) + more


def _parts_by_day(country: str, days: list[dt.date]) -> dict[tuple[dt.date, str], list[str]]:
    """The parts that have a holiday on a day on which the country has none, by the day and its name there."""
    from holidays import country_holidays

    years = sorted({day.year for day in days})
    everywhere = country_holidays(country, years=years, language=ENGLISH)
    found: dict[tuple[dt.date, str], list[str]] = {}
    for part in everywhere.subdivisions:
        there = country_holidays(country, subdiv=part, years=years, language=ENGLISH)
        for day in days:
            if day in there and day not in everywhere:
                found.setdefault((day, there[day]), []).append(part)
    return dict(sorted(found.items()))

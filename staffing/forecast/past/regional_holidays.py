"""Public holidays that only parts of a country have: a note, where a plan names no part."""

from __future__ import annotations

import datetime as dt

import numpy as np

from staffing.forecast.past.special_days import ENGLISH

SHOWN = 3  # days that a note names
SHOWN_PARTS = 6  # of each day


def regional_holidays(code: str | None, first_day: np.datetime64, end: np.datetime64) -> tuple[str, ...]:
    """A note where parts of the country have holidays from the first day until before the end.

    None where a part is named (`GB-ENG`), or all of the country has the same holidays in that time.
    """
    if code is None or "-" in code:
        return ()
    country = code.strip().upper()
    days = [day.item() for day in np.arange(first_day, end).astype("datetime64[D]")]
    parts = _parts_by_day(country, days)
    if not parts:
        return ()
    names = [f"{day} {name} ({_shown(of_day)})" for (day, name), of_day in list(parts.items())[:SHOWN]]
    more = f" and {len(parts) - SHOWN} more" if len(parts) > SHOWN else ""
    example = next(iter(parts.values()))[0]
    return (
        f"holidays {country} leave out those of its parts alone: {', '.join(names)}{more}; for a part write "
        f"{country}-{example}, and for other days a row of events",
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

"""events.csv: the days that will not be, or were not, like others, and by how much."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import cast

import numpy as np

from staffing.forecast.past.special_days import Effect, Event
from staffing.tables.columns import EVENTS
from staffing.tables.read import read_csv
from staffing.timegrid import MINUTES_PER_DAY

MOST_FACTOR = 5.0  # of a normal day: more was most often meant as per cent


def read_events(path: str | Path) -> tuple[Event, ...]:
    """The events of a file; InputError names every bad cell."""
    table = read_csv(path, EVENTS)
    first = table.times["date"].seconds
    last = table.times["last_date"].seconds if "last_date" in table.times else np.zeros_like(first)
    names = table.texts.get("name", [""] * len(table))
    queues = table.texts.get("queue", [""] * len(table))
    events = []
    for row, text in enumerate(table.texts["effect"]):
        effect = _effect(text)
        if effect is None:
            hint = "1.2 means 20 % more than a normal day"
            expected = "a factor such as 1.2, closed, ignore, or like 2025-11-28"
            table.problems.add(int(table.line_numbers[row]), "effect", text, expected, hint)
            continue
        if isinstance(effect, float) and effect > MOST_FACTOR:
            part, more = effect / 100, 1 + effect / 100
            hint = f"{effect:g} % more is {more:g}, and {effect:g} % of a normal day is {part:g}"
            expected = f"a factor on the normal day of at most {MOST_FACTOR:g}"
            table.problems.add(int(table.line_numbers[row]), "effect", text, expected, hint)
            continue
        events.append(_event(int(first[row]), int(last[row]), names[row], effect, queues[row] or None))
    table.problems.raise_if_any()
    return tuple(events)


def _event(first: int, last: int, name: str, effect: Effect, queue: str | None) -> Event:
    """From wall-clock seconds; an empty last date reads as 1970, and such an event lasts the one day."""
    first_day, from_minute = _day_and_minute(first)
    last_day, until_minute = _day_and_minute(max(last, first - from_minute * 60))
    return Event(first_day, last_day, name, effect, queue, from_minute, until_minute or MINUTES_PER_DAY)


def _day_and_minute(seconds: int) -> tuple[np.datetime64, int]:
    day, rest = divmod(seconds, 86400)
    return np.datetime64(day, "D"), rest // 60


def _effect(text: str) -> Effect | None:
    if text in {"closed", "ignore"}:
        return cast(Effect, text)
    try:
        if text.startswith("like "):
            return np.datetime64(dt.date.fromisoformat(text.removeprefix("like ").strip()), "D")
        factor = float(text)
    except ValueError:
        return None
    return factor if 0 <= factor < np.inf else None

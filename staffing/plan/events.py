"""events.csv: the days that will not be, or were not, like others, and by how much."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import numpy as np

from staffing.forecast.special_days import Effect, Event
from staffing.tables.columns import EVENTS
from staffing.tables.read import read_csv


def read_events(path: Path) -> tuple[Event, ...]:
    """The events of a file; InputError names every bad cell."""
    table = read_csv(path, EVENTS)
    days = table.times["date"].seconds.astype("datetime64[s]").astype("datetime64[D]")
    last = table.times["last_date"].seconds if "last_date" in table.times else None
    names = table.texts.get("name", [""] * len(table))
    events = []
    for row, (day, name, text) in enumerate(zip(days, names, table.texts["effect"], strict=True)):
        effect = _effect(text)
        if effect is None:
            hint = "1.2 means 20 % more than a normal day"
            line = int(table.lines[row])
            table.problems.add(line, "effect", text, "a factor such as 1.2, closed or ignore", hint)
            continue
        # An empty last_date reads as 1970: such an event lasts the one day.
        until = day if last is None else max(day, np.datetime64(int(last[row]), "s").astype("datetime64[D]"))
        events.append(Event(day, until, name, effect))
    table.problems.raise_if_any()
    return tuple(events)


def _effect(text: str) -> Effect | None:
    if text in {"closed", "ignore"}:
        return cast(Effect, text)
    try:
        factor = float(text)
    except ValueError:
        return None
    return factor if 0 <= factor < np.inf else None

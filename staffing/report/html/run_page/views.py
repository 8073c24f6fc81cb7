"""What the script draws from: the open intervals; views of all contacts, of each group and each queue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.records.columns import ALL_QUEUES
from staffing.records.run_page import RunPage
from staffing.report.html.run_page.open_rows import OpenRows, day_names, texts
from staffing.report.html.run_page.weeks_behind import weeks_behind
from staffing.timegrid import Zone

EVERYTHING = "All contacts"
Numbers = list[float | int | None]
Column = str | Numbers
_TWO_DAYS, _QUARTER = 2 * 24 * 60, 15  # minutes; clocks change at quarter-hours
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def view_names(page: RunPage) -> list[str]:
    """Of all contacts, then groups, then queues where there are several."""
    return [EVERYTHING, *(f"Group {name}" for name in groups(page)), *(f"Queue {n}" for n in queues(page))]


def groups(page: RunPage) -> list[str]:
    """Of people with skills of their own."""
    return [] if page.coverage.group is None else texts(page.coverage.group)


def queues(page: RunPage) -> list[str]:
    """Those with a view of their own: of one queue alone, that is the view of all contacts."""
    return list(page.requirement.queues) if len(page.requirement.queues) > 1 else []


def queue_views(page: RunPage) -> list[tuple[int, str, str | None]]:
    """Number and name of the views of contacts: of all of them (None), and of each queue with its own."""
    first, names = 1 + len(groups(page)), view_names(page)
    own = [(0, None), *((first + at, name) for at, name in enumerate(queues(page)))]
    return [(view, names[view], queue) for view, queue in own]


def page_data(page: RunPage, rows: OpenRows) -> dict[str, Any]:
    """Days, intervals and views, for JSON: shares by `shares`, heads to a tenth, null for unknown."""
    counts = np.bincount(rows.day, minlength=len(rows.dates)).tolist()
    return {
        "minutes": rows.interval_minutes,
        "slot": rows.slot_minutes,
        "days": [
            {"name": name, "date": str(date), "rows": count, **_clock(page.coverage.zone, date)}
            for name, date, count in zip(day_names(rows.dates), rows.dates, counts, strict=True)
        ],
        "minute": rows.minute.tolist(),
        **({} if np.array_equal(rows.minute, rows.elapsed) else {"elapsed": rows.elapsed.tolist()}),
        "bound": texts(page.requirement.bound_by),
        "views": list(_views(page, rows)),
    }


def _clock(zone: Zone, date: np.datetime64) -> dict[str, list[list[int]]]:
    """How far the wall clock is ahead of the minutes since the local midnight, where clocks change.

    `clock` has pairs: from which minute on, and how far. The day after is included: nights reach into it.
    """
    after = np.arange(0, _TWO_DAYS, _QUARTER)
    utc = zone.midnight(date) + (60 * after).astype("timedelta64[s]")
    wall = (zone.local(utc) - date).astype("timedelta64[m]").astype(np.int64)
    ahead = wall - after
    turns = np.flatnonzero(np.diff(ahead, prepend=0))
    return {"clock": np.column_stack([after, ahead])[turns].tolist()} if len(turns) else {}


def _views(page: RunPage, rows: OpenRows) -> Iterator[dict[str, Any]]:
    requirement = page.requirement
    everything = np.arange(len(requirement))
    played = _played(page, rows, ALL_QUEUES)
    heads = _heads(page, rows, None)
    if played:
        del heads["level"]  # the play has its own prediction
    yield {
        "name": EVERYTHING,
        "kind": "all",
        **heads,
        **played,
        **(_contacts(page, rows) if queues(page) else _queue(page, rows, everything)),
        "past": weeks_behind(page, None),
    }
    for group in groups(page):
        yield {"name": f"Group {group}", "kind": "group", **_heads(page, rows, group)}
    for queue in queues(page):
        own = np.flatnonzero(requirement.queue_names == queue)
        yield {
            "name": f"Queue {queue}",
            "kind": "queue",
            **_played(page, rows, queue),
            **_queue(page, rows, own),
            "past": weeks_behind(page, queue),
        }


def _heads(page: RunPage, rows: OpenRows, group: str | None) -> dict[str, Column]:
    """Heads needed, at work and on a break; of all the predicted service level too."""
    coverage = page.coverage.together()
    if group is not None and page.coverage.group is not None:
        coverage = page.coverage.rows(page.coverage.group == group)
    start = coverage.interval_start
    return {
        "need": numbers(rows.column(start, coverage.required)),
        "have": numbers(rows.column(start, coverage.working)),
        "off": numbers(rows.column(start, coverage.on_break)),
        "level": shares(rows.column(start, coverage.service_level)),
    }


def _contacts(page: RunPage, rows: OpenRows) -> dict[str, Column]:
    """All queues added up; without a range, for those of queues do not add up."""
    start, place = np.unique(page.forecast.interval_start, return_inverse=True)
    total = np.bincount(place.ravel(), np.nan_to_num(page.forecast.offered), len(start)).astype(np.float64)
    return {"offered": numbers(rows.column(start, total), whole_from=10)}


def _queue(page: RunPage, rows: OpenRows, own: Ints) -> dict[str, Column]:
    """The contacts of a queue with their range, the agents that they need, and what one fewer would do."""
    needed, forecast, asked = page.requirement, page.forecast, page.asked
    name = needed.queue_names[own[:1]]
    ahead = np.flatnonzero(np.isin(forecast.queue_names, name))
    words = texts(needed.bound_by)
    binds = np.array([words.index(word) for word in needed.bound_by.tolist()], dtype=np.float64)

    def laid(values: Floats) -> Floats:
        return rows.column(needed.interval_start[own], values[own])

    def expected(values: Floats) -> Numbers:
        return numbers(rows.column(forecast.interval_start[ahead], values[ahead]), whole_from=10)

    return {
        "offered": expected(forecast.offered),
        "low": expected(forecast.offered_p10),
        "high": expected(forecast.offered_p90),
        "aht": numbers(laid(needed.aht_seconds)),
        "load": numbers(laid(needed.load_erlangs)),
        "agents": numbers(laid(needed.agents)),
        "heads": numbers(laid(needed.scheduled)),
        "sized": shares(laid(needed.service_level)),
        "fewer": shares(laid(asked.fewer)),
        "more": shares(laid(asked.more)),
        "binds": numbers(laid(binds)),
        "target": shares(laid(asked.service_level)),
        "seconds": numbers(laid(asked.seconds)),
    }


def _played(page: RunPage, rows: OpenRows, queue: str) -> dict[str, Column]:
    """The service level of the play with its spread; nothing where the schedule was not played."""
    if page.played is None:
        return {}
    played = page.played.intervals
    if queue == ALL_QUEUES and queue not in played.queues and len(played.queues) == 1:
        queue = played.queues[0]
    own = np.flatnonzero(played.queue_names == queue)

    def laid(values: Floats) -> Column:
        return shares(rows.column(played.interval_start[own], values[own]))

    found = {
        "predicted": laid(played.predicted_service_level),
        "played": laid(played.service_level),
        "bad": laid(played.service_level_p10),
        "good": laid(played.service_level_p90),
    }
    return found if len(own) else {}


def numbers(values: Floats, whole_from: float = 100.0) -> Numbers:
    """To a tenth, whole from there on; `[x]` where all are the same."""
    rounded = np.where(np.abs(values) >= whole_from, np.round(values), np.round(values, 1))
    return _short([None if value != value else _whole(value) for value in rounded.tolist()])  # noqa: PLR0124


def shares(values: Floats) -> str | Numbers:
    """Thousandths as two digits to the base 36 each, `--` for unknown; `[x]` where all are the same."""
    thousandths = [None if value != value else int(value) for value in np.round(1000 * values).tolist()]  # noqa: PLR0124
    if len(set(thousandths)) == 1:
        return [*thousandths[:1]]
    return "".join("--" if one is None else _DIGITS[one // 36] + _DIGITS[one % 36] for one in thousandths)


def _whole(value: float) -> float | int:
    return int(value) if value == int(value) else value


def _short(values: Numbers) -> Numbers:
    return values[:1] if len(set(values)) == 1 else values

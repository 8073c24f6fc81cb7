"""People files: what each agent did on each day, beside what was planned."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from staffing.records.history import AgentDays
from staffing.tables.columns import PEOPLE
from staffing.tables.read import read_csv
from staffing.tables.table import Table

_NUMBERS = [column.name for column in PEOPLE if column.kind == "number"]
_PARTS = (("adherent_seconds", "ready_seconds"), ("adherent_seconds", "scheduled_seconds"))


def read_people(source: str | Path, timezone: str) -> AgentDays:
    """The rows in file order; InputError names every bad cell and every agent who has a day twice.

    Times without an offset are wall times of `timezone`.
    """
    table = read_csv(source, PEOPLE).in_zone(timezone)
    agent, day = _texts(table, "agent"), table.times["date"].days
    queue = _texts(table, "queue")
    _refuse_doubles(table, agent, day, queue)
    _refuse_contradictions(table)
    group = np.unique(agent, return_inverse=True)[1].astype(np.int64)
    start, end = (table.some_moments(name, group) for name in ("scheduled_start", "scheduled_end"))
    lunch_start, lunch_end = (table.some_moments(name, group) for name in ("lunch_start", "lunch_end"))
    for name, first, last in (("scheduled_end", start, end), ("lunch_end", lunch_start, lunch_end)):
        for row in np.flatnonzero(last < first).tolist():
            hint = "what runs over midnight ends on the next date"
            table.problems.add(table.line_numbers[row], name, str(last[row]), "an end after the start", hint)
    table.problems.raise_if_any()
    return AgentDays(
        agent=agent,
        day=day,
        team=_texts(table, "team"),
        queue=queue,
        scheduled_start=start,
        scheduled_end=end,
        **{name: table.number(name) for name in _NUMBERS},
        timezone=timezone,
        lunch_start=lunch_start,
        lunch_end=lunch_end,
    )


def _texts(table: Table, name: str) -> NDArray[np.str_]:
    return np.array(table.texts.get(name, [""] * len(table)), dtype=np.str_)


def _refuse_doubles(
    table: Table, agent: NDArray[np.str_], day: NDArray[np.datetime64], queue: NDArray[np.str_]
) -> None:
    seen: set[tuple[str, str, int]] = set()
    keys = zip(agent.tolist(), queue.tolist(), day.astype(np.int64).tolist(), strict=True)
    for row, key in enumerate(keys):
        if key in seen and key[0]:
            found = f"{day[row]} twice for {key[0]}"
            hint = "remove one of the two rows, or add them up"
            table.problems.add(table.line_numbers[row], "date", found, "each day of an agent once", hint)
        seen.add(key)


def _refuse_contradictions(table: Table) -> None:
    """A part is not more than its whole."""
    for part, whole in _PARTS:
        for row in np.flatnonzero(table.number(part) > table.number(whole) + 1.0).tolist():
            found = f"{table.number(part)[row]:g}"
            expected = f"at most {whole} ({table.number(whole)[row]:g})"
            table.problems.add(
                table.line_numbers[row], part, found, expected, "check how the export counts both"
            )

"""Who could stand in, as a table for the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from staffing.arrays import Ints
from staffing.records.stand_in import StandIns
from staffing.report.text.cells import named

SHOWN = 8  # people of each shift


def stand_in_report(people: StandIns) -> list[str]:
    """Lines to print: for each shift those who can, the cheapest first, and why others cannot."""
    keys = list(zip(people.absent.tolist(), people.date.tolist(), strict=True))
    lines: list[str] = []
    for key in dict.fromkeys(keys):
        rows = np.array([row for row, one in enumerate(keys) if one == key])
        lines += _of_shift(people, rows)
    if np.isfinite(people.rank).any():
        lines.append("burdens: early/late/night/weekend shifts so far")
    return lines


def _of_shift(people: StandIns, rows: Ints) -> Iterator[str]:
    first = int(rows[0])
    start, end = (str(people.zone.wall(one[first]))[11:16] for one in (people.start, people.end))
    shift = f"{people.pattern[first]} {start}-{end}, {people.group[first]}"
    able = [row for row in rows.tolist() if np.isfinite(people.rank[row])]
    yield f"{people.absent[first]} is away on {people.date[first]} ({shift}): {len(able)} could stand in"
    if able:
        yield _line("", "person", "has now", "cost", "fairness", "hours", "burdens")
    for row in able[:SHOWN]:
        burdens = (people.early_window, people.late_window, people.night_window, people.weekend_window)
        yield _line(
            f"{people.rank[row]:.0f}.",
            str(people.agent[row]),
            str(people.now[row]),
            f"{people.cost[row]:+,.1f}",
            f"{people.fairness[row]:+,.1f}",
            f"{people.week_hours[row]:g}",
            "/".join(f"{kind[row]:.0f}" for kind in burdens),
        )
    if len(able) > SHOWN:
        yield f"… and {len(able) - SHOWN} more"
    rules = Counter(str(people.rule[row]) for row in rows.tolist() if people.rule[row])
    if rules:
        yield "    cannot: " + ", ".join(f"{count} by {rule}" for rule, count in rules.most_common())


def _line(*cells: str) -> str:
    rank, agent, now, cost, fairness, hours, burdens = cells
    return f"{rank:>3} {named(agent, 13)}{named(now, 21)}{cost:>8}{fairness:>10}{hours:>7}  {burdens}"

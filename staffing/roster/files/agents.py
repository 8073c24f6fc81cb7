"""agents.csv: who works, and under which contract."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from staffing.errors import did_you_mean
from staffing.roster.people import KINDS_OF_BURDEN, Agent
from staffing.roster.terms import OF_A_CONTRACT, OF_A_PLAN, Terms
from staffing.tables.columns import AGENTS
from staffing.tables.read import read_csv
from staffing.tables.table import Table
from staffing.timegrid import DAY_NAMES

EVERYBODY = "all"


@dataclass(frozen=True)
class ContractDefaults:
    """What the plan says where a cell is empty: its `terms`, and the patterns there are."""

    terms: Terms
    patterns: tuple[str, ...]


def read_agents(source: str | Path, defaults: ContractDefaults) -> tuple[Agent, ...]:
    """The people in file order; InputError names every bad cell, and every name that stands twice."""
    table = read_csv(source, AGENTS)
    agents = [_agent(table, row, defaults) for row in range(len(table))]
    seen: dict[str, int] = {}
    for row, agent in enumerate(agents):
        line = int(table.line_numbers[row])
        if agent.name in seen:
            hint = f"line {seen[agent.name]} has the same name: tell the two apart"
            table.problems.add(line, "agent", agent.name, "each name once", hint)
        seen.setdefault(agent.name, line)
    table.problems.raise_if_any()
    return _with_shares(agents)


def _with_shares(agents: list[Agent]) -> tuple[Agent, ...]:
    """Each with its contract's part of the longest week; 1 where a contract names no hours."""
    most = max((agent.terms.hours_per_week_max or 0.0 for agent in agents), default=0.0)
    return tuple(
        replace(agent, share=agent.terms.hours_per_week_max / most)
        if agent.terms.hours_per_week_max and most
        else agent
        for agent in agents
    )


def _agent(table: Table, row: int, defaults: ContractDefaults) -> Agent:
    numbers: dict[str, Any] = {name: _number(table, row, name) for name in OF_A_CONTRACT}
    own = {name: _number(table, row, name) for name in OF_A_PLAN}
    given: dict[str, Any] = {name: value for name, value in own.items() if value is not None}
    terms = replace(defaults.terms, **numbers, **given)
    for least, most in (
        ("hours_per_week_min", "hours_per_week_max"),
        ("days_per_week_min", "days_per_week_max"),
        ("hours_per_period_min", "hours_per_period_max"),
    ):
        low, high = numbers[least], numbers[most]
        if low is not None and high is not None and low > high:
            table.problems.add(
                int(table.line_numbers[row]), least, f"{low:g}", f"at most {most} ({high:g})", "swap the two?"
            )
    leave = _number(table, row, "leave_day_hours")
    hours, days = terms.hours_per_week_max, terms.days_per_week_max
    if leave is None:
        leave = hours / days if hours and days else 0.0
    factor = _number(table, row, "cost_factor")
    return Agent(
        name=table.texts["agent"][row],
        groups=tuple(dict.fromkeys(_listed(table, row, "group"))) or (EVERYBODY,),
        patterns=frozenset(_known(table, row, "patterns", defaults.patterns)) or frozenset(defaults.patterns),
        terms=replace(terms, leave_day_hours=leave, max_shifts=_max_shifts(table, row, defaults.patterns)),
        days=_cell(table, row, "days", weekdays, "weekdays such as mon-fri") or frozenset(range(7)),
        earliest_start=_cell(table, row, "earliest_start", clock_minutes, "a time of day such as 08:00") or 0,
        latest_end=_cell(table, row, "latest_end", clock_minutes, "a time of day such as 22:00") or 72 * 60,
        cost_factor=1.0 if factor is None else factor,
        exempt=frozenset(_known(table, row, "exempt", KINDS_OF_BURDEN)),
    )


def _number(table: Table, row: int, name: str) -> float | None:
    value = float(table.number(name)[row])
    return None if np.isnan(value) else value


def _listed(table: Table, row: int, name: str) -> list[str]:
    """The parts of a cell between `|`."""
    text = table.texts[name][row] if name in table.texts else ""
    return [part.strip() for part in text.split("|") if part.strip()]


def _known(table: Table, row: int, name: str, known: tuple[str, ...]) -> list[str]:
    """The same, each one of those known."""
    parts = _listed(table, row, name)
    for part in parts:
        if part not in known:
            hint = f"{did_you_mean(part, known)}known: {', '.join(known)}"
            table.problems.add(int(table.line_numbers[row]), name, part, f"names from {name} with |", hint)
    return [part for part in parts if part in known]


def _max_shifts(table: Table, row: int, patterns: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """Of `night=4|early=8`: the most shifts of a pattern."""
    limits: dict[str, int] = {}
    for part in _listed(table, row, "max_shifts"):
        name, _, most = (side.strip() for side in part.partition("="))
        if name in patterns and re.fullmatch(r"\d{1,3}", most):
            limits[name] = int(most)
        else:
            hint = f"{did_you_mean(name, patterns)}write night=4|early=8, with names of patterns"
            table.problems.add(int(table.line_numbers[row]), "max_shifts", part, "PATTERN=NUMBER", hint)
    return tuple(sorted(limits.items()))


def _cell(table: Table, row: int, name: str, parse: Callable[[str], Any], expected: str) -> Any:
    """A text that means something; None where it is empty or wrong."""
    text = table.texts[name][row] if name in table.texts else ""
    if not text:
        return None
    try:
        return parse(text)
    except ValueError:
        table.problems.add(int(table.line_numbers[row]), name, text, expected, "or leave the cell empty")
        return None


def clock_minutes(text: str) -> int:
    """Minutes after midnight of `08:30`; may exceed 24:00."""
    match = re.fullmatch(r"(\d{1,2}):([0-5]\d)", text)
    if match is None or int(match[1]) > 72:
        raise ValueError(text)
    return int(match[1]) * 60 + int(match[2])


def weekdays(text: str) -> frozenset[int]:
    """0 Monday … of `mon-fri` or `sat,sun`."""
    chosen: set[int] = set()
    for part in text.lower().replace(" ", "").split(","):
        first, _, last = part.partition("-")
        i, j = DAY_NAMES.index(first), DAY_NAMES.index(last or first)
        chosen |= {day % 7 for day in range(i, (j if j >= i else j + 7) + 1)}
    return frozenset(chosen)

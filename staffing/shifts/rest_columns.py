"""Rests by their place in a pattern and by their name: the two forms of one fact, and the way between them.

The model knows the r-th rest of a pattern; a `ShiftPlan` has a column for each name, lunch, break_1, ….
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

import numpy as np

from staffing.arrays import Ints
from staffing.records.schedule import ShiftPlan
from staffing.shifts.rules import Rules

NOWHERE = -1  # a pattern without that rest, or a plan without that name

Value = TypeVar("Value", bound=np.generic)


def rest_names(rules: Rules) -> tuple[str, ...]:
    """lunch, break_1, …: those that any pattern has."""
    return in_column_order(name for pattern in rules.patterns for name in pattern.rest_names)


def in_column_order(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, as the columns of shifts.csv have them."""
    return tuple(sorted(set(names), key=lambda name: (name != "lunch", len(name), name)))


def pattern_of_rows(plan: ShiftPlan, rules: Rules) -> Ints:
    """Index of each row's pattern in the rules."""
    names = {pattern.name: number for number, pattern in enumerate(rules.patterns)}
    return np.array([names[name] for name in plan.pattern.tolist()], dtype=np.int64)


def with_rest_columns(plan: ShiftPlan, names: tuple[str, ...]) -> ShiftPlan:
    """The same with a column for each rest of that name, where its patterns have fewer."""
    start = np.full((len(plan), len(names)), np.datetime64("NaT", "s"))
    minutes = np.zeros((len(plan), len(names)), dtype=np.int64)
    for column, name in enumerate(plan.rest_names):
        start[:, names.index(name)] = plan.rest_start[:, column]
        minutes[:, names.index(name)] = plan.rest_minutes[:, column]
    return replace(plan, rest_start=start, rest_minutes=minutes, rest_names=names)


def by_name(
    values: np.ndarray[tuple[int, ...], np.dtype[Value]],
    pattern: Ints,
    rules: Rules,
    names: tuple[str, ...],
    missing: object,
) -> np.ndarray[tuple[int, ...], np.dtype[Value]]:
    """[row, rest of its pattern] to [row, name], `missing` where a row's pattern has no such rest."""
    named = np.full((len(pattern), len(names)), missing, dtype=values.dtype)
    for rest, column in enumerate(_columns(rules, names).T):
        rows = np.flatnonzero(column[pattern] != NOWHERE)
        named[rows, column[pattern[rows]]] = values[rows, rest]
    return named


def by_rest(
    values: np.ndarray[tuple[int, ...], np.dtype[Value]],
    pattern: Ints,
    rules: Rules,
    names: tuple[str, ...],
    missing: object,
) -> np.ndarray[tuple[int, ...], np.dtype[Value]]:
    """[row, name] to [row, rest of its pattern], `missing` where there is no such rest or no such name."""
    placed = np.full((len(pattern), rules.most_rests), missing, dtype=values.dtype)
    for rest, column in enumerate(_columns(rules, names).T):
        rows = np.flatnonzero(column[pattern] != NOWHERE)
        placed[rows, rest] = values[rows, column[pattern[rows]]]
    return placed


def rest_minutes_of(rules: Rules) -> Ints:
    """[pattern, rest] minutes of each rest; 0 where a pattern has fewer."""
    minutes = np.zeros((len(rules.patterns), rules.most_rests), dtype=np.int64)
    for p, pattern in enumerate(rules.patterns):
        minutes[p, : len(pattern.rests)] = [rest.minutes for rest in pattern.rests]
    return minutes


def _columns(rules: Rules, names: tuple[str, ...]) -> Ints:
    """[pattern, rest] the column of `names` that holds it, or NOWHERE."""
    place = {name: column for column, name in enumerate(names)}
    columns = np.full((len(rules.patterns), rules.most_rests), NOWHERE, dtype=np.int64)
    for p, pattern in enumerate(rules.patterns):
        columns[p, : len(pattern.rests)] = [place.get(name, NOWHERE) for name in pattern.rest_names]
    return columns

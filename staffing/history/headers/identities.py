"""What sums over columns prove: the unit of handle times by their parts, the abandoned by what is left.

A handle time of 285 that is 240 of talk, 5 of hold and 40 of wrap-up proves that the 5 are of the same unit,
however small they are for a time in seconds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np

from staffing.arrays import Bools, Floats
from staffing.history.headers.columns import Told
from staffing.history.headers.durations import (
    LEAST_OF_MILLI,
    SECONDS_EACH,
    Measure,
    kinds_of,
    seconds_of,
    units_of,
)
from staffing.history.headers.styles import numbers_of
from staffing.tables.numbers import PLAIN, unstyled

PARTS = ("talk_seconds", "hold_seconds", "wrap_seconds")
_WHOLE = "aht_seconds"
_MOSTLY = 0.9
_LEAST_ROWS = 4
_NOTICEABLE = 3.0  # times the rounding: a smaller part proves nothing of its unit
_A_PART = 0.9  # of what is lost: fewer are not all that were


def joint_measures(
    values: Mapping[str, Told], styles: Mapping[int, str], weights: Floats | None
) -> dict[str, Measure]:
    """Units, and whether they are totals, that make handle time the sum of its parts; empty where many do.

    `weights` are the contacts that totals are divided by; None where the file has none.
    """
    if _WHOLE not in values or "talk_seconds" not in values:
        return {}
    for words in ([word for word in PARTS if word in values], ["talk_seconds", "wrap_seconds"]):
        if len(words) > 1 and set(words) <= values.keys():
            found = _proved({word: values[word] for word in (_WHOLE, *words)}, styles, weights)
            if found:
                return found
    return {}


def _proved(
    columns: Mapping[str, Told], styles: Mapping[int, str], weights: Floats | None
) -> dict[str, Measure]:
    choices = [_choices(word, column, styles, weights) for word, column in columns.items()]
    fitting = [
        measures
        for chosen in product(*choices)
        if len({measure.total for measure, _, _ in chosen[1:]}) == 1
        and _is_sum([seconds for _, seconds, _ in chosen], [grain for _, _, grain in chosen])
        and _is_usual(measures := dict(zip(columns, (m for m, _, _ in chosen), strict=True)), chosen)
    ]
    return fitting[0] if len(fitting) == 1 else {}


Choice = tuple[Measure, Floats, Floats]


def _choices(word: str, column: Told, styles: Mapping[int, str], weights: Floats | None) -> list[Choice]:
    """Each way to read a column: the measure, averages in seconds, and half of what they are rounded to."""
    style = styles.get(column.place, PLAIN)
    decimals = max((_decimals(cell, style) for cell in column.holds.known), default=0)
    units = units_of(column.header, column.holds, any_magnitude=True)
    choices: list[Choice] = []
    for unit in units:
        seconds = seconds_of(column.holds.cells, unit, style)
        grain = float(seconds_of(["1"], unit, PLAIN)[0]) * 0.5 * 10.0**-decimals
        if ":" in unit:
            grain = 30.0 if unit == "hh:mm" else 0.5
        kinds = [False] if weights is None else [False, True]
        if weights is not None and (word == _WHOLE or column.header.total != column.header.average):
            kinds = kinds_of(column.header, seconds, weights, word)
        for total in kinds:
            by = np.where(weights > 0, weights, np.nan) if total and weights is not None else 1.0
            choices.append((Measure(unit, total), seconds / by, np.broadcast_to(grain / by, seconds.shape)))
        if not (seconds > 0).any():
            break  # nothing but zeros: any unit is right
    return choices


def _decimals(cell: str, style: str) -> int:
    return len(unstyled(cell, style).partition(".")[2]) if ":" not in cell else 0


def _is_sum(seconds: Sequence[Floats], grains: Sequence[Floats]) -> bool:
    """Whether the first is the sum of the others in nearly all rows, to what they are rounded to."""
    whole, parts = seconds[0], np.sum([np.nan_to_num(part) for part in seconds[1:]], axis=0)
    room = np.sum(grains, axis=0) * 1.01 + 1e-6 * np.nan_to_num(whole)
    known: Bools = np.isfinite(whole) & np.isfinite(room) & (whole > 0)
    if known.sum() < _LEAST_ROWS or not (whole[known] > _NOTICEABLE * room[known]).mean() > _MOSTLY:
        return False
    return bool((np.abs(whole - parts)[known] <= room[known]).mean() >= _MOSTLY)


def _is_usual(measures: Mapping[str, Measure], chosen: Sequence[Choice]) -> bool:
    """Whether handle and talk time are of a size that centres have."""
    for word, (measure, seconds, _) in zip(measures, chosen, strict=True):
        known = seconds[np.isfinite(seconds) & (seconds > 0)]
        if word not in SECONDS_EACH or not len(known):
            continue
        low, high = SECONDS_EACH[word]
        low = max(low, LEAST_OF_MILLI) if measure.unit == "milliseconds" else low
        if not low <= np.median(known) <= high:
            return False
    return True


def abandoned_by_sum(
    columns: Sequence[Told], counts: Mapping[str, Told], styles: Mapping[int, str]
) -> tuple[dict[str, Told], list[str]]:
    """The counts with the column as `abandoned` that is offered less answered; what to say of another.

    A column that only resembles the word and holds fewer in every row is a part of the abandoned.
    """
    made = dict(counts)
    chosen = counts.get("abandoned")
    if not {"offered", "answered"} <= counts.keys():
        return made, []
    offered, answered = (
        numbers_of(counts[word], styles.get(counts[word].place, PLAIN)) for word in ("offered", "answered")
    )
    lost = offered - answered

    def is_lost(column: Told) -> bool:
        number = numbers_of(column, styles.get(column.place, PLAIN))
        known = np.isfinite(number) & np.isfinite(lost) & ((lost > 0) | (number > 0))
        return bool(known.sum() >= _LEAST_ROWS and (np.abs(number - lost)[known] < 0.5).mean() >= _MOSTLY)

    if chosen is not None and is_lost(chosen):
        return made, []
    taken = {column.place for word, column in counts.items() if word != "abandoned"}
    whole = [
        column
        for column in columns
        if column.scores.get("abandoned") and column.place not in taken and is_lost(column)
    ]
    if whole:
        made["abandoned"] = whole[0]
        return made, []
    if chosen is None or chosen.scores["abandoned"] >= 1:
        return made, []
    number = numbers_of(chosen, styles.get(chosen.place, PLAIN))
    known = np.isfinite(number) & np.isfinite(lost)
    fewer = known.sum() >= _LEAST_ROWS and (number <= lost + 0.5)[known].mean() >= _MOSTLY
    if not (fewer and number[known].sum() < _A_PART * lost[known].sum()):
        return made, []
    del made["abandoned"]
    names = f"{counts['offered'].name} less {counts['answered'].name}"
    return made, [f"{chosen.name} is not read as abandoned, for it is a part of {names} only"]

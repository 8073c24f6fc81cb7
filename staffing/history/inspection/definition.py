"""By which definition a centre prints its service level, found from its own numbers.

Those of the glossary are tried on every interval that has what they need; the one that gives what is
printed is named, and none where none does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.arrays import Floats
from staffing.definitions import DEFINITIONS, OFFERED
from staffing.records.history import History

CLOSE = 0.005
LEAST_ROWS = 10


@dataclass(frozen=True)
class PrintedDefinition:
    """The definition's name, and each definition's median absolute difference from what is printed."""

    name: str | None
    differences: dict[str, float]


def printed_definition(history: History) -> PrintedDefinition | None:
    """What the numbers say; None where they do not hold what it takes."""
    printed = history.measures.get("service_level")
    if printed is None:
        return None
    differences = {}
    for name, (part, whole) in _fractions(history).items():
        value = _share(part, whole)
        known = np.isfinite(value) & np.isfinite(printed)
        if known.sum() >= LEAST_ROWS:
            differences[name] = float(np.median(np.abs(value[known] - printed[known])))
    if not differences:
        return None
    best = min(differences, key=differences.__getitem__)
    return PrintedDefinition(best if differences[best] <= CLOSE else None, differences)


def service_levels(history: History) -> dict[str, float]:
    """The whole history by each definition that its columns allow: they differ more than planners think.

    Of the rows in which all that a definition takes is known.
    """
    levels = {}
    for name, (part, whole) in _fractions(history).items():
        known = np.isfinite(part) & np.isfinite(whole)
        if whole[known].sum() > 0:
            levels[name] = float(part[known].sum() / whole[known].sum())
    return levels


def _fractions(history: History) -> dict[str, tuple[Floats, Floats]]:
    """Part and whole, row by row, of each definition all of whose counts the history has."""
    counts = {OFFERED: history.offered, **history.measures}
    return {
        name: definition.of_counts(counts.__getitem__)
        for name, definition in DEFINITIONS.items()
        if counts.keys() >= set(definition.counts)
    }


def _share(part: Floats, whole: Floats) -> Floats:
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1.0), np.nan)

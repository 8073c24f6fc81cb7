"""Moves of rests that leave the count of every interval as it is.

A rest that stays inside an interval moves alone. One that takes more of a later interval and less of an
earlier one needs another that does the opposite: a lunch from 12:00 to 12:15 and one from 12:30 to 12:15, or
a break from one half-hour to the next and another back.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from staffing.arrays import Floats, Ints

ALONE = -1


@dataclass(frozen=True, eq=False)
class Steps:
    """Ways to move one rest; a row each.

    minutes, into:  of rests of that length that begin so many minutes into their interval
    later:          minutes by which they begin later (negative: earlier)
    anchor:         the first interval that changes, from that in which the rest began
    change:         [step, part] heads more at work in the parts from the anchor on
    """

    minutes: Ints
    into: Ints
    later: Ints
    anchor: Ints
    change: Floats

    def __len__(self) -> int:
        return len(self.minutes)


@dataclass(frozen=True, eq=False)
class Exchanges:
    """Steps alone, or two at once with the same anchor; what they change adds up to 0 in each interval.

    first, second:  rows of the steps; ALONE where there is no second
    change:         [exchange, part] of both
    spans:          how many intervals change
    """

    first: Ints
    second: Ints
    change: Floats
    spans: Ints

    def __len__(self) -> int:
        return len(self.first)

    def steps(self, row: int) -> list[int]:
        """The one or two steps of an exchange."""
        return [step for step in (int(self.first[row]), int(self.second[row])) if step != ALONE]

    def alone(self) -> Exchanges:
        """Those of one step."""
        kept = self.second == ALONE
        return Exchanges(self.first[kept], self.second[kept], self.change[kept], self.spans[kept])


def steps_of(rest_minutes: Ints, interval_minutes: int, grain: int, part_minutes: int) -> Steps:
    """All steps of at most an interval that change one or two intervals, for rests of these lengths."""
    parts = interval_minutes // part_minutes
    window = 3 + int(-(-rest_minutes.max(initial=0) // interval_minutes))
    rows: list[tuple[int, int, int, int]] = []
    changes = []
    for minutes in np.unique(rest_minutes).tolist():
        for into in range(0, interval_minutes, grain):
            for later in range(-interval_minutes, interval_minutes + 1, grain):
                change = np.zeros((window, parts))
                flat = change.reshape(-1)
                from_part = (interval_minutes + into) // part_minutes
                to_part, width = from_part + later // part_minutes, minutes // part_minutes
                flat[from_part : from_part + width] += 1.0
                flat[to_part : to_part + width] -= 1.0
                moved = np.flatnonzero(change.any(axis=1))
                count = change.sum(axis=1)
                if not len(moved) or np.count_nonzero(count) > 2:
                    continue
                rows.append((minutes, into, later, int(moved[0]) - 1))
                changes.append(np.roll(change, -int(moved[0]), axis=0).reshape(-1))
    minutes_of, into_of, later_of, anchor_of = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    change_of = np.array(changes).reshape(len(rows), window * parts)
    return Steps(minutes_of, into_of, later_of, anchor_of, change_of)


def exchanges_of(steps: Steps, parts: int) -> Exchanges:
    """Every step that changes no count, and every two that together change none."""
    window = steps.change.shape[1] // parts
    counts = steps.change.reshape(len(steps), window, parts).sum(axis=2)
    by_count: dict[tuple[float, ...], list[int]] = defaultdict(list)
    for step, count in enumerate(counts.tolist()):
        by_count[tuple(count)].append(step)
    pairs: list[tuple[int, int]] = []
    for count, here in by_count.items():
        if not any(count):
            pairs += [(step, ALONE) for step in here]
        elif next(value for value in count if value) > 0:
            there = by_count.get(tuple(-value for value in count), [])
            pairs += [(one, other) for one in here for other in there]
    first, second = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    change = steps.change[first] + np.where(second[:, None] == ALONE, 0.0, steps.change[second])
    touched = change.reshape(len(first), window, parts).any(axis=2)
    spans = np.where(touched, np.arange(1, window + 1), 0).max(axis=1, initial=0)
    kept = spans > 0
    return Exchanges(first[kept], second[kept], change[kept], spans[kept])

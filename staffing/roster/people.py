"""Who works: contracts, what each may do, and what is known of their days off, wishes and past."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from staffing.roster.terms import Terms

KINDS_OF_BURDEN = ("early", "late", "night", "weekend")


@dataclass(frozen=True)
class Off:
    """A row of availability.csv: UTC `start` and `end`, its `kind` and `weight`.

    `pattern` is that whose shifts it speaks of ("": any), `text` how the file says when.
    """

    kind: str
    start: np.datetime64
    end: np.datetime64
    text: str
    pattern: str = ""
    weight: float = 1.0


@dataclass(frozen=True)
class PastShift:
    """A shift of state.csv, worked before the period; `date` is the local date of its start, moments UTC.

    `rests` are the spans away from the phones that the file knows.
    """

    date: np.datetime64
    start: np.datetime64
    end: np.datetime64
    pattern: str
    group: str
    paid_hours: float
    rests: tuple[tuple[str, np.datetime64, np.datetime64], ...] = ()


@dataclass(frozen=True)
class WishAnswer:
    """What became of a wish before: its `date`, and whether it was granted."""

    date: np.datetime64
    is_granted: bool


@dataclass(frozen=True)
class Agent:
    """One person: `terms` are the numbers of contract and law, times of day wall-clock minutes.

    `exempt` are the kinds of burden that are the person's own choice; `share` is the contract's part of the
    longest week that anybody has.
    """

    name: str
    groups: tuple[str, ...]
    patterns: frozenset[str]
    terms: Terms
    days: frozenset[int] = frozenset(range(7))
    earliest_start: int = 0
    latest_end: int = 72 * 60
    cost_factor: float = 1.0
    exempt: frozenset[str] = frozenset()
    share: float = 1.0
    off: tuple[Off, ...] = ()
    past: tuple[PastShift, ...] = ()
    answers: tuple[WishAnswer, ...] = field(default=())

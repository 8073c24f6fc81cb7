"""The metrics of past periods and the likely causes of what is off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Floats, Times
from staffing.records.columns import Columns

WHOLE_SHARE = 0.99  # a period of which less is known is partial


@dataclass(frozen=True, eq=False)
class Scores(Columns):
    """The scorecard: a row per metric, period and member (a queue, a team, an agent, or the whole centre).

    `start` sorts the periods: UTC for intervals and hours, local days else. `value` is in `unit`; `count` is
    what it is a share or mean of. `previous` is the last value before (of half-hours, hours and days that of
    the same time and weekday), `last_year` that of the same period a year before. `known_share` is how much
    of the period is known, by what its intervals usually bring. A metric whose input is missing has one row
    with an empty period, and `needs` says what it lacks.
    """

    grain: NDArray[np.str_]
    period: NDArray[np.str_]
    start: Times
    queue: NDArray[np.str_]
    team: NDArray[np.str_]
    agent: NDArray[np.str_]
    metric: NDArray[np.str_]
    value: Floats
    unit: NDArray[np.str_]
    count: Floats
    aim_low: Floats
    aim_high: Floats
    status: NDArray[np.str_]
    previous: Floats
    last_year: Floats
    known_share: Floats
    variant: NDArray[np.str_]
    needs: NDArray[np.str_]


@dataclass(frozen=True)
class LikelyCause:
    """A cause that the standard names: `supported` by the data, spoken against, or (None) not to be told."""

    cause: str
    supported: bool | None
    evidence: str


@dataclass(frozen=True)
class Scorecard:
    """All scores, and for the period in front (one per grain) the likely causes of what is off.

    `shown` are the rows of `scores` in front, in the order of the metrics; `causes[row]` are those of a row.
    """

    scores: Scores
    shown: tuple[int, ...]
    causes: Mapping[int, tuple[LikelyCause, ...]]
    notes: tuple[str, ...] = ()

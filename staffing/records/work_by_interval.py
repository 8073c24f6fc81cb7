"""What becomes of work that may wait, interval by interval: the rows of work.csv."""

from __future__ import annotations

from dataclasses import dataclass

from staffing.arrays import Floats, Texts
from staffing.records.columns import IntervalRows


@dataclass(frozen=True, eq=False)
class WorkByInterval(IntervalRows):
    """What becomes of work that may wait, a row for each kind and interval; contacts, whole or in part.

    `due` are those to be done by the end of the interval and not by that of the one before, `late` those
    not done at its end though they were due by then; `heads` are people at it on average.
    """

    work: Texts
    arrived: Floats
    done: Floats
    backlog: Floats
    due: Floats
    late: Floats
    heads: Floats

"""What an account is given: the plan and the record of the same intervals, in order of time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Bools, Floats, Ints, Times


@dataclass(frozen=True, eq=False)
class PlannedDays:
    """The plan per interval of `minutes`; `day` is the local day.

    offered, aht_seconds:  of the forecast, all queues pooled; handle time NaN where it has none
    scheduled, on_break:   heads on shift, and of those on a rest; on_lunch: of those on lunch
    required:              heads that the targets need
    attendance:            share of heads that come; on_phones: of those, the share truly on the phones
    inside:                heads at work in equal parts of the interval ÷ their mean − 1, (intervals, parts)
    """

    interval_start: Times
    day: NDArray[np.datetime64]
    minutes: int
    offered: Floats
    aht_seconds: Floats
    scheduled: Floats
    on_break: Floats
    on_lunch: Floats
    required: Floats
    attendance: float
    on_phones: float
    inside: Floats

    @property
    def day_number(self) -> Ints:
        """The local day, counted from 0."""
        return np.unique(self.day, return_inverse=True)[1].astype(np.int64)


@dataclass(frozen=True, eq=False)
class Contacts:
    """Contacts that came, their handle time (NaN where unknown), and the answered, which it is a mean of."""

    offered: Floats
    aht_seconds: Floats
    answered: Floats

    @property
    def handle_time_known(self) -> Bools:
        """Where somebody was answered, and for how long."""
        return np.asarray((self.aht_seconds > 0) & (self.answered > 0))


@dataclass(frozen=True, eq=False)
class Recorded:
    """What of the people is known per interval, NaN where not; the words are those of `factors.Inputs`.

    Where `agents` on the phones are known, `on_phones` holds what of attendance and rests is not.
    """

    scheduled: Floats
    attendance: Floats
    rest_share: Floats
    on_phones: Floats
    agents: Floats

    def over(self, other: Recorded) -> Recorded:
        """These, and those of the other where these are unknown."""
        pairs = ((getattr(self, name), getattr(other, name)) for name in vars(self))
        return Recorded(*(np.where(np.isfinite(mine), mine, theirs) for mine, theirs in pairs))


def nothing_recorded(intervals: int) -> Recorded:
    """Of so many intervals nothing is known of the people."""
    return Recorded(*(np.full(intervals, np.nan) for _ in range(5)))


def known_or(value: Floats, otherwise: Floats | float) -> Floats:
    """What was recorded, and where it is unknown the other."""
    return np.where(np.isfinite(value), value, otherwise)

"""What an account is given: the plan and the record of the same intervals, in order of time."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Bools, Floats, Ints, Times

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

R = TypeVar("R", bound="DataclassInstance")


@dataclass(frozen=True, eq=False)
class PlannedDays:
    """The people of the plan per interval of `minutes`; `day` is the local day.

    scheduled, on_break:   heads on shift, and of those on a rest; on_lunch: of those on lunch
    required:              heads that the targets need
    lacking:               heads that the published schedule is short of what it was to cover
    attendance:            share of heads that come; on_phones: of those, the share truly on the phones
    inside:                heads who answer in equal parts ÷ the mean at work − 1, (intervals, parts)
    """

    interval_start: Times
    day: NDArray[np.datetime64]
    minutes: int
    scheduled: Floats
    on_break: Floats
    on_lunch: Floats
    required: Floats
    lacking: Floats
    attendance: float
    on_phones: float
    inside: Floats

    @property
    def day_number(self) -> Ints:
        """The local day, counted from 0."""
        return np.unique(self.day, return_inverse=True)[1].astype(np.int64)


@dataclass(frozen=True, eq=False)
class PlannedContacts:
    """What was expected, by queue: a row for each interval of the first queue, of the second, and so on.

    offered, aht_seconds:  of the forecast; handle time NaN where it has none
    share:                 of the heads at work in the interval, those who answer the queue
    """

    queues: int
    offered: Floats
    aht_seconds: Floats
    share: Floats

    def of_rows(self, intervals: Floats) -> Floats:
        """What holds for an interval, for each queue of it."""
        return np.tile(intervals, self.queues)

    def groups(self, day_number: Ints) -> Ints:
        """The local day and the queue of each row as one number, 0, 1, …"""
        days = int(day_number.max(initial=0)) + 1
        return np.concatenate([day_number + queue * days for queue in range(self.queues)])


def rows_of(record: R, order: Ints) -> R:
    """The rows of a record of columns, in this order."""
    columns = {item.name: getattr(record, item.name)[order] for item in fields(record)}
    return type(record)(**columns)


@dataclass(frozen=True, eq=False)
class Contacts:
    """Contacts that came, their handle time (NaN where unknown), and the answered, which it is a mean of.

    By queue, in the order of `PlannedContacts`.
    """

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

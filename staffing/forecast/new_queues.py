"""A queue without a history: the shape of queues that it will be like, and the total that a planner expects.

The queues named are pooled as if they were one, over the days that all of them have, and forecast as one: the
new queue takes their profile, seasons, holidays and handle time. The planner's contacts a week stand for what
they bring in a normal week. A queue that starts slowly has its first weeks' shares of that (its ramp).

Nobody knows the total of what has not begun. Its standard deviation, `doubt` as a share of the total, widens
the range of every interval and day: variance = mean + (dispersion + doubt²) × mean² (`quantiles`).

Once a queue has three weeks of its own, which is what a backtest needs, its own history counts instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from staffing.errors import InputError, Problem, UsageError, unknown_name
from staffing.forecast.series import QueueSeries
from staffing.forecast.special_days import Days
from staffing.records import Floats

USUAL_DOUBT = 0.3
DAYS_OF_ITS_OWN = 21


@dataclass(frozen=True)
class NewQueue:
    """`like` names queues of the history, none of them meaning all; `ramp` the shares of the first weeks.

    `start` None is the first day forecast; `aht_seconds` None is that of the queues it is like.
    """

    name: str
    contacts_per_week: float
    like: tuple[str, ...] = ()
    start: np.datetime64 | None = None
    ramp: tuple[float, ...] = ()
    aht_seconds: float | None = None
    doubt: float = USUAL_DOUBT

    def __post_init__(self) -> None:
        amounts = (self.contacts_per_week, self.doubt, *self.ramp)
        if not all(0 <= amount < np.inf for amount in amounts):
            raise UsageError(
                f"Contacts, doubt and ramp of the new queue {self.name} are numbers of 0 or more.",
                hint="a ramp of 0.25, 0.5 is a quarter of the contacts in the first week, half in the second",
            )

    def scale(self, days: Days, normal_week: float) -> Floats:
        """[day]: what to multiply a forecast of the queues it is like by, who bring so much in a week."""
        if normal_week <= 0:
            return np.zeros(len(days))
        start = days[0] if self.start is None else self.start
        week = (days - start).astype(np.int64) // 7
        shares = np.array([0.0, *self.ramp, 1.0])
        return np.asarray(
            shares[np.clip(week + 1, 0, len(shares) - 1)] * self.contacts_per_week / normal_week
        )

    def note(self) -> str:
        """How it is forecast, in words."""
        like = ", ".join(self.like) or "all queues"
        start = "" if self.start is None else f" from {self.start}"
        ramp = f", its first weeks {', '.join(f'{share:.0%}' for share in self.ramp)} of that" * bool(
            self.ramp
        )
        return (
            f"new: the profile of {like}, {self.contacts_per_week:,.0f} contacts a week{start}{ramp}; "
            f"the total may be wrong by {self.doubt:.0%}"
        )


def pooled(parts: Sequence[QueueSeries]) -> QueueSeries:
    """Several queues as one, over the days that all have: unknown where any of them is."""
    first_day = max(one.first_day for one in parts)
    parts = [one.since(first_day) for one in parts]
    calls = [np.where(np.isfinite(one.aht_seconds), one.calls, 0.0) for one in parts]
    time = np.sum([c * np.nan_to_num(one.aht_seconds) for c, one in zip(calls, parts, strict=True)], axis=0)
    weight = np.sum(calls, axis=0)
    aht_seconds = np.full(weight.shape, np.nan)
    np.divide(time, weight, out=aht_seconds, where=weight > 0)
    offered = np.sum([one.offered for one in parts], axis=0)
    silent = np.logical_and.reduce([one.silent_day for one in parts])
    return QueueSeries(first_day, offered, aht_seconds, weight, silent)


def check_like(new_queues: Iterable[NewQueue], queues: Sequence[str]) -> None:
    """InputError, with the nearest known name, where one is like a queue that the history does not have."""
    problems = [
        Problem(
            f"new queue {new.name}",
            "a queue of the history",
            unknown_name("queue", name, queues).hint,
            column="like",
            value=name,
        )
        for new in new_queues
        for name in new.like
        if name not in queues
    ]
    if problems:
        raise InputError(problems)

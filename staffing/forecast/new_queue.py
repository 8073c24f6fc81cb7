"""What a planner says of a queue that has no history yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from staffing.arrays import Floats
from staffing.errors import UsageError, unknown_name
from staffing.forecast.past.special_days import Days

USUAL_DOUBT = 0.3
MOST_OF_A_RAMP = 5.0
RAMP_HINT = "0.25;0.5 is a quarter of the contacts in the first week, half in the second: 20 % is 0.2, not 20"


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
                f"contacts, doubt and ramp of the new queue {self.name} are numbers of 0 or more",
                hint=RAMP_HINT,
            )
        if any(share > MOST_OF_A_RAMP for share in self.ramp):
            raise UsageError(
                f"the ramp of the new queue {self.name} has shares above {MOST_OF_A_RAMP:g}", hint=RAMP_HINT
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
        shares = ", ".join(f"{share:.0%}" for share in self.ramp)
        ramp = f", its first weeks {shares} of that" if shares else ""
        return (
            f"new: the profile of {like}, {self.contacts_per_week:,.0f} contacts a week{start}{ramp}; "
            f"the total may be wrong by {self.doubt:.0%}"
        )


def wrong_like(new: str, name: str, queues: Sequence[str]) -> tuple[str, str] | None:
    """What is expected of a queue that a new one is like, and a hint, where `name` is none such."""
    if name == new:
        return "another queue", "its own shape is what is not known: leave like empty for that of all queues"
    if name not in queues:
        return "a queue of the history", unknown_name("queue", name, queues).hint
    return None

"""The factors of an account, and what the day would have been with some of them as they happened.

    offered = level × profile                       contacts of the local day × the interval's share of them
    agents  = (scheduled × (1 − rest_share) + filled) × attendance × on_phones

`filled` are heads added where the published schedule is short of its requirement: the plan that the account
starts from covers the requirement everywhere, so that what a shortage known in advance cost is a part too.
Both sides have the heads inside their intervals as the shifts have them, and those who finish a contact after
the end: that is in the plan's own prediction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from staffing.arrays import Bools, Floats

SWITCHES = {
    "volume": "level",
    "shape": "profile",
    "handle_time": "aht_seconds",
    "schedule_gaps": "filled",
    "schedule_changes": "scheduled",
    "attendance": "attendance",
    "adherence": "on_phones",
    "lunches": "rest_share",
}
"""Each factor by its name in files, and the input that it switches from planned to actual."""

CHANCE = "chance"
FACTORS = (*SWITCHES, CHANCE)


@dataclass(frozen=True, eq=False)
class Inputs:
    """What a day is made of: arrays of one shape, per interval.

    level:        contacts of the interval's local day; profile: the interval's share of them
    aht_seconds:  handle time
    scheduled:    heads on shift; rest_share: the share of them on lunch or a break
    filled:       heads that are added to cover the requirement
    attendance:   share of heads that come
    on_phones:    share of those that are truly on the phones: adherence × (1 − shrinkage)
    """

    level: Floats
    profile: Floats
    aht_seconds: Floats
    scheduled: Floats
    rest_share: Floats
    filled: Floats
    attendance: Floats
    on_phones: Floats

    @property
    def offered(self) -> Floats:
        """Contacts."""
        return self.level * self.profile

    @property
    def working(self) -> Floats:
        """Heads at work and not on a rest, if everybody came."""
        return self.scheduled * (1.0 - self.rest_share) + self.filled

    @property
    def agents(self) -> Floats:
        """Agents on the phones."""
        return self.working * self.attendance * self.on_phones


def times(inputs: Inputs, cases: int, **factors: Floats) -> Inputs:
    """The inputs so many times, of shape (cases, intervals), some of them times a factor."""
    shape = (cases, len(inputs.level))
    columns = {item.name: np.broadcast_to(getattr(inputs, item.name), shape) for item in fields(Inputs)}
    return Inputs(**{name: column * factors.get(name, 1.0) for name, column in columns.items()})


def differing(planned: Inputs, actual: Inputs) -> list[str]:
    """The factors that were not as planned somewhere."""
    return [
        factor
        for factor, name in SWITCHES.items()
        if not np.array_equal(getattr(planned, name), getattr(actual, name))
    ]


def mixed(planned: Inputs, actual: Inputs, factors: Sequence[str], inside: Bools) -> Inputs:
    """Inputs of shape (coalitions, intervals): those of `factors` that are `inside` as they happened."""
    shape = (len(inside), len(planned.level))
    columns = {item.name: np.broadcast_to(getattr(planned, item.name), shape) for item in fields(Inputs)}
    for place, factor in enumerate(factors):
        name = SWITCHES[factor]
        columns[name] = np.where(inside[:, place, None], getattr(actual, name), columns[name])
    return Inputs(**columns)

"""From agents on the phones to heads on the schedule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from staffing.arrays import Floats
from staffing.errors import UsageError

LEAST_SHARE = 0.01  # of a head that is on the phones: less is a slip of the point, and thousands of heads


@dataclass(frozen=True)
class People:
    """How much of a scheduled head is on the phones.

    attendance: share of scheduled people who come, in [0.01, 1]
    adherence:  share of their phone time they are truly on, in [0.01, 1]
    shrinkage:  share lost to what is not scheduled as a break (meetings, coaching), in [0, 0.99]
    spell_minutes: mean length of a spell off the phones

    UsageError outside these bounds, or where all together leave less than 0.01 of a head.
    """

    attendance: float = 1.0
    adherence: float = 1.0
    shrinkage: float = 0.0
    spell_minutes: float = 8.0

    def __post_init__(self) -> None:
        for name in ("attendance", "adherence"):
            if not LEAST_SHARE <= getattr(self, name) <= 1:
                raise _out_of_bounds(name, getattr(self, name), f"[{LEAST_SHARE:g}, 1]")
        if not 0 <= self.shrinkage <= 1 - LEAST_SHARE:
            raise _out_of_bounds("shrinkage", self.shrinkage, f"[0, {1 - LEAST_SHARE:g}]")
        if self.phone_share < LEAST_SHARE:
            together = "attendance × adherence × (1 − shrinkage)"
            raise _out_of_bounds(together, self.phone_share, f"[{LEAST_SHARE:g}, 1]")

    @property
    def phone_share(self) -> float:
        """Agents on the phones per scheduled head: attendance × adherence × (1 − shrinkage)."""
        return self.attendance * self.adherence * (1.0 - self.shrinkage)

    def scheduled(self, agents: Floats, shrinkage: Floats | None = None) -> Floats:
        """Heads to schedule so that `agents` are on the phones; `shrinkage`: by row, not the one for all.

        A decimal: rounding up per interval or per queue, before queues are added, would pay for heads
        nobody needs.
        """
        return agents / self.shares(shrinkage)

    def on_the_phones(self, scheduled: Floats, shrinkage: Floats | None = None) -> Floats:
        """Agents that so many heads put on the phones, on average."""
        return scheduled * self.shares(shrinkage)

    def shares(self, shrinkage: Floats | None) -> float | Floats:
        """Agents per head, by row where the shrinkage is by row."""
        if shrinkage is None:
            return self.phone_share
        return self.attendance * self.adherence * (1.0 - shrinkage)


def compounded(parts: Iterable[float]) -> float:
    """Components of shrinkage together: 1 − Π(1 − sᵢ), since each takes from what the others leave."""
    left = 1.0
    for part in parts:
        left *= 1.0 - part
    return 1.0 - left


def _out_of_bounds(name: str, value: float, bound: str) -> UsageError:
    hint = f"did you mean {value / 100:g}?" if 1 < value <= 100 else "it is a fraction: 0.95 for 95 %"
    return UsageError(f"{name} must lie in {bound}, got {value:g}", hint=hint)

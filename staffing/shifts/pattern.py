"""What a shift may look like: its days, starts, lengths, lunch and breaks, and the order of these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations

MINUTES_PER_DAY = 24 * 60
ALL_DAYS = frozenset(range(7))
APART_MINUTES = 30  # windows so far apart say themselves how much work lies between


@dataclass(frozen=True)
class Rest:
    """A lunch or break; its START lies `earliest_minutes` to `latest_minutes` after the shift's.

    All of it lies `between` two times of the wall clock, in minutes after local midnight, where these are
    given; an end at or before the start is on the next day.
    """

    minutes: int
    paid: bool
    earliest_minutes: int = 0
    latest_minutes: int = MINUTES_PER_DAY
    between: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        if self.between is not None and not all(0 <= edge <= MINUTES_PER_DAY for edge in self.between):
            raise ValueError(f"a rest lies between two times of a day, got minutes {self.between}")
        if self.minutes <= 0:
            raise ValueError(f"a rest must last at least a minute, got {self.minutes}")
        if not 0 <= self.earliest_minutes <= self.latest_minutes:
            raise ValueError(
                "a rest's window must run forward from the shift's start, got "
                f"{self.earliest_minutes} to {self.latest_minutes}"
            )


@dataclass(frozen=True)
class Pattern:
    """One kind of shift. Times of day are minutes after local midnight on the wall clock.

    `days` are the weekdays (0 Monday … 6 Sunday) on which it may start; `latest_end` may exceed 1440 for
    a shift that ends on the next day; `length_minutes` is presence from start to end, rests included.
    A head costs `cost_per_hour` for each paid hour, and `cost_per_shift` once.
    `max_agents` and `min_agents` bound the heads that start on one local day, over all starts.
    """

    name: str
    days: frozenset[int] = ALL_DAYS
    earliest_start: int = 0
    latest_start: int = 1439
    latest_end: int | None = None
    length_minutes: tuple[int, int] = (480, 480)
    cost_per_hour: float = 1.0
    cost_per_shift: float = 0.0
    max_agents: int | None = None
    min_agents: int = 0
    lunch: Rest | None = None
    breaks: tuple[Rest, ...] = ()

    def __post_init__(self) -> None:
        shortest, longest = self.length_minutes
        if not 0 < shortest <= longest:
            raise ValueError(
                f"pattern {self.name!r}: lengths must be positive and ordered, got {shortest} to {longest}"
            )
        if self.earliest_start > self.latest_start:
            raise ValueError(f"pattern {self.name!r}: earliest_start lies after latest_start")
        for name in ("cost_per_hour", "cost_per_shift"):
            if (cost := getattr(self, name)) < 0:
                raise ValueError(f"pattern {self.name!r}: {name} must not be negative, got {cost}")
        if self.max_agents is not None and self.min_agents > self.max_agents:
            raise ValueError(
                f"pattern {self.name!r}: min_agents {self.min_agents} exceeds max_agents {self.max_agents}"
            )

    @property
    def rests(self) -> tuple[Rest, ...]:
        """Lunch first, then the breaks: the order of `rest_names`."""
        return (() if self.lunch is None else (self.lunch,)) + self.breaks

    @property
    def rests_by_the_clock(self) -> bool:
        """Whether the window of some rest depends on when a shift starts."""
        return any(rest.between is not None for rest in self.rests)

    @property
    def rest_names(self) -> tuple[str, ...]:
        """Names of `rests`, as the columns of shifts.csv have them."""
        breaks = tuple(f"break_{i}" for i in range(1, len(self.breaks) + 1))
        return (() if self.lunch is None else ("lunch",)) + breaks

    @property
    def unpaid_rest_names(self) -> frozenset[str]:
        """Names of the rests that are not paid."""
        named = zip(self.rest_names, self.rests, strict=True)
        return frozenset(name for name, rest in named if not rest.paid)

    @property
    def unpaid_minutes(self) -> int:
        """Minutes of presence that are not paid."""
        return sum(rest.minutes for rest in self.rests if not rest.paid)

    def lengths(self, step_minutes: int) -> range:
        """Admissible lengths, shortest first."""
        shortest, longest = self.length_minutes
        return range(shortest, longest + 1, step_minutes)

    def paid_minutes(self, length_minutes: int) -> int:
        """Paid minutes of a shift of that length."""
        return length_minutes - self.unpaid_minutes


@dataclass(frozen=True)
class RestRoom:
    """What the rests of a shift keep, in minutes: a grid of `grain`, `work` between two, `at_ends` around."""

    grain: int
    work: int
    at_ends: int = 0


def plan_order(rests: Sequence[Rest]) -> tuple[int, ...]:
    """Indices of the rests in the order of the plan: by the middle of their windows, then as they are listed.

    The breaks of a plan are listed by themselves, its lunch beside them: what tells which of them come before
    the lunch is where their windows lie.
    """
    middle = [rest.earliest_minutes + rest.latest_minutes for rest in rests]
    return tuple(sorted(range(len(rests)), key=lambda i: (middle[i], i)))


def stand_apart(rests: Sequence[Rest]) -> bool:
    """True if the windows alone keep every two rests half an hour apart, in the order of the plan."""
    if any(rest.between is not None for rest in rests):
        return len(rests) < 2
    taken = [rests[i] for i in plan_order(rests)]
    return all(
        before.latest_minutes + before.minutes + APART_MINUTES <= after.earliest_minutes
        for before, after in pairwise(taken)
    )


def has_room(
    rests: Sequence[Rest], order: tuple[int, ...] | None, length_minutes: int, phase: int, room: RestRoom
) -> bool:
    """True if the rests fit a shift of that length in that order (None: in any).

    `phase` is the shift's start modulo the grain on which rests start.
    """
    orders = permutations(range(len(rests))) if order is None else iter((order,))
    return any(_fits([rests[i] for i in each], length_minutes, phase, room) for each in orders)


def _fits(rests: Sequence[Rest], length_minutes: int, phase: int, room: RestRoom) -> bool:
    """Each as early as those before it let it be."""
    free = room.at_ends
    for rest in rests:
        start = max(rest.earliest_minutes, free)
        start += -(start + phase) % room.grain
        if start > min(rest.latest_minutes, length_minutes - room.at_ends - rest.minutes):
            return False
        free = start + rest.minutes + room.work
    return True

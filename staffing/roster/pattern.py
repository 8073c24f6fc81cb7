"""What a shift of a roster may look like: its days, starts, lengths, and the windows of its rests."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RestWindow:
    """A lunch or break; its START lies `earliest_minutes` to `latest_minutes` after the shift's."""

    name: str
    minutes: int
    is_paid: bool
    earliest_minutes: int
    latest_minutes: int


@dataclass(frozen=True)
class RosterPattern:
    """One kind of shift. Times of day are minutes after local midnight on the wall clock.

    `days` are the weekdays (0 Monday) on which it may start; `latest_end` may exceed 1440. A shift costs
    `cost_per_hour` for each paid hour, and `cost_per_shift` once.
    """

    name: str
    days: frozenset[int]
    earliest_start: int
    latest_start: int
    latest_end: int | None
    length_minutes: tuple[int, int]
    cost_per_hour: float = 1.0
    cost_per_shift: float = 0.0
    rests: tuple[RestWindow, ...] = ()

    @property
    def rest_order(self) -> list[int]:
        """Indices of the rests as they are taken: by the middle of their windows, then as they are listed."""
        middle = [rest.earliest_minutes + rest.latest_minutes for rest in self.rests]
        return sorted(range(len(self.rests)), key=lambda k: (middle[k], k))

    @property
    def unpaid_minutes(self) -> int:
        """Minutes of presence that are not paid."""
        return sum(rest.minutes for rest in self.rests if not rest.is_paid)


@dataclass(frozen=True)
class PremiumWindow:
    """Hours from `start` to `end` on `days` cost the share `extra` more; over midnight where end <= start."""

    days: frozenset[int]
    start: int
    end: int
    extra: float


@dataclass(frozen=True)
class RosterPatterns:
    """The patterns of a plan, and the grids that starts and rests lie on, in minutes.

    At least `work_between_rests` lies between two rests, `work_at_ends` before the first and after the last.
    """

    patterns: tuple[RosterPattern, ...]
    start_every_minutes: int
    rest_grain_minutes: int
    work_between_rests: int
    work_at_ends: int = 0
    premiums: tuple[PremiumWindow, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Of the patterns, in the plan's order."""
        return tuple(pattern.name for pattern in self.patterns)

    @property
    def rest_names(self) -> tuple[str, ...]:
        """Of all rests that any pattern has: lunch first, then the breaks."""
        names = {rest.name for pattern in self.patterns for rest in pattern.rests}
        return tuple(sorted(names, key=lambda name: (name != "lunch", len(name), name)))

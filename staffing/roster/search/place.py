"""What a person works on a date of a roster that is searched."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A shift worked: the candidate, for which group, and its rests."""

    candidate: int
    group: int
    rests: tuple[tuple[int, int], ...]


Week = list[Place | None]

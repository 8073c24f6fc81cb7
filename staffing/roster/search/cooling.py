"""How a search cools, and how long it lasts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Cooling:
    """`weeks` to put back in all; temperatures in the objective's units; people at least and at most."""

    weeks: int
    hot: float
    cold: float
    ruined: tuple[int, int] = (2, 3)

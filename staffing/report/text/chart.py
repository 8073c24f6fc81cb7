"""Heads against need as a chart of characters: one column an interval or week, one row a level of heads."""

from __future__ import annotations

from collections.abc import Iterator

from staffing.arrays import Floats

COVERED, SURPLUS, SHORT = "█", "▒", "×"
MEANINGS = {COVERED: "covered", SURPLUS: "surplus", SHORT: "short"}
_LEAST_SHORT = 0.05  # heads; less prints as nought


def marks(needed: Floats, there: Floats, level: float) -> Iterator[str]:
    """The row at `level` heads: a mark for each column, a space where neither reaches it."""
    for need, have in zip(needed.tolist(), there.tolist(), strict=True):
        if have >= level:
            yield COVERED if need >= level else SURPLUS
        else:
            yield SHORT if need >= level and need - have > _LEAST_SHORT else " "


def legend() -> str:
    """`█ covered   ▒ surplus   × short`."""
    return "   ".join(f"{mark} {meaning}" for mark, meaning in MEANINGS.items())

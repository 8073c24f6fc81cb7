"""How a long job tells how far it is: the stage in words, and the share of it that is done, in [0, 1]."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, float], None]


def silent(stage: str, done: float) -> None:
    """Tell nobody."""

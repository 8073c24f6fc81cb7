"""What "80 % within 20 seconds" is a fraction of: the values of `--definition`.

With A answered, At answered within the threshold, B abandoned, Bt abandoned within it, O offered:

    offered              At / O
    offered-less-short   At / (O − Bt)
    answered             At / A
    with-abandons        (At + Bt) / O

Blocked contacts, where lines are limited, count as offered. All four rise with the number of agents
(but for the last two where lines are limited and patience is shorter than a contact: `search.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from staffing.queueing.model import Floats, Performance
    from staffing.queueing.variability import Found


def offered(performance: Performance) -> Floats:
    """Answered in time, of all that came."""
    return performance.answered_within_target


def offered_less_short(performance: Performance) -> Floats:
    """Answered in time, of all that came but those who gave up within the threshold."""
    return _ratio(performance.answered_within_target, 1.0 - performance.abandoned_within_target)


def answered(performance: Performance) -> Floats:
    """Answered in time, of the answered. Rewards abandonment: who gives up no longer counts."""
    return _ratio(performance.answered_within_target, performance.answered)


def with_abandons(performance: Performance) -> Floats:
    """Answered or gone within the threshold, of all that came: who gave up early counts as served."""
    return performance.answered_within_target + performance.abandoned_within_target


DEFINITIONS: dict[str, Callable[[Performance], Floats]] = {
    "offered": offered,
    "offered-less-short": offered_less_short,
    "answered": answered,
    "with-abandons": with_abandons,
}

PARTS: dict[str, Callable[[Found], tuple[Floats, Floats]]] = {
    "offered": lambda found: (found.answered_within_target, found.answered + found.abandoned),
    "offered-less-short": lambda found: (
        found.answered_within_target,
        found.answered + found.abandoned - found.abandoned_within_target,
    ),
    "answered": lambda found: (found.answered_within_target, found.answered),
    "with-abandons": lambda found: (
        found.answered_within_target + found.abandoned_within_target,
        found.answered + found.abandoned,
    ),
}
"""Each as a part and its whole, of contacts that are never blocked: for how far it varies by chance."""


def _ratio(part: Floats, whole: Floats) -> Floats:
    """part ÷ whole, 0 where there is no whole: where nobody is answered, nobody is answered in time."""
    import numpy as np  # here, so that listing the definitions does not wait for NumPy

    some = whole > 0
    return np.minimum(np.where(some, part / np.where(some, whole, 1.0), 0.0), 1.0)

"""What "80 % within 20 seconds" is a fraction of: the values of `--definition`, each said once.

A definition is a part of the contacts and its whole, each a sum of counts by the words of the glossary.
With A answered, At answered within the threshold, Bt abandoned within it, O offered:

    offered              At / O
    offered-less-short   At / (O − Bt)
    answered             At / A             rewards abandonment: who gives up no longer counts
    with-abandons        (At + Bt) / O      who gave up early counts as served

Blocked contacts, where lines are limited, count as offered. All four rise with the number of agents
(but for the last two where lines are limited and patience is shorter than a contact: see `search.py`).
Whatever computes a service level reads it from here: what a model predicts, how far chance moves it, an
ACD's counts in a history, an inspection, a scorecard.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from staffing.arrays import Floats
    from staffing.queueing.performance import Performance
    from staffing.queueing.variability import Found

OFFERED, ANSWERED, ABANDONED = "offered", "answered", "abandoned"
IN_TIME, GONE_IN_TIME = "answered_within_target", "abandoned_within_target"

Count = Callable[[str], Any]  # an array, or 1 where counts are fractions of the offered
Terms = Mapping[str, int]  # +1 or −1 for each count, in the order in which they are added


@dataclass(frozen=True)
class Definition:
    """A part of the contacts and its whole; ValueError for a part without those answered in time."""

    part: Terms
    whole: Terms

    def __post_init__(self) -> None:
        if self.part.get(IN_TIME) != 1:
            raise ValueError(f"the part of a service level holds {IN_TIME}: {dict(self.part)}")

    @property
    def counts(self) -> tuple[str, ...]:
        """The counts that it takes, those of the part first."""
        return tuple(dict.fromkeys((*self.part, *self.whole)))

    def of_counts(self, count: Count) -> tuple[Floats, Floats]:
        """Part and whole, of counts by their name."""
        return _total(self.part, count), _total(self.whole, count)

    def level(self, performance: Performance) -> Floats:
        """The fraction that a model predicts; 0 where there is no whole."""
        part, whole = self.of_counts(lambda name: 1.0 if name == OFFERED else getattr(performance, name))
        return part if self.whole == {OFFERED: 1} else _ratio(part, whole)

    def chances(self, found: Found) -> tuple[Floats, Floats]:
        """Part and whole as probabilities of a contact that is never blocked: what chance moves them by."""
        return self.of_counts(
            lambda name: found.answered + found.abandoned if name == OFFERED else getattr(found, name)
        )

    def in_time_of(self, level: Floats, count: Count) -> Floats:
        """Contacts answered in time, where only the level is known, and the other counts."""
        others = {name: sign for name, sign in self.part.items() if name != IN_TIME}
        part = level * _total(self.whole, count)
        return part - _total(others, count) if others else part


DEFINITIONS = {
    "offered": Definition({IN_TIME: 1}, {OFFERED: 1}),
    "offered-less-short": Definition({IN_TIME: 1}, {OFFERED: 1, GONE_IN_TIME: -1}),
    "answered": Definition({IN_TIME: 1}, {ANSWERED: 1}),
    "with-abandons": Definition({IN_TIME: 1, GONE_IN_TIME: 1}, {OFFERED: 1}),
}


def _total(terms: Terms, count: Count) -> Floats:
    (first, sign), *others = terms.items()
    total: Floats = count(first) if sign > 0 else -count(first)
    for name, sign in others:
        total = total + count(name) if sign > 0 else total - count(name)
    return total


def _ratio(part: Floats, whole: Floats) -> Floats:
    """part ÷ whole, 0 where there is no whole: where nobody is answered, nobody is answered in time."""
    import numpy as np  # here, so that listing the definitions does not wait for NumPy

    some = whole > 0
    return np.minimum(np.where(some, part / np.where(some, whole, 1.0), 0.0), 1.0)

"""What becomes of contacts, and the ways to put several such answers together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from staffing.arrays import Bools, Floats, Ints


@dataclass(frozen=True, eq=False)
class Performance:
    """What becomes of the offered contacts, as fractions of them, and how busy the agents are.

    wait_probability:        find every agent busy and get a line
    answered:                are answered, and `answered_within_target` in time (no wait counts)
    abandoned:               give up, and `abandoned_within_target` before the target time
    blocked:                 find no free line
    occupancy:               busy agents ÷ agents; 0 where there are none
    mean_wait_seconds:       mean wait of the answered, those who need not wait included
    """

    wait_probability: Floats
    answered: Floats
    answered_within_target: Floats
    abandoned: Floats
    abandoned_within_target: Floats
    blocked: Floats
    occupancy: Floats
    mean_wait: Callable[[], Floats]

    @cached_property
    def mean_wait_seconds(self) -> Floats:
        """Computed when first read: in some models it costs more than all the rest together."""
        return self.mean_wait()


MEASURES = [item.name for item in fields(Performance) if item.name != "mean_wait"]


def no_contacts(like: Floats) -> Performance:
    """Nothing is offered: nobody waits, no agent is busy. Shape of `like`."""
    none, all_ = np.zeros_like(like), np.ones_like(like)
    return Performance(
        wait_probability=none,
        answered=all_,
        answered_within_target=all_,
        abandoned=none,
        abandoned_within_target=none,
        blocked=none,
        occupancy=none,
        mean_wait=lambda: none,
    )


def recorded(offered: Floats, counts: Mapping[str, Floats], mean_wait_seconds: Floats) -> Performance:
    """What an ACD counted of the offered, by the names of `Performance`; what it does not count is 0."""
    some = offered > 0
    whole = np.where(some, offered, 1.0)
    shares = {name: np.where(some, count / whole, 0.0) for name, count in counts.items()}
    none = np.zeros(len(offered))
    columns = {name: shares.get(name, none) for name in MEASURES}
    return Performance(**columns, mean_wait=lambda: mean_wait_seconds)


def reshaped(found: Performance, shape: tuple[int, ...]) -> Performance:
    """The same answers in another shape."""
    columns = {name: getattr(found, name).reshape(shape) for name in MEASURES}
    return Performance(**columns, mean_wait=lambda: found.mean_wait_seconds.reshape(shape))


def taken(found: Performance, order: Ints) -> Performance:
    """The answers of the intervals (the last axis) in this order."""
    columns = {name: getattr(found, name)[..., order] for name in MEASURES}
    return Performance(**columns, mean_wait=lambda: found.mean_wait_seconds[..., order])


def choose(where: Bools, yes: Performance, no: Performance) -> Performance:
    """`yes` in the intervals where the condition holds, `no` in the others."""
    if not where.any():
        return no
    if where.all():
        return yes
    mixed = {name: np.where(where, getattr(yes, name), getattr(no, name)) for name in MEASURES}
    return Performance(
        **mixed, mean_wait=lambda: np.where(where, yes.mean_wait_seconds, no.mean_wait_seconds)
    )


def joined(parts: Sequence[Performance]) -> Performance:
    """The answers of one part after the other, along the first axis."""
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in MEASURES}
    return Performance(
        **columns, mean_wait=lambda: np.concatenate([part.mean_wait_seconds for part in parts])
    )


def averaged(
    found: Performance,
    share: Callable[[Floats], Floats],
    waited: Callable[[Floats, Floats], Floats],
    *,
    busy: Callable[[Floats], Floats] | None = None,
    unanswered: float = np.inf,
) -> Performance:
    """Many answers as fewer. What `share` makes of a fraction is its mean over the contacts.

    `waited` makes of the answered and their mean waits the seconds waited per contact. `busy` is the mean of
    occupancy, over time; without it that of contacts. `unanswered` is the mean wait where nobody is answered.
    """
    means = {"occupancy": share if busy is None else busy}
    columns = {name: means.get(name, share)(getattr(found, name)) for name in MEASURES}
    answered = columns["answered"]

    def mean_wait() -> Floats:
        some = answered > 0
        seconds = waited(found.answered, found.mean_wait_seconds)
        return np.where(some, seconds / np.where(some, answered, 1.0), unanswered)

    return Performance(**columns, mean_wait=mean_wait)

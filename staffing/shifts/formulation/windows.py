"""Rest windows of one shift: on the grid, in an order, split where they cannot conflict.

Two rests of a shift must not overlap and must keep some work between them. Most windows are so far apart
that any two starts are compatible; such rests are chosen independently of each other. Windows that can
come too close form a *chain*, to be placed together.

Rests in a chain are taken in a fixed order. Where rests may be taken in any and more than one is possible (a
short break whose window reaches across the lunch's), each is a variant of the shift with its own, trimmed,
windows, so that nothing admissible is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise, permutations

from staffing.shifts.pattern import Rest, RestRoom


@dataclass(frozen=True)
class Window:
    """Starts of one rest: `first`, `first` + grain, …, `last`, minutes after the shift's start.

    `rest` is its index in the pattern's rests.
    """

    rest: int
    minutes: int
    first: int
    last: int


Chain = tuple[Window, ...]


@lru_cache(maxsize=4096)
def rest_orders(
    rests: tuple[Rest, ...],
    order: tuple[int, ...] | None,
    length_minutes: int,
    phase: int,
    room: RestRoom,
) -> tuple[tuple[Chain, ...], ...]:
    """Every order in which a shift's rests can be taken, each split into independent chains.

    `order` None allows any. `phase` is the shift's start modulo the grain, so that windows lie on the grid.
    Empty if the rests do not fit the shift at all; one empty order if there are none.
    """
    windows = [on_grid(i, rest, length_minutes, phase, room) for i, rest in enumerate(rests)]
    return orders(windows, order, phase, room)


def orders(
    windows: Sequence[Window], order: tuple[int, ...] | None, phase: int, room: RestRoom
) -> tuple[tuple[Chain, ...], ...]:
    """The same for windows as they are given; one of a single start need not lie on the grid."""
    found: list[tuple[Chain, ...]] = []
    for each in _possible(windows, order):
        trimmed = _trim(each, phase, room.grain, room.work)
        if trimmed is not None and not (order is None and _repeats_another(each)):
            found.append(tuple(_chains(trimmed, room.work)))
    return tuple(found)


def _possible(windows: Sequence[Window], order: tuple[int, ...] | None) -> Iterator[Sequence[Window]]:
    if order is None:
        yield from permutations(sorted(windows, key=lambda w: (w.first, w.last, w.minutes, w.rest)))
    else:
        yield sorted(windows, key=lambda w: order.index(w.rest))


def on_grid(index: int, rest: Rest, length_minutes: int, phase: int, room: RestRoom) -> Window:
    """A rest's starts inside a shift of that length; none (first > last) where it has no room."""
    earliest = max(rest.earliest_minutes, room.at_ends)
    latest = min(rest.latest_minutes, length_minutes - rest.minutes - room.at_ends)
    return Window(index, rest.minutes, _up(earliest, phase, room.grain), _down(latest, phase, room.grain))


def _up(minutes: int, phase: int, grain: int) -> int:
    return minutes + -(minutes + phase) % grain


def _down(minutes: int, phase: int, grain: int) -> int:
    return minutes - (minutes + phase) % grain


def _trim(order: Sequence[Window], phase: int, grain: int, min_work: int) -> list[Window] | None:
    """The order's windows without starts that leave no room for a neighbour; None if one is left empty."""
    windows = list(order)
    for i in range(1, len(windows)):
        before = windows[i - 1]
        earliest = before.first + before.minutes + min_work
        if windows[i].first < windows[i].last:
            earliest = _up(earliest, phase, grain)
        windows[i] = replace(windows[i], first=max(windows[i].first, earliest))
    for i in range(len(windows) - 2, -1, -1):
        after = windows[i + 1]
        latest = after.last - min_work - windows[i].minutes
        if windows[i].first < windows[i].last:
            latest = _down(latest, phase, grain)
        windows[i] = replace(windows[i], last=min(windows[i].last, latest))
    return windows if all(w.first <= w.last for w in windows) else None


def _repeats_another(order: Sequence[Window]) -> bool:
    """True if two equal rests are swapped: the same placements as the order in which they are not."""
    for i, window in enumerate(order):
        for later in order[i + 1 :]:
            same = (window.minutes, window.first, window.last) == (later.minutes, later.first, later.last)
            if same and window.rest > later.rest:
                return True
    return False


def _chains(windows: Sequence[Window], min_work: int) -> Iterator[Chain]:
    """Cut where the last start of one rest leaves enough work before the first start of the next.

    Within the order, that also separates all rests before the cut from all after it.
    """
    if not windows:
        return
    chain = [windows[0]]
    for before, after in pairwise(windows):
        if before.last + before.minutes + min_work <= after.first:
            yield tuple(chain)
            chain = []
        chain.append(after)
    yield tuple(chain)

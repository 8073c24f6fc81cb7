"""Several queues, each answered by people of its own: who of the crew takes which, interval by interval.

In every interval each queue gets its share of the people on shift, in whole people; what rounding takes from
a queue it gets in the next interval. Nobody changes queue without need.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.simulation.people import NO_REST, ShiftWorkers

_NOBODY = -1


def allotted(crew: ShiftWorkers, start: Floats, seconds: float, share: Floats) -> list[ShiftWorkers]:
    """A crew for each queue. `share`, of shape (queues, intervals), is that of the people on shift."""
    queue = _queues(crew, start, seconds, share)
    stints = [
        (number, stint)
        for person in range(len(crew))
        for number, stint in _stints(crew, person, start, queue[person])
    ]
    return [_together(crew, [stint for number, stint in stints if number == q]) for q in range(len(share))]


def _queues(crew: ShiftWorkers, start: Floats, seconds: float, share: Floats) -> Ints:
    """The queue of each person in each interval; `_NOBODY` where the person is not on shift."""
    queues, intervals = share.shape
    found = np.full((len(crew), intervals), _NOBODY)
    now = np.full(len(crew), _NOBODY)
    carried = np.zeros(queues)
    for i in range(intervals):
        there = np.flatnonzero((crew.start < start[i] + seconds) & (crew.end > start[i]))
        total = share[:, i].sum()
        parts = share[:, i] / total if total > 0 else np.full(queues, 1.0 / queues)
        wanted = parts * there.size + carried
        count = _whole(wanted, there.size)
        carried = np.clip(wanted - count, -1.0, 1.0)
        now[there] = _kept(now[there], count)
        found[there, i] = now[there]
    return found


def _whole(wanted: Floats, total: int) -> Ints:
    """Whole numbers ≥ 0 next to those wanted that add up to the total: the largest remainders go up."""
    count = np.maximum(np.floor(wanted), 0).astype(np.int64)
    while count.sum() < total:
        count[np.argmax(wanted - count)] += 1
    while count.sum() > total:
        count[np.argmin(np.where(count > 0, wanted - count, np.inf))] -= 1
    return count


def _kept(now: Ints, count: Ints) -> Ints:
    """People stay with their queue as far as it needs so many; the others go where somebody is missing."""
    found = np.full(now.size, _NOBODY)
    for queue in range(count.size):
        stay = np.flatnonzero(now == queue)[: count[queue]]
        found[stay] = queue
    missing = count - np.bincount(found[found >= 0], minlength=count.size)
    found[found == _NOBODY] = np.repeat(np.arange(count.size), missing)
    return found


def _stints(
    crew: ShiftWorkers, person: int, start: Floats, queue: Ints
) -> Iterator[tuple[int, tuple[Floats, ...]]]:
    """Stretches of one shift with the same queue; a rest belongs to the one that it begins in."""
    there = np.flatnonzero(queue != _NOBODY)
    if not there.size:
        return
    changes = np.flatnonzero((np.diff(queue[there]) != 0) | (np.diff(there) > 1)) + 1
    firsts = np.concatenate([[there[0]], there[changes]])
    rests, lengths = crew.rest_start[person], crew.rest_seconds[person]
    begin = crew.start[person]
    for turn, first in enumerate(firsts):
        last = turn + 1 == len(firsts)
        end = crew.end[person] if last else start[firsts[turn + 1]]
        inside = (rests >= begin) & (rests < end)
        own = np.where(inside, rests, NO_REST)
        order = np.argsort(own, kind="stable")
        row = (crew.number[person], turn, begin, end, own[order], lengths[order])
        yield int(queue[first]), tuple(np.asarray(value) for value in row)
        running = rests[inside] + lengths[inside]
        begin = max(end, float(running.max(initial=end)))


def _together(crew: ShiftWorkers, stints: list[tuple[Floats, ...]]) -> ShiftWorkers:
    if not stints:
        return crew.rows(np.zeros(0, dtype=np.int64))
    columns = zip(*stints, strict=True)
    kinds = [getattr(crew, item.name).dtype for item in fields(ShiftWorkers)]
    return ShiftWorkers(*(np.array(column, dtype=kind) for column, kind in zip(columns, kinds, strict=True)))

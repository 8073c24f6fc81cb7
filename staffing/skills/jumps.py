"""The jumps of a stationary system: contacts come, are finished, or give up, and who answers next.

Handle times and patience are exponential, so the time to the next event and which it is need one random
number each. Waits are kept contact by contact. Beside the outcomes, every batch of time holds what control
variates need: events by bins of the state, and the sums over time of their rates in these bins.

Everything here is flat arrays and loops, so that numba can compile it as it stands, and plain lists will do
where it is not installed.

`jump` is long because numba makes it so: whoever waits first found in a function of its own costs 1.4 times
the CPU, and four times where that takes `Net` and `JumpState`. What is seldom called is taken out.
"""

from __future__ import annotations

from collections.abc import MutableSequence, Sequence
from typing import NamedTuple

from staffing.compiled import compiled, inlined

MOST_AT_ONCE = 16  # contacts that an agent takes at once
LINE = 4096  # contacts that a line holds; one that comes on top of them ends the play: the line has no end

OUTCOMES = 4  # columns of each queue: answered in time, answered, seconds the answered waited, given up
GOOD, ANSWERED, WAITED, GAVE_UP = range(OUTCOMES)
EVENTS = 3  # of each queue's bins: contacts that come, are finished, give up; then as many sums of rates


class Net(NamedTuple):
    """What does not change. Pairs of a group and a queue it serves have numbers.

    sizes:        queues, groups, pairs; bins of the whole, last place of its table; of a queue likewise
    arrival:      rate of each queue; patience: rate at which one waiting contact gives up
    pair_rate:    contacts a busy agent of a pair finishes per second
    tried:        pairs that a contact tries, queue by queue from tried_from
    at_once:      of each pair, contacts of the queue that an agent has in hand at most, and of no other queue
    served:       pairs that a freed agent tries, group by group from served_from, by level
    whole_bin:    bin by contacts in the system; queue_bin: by queue and its contacts in the system
    """

    sizes: Sequence[int]
    arrival: Sequence[float]
    patience: Sequence[float]
    target: Sequence[float]
    pair_rate: Sequence[float]
    pair_group: Sequence[int]
    pair_queue: Sequence[int]
    pair_level: Sequence[int]
    at_once: Sequence[int]
    tried: Sequence[int]
    tried_from: Sequence[int]
    served: Sequence[int]
    served_from: Sequence[int]
    whole_bin: Sequence[int]
    queue_bin: Sequence[int]


class JumpState(NamedTuple):
    """What is so at a moment, and changes.

    busy:    contacts in hand of each pair; free: idle agents of each group
    loaded:  agents by pair and contacts in hand, where they take several at once
    waiting: contacts in each line; head: place of its first in the ring; came: when each came
    inside:  contacts of each queue in the system; since: when its sums over time were last added to
    clock:   now, end of the batch; tally: contacts in the system, batches filled, queue whose line has no end
    """

    busy: MutableSequence[int]
    free: MutableSequence[int]
    loaded: MutableSequence[int]
    waiting: MutableSequence[int]
    head: MutableSequence[int]
    came: MutableSequence[float]
    inside: MutableSequence[int]
    finish_rate: MutableSequence[float]
    since: MutableSequence[float]
    clock: MutableSequence[float]
    tally: MutableSequence[int]


def width_of(queues: int, whole_bins: int, queue_bins: int) -> int:
    """Columns of a batch: outcomes by queue, bins by queue, bins of the whole."""
    return queues * (4 + 6 * queue_bins) + (5 + queues) * whole_bins


@inlined
def _still_in_hand(loaded: MutableSequence[int], pair: int, most: int, number: float) -> int:
    """What the agent keeps whose contact ends: each contact in hand is as likely to be the one."""
    stays = 0
    for hand in range(1, most + 1):
        stays = hand - 1
        number -= hand * loaded[pair * MOST_AT_ONCE + hand - 1]
        if number < 0.0:
            break
    loaded[pair * MOST_AT_ONCE + stays] -= 1
    if stays > 0:
        loaded[pair * MOST_AT_ONCE + stays - 1] += 1
    return stays


@inlined
def _close_ranks(came: MutableSequence[float], line: int, place: int, last: int) -> None:
    """One who gave up leaves the ring: those behind move up."""
    for index in range(place, last):
        came[line + index % LINE] = came[line + (index + 1) % LINE]


@compiled
def jump(  # noqa: PLR0912, PLR0915, PLR0917 - see above
    net: Net,
    state: JumpState,
    rows: MutableSequence[float],
    which: Sequence[float],
    spans: Sequence[float],
    batch_seconds: float,
    batches: int,
) -> int:
    """Play until so many batches are full, random numbers are used up, or a line has no end.

    `which` holds uniform numbers, `spans` exponential ones; the answer is how many of each were used.
    """
    arrival, patience, pair_rate = net.arrival, net.patience, net.pair_rate
    pair_group, pair_queue, pair_level = net.pair_group, net.pair_queue, net.pair_level
    queues, pairs, bins, last = net.sizes[0], net.sizes[2], net.sizes[3], net.sizes[4]
    queue_bins, queue_last = net.sizes[5], net.sizes[6]
    tried, tried_from, served, served_from = net.tried, net.tried_from, net.served, net.served_from
    whole_bin, queue_bin, target = net.whole_bin, net.queue_bin, net.target
    busy, free, waiting, head = state.busy, state.free, state.waiting, state.head
    at_once, loaded = net.at_once, state.loaded
    came, inside, finish_rate, since = state.came, state.inside, state.finish_rate, state.since
    now, end, everyone, row = state.clock[0], state.clock[1], state.tally[0], state.tally[1]
    by_whole = queues * (4 + 6 * queue_bins)
    width = by_whole + (5 + queues) * bins
    come, finish, leave = 0.0, 0.0, 0.0
    for queue in range(queues):
        come += arrival[queue]
        leave += patience[queue] * waiting[queue]
    for pair in range(pairs):
        finish += pair_rate[pair] * busy[pair]
    used = 0
    while used < len(spans) and row < batches and state.tally[2] < 0:
        begin = row * width
        whole = begin + by_whole + whole_bin[min(everyone, last)]
        total = come + finish + leave
        at = now + spans[used] / total
        chosen = which[used] * total
        used += 1
        span = min(at, end) - now
        rows[whole] += span
        rows[whole + bins] += span * finish
        rows[whole + 2 * bins] += span * leave
        changed = -1
        if at >= end:  # the batch ends; what is still to happen does not know how long it has been waited for
            now = end
            end += batch_seconds
            row += 1
            finish, leave = 0.0, 0.0  # from the counts: what rounding left in the running sums goes
            for queue in range(queues):
                place = queue_bin[queue * (queue_last + 1) + min(inside[queue], queue_last)]
                column = begin + queues * 4 + queue * 6 * queue_bins + place
                span = now - since[queue]
                rows[column + 3 * queue_bins] += span * arrival[queue]
                rows[column + 4 * queue_bins] += span * finish_rate[queue]
                rows[column + 5 * queue_bins] += span * patience[queue] * waiting[queue]
                since[queue] = now
                finish_rate[queue] = 0.0
                leave += patience[queue] * waiting[queue]
            for pair in range(pairs):
                finish_rate[pair_queue[pair]] += pair_rate[pair] * busy[pair]
                finish += pair_rate[pair] * busy[pair]
            continue
        now = at
        group, place, stays = -1, 0, 0  # contacts that the agent who finished one still has in hand
        if chosen < come:
            kind, changed = 0, 0
            while changed < queues - 1 and chosen >= arrival[changed]:
                chosen -= arrival[changed]
                changed += 1
            rows[whole + (5 + changed) * bins] += 1.0
        elif chosen < come + finish:
            kind, ended = 1, 0
            chosen -= come
            for pair in range(pairs):
                if busy[pair] > 0:
                    ended = pair
                    chosen -= pair_rate[pair] * busy[pair]
                    if chosen < 0.0:
                        break
            changed, group = pair_queue[ended], pair_group[ended]
            if at_once[ended] > 1:
                number = min(max(-chosen / pair_rate[ended], 0.0), busy[ended] - 1e-9)
                stays = _still_in_hand(loaded, ended, at_once[ended], number)
            rows[whole + 3 * bins] += 1.0
        else:
            kind = 2
            chosen -= come + finish
            for queue in range(queues):
                if waiting[queue] > 0 and patience[queue] > 0.0:
                    changed = queue
                    place = int(chosen / patience[queue])
                    if place < waiting[queue]:
                        break
                    chosen -= patience[queue] * waiting[queue]
            rows[whole + 4 * bins] += 1.0
        taken = -1
        if group >= 0:
            first_came, first_level = 0.0, 0
            for index in range(served_from[group], served_from[group + 1]):
                pair = served[index]
                if taken >= 0 and pair_level[pair] > first_level:
                    break
                queue = pair_queue[pair]
                if waiting[queue] > 0 and (stays == 0 or pair == ended):
                    moment = came[queue * LINE + head[queue]]
                    if taken < 0 or moment < first_came:
                        taken, first_level, first_came = pair, pair_level[pair], moment
        queue, other = changed, -1
        if taken >= 0 and pair_queue[taken] != changed:
            other = pair_queue[taken]
        while queue >= 0:
            spot = queue_bin[queue * (queue_last + 1) + min(inside[queue], queue_last)]
            column = begin + queues * 4 + queue * 6 * queue_bins + spot
            span = now - since[queue]
            rows[column + 3 * queue_bins] += span * arrival[queue]
            rows[column + 4 * queue_bins] += span * finish_rate[queue]
            rows[column + 5 * queue_bins] += span * patience[queue] * waiting[queue]
            since[queue] = now
            if queue == changed:
                rows[column + kind * queue_bins] += 1.0
                queue, other = other, -1
            else:
                queue = -1
        outcome = begin + changed * 4
        if kind == 0:
            everyone += 1
            inside[changed] += 1
            for index in range(tried_from[changed], tried_from[changed + 1]):
                pair = tried[index]
                room = 0 if free[pair_group[pair]] > 0 else -1
                if room < 0:
                    for hand in range(1, at_once[pair]):
                        if loaded[pair * MOST_AT_ONCE + hand - 1] > 0:
                            room = hand
                            break
                if room >= 0:
                    if room == 0:
                        free[pair_group[pair]] -= 1
                    else:
                        loaded[pair * MOST_AT_ONCE + room - 1] -= 1
                    if at_once[pair] > 1:
                        loaded[pair * MOST_AT_ONCE + room] += 1
                    busy[pair] += 1
                    finish_rate[changed] += pair_rate[pair]
                    finish += pair_rate[pair]
                    rows[outcome] += 1.0
                    rows[outcome + 1] += 1.0
                    place = -1
                    break
            if place == 0:
                if waiting[changed] == LINE:
                    state.tally[2] = changed
                    break
                came[changed * LINE + (head[changed] + waiting[changed]) % LINE] = now
                waiting[changed] += 1
                leave += patience[changed]
        elif kind == 1:
            everyone -= 1
            inside[changed] -= 1
            busy[ended] -= 1
            finish_rate[changed] -= pair_rate[ended]
            finish -= pair_rate[ended]
            if taken < 0 and stays == 0:
                free[group] += 1
            hand = stays
            while taken >= 0:
                queue = pair_queue[taken]
                waited = now - came[queue * LINE + head[queue]]
                head[queue] = (head[queue] + 1) % LINE
                waiting[queue] -= 1
                leave -= patience[queue]
                busy[taken] += 1
                finish_rate[queue] += pair_rate[taken]
                finish += pair_rate[taken]
                outcome = begin + queue * 4
                if waited <= target[queue]:
                    rows[outcome] += 1.0
                rows[outcome + 1] += 1.0
                rows[outcome + 2] += waited
                hand += 1
                if at_once[taken] > 1:
                    if hand > 1:
                        loaded[taken * MOST_AT_ONCE + hand - 2] -= 1
                    loaded[taken * MOST_AT_ONCE + hand - 1] += 1
                if hand >= at_once[taken] or waiting[queue] == 0:
                    taken = -1
        else:
            everyone -= 1
            inside[changed] -= 1
            rows[outcome + 3] += 1.0
            _close_ranks(came, changed * LINE, head[changed] + place, head[changed] + waiting[changed] - 1)
            waiting[changed] -= 1
            leave -= patience[changed]
    state.clock[0], state.clock[1], state.tally[0], state.tally[1] = now, end, everyone, row
    return used

"""The events of a day: contacts come, agents finish, and the number of agents changes.

An arriving contact takes, among the groups with an idle agent that serve its queue, the one with the lowest
level for it; then the group that serves fewest queues; then the first. A freed agent takes the waiting
contact of the lowest level among the group's queues; of equal levels the one that waits longest. Nobody is
interrupted. When agents are added they take waiting contacts at once, groups in their order; who leaves is
said in `staffing.simulation.levels`.

Everything here is arrays and loops, so that numba can compile it as it stands.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.compiled import compiled
from staffing.queueing.skill_routing import NONE


class RoutedContacts(NamedTuple):
    """In order of arrival: when, of which queue, seconds of work, and the longest wait that is answered."""

    time: Floats
    queue: Ints
    work: Floats
    limit: Floats


class SkillGroups(NamedTuple):
    """Who serves what, and how many they are.

    level:   of each group and queue; 0: does not serve it
    choice:  groups of each queue in the order in which a contact tries them, `NONE` behind the last
    factor:  handle time of group and queue ÷ that of the queue
    change:  moments at which the number of agents changes
    agents:  of each change and group from then on
    named:   one truth: marked agents leave (see `levels`), or the first to finish
    chance:  uniform numbers that say who is marked
    """

    level: Ints
    choice: Ints
    factor: Floats
    change: Floats
    agents: Ints
    named: Bools
    chance: Floats


class RoutingState(NamedTuple):
    """What is so at a moment; arrays that the functions below change.

    start, group: of each contact, infinite and `NONE` until it is answered
    follower:     the contact that waits behind it in its queue
    head, tail:   first and last waiting of each queue
    on_duty:      agents there should be; busy: those of them who have a contact
    ends, of, marked: a heap of contacts in hand, the next to end first: end, group, whether the agent goes
    size:         of the heap, and how many numbers of chance are used
    """

    start: Floats
    group: Ints
    follower: Ints
    head: Ints
    tail: Ints
    on_duty: Ints
    busy: Ints
    ends: Floats
    of: Ints
    marked: Bools
    size: Ints


def new_state(contacts: int, queues: int, groups: int) -> RoutingState:
    """Nobody there, nobody waiting."""
    return RoutingState(
        start=np.full(contacts, np.inf),
        group=np.full(contacts, NONE, dtype=np.int64),
        follower=np.full(contacts, NONE, dtype=np.int64),
        head=np.full(queues, NONE, dtype=np.int64),
        tail=np.full(queues, NONE, dtype=np.int64),
        on_duty=np.zeros(groups, dtype=np.int64),
        busy=np.zeros(groups, dtype=np.int64),
        ends=np.zeros(contacts + 1),
        of=np.zeros(contacts + 1, dtype=np.int64),
        marked=np.zeros(contacts + 1, dtype=np.bool_),
        size=np.zeros(2, dtype=np.int64),
    )


@compiled
def route(contacts: RoutedContacts, groups: SkillGroups, state: RoutingState) -> None:
    """Play until nothing is left to happen; `state.start` and `state.group` say what became of whom."""
    come, changed = 0, 0
    while True:
        arrival = contacts.time[come] if come < contacts.time.size else np.inf
        change = groups.change[changed] if changed < groups.change.size else np.inf
        end = state.ends[0] if state.size[0] > 0 else np.inf
        if end <= change and end <= arrival:
            if end == np.inf:
                return
            _finish(contacts, groups, state)
        elif change <= arrival:
            _change(contacts, groups, state, changed)
            changed += 1
        else:
            _arrive(contacts, groups, state, come)
            come += 1


@compiled
def _arrive(contacts: RoutedContacts, groups: SkillGroups, state: RoutingState, contact: int) -> None:
    queue = contacts.queue[contact]
    for group in groups.choice[queue]:
        if group == NONE:
            break
        if state.busy[group] < state.on_duty[group]:
            _begin(contacts, groups, state, contact, group, contacts.time[contact])
            return
    if state.head[queue] == NONE:
        state.head[queue] = contact
    else:
        state.follower[state.tail[queue]] = contact
    state.tail[queue] = contact


@compiled
def _finish(contacts: RoutedContacts, groups: SkillGroups, state: RoutingState) -> None:
    now, group, goes = state.ends[0], state.of[0], state.marked[0]
    _pop(state)
    if goes:
        return
    state.busy[group] -= 1
    _serve(contacts, groups, state, group, now)


@compiled
def _change(contacts: RoutedContacts, groups: SkillGroups, state: RoutingState, number: int) -> None:
    for group in range(state.on_duty.size):
        level = groups.agents[number, group]
        state.on_duty[group] = level
        if groups.named[0] and state.busy[group] > level:
            _mark(groups, state, group, state.busy[group] - level)
            state.busy[group] = level
    for group in range(state.on_duty.size):
        _serve(contacts, groups, state, group, groups.change[number])


@compiled
def _mark(groups: SkillGroups, state: RoutingState, group: int, leave: int) -> None:
    """So many of the group's busy agents, each as likely as another."""
    left = state.busy[group]
    for place in range(state.size[0]):
        if state.of[place] == group and not state.marked[place]:
            chance = groups.chance[state.size[1] % groups.chance.size]
            state.size[1] += 1
            if chance * left < leave:
                state.marked[place] = True
                leave -= 1
            left -= 1


@compiled
def _serve(
    contacts: RoutedContacts, groups: SkillGroups, state: RoutingState, group: int, now: float
) -> None:
    """Idle agents of a group take who waits."""
    while state.busy[group] < state.on_duty[group]:
        contact = _waiting(contacts, groups, state, group, now)
        if contact == NONE:
            return
        queue = contacts.queue[contact]
        state.head[queue] = state.follower[contact]
        _begin(contacts, groups, state, contact, group, now)


@compiled
def _waiting(
    contacts: RoutedContacts, groups: SkillGroups, state: RoutingState, group: int, now: float
) -> int:
    """The contact that an agent of the group takes next; those who have given up are left out of the line."""
    best, best_level = NONE, 0
    for queue in range(state.head.size):
        level = groups.level[group, queue]
        if level == 0:
            continue
        contact = state.head[queue]
        while contact != NONE and now - contacts.time[contact] > contacts.limit[contact]:
            contact = state.follower[contact]
        state.head[queue] = contact
        if contact == NONE:
            continue
        sooner = best == NONE or level < best_level
        if sooner or (level == best_level and contact < best):
            best, best_level = contact, level
    return best


@compiled
def _begin(  # noqa: PLR0917 - numba takes arguments by place
    contacts: RoutedContacts, groups: SkillGroups, state: RoutingState, contact: int, group: int, now: float
) -> None:
    state.start[contact] = now
    state.group[contact] = group
    state.busy[group] += 1
    _push(state, now + contacts.work[contact] * groups.factor[group, contacts.queue[contact]], group)


@compiled
def _push(state: RoutingState, end: float, group: int) -> None:
    place = state.size[0]
    state.size[0] += 1
    while place > 0:
        above = (place - 1) // 2
        if state.ends[above] <= end:
            break
        _move(state, above, place)
        place = above
    state.ends[place], state.of[place], state.marked[place] = end, group, False


@compiled
def _pop(state: RoutingState) -> None:
    state.size[0] -= 1
    last = state.size[0]
    end, group, marked = state.ends[last], state.of[last], state.marked[last]
    place = 0
    while True:
        below = 2 * place + 1
        if below >= last:
            break
        if below + 1 < last and state.ends[below + 1] < state.ends[below]:
            below += 1
        if state.ends[below] >= end:
            break
        _move(state, below, place)
        place = below
    state.ends[place], state.of[place], state.marked[place] = end, group, marked


@compiled
def _move(state: RoutingState, source: int, place: int) -> None:
    state.ends[place], state.of[place] = state.ends[source], state.of[source]
    state.marked[place] = state.marked[source]

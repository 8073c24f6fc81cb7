"""The events of a day with particular people: they come, rest, leave the phones for a spell, and go.

Contacts find people as in `routing.py`; of the idle people of a group the one who has been idle longest takes
the contact. What is due of somebody (a rest, a spell, the end) begins when the contacts in hand have ended,
and keeps its length. Where a group takes several contacts of a queue at once, somebody with some of them in
hand takes further ones of that queue, after those who are idle and fewest in hand first, and none of another.

Everything here is flat arrays and loops, so that numba can compile it as it stands, and plain lists will do
where it is not installed.
"""

from __future__ import annotations

from collections.abc import MutableSequence, Sequence
from typing import NamedTuple

from staffing.compiled import compiled, inlined
from staffing.queueing.skill_routing import NONE

ABSENT, THERE, AWAY = range(3)


class RoutedCalls(NamedTuple):
    """Contacts in order of arrival: when, of which queue, seconds of work, the longest wait answered."""

    time: Sequence[float]
    queue: Sequence[int]
    work: Sequence[float]
    limit: Sequence[float]


class Skills(NamedTuple):
    """Who serves what, flat by group and queue.

    sizes:   queues, groups
    level:   0: does not serve it; factor: handle time ÷ that of the queue; at_once: contacts in hand at most
    choice:  groups of each queue in the order in which a contact tries them, `NONE` behind the last
    """

    sizes: Sequence[int]
    level: Sequence[int]
    factor: Sequence[float]
    at_once: Sequence[int]
    choice: Sequence[int]


class PhoneCrew(NamedTuple):
    """People who come, and what is due of them.

    sizes:   places of a person in `rest_start` and `rest_seconds`, one that never comes behind the last rest;
             and in `numbers`
    numbers: exponential numbers of a person, one for the time to the first spell and two for each spell
    spells:  mean seconds of a spell (0: there are none), and between two; and the logarithm of the share on
             the phones: so much sooner the first is due, so that as many begin with one as are usually off
    """

    sizes: Sequence[int]
    group: Sequence[int]
    start: Sequence[float]
    end: Sequence[float]
    rest_start: Sequence[float]
    rest_seconds: Sequence[float]
    numbers: Sequence[float]
    spells: Sequence[float]


class CrewState(NamedTuple):
    """What is so at a moment; see `new_crew_state` in `crew.py`.

    begun, by:       of each contact: when it is answered (infinite: never), and by which person
    follower:        the contact that waits behind it; head, tail: first and last waiting of each queue
    status, hand, of_queue: of each person; contacts in hand, and of which queue
    due, spell_due, is_due: when something is due; whether it waits for contacts to end
    rests, spells:   taken so far
    line, before, after: where people stand who can take a contact; first, last: of each line
    time, code:      a heap of what happens next; code is 2 × person, + 1 where something is due
    begin, end, off: stretches at work, and (off) away from the phones
    sizes:           of the heap, and of the stretches
    """

    begun: MutableSequence[float]
    by: MutableSequence[int]
    follower: MutableSequence[int]
    head: MutableSequence[int]
    tail: MutableSequence[int]
    status: MutableSequence[int]
    hand: MutableSequence[int]
    of_queue: MutableSequence[int]
    due: MutableSequence[float]
    spell_due: MutableSequence[float]
    is_due: MutableSequence[int]
    rests: MutableSequence[int]
    spells: MutableSequence[int]
    line: MutableSequence[int]
    before: MutableSequence[int]
    after: MutableSequence[int]
    first: MutableSequence[int]
    last: MutableSequence[int]
    time: MutableSequence[float]
    code: MutableSequence[int]
    begin: MutableSequence[float]
    end: MutableSequence[float]
    off: MutableSequence[int]
    sizes: MutableSequence[int]


@compiled
def route_crew(calls: RoutedCalls, skills: Skills, crew: PhoneCrew, state: CrewState) -> None:
    """Play until nothing is left to happen."""
    for person in range(len(crew.group)):
        _push(state, crew.start[person], 2 * person + 1)
    come, all_calls = 0, len(calls.time)
    while come < all_calls or state.sizes[0] > 0:
        if state.sizes[0] == 0 or (come < all_calls and calls.time[come] < state.time[0]):
            _arrive(calls, skills, crew, state, come)
            come += 1
            continue
        now, code = state.time[0], state.code[0]
        _pop(state)
        person = code // 2
        if code % 2 == 0:
            _finish(calls, skills, crew, state, person, now)
        elif state.status[person] != THERE:
            _come(calls, skills, crew, state, person, now)
        elif state.hand[person] > 0:
            state.is_due[person] = 1
            _step_out(state, person)
        else:
            _step_out(state, person)
            _go(crew, state, person, now)


@inlined
def _arrive(calls: RoutedCalls, skills: Skills, crew: PhoneCrew, state: CrewState, call: int) -> None:
    queues, queue = skills.sizes[0], calls.queue[call]
    for place in range(queue * skills.sizes[1], (queue + 1) * skills.sizes[1]):
        group = skills.choice[place]
        if group == NONE:
            break
        person = state.first[group * (queues + 1)]
        if person == NONE and skills.at_once[group * queues + queue] > 1:
            person = _least_loaded(state, group * (queues + 1) + 1 + queue)
        if person != NONE:
            _step_out(state, person)
            _begin(calls, skills, crew, state, call, person, calls.time[call])
            if state.hand[person] < skills.at_once[group * queues + queue]:
                _stand(state, person, group * (queues + 1) + 1 + queue)
            return
    if state.head[queue] == NONE:
        state.head[queue] = call
    else:
        state.follower[state.tail[queue]] = call
    state.tail[queue] = call


@inlined
def _least_loaded(state: CrewState, line: int) -> int:
    """Who has fewest contacts in hand of those who stand in a line."""
    person = state.first[line]
    best = person
    while person != NONE:
        if state.hand[person] < state.hand[best]:
            best = person
        person = state.after[person]
    return best


@inlined
def _finish(  # noqa: PLR0917 - numba takes arguments by place
    calls: RoutedCalls, skills: Skills, crew: PhoneCrew, state: CrewState, person: int, now: float
) -> None:
    state.hand[person] -= 1
    if state.is_due[person]:
        if state.hand[person] == 0:
            state.is_due[person] = 0
            _go(crew, state, person, now)
        return
    _step_out(state, person)
    _offer(calls, skills, crew, state, person, now)


@inlined
def _come(  # noqa: PLR0917
    calls: RoutedCalls, skills: Skills, crew: PhoneCrew, state: CrewState, person: int, now: float
) -> None:
    """To work, or back from a rest or spell."""
    if state.status[person] == ABSENT:
        if crew.spells[0] > 0.0:
            wait = max(crew.numbers[person * crew.sizes[1]] + crew.spells[2], 0.0)
            state.spell_due[person] = now + crew.spells[1] * wait
        _next_due(crew, state, person)
    if state.due[person] <= now:
        _go(crew, state, person, now)
        return
    state.status[person] = THERE
    _push(state, state.due[person], 2 * person + 1)
    _offer(calls, skills, crew, state, person, now)


@inlined
def _go(crew: PhoneCrew, state: CrewState, person: int, now: float) -> None:
    """Off the phones for a rest or a spell, or home."""
    if now >= crew.end[person]:
        state.status[person] = AWAY
        _note(state, crew.start[person], now, 0)
        return
    rest = person * crew.sizes[0] + state.rests[person]
    if crew.rest_start[rest] < state.spell_due[person]:
        length = crew.rest_seconds[rest]
        state.rests[person] += 1
        state.spell_due[person] += length
    else:
        number = person * crew.sizes[1] + 2 * state.spells[person]
        length = crew.spells[0] * crew.numbers[number + 1]
        state.spells[person] += 1
        if 2 * state.spells[person] + 1 < crew.sizes[1]:
            state.spell_due[person] = now + length + crew.spells[1] * crew.numbers[number + 2]
        else:
            state.spell_due[person] = crew.end[person]
    state.status[person] = AWAY
    _note(state, now, now + length, 1)
    _next_due(crew, state, person)
    _push(state, now + length, 2 * person + 1)


@inlined
def _next_due(crew: PhoneCrew, state: CrewState, person: int) -> None:
    rest = crew.rest_start[person * crew.sizes[0] + state.rests[person]]
    state.due[person] = min(rest, state.spell_due[person], crew.end[person])


@inlined
def _note(state: CrewState, begin: float, end: float, off: int) -> None:
    place = state.sizes[1]
    state.begin[place], state.end[place], state.off[place] = begin, end, off
    state.sizes[1] += 1


@inlined
def _offer(  # noqa: PLR0917
    calls: RoutedCalls, skills: Skills, crew: PhoneCrew, state: CrewState, person: int, now: float
) -> None:
    """The person takes who waits, and then stands in line as long as there is room for more."""
    queues, group = skills.sizes[0], crew.group[person]
    while True:
        call = _waiting(calls, skills, crew, state, person, now)
        if call == NONE:
            break
        state.head[calls.queue[call]] = state.follower[call]
        _begin(calls, skills, crew, state, call, person, now)
        if state.hand[person] >= skills.at_once[group * queues + calls.queue[call]]:
            return
    room = 0 if state.hand[person] == 0 else 1 + state.of_queue[person]
    _stand(state, person, group * (queues + 1) + room)


@inlined
def _waiting(  # noqa: PLR0917
    calls: RoutedCalls, skills: Skills, crew: PhoneCrew, state: CrewState, person: int, now: float
) -> int:
    """The contact that the person takes next; those who have given up leave the line."""
    best, best_level = NONE, 0
    for queue in range(skills.sizes[0]):
        level = skills.level[crew.group[person] * skills.sizes[0] + queue]
        if level == 0 or (state.hand[person] > 0 and queue != state.of_queue[person]):
            continue
        call = state.head[queue]
        while call != NONE and now - calls.time[call] > calls.limit[call]:
            call = state.follower[call]
        state.head[queue] = call
        if call == NONE:
            continue
        if best == NONE or level < best_level or (level == best_level and call < best):
            best, best_level = call, level
    return best


@inlined
def _begin(  # noqa: PLR0917
    calls: RoutedCalls, skills: Skills, crew: PhoneCrew, state: CrewState, call: int, person: int, now: float
) -> None:
    queue = calls.queue[call]
    state.begun[call], state.by[call] = now, person
    state.hand[person] += 1
    state.of_queue[person] = queue
    factor = skills.factor[crew.group[person] * skills.sizes[0] + queue]
    _push(state, now + calls.work[call] * factor, 2 * person)


@inlined
def _stand(state: CrewState, person: int, line: int) -> None:
    """At the end of a line."""
    last = state.last[line]
    state.line[person], state.before[person], state.after[person] = line, last, NONE
    if last == NONE:
        state.first[line] = person
    else:
        state.after[last] = person
    state.last[line] = person


@inlined
def _step_out(state: CrewState, person: int) -> None:
    """Of the line in which the person stands, if any."""
    line = state.line[person]
    if line == NONE:
        return
    before, after = state.before[person], state.after[person]
    if before == NONE:
        state.first[line] = after
    else:
        state.after[before] = after
    if after == NONE:
        state.last[line] = before
    else:
        state.before[after] = before
    state.line[person] = NONE


@inlined
def _push(state: CrewState, time: float, code: int) -> None:
    place = state.sizes[0]
    state.sizes[0] += 1
    while place > 0:
        above = (place - 1) // 2
        if state.time[above] <= time:
            break
        state.time[place], state.code[place] = state.time[above], state.code[above]
        place = above
    state.time[place], state.code[place] = time, code


@inlined
def _pop(state: CrewState) -> None:
    state.sizes[0] -= 1
    last = state.sizes[0]
    time, code = state.time[last], state.code[last]
    place = 0
    while True:
        below = 2 * place + 1
        if below >= last:
            break
        if below + 1 < last and state.time[below + 1] < state.time[below]:
            below += 1
        if state.time[below] >= time:
            break
        state.time[place], state.code[place] = state.time[below], state.code[below]
        place = below
    state.time[place], state.code[place] = time, code

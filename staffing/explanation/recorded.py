"""What is known of the people on the day: from agent-days, and from columns of the actual intervals."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from staffing.arrays import Bools, Floats, Times
from staffing.explanation.day_data import PlannedDays, Recorded, known_or, nothing_recorded
from staffing.records.history import AgentDays

STAFFING_WORDS = ("scheduled", "present", "on_break", "agents")


def from_people(people: AgentDays, planned: PlannedDays) -> Recorded:
    """What agent-days tell, on the days they are of.

    With the shifts' times attendance and adherence are those of the people on shift in the interval, without
    them those of the whole day. Lunches are as taken, where the file has their times; breaks as planned.
    Rows of a day off tell nothing. Who is scheduled counts, whether or not it is known who came.
    """
    people = _without_days_off(people)
    if not len(people):
        return nothing_recorded(len(planned.scheduled))
    attended = _came(people)
    is_known = np.isfinite(attended)
    timed = ~(np.isnat(people.scheduled_start) | np.isnat(people.scheduled_end))
    by_interval = np.isin(planned.day, people.day) & ~np.isin(planned.day, people.day[~timed])
    lunch = by_interval & np.isin(planned.day, people.day[_lunched(people)])
    weights = {
        "all": np.ones(len(people)),
        "known": is_known.astype(np.float64),
        "came": np.where(is_known, attended, 0.0),
        "there": np.where(is_known, attended, planned.attendance),
        **_ready_weights(people, attended, _asked_seconds(people, lunch, planned)),
    }
    heads = {}
    for name, weight in weights.items():
        on_shift = _heads_on_shift(people, timed, weight, planned)
        heads[name] = np.where(by_interval, on_shift, _of_day(people, weight, planned))
    return Recorded(
        scheduled=np.where(by_interval, heads["all"], np.nan),
        attendance=_ratio(heads["came"], heads["known"]),
        rest_share=np.where(lunch, _rest_share(people, heads["there"], planned), np.nan),
        on_phones=_ratio(heads["ready"], heads["to be ready"]),
        agents=np.full(len(planned.scheduled), np.nan),
    )


def from_intervals(words: Mapping[str, Floats], planned: PlannedDays, before: Recorded) -> Recorded:
    """What columns of the actual intervals tell: `scheduled`, `present`, `on_break` and `agents`.

    `before` is what is known without them: agents on the phones are shared out on top of it. Where nothing
    tells who was scheduled, those present are counted against the schedule as published.
    """
    unknown = np.full(len(planned.scheduled), np.nan)
    scheduled, present, on_break, agents = (words.get(word, unknown) for word in STAFFING_WORDS)
    heads = known_or(scheduled, known_or(before.scheduled, planned.scheduled))
    attendance = _ratio(present, heads)
    there = heads * known_or(known_or(attendance, before.attendance), planned.attendance)
    rest_share = _ratio(on_break, there)
    resting = known_or(known_or(rest_share, before.rest_share), _ratio(planned.on_break, planned.scheduled))
    on_phones = _ratio(agents, there * (1.0 - np.nan_to_num(resting)))
    scheduled = np.where(np.isfinite(present), heads, scheduled)
    return Recorded(scheduled, attendance, np.minimum(rest_share, 1.0), on_phones, agents)


def heads_between(start: Times, end: Times, weight: Floats, interval_start: Times, minutes: int) -> Floats:
    """Mean heads inside their stretches, per interval; each stretch counts its weight."""
    origin = interval_start[0]
    at = _seconds(interval_start, origin)
    until = at + 60.0 * minutes
    ramps = [(_seconds(start, origin), weight), (_seconds(end, origin), -weight)]
    area = sum((_ramp(until, *ramp) - _ramp(at, *ramp) for ramp in ramps), np.zeros(len(at)))
    return np.asarray(np.maximum(area / (60.0 * minutes), 0.0))


def _ramp(at: Floats, since: Floats, weight: Floats) -> Floats:
    """Σ weight · max(0, at − since) at each moment."""
    order = np.argsort(since)
    slope = np.concatenate([[0.0], np.cumsum(weight[order])])
    offset = np.concatenate([[0.0], np.cumsum((weight * since)[order])])
    place = np.searchsorted(since[order], at, side="right")
    return np.asarray(at * slope[place] - offset[place])


def _seconds(moments: Times, origin: np.datetime64) -> Floats:
    return (moments - origin).astype("timedelta64[s]").astype(np.float64)


def _came(people: AgentDays) -> Floats:
    """1 if the agent came to work, 0 if not, NaN where nothing tells."""
    signs = np.fmax(people.signed_in_seconds, people.ready_seconds)
    told = np.where(np.isfinite(signs), (signs > 0).astype(np.float64), np.nan)
    return np.where(np.isfinite(people.present), people.present, told)


def _without_days_off(people: AgentDays) -> AgentDays:
    """Without those who were asked for no time and did not come."""
    off = (people.scheduled_seconds == 0) & np.isnat(people.scheduled_start) & ~(_came(people) > 0)
    return people.rows(~off)


def _ready_weights(people: AgentDays, came: Floats, asked: Floats) -> dict[str, Floats]:
    """Of those who came: the share of the time to answer that they were on the phones, and ones beside it."""
    ready = np.where(np.isfinite(people.ready_seconds), people.ready_seconds, people.adherent_seconds)
    told = np.isfinite(ready) & (asked > 0) & (came > 0)
    share = np.where(told, ready / np.where(told, asked, 1.0), 0.0)
    return {"ready": np.where(told, share, 0.0), "to be ready": told.astype(np.float64)}


def _asked_seconds(people: AgentDays, lunch: Bools, planned: PlannedDays) -> Floats:
    """The time to answer of each agent-day, NaN where unknown.

    As scheduled; where `lunch` tells of an interval that its lunches are known, less what lunch took beyond
    its plan, for that is not missing a second time. Of what the schedule leaves of a shift as rests so much
    was meant as lunch as of the day's planned rests.
    """
    if people.lunch_start is None or people.lunch_end is None or not lunch.any():
        return people.scheduled_seconds
    eaten = np.nan_to_num(_length(people.lunch_start, people.lunch_end))
    rests = _length(people.scheduled_start, people.scheduled_end) - people.scheduled_seconds
    days, place = np.unique(planned.day, return_inverse=True)
    on_lunch, on_break = (
        np.bincount(place, column).astype(np.float64) for column in (planned.on_lunch, planned.on_break)
    )
    share = np.nan_to_num(_ratio(on_lunch, on_break))
    meant = share[np.minimum(np.searchsorted(days, people.day), len(days) - 1)] * np.maximum(rests, 0.0)
    told = np.isin(people.day, planned.day[lunch])
    return np.where(told, people.scheduled_seconds - (eaten - meant), people.scheduled_seconds)


def _lunched(people: AgentDays) -> Bools:
    """Whose lunch is told."""
    if people.lunch_start is None or people.lunch_end is None:
        return np.zeros(len(people), dtype=np.bool_)
    return np.asarray(~(np.isnat(people.lunch_start) | np.isnat(people.lunch_end)))


def _length(start: Times, end: Times) -> Floats:
    """Seconds, NaN where a moment is unknown."""
    return np.asarray((end - start) / np.timedelta64(1, "s"))


def _heads_on_shift(people: AgentDays, timed: Bools, weight: Floats, planned: PlannedDays) -> Floats:
    return heads_between(
        people.scheduled_start[timed],
        people.scheduled_end[timed],
        weight[timed],
        planned.interval_start,
        planned.minutes,
    )


def _of_day(people: AgentDays, weight: Floats, planned: PlannedDays) -> Floats:
    """The day's total, in each of its intervals; people who are scheduled longer count more."""
    asked = np.where(people.scheduled_seconds > 0, people.scheduled_seconds, 1.0)
    days, place = np.unique(people.day, return_inverse=True)
    total = np.bincount(place, weight * asked)
    found = np.minimum(np.searchsorted(days, planned.day), len(days) - 1)
    return np.where(days[found] == planned.day, total[found], 0.0)


def _rest_share(people: AgentDays, there: Floats, planned: PlannedDays) -> Floats:
    """Lunches as taken and breaks as planned, of the people there."""
    if people.lunch_start is None or people.lunch_end is None:
        return np.full(len(planned.scheduled), np.nan)
    taken = _lunched(people)
    lunch = heads_between(
        people.lunch_start[taken],
        people.lunch_end[taken],
        np.ones(int(taken.sum())),
        planned.interval_start,
        planned.minutes,
    )
    breaks = _ratio(planned.on_break - planned.on_lunch, planned.scheduled)
    return np.minimum(_ratio(lunch, there) + np.nan_to_num(breaks), 1.0)


def _ratio(part: Floats, whole: Floats) -> Floats:
    """part ÷ whole; NaN where there is no whole."""
    some = whole > 0
    return np.where(some, part / np.where(some, whole, 1.0), np.nan)

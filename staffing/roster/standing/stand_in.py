"""Who could work a shift whose owner does not come, ranked by what that costs, burdens included."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from staffing.records.roster import NamedShifts
from staffing.records.stand_in import StandIns
from staffing.roster.case import RosterCase
from staffing.roster.ground import Ground
from staffing.roster.limits import date_place
from staffing.roster.person import Person, burden_cost
from staffing.roster.result.broken import broken_by_tour
from staffing.roster.search.board import Board
from staffing.roster.search.place import Place, Week
from staffing.roster.setting import setting_of
from staffing.roster.standing.judged import is_hard, judged, new_breaches
from staffing.roster.standing.located import StandingRoster, standing_roster, tour_of
from staffing.roster.standing.told import in_words, paid_hours

_NONE = (float("nan"),) * 4


@dataclass(frozen=True)
class Gap:
    """A shift that its owner, by number, does not come to work."""

    person: int
    day: int
    place: Place


@dataclass(frozen=True)
class _StandIn:
    """One person for one gap; `rule` and `reason` are empty where they can work it."""

    person: int
    now: str
    cost: float
    fairness: float
    week_hours: float
    burdens: tuple[float, ...]
    rule: str
    reason: str


def stand_ins_of(
    case: RosterCase, shifts: NamedShifts, away: Mapping[str, Iterable[np.datetime64]]
) -> StandIns:
    """For each shift of a roster on the dates that people are away; others' strange rows do not count."""
    roster = standing_roster(setting_of(case), shifts)
    names = [agent.name for agent in case.agents]
    gaps, absent = [], set()
    for name, dates in away.items():
        for date in dates:
            person, day = names.index(name), date_place(case, date)
            absent.add((person, day))
            place = None if day is None else roster.places[person][day]
            if day is not None and place is not None:
                gaps.append(Gap(person, day, place))
    places: list[Week] = [list(week) for week in roster.places]
    for gap in gaps:
        places[gap.person][gap.day] = None
    roster = replace(roster, places=tuple(places))
    board = roster.board()
    rows = []
    for gap in gaps:
        others = [p for p in roster.setting.people if (p.number, gap.day) not in absent]
        told = [_stand_in(roster, board, person, gap) for person in others]
        rows += [
            (gap, rank, one) for rank, one in enumerate(sorted(told, key=lambda one: _order(one, names)), 1)
        ]
    return _record(roster, rows)


def _order(one: _StandIn, names: list[str]) -> tuple[bool, float, float, str]:
    """Those who can first, by cost, then by their burdens."""
    can = not one.rule
    return not can, round(one.cost, 6) if can else 0.0, sum(one.burdens) if can else 0.0, names[one.person]


def _stand_in(roster: StandingRoster, board: Board, person: Person, gap: Gap) -> _StandIn:
    """What it takes that a person works the shift instead of what they have on the date."""
    setting = roster.setting
    ground, week, day = setting.ground, roster.places[person.number], gap.day
    after: Week = [*week[:day], gap.place, *week[day + 1 :]]
    now = in_words(setting, day, week[day])
    broken = new_breaches(ground.case, judged(person, ground, week), judged(person, ground, after))
    hard = sorted((one for one in broken if is_hard(one)), key=lambda one: one.rule != "group")
    span = next((first, stop) for first, stop in ground.case.weeks if first <= day < stop)
    hours = paid_hours(setting, after, *span)
    if hard:
        reason = "; ".join(f"{one.rule}: {one.reason}" for one in hard)
        nothing = float("nan")
        return _StandIn(person.number, now, nothing, nothing, hours, _NONE, hard[0].rule, reason)
    before_cost, before_counts = own_cost(person, ground, week)
    after_cost, after_counts = own_cost(person, ground, after)
    covered = board.cover.total()
    board.put(person.number, 0, list(week), -1)
    board.put(person.number, 0, after)
    gained = board.cover.total() - covered
    board.put(person.number, 0, after, -1)
    board.put(person.number, 0, list(week))
    fairness = burden_cost(person, after_counts) - burden_cost(person, before_counts)
    cost = gained + after_cost - before_cost + fairness + ground.case.prices.change
    burdens = [float(old + new) for old, new in zip(person.burdens_before, after_counts, strict=True)]
    return _StandIn(person.number, now, cost, fairness, hours, tuple(burdens), "", "")


def own_cost(person: Person, ground: Ground, week: Week) -> tuple[float, list[int]]:
    """What a tour costs the person but for burdens and hard rules; and its burdens of each kind."""
    shifts = [(day, place.candidate) for day, place in enumerate(week) if place is not None]
    paid = sum(float(person.shift_costs[one]) for one in shifts)
    broken = sum(one.cost for one in broken_by_tour(person, ground, tour_of(week)) if not is_hard(one))
    burdens = ground.candidates.burdens
    return paid + broken, [sum(int(burdens[(*one, kind)]) for one in shifts) for kind in range(4)]


def _record(roster: StandingRoster, rows: list[tuple[Gap, int, _StandIn]]) -> StandIns:
    setting = roster.setting
    case, candidates = setting.ground.case, setting.ground.candidates
    agents, patterns = case.agents, case.patterns.names

    def texts(values: Iterable[str]) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
        return np.array(list(values), dtype=np.str_)

    edges = [
        [candidates.moment(int(side[gap.day, gap.place.candidate])) for gap, _, _ in rows]
        for side in (candidates.start, candidates.end)
    ]
    burdens = np.array([one.burdens for _, _, one in rows], dtype=np.float64).reshape(len(rows), 4)
    return StandIns(
        absent=texts(agents[gap.person].name for gap, _, _ in rows),
        date=np.array([case.dates[gap.day] for gap, _, _ in rows], dtype="datetime64[D]"),
        group=texts(case.needs[gap.place.group].name for gap, _, _ in rows),
        pattern=texts(patterns[int(candidates.pattern[g.day, g.place.candidate])] for g, _, _ in rows),
        start=np.array(edges[0], dtype="datetime64[s]"),
        end=np.array(edges[1], dtype="datetime64[s]"),
        rank=np.array([np.nan if one.rule else rank for _, rank, one in rows], dtype=np.float64),
        agent=texts(agents[one.person].name for _, _, one in rows),
        now=texts(one.now for _, _, one in rows),
        cost=np.array([one.cost for _, _, one in rows], dtype=np.float64),
        fairness=np.array([one.fairness for _, _, one in rows], dtype=np.float64),
        week_hours=np.array([one.week_hours for _, _, one in rows], dtype=np.float64),
        early_window=burdens[:, 0],
        late_window=burdens[:, 1],
        night_window=burdens[:, 2],
        weekend_window=burdens[:, 3],
        rule=texts(one.rule for _, _, one in rows),
        reason=texts(one.reason for _, _, one in rows),
        timezone=case.zone.name,
    )

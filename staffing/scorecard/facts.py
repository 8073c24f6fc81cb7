"""The inputs of a scorecard brought to one shape: rows in time, of members, with known columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Bools, Floats, Ints, Times
from staffing.records.coverage import Coverage
from staffing.records.forecast import Forecast
from staffing.records.history import AgentDays, CostDays, HeadCounts, History, MonitoredContacts
from staffing.timegrid import MINUTES_PER_DAY

_MEMBER = np.int64(1) << 40  # more than the seconds of any moment

MEMBERS = ("queue", "team", "agent")
# Which option of `staffing scorecard` gives each source.
OPTIONS = {"people": "--people", "costs": "--costs", "quality": "--quality", "leavers": "--leavers"}

_NUMBERS_OF_A_DAY = (  # of an agent's days
    "scheduled_seconds",
    "signed_in_seconds",
    "ready_seconds",
    "adherent_seconds",
    "idle_seconds",
    "present",
    "answered",
    "talk_seconds",
    "hold_seconds",
    "wrap_seconds",
    "transferred",
)


@dataclass(frozen=True, eq=False)
class InputRows:
    """Rows of one input. `start` is UTC for intervals and the local day for days; `wall` is local.

    `members` names the queue, team or agent of each row; `words` are the columns of which some cell is known.
    """

    start: Times
    wall: Times
    minutes: int
    members: Mapping[str, NDArray[np.str_]]
    words: Mapping[str, Floats]

    def rows(self, chosen: Bools) -> InputRows:
        """The rows where `chosen` holds."""
        return InputRows(
            self.start[chosen],
            self.wall[chosen],
            self.minutes,
            {name: member[chosen] for name, member in self.members.items()},
            {name: word[chosen] for name, word in self.words.items()},
        )


@dataclass(frozen=True, eq=False)
class Facts:
    """All inputs by name: history, people, costs, quality, leavers; a plan's forecast and coverage.

    `within_seconds` says for counts of the history within how many seconds they were made, where known.
    """

    sources: Mapping[str, InputRows]
    within_seconds: Mapping[str, float] = field(default_factory=dict)


def history_rows(history: History) -> InputRows:
    """A history at its own grain: intervals, or days."""
    wall = history.local
    daily = history.interval_minutes >= MINUTES_PER_DAY
    words = {"offered": history.offered, "aht_seconds": history.aht_seconds, **history.measures}
    return InputRows(
        start=wall.astype("datetime64[D]").astype("datetime64[s]") if daily else history.interval_start,
        wall=wall,
        minutes=history.interval_minutes,
        members={"queue": history.queue_names},
        words=_known(words),
    )


def people_rows(people: AgentDays) -> InputRows:
    """Agents' days; on days off (nothing scheduled, nobody came) nothing was planned."""
    off = (people.scheduled_seconds == 0) & ~(people.present > 0)
    words = {name: getattr(people, name) for name in _NUMBERS_OF_A_DAY}
    words["planned"] = np.where(np.isnan(people.present), np.nan, np.where(off, 0.0, 1.0))
    members = {"agent": people.agent}
    for name, column in (("team", people.team), ("queue", people.queue)):
        if (column != "").any():
            members[name] = column
    return _daily(people.day, words, members)


def forecast_rows(forecast: Forecast) -> InputRows:
    """What a run expected."""
    wall = forecast.local
    words = {"offered": forecast.offered, "aht_seconds": forecast.aht_seconds}
    members = {"queue": forecast.queue_names}
    return InputRows(forecast.interval_start, wall, forecast.interval_minutes, members, _known(words))


def coverage_rows(coverage: Coverage) -> InputRows:
    """Heads that a run planned, in each interval."""
    wall = coverage.local
    names = ("required", "scheduled", "on_break", "working", "under", "over")
    words = {name: getattr(coverage, name) for name in names}
    return InputRows(coverage.interval_start, wall, coverage.interval_minutes, {}, _known(words))


def costs_rows(costs: CostDays) -> InputRows:
    """Amounts by day."""
    return _daily(costs.day, {"amount": costs.amount}, {})


def quality_rows(monitored: MonitoredContacts, people: AgentDays | None) -> InputRows:
    """Scores by day and agent; the agents' teams as the people file has them."""
    members = {"agent": monitored.agent}
    if people is not None and (people.team != "").any():
        team = dict(zip(people.agent.tolist(), people.team.tolist(), strict=True))
        members["team"] = np.array([team.get(agent, "") for agent in monitored.agent.tolist()], dtype=np.str_)
    return _daily(monitored.day, {"score": monitored.score, "one": np.ones(len(monitored))}, members)


def leavers_rows(heads: HeadCounts) -> InputRows:
    """Leavers and heads by day."""
    return _daily(heads.day, {"leavers": heads.leavers, "headcount": heads.headcount}, {})


def _daily(
    day: NDArray[np.datetime64], words: Mapping[str, Floats], members: Mapping[str, NDArray[np.str_]]
) -> InputRows:
    start = day.astype("datetime64[s]")
    return InputRows(start, start, MINUTES_PER_DAY, members, _known(words))


def _known(words: Mapping[str, Floats]) -> dict[str, Floats]:
    return {name: word for name, word in words.items() if np.isfinite(word).any()}


def summed(place: Ints, values: Floats, places: int) -> Floats:
    """The values added up by their place among `places`."""
    return np.bincount(place, values, places).astype(np.float64)


def codes(names: NDArray[np.str_]) -> tuple[Ints, NDArray[np.str_]]:
    """Each row's place among the distinct names, and these."""
    distinct, place = np.unique(names, return_inverse=True)
    return place.astype(np.int64), distinct


def cell_code(member: Ints, wall: Times) -> Ints:
    """One number per member and moment, rising in both."""
    return np.asarray(member * _MEMBER + wall.astype("datetime64[s]").astype(np.int64))

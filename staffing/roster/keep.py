"""A roster that is kept: every date of a person that differs from it has a price."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from staffing.records.roster import NamedShifts
from staffing.roster.case import DAY, RosterCase
from staffing.roster.ground import Ground
from staffing.roster.people import Agent, Off
from staffing.roster.person import KeptTour, Person

Span = tuple[np.datetime64, np.datetime64]
_ALMOST_FIXED = 10_000.0  # so dear that a first roster keeps all that is lawful


@dataclass(frozen=True, eq=False)
class KeptRoster:
    """The shifts of a roster, of the period, by person and date: start and end in UTC."""

    spans: Mapping[tuple[str, np.datetime64], Span]

    def of(self, person: Person, ground: Ground, price: float) -> Person:
        """The person with a price on each date changed."""
        origin, dates = ground.candidates.origin, ground.case.dates
        old = [self.spans.get((person.agent.name, date)) for date in dates]
        minutes = tuple(
            None
            if span is None
            else tuple(int((moment - origin) / np.timedelta64(1, "m")) for moment in span)
            for span in old
        )
        start = np.array([-1 if one is None else one[0] for one in minutes])[:, None]
        end = np.array([-1 if one is None else one[1] for one in minutes])[:, None]
        candidates = ground.candidates
        differs = (candidates.start != start) | (candidates.end != end)
        was_on = np.array([one is not None for one in minutes])
        return replace(
            person,
            prices=person.prices + price * differs,
            off_prices=person.off_prices + price * was_on,
            kept=KeptTour(price, differs, was_on),
        )

    def at_first(self, person: Person, ground: Ground) -> Person:
        """The same where nothing changes but what is not lawful."""
        return self.of(person, ground, _ALMOST_FIXED)


def kept_roster(shifts: NamedShifts) -> KeptRoster:
    """What a roster file holds."""
    rows = zip(shifts.agent.tolist(), shifts.date, shifts.start, shifts.end, strict=True)
    return KeptRoster({(name, np.datetime64(date, "D")): (start, end) for name, date, start, end in rows})


def absent(case: RosterCase, kept: KeptRoster, away: Mapping[str, tuple[np.datetime64, ...]]) -> RosterCase:
    """The case with people away on dates: like leave, so that the hours of the week count as worked."""
    agents = (_away(agent, case, kept, away.get(agent.name, ())) for agent in case.agents)
    return replace(case, agents=tuple(agents))


def _away(agent: Agent, case: RosterCase, kept: KeptRoster, dates: tuple[np.datetime64, ...]) -> Agent:
    """The whole date, from the end of a night shift that runs into it."""
    rows = []
    for date in dates:
        start, end = (case.zone.midnight(day) for day in (date, date + DAY))
        eve, shift = (kept.spans.get((agent.name, day)) for day in (date - DAY, date))
        begin = start if eve is None else max(start, eve[1])
        rows.append(Off("leave", begin, end if shift is None else max(end, shift[1]), f"absent {date}"))
    others = tuple(row for row in agent.off if row.kind != "fixed" or case.zone.date(row.start) not in dates)
    return replace(agent, off=(*others, *rows)) if rows else agent

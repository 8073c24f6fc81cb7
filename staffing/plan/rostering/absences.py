"""Who does not come after all, from texts such as `a017:2027-03-08`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from staffing.errors import UsageError, did_you_mean
from staffing.roster.case import RosterCase


def absences_of(texts: Sequence[str], case: RosterCase) -> dict[str, tuple[np.datetime64, ...]]:
    """By person; UsageError for who or what is unknown."""
    names = [agent.name for agent in case.agents]
    away: dict[str, tuple[np.datetime64, ...]] = {}
    for text in texts:
        name, _, day = text.rpartition(":")
        if name not in names:
            hint = f"{did_you_mean(name, names)}write NAME:2027-03-08"
            raise UsageError(f"--absent: nobody in the agents' file is called '{name}'", hint=hint)
        try:
            date = np.datetime64(dt.date.fromisoformat(day), "D")
        except ValueError:
            raise UsageError(f"--absent: '{day}' is not a date", hint="write NAME:2027-03-08") from None
        if not case.dates[0] <= date <= case.dates[-1]:
            hint = f"the requirement's dates are {case.dates[0]} to {case.dates[-1]}"
            raise UsageError(f"--absent: {day} lies outside the period", hint=hint)
        away[name] = (*away.get(name, ()), date)
    return away

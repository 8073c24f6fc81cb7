"""How much of a period is known: of the intervals (or days) that a usual week has, the share with a value."""

from __future__ import annotations

import numpy as np

from staffing.records import Floats, Ints, Times
from staffing.scorecard.facts import Source, codes, summed
from staffing.scorecard.measure import WHOLE, Cells, cell_code
from staffing.scorecard.periods import ends, is_interval, minutes_of, starts
from staffing.timegrid import MINUTES_PER_DAY, minute_of_day, weekday

_LEAD = {"history": "offered", "people": "present"}  # the word that tells whether a row is known


def known_shares(name: str, source: Source, cells: Cells, grain: str, by: str | None) -> Floats:
    """The known share of each cell's period; NaN where no usual week can be told (agents have days off).

    A slot of the week is usual if it has a row in at least half of the weeks; a period that begins before the
    first row or ends after the last lacks the usual slots there.
    """
    lead = source.words.get(_LEAD.get(name, ""))
    if lead is None or by in {"agent", "team"} or minutes_of(grain) < source.minutes:
        return np.full(len(cells.value), np.nan)
    if is_interval(grain):
        return np.ones(len(cells.value))
    known = source.rows(np.isfinite(lead))
    member = known.members[by] if by else np.full(len(known.wall), WHOLE)
    shares = np.full(len(cells.value), np.nan)
    for one in np.unique(cells.member):
        mine, wanted = member == one, cells.member == one
        shares[wanted] = _shares(known.wall[mine], cells.start[wanted], grain)
    return shares


def _shares(wall: Times, period: Times, grain: str) -> Floats:
    """Of one member: usual slots known in each period ÷ usual slots in it."""
    wall = np.unique(wall.astype("datetime64[m]"))
    day = wall.astype("datetime64[D]")
    slot = weekday(wall) * MINUTES_PER_DAY + minute_of_day(wall)
    seen = np.bincount(slot, minlength=7 * MINUTES_PER_DAY)
    span = np.arange(day.min(), day.max() + np.timedelta64(1, "D"))
    weeks = np.repeat(np.bincount(weekday(span), minlength=7), MINUTES_PER_DAY)
    usual = (seen > 0) & (2 * seen >= weeks)
    per_weekday = usual.reshape(7, MINUTES_PER_DAY).sum(axis=1).astype(np.float64)
    calendar = np.arange(
        period.min().astype("datetime64[D]"), ends(period, grain).max().astype("datetime64[D]")
    )
    expected = _by_period(calendar, per_weekday[weekday(calendar)], period, grain)
    found = _by_period(day[usual[slot]], np.ones(int(usual[slot].sum())), period, grain)
    return np.where(expected > 0, np.minimum(found / np.maximum(expected, 1.0), 1.0), 1.0)


def _by_period(day: Times, amount: Floats, period: Times, grain: str) -> Floats:
    """Amounts of days added up by the period they lie in, for the (sorted) periods asked."""
    of = starts(day, day, grain)
    place = np.searchsorted(period, of)
    inside = (place < len(period)) & (period[np.minimum(place, len(period) - 1)] == of)
    return summed(place[inside], amount[inside], len(period))


def position(cells: Cells, wall: Times) -> Ints:
    """For each cell the place of the same member's cell at `wall`; −1 where it has none."""
    member, code = codes(cells.member)[0], cells.code
    order = np.argsort(code, kind="stable")
    wanted = cell_code(member, wall)
    place = np.minimum(np.searchsorted(code[order], wanted), len(code) - 1)
    return np.where(code[order][place] == wanted, order[place], -1)

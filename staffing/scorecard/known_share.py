"""How much of a period is known: of what its intervals (or days) usually bring, the part of those known."""

from __future__ import annotations

import numpy as np

from staffing.arrays import Floats, Ints, Times
from staffing.scorecard.facts import InputRows, cell_code, codes, summed
from staffing.scorecard.measure import WHOLE, Cells
from staffing.scorecard.periods import ends, is_interval, minutes_of, starts
from staffing.timegrid import MINUTES_PER_DAY, minute_of_day, weekday

_WEEK = 7 * MINUTES_PER_DAY
_LEAD = {"history": "offered", "people": "present"}  # the word that tells whether a row is known
LEDGERS = ("leavers", "quality")  # kept as things happen: a day without a row is a day without an event


def known_shares(name: str, source: InputRows, cells: Cells, grain: str, by: str | None) -> Floats:
    """The known share of each cell's period; NaN where no usual week can be told (agents have days off).

    A slot of the week is usual if it has a row in at least half of the weeks; a period that begins before the
    first row or ends after the last lacks the usual slots there.
    """
    lead = source.words.get(_LEAD.get(name, ""))
    if lead is None or by in {"agent", "team"} or minutes_of(grain) < source.minutes:
        return np.full(len(cells.value), np.nan)
    if is_interval(grain):
        return np.ones(len(cells.value))
    known_rows = source.rows(np.isfinite(lead))
    member = known_rows.members[by] if by else np.full(len(known_rows.wall), WHOLE)
    shares = np.full(len(cells.value), np.nan)
    for member_name in np.unique(cells.member):
        of_member = cells.member == member_name
        own_rows = known_rows.rows(member == member_name)
        shares[of_member] = _shares(own_rows, own_rows.words[_LEAD[name]], cells.start[of_member], grain)
    return shares


def elapsed_shares(ledger: InputRows, history: InputRows, cells: Cells, grain: str) -> Floats:
    """The days of each period from the ledger's first until its or the history's last, of all days in it."""
    day = np.timedelta64(1, "D")
    first = ledger.wall.min().astype("datetime64[D]")
    last = max(source.wall.max().astype("datetime64[D]") for source in (ledger, history)) + day
    begin, end = cells.start.astype("datetime64[D]"), ends(cells.start, grain).astype("datetime64[D]")
    return np.asarray((np.minimum(end, last) - np.maximum(begin, first)) / (end - begin), dtype=np.float64)


def _shares(rows: InputRows, lead: Floats, period: Times, grain: str) -> Floats:
    """Of one member: what the known usual slots of each period bring on average ÷ what all of them do.

    Weighted so, an hour of the night that an export leaves out because nobody called hardly counts.
    """
    day = rows.wall.astype("datetime64[D]")
    queue = codes(rows.members["queue"])[0] if "queue" in rows.members else np.zeros(len(day), dtype=np.int64)
    minute = weekday(rows.wall) * MINUTES_PER_DAY + minute_of_day(rows.wall)
    slots, slot, seen = np.unique(queue * _WEEK + minute, return_inverse=True, return_counts=True)
    of_day = slots % _WEEK // MINUTES_PER_DAY
    span = np.arange(day.min(), day.max() + np.timedelta64(1, "D"))
    usual = 2 * seen >= np.bincount(weekday(span), minlength=7)[of_day]
    brings = np.where(usual, summed(slot, lead, len(slots)) / seen, 0.0)
    per_weekday = summed(of_day, brings, 7)
    calendar = np.arange(
        period.min().astype("datetime64[D]"), ends(period, grain).max().astype("datetime64[D]")
    )
    expected = _by_period(calendar, per_weekday[weekday(calendar)], period, grain)
    known_amount = _by_period(day, brings[slot], period, grain)
    some = expected > 0
    return np.where(some, np.minimum(known_amount / np.where(some, expected, 1.0), 1.0), 1.0)


def _by_period(day: Times, amount: Floats, period: Times, grain: str) -> Floats:
    """Amounts of days added up by the period they lie in, for the (sorted) periods asked."""
    of = starts(day, day, grain)
    place = np.searchsorted(period, of)
    inside = (place < len(period)) & (period[np.minimum(place, len(period) - 1)] == of)
    return summed(place[inside], amount[inside], len(period))


def position(cells: Cells, wall: Times) -> Ints:
    """For each cell the place of the same member's cell at `wall`; −1 where it has none."""
    code = cells.code
    order = np.argsort(code, kind="stable")
    wanted = cell_code(cells.place, wall)
    place = np.minimum(np.searchsorted(code[order], wanted), len(code) - 1)
    return np.where(code[order][place] == wanted, order[place], -1)

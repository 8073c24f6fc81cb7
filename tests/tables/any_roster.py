"""Any record of a roster: rests that few take, wishes without a shift, texts left empty, nobody at all."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from staffing.records.leave import LeaveAnswers, LeaveRoom
from staffing.records.roster import (
    AgentTotals,
    NamedShifts,
    RosterCoverage,
    RosterExceptions,
    RosterPast,
    Unfilled,
)
from staffing.records.stand_in import StandIns
from staffing.timegrid import Zone
from tests.tables.any_columns import (
    AMOUNTS,
    COUNTS,
    NAMES,
    SIGNED,
    ZONES,
    Numbers,
    column,
    days,
    floats,
    moments,
    unknown,
)

NAT = np.datetime64("NaT", "s")
BREAKS = (1, 2, 3, 9, 10, 11)  # a past may know the third and not the second; 10 comes after 9
TEXTS = st.just("") | NAMES


def texts(rows: int, **values: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, NDArray[Any]]]:
    """Columns of texts by their names."""
    return st.fixed_dictionaries({name: column(rows, each, str) for name, each in values.items()})


@st.composite
def spans(draw: st.DrawFn, rows: int) -> dict[str, Any]:
    """Shifts of up to a day over changes of clocks, with the local day on which they start."""
    zone, start = draw(st.sampled_from(ZONES)), draw(moments(rows))
    return {
        "date": Zone(zone).local(start).astype("datetime64[D]"),
        "start": start,
        "end": start + draw(column(rows, st.integers(1, 1440), "timedelta64[m]")),
        "timezone": zone,
    }


@st.composite
def rests(draw: st.DrawFn, start: NDArray[Any], is_shift: NDArray[Any]) -> dict[str, Any]:
    """Some rests of the shifts; a lunch that nobody takes is none of the file."""
    lunch = ("lunch",) if is_shift.any() and draw(st.booleans()) else ()
    numbers = draw(st.sets(st.sampled_from(BREAKS)))
    names = (*lunch, *(f"break_{number}" for number in sorted(numbers)))
    shape, size = (len(start), len(names)), len(start) * len(names)
    after, minutes = (
        draw(column(size, st.integers(least, 60), "timedelta64[m]")).reshape(shape) for least in (0, 1)
    )
    taken = draw(column(size, st.booleans(), bool)).reshape(shape) & is_shift[:, None]
    if lunch:
        taken[is_shift.argmax(), 0] = True
    begin = np.where(taken, start[:, None] + after, NAT)
    return {"rest_names": names, "rest_start": begin, "rest_end": begin + minutes}


@st.composite
def named_shifts(draw: st.DrawFn) -> NamedShifts:
    """Also of one person twice, in a group without a name, and no shift at all."""
    rows = draw(st.integers(0, 6))
    worked = draw(spans(rows))
    return NamedShifts(
        **worked,
        **draw(rests(worked["start"], np.ones(rows, dtype=np.bool_))),
        **draw(texts(rows, agent=NAMES, group=TEXTS, pattern=NAMES)),
        paid_hours=draw(column(rows, unknown(AMOUNTS), float)),
    )


@st.composite
def roster_pasts(draw: st.DrawFn) -> RosterPast:
    """Shifts, and answers to wishes, which have a day alone; the two mixed, either alone, or neither."""
    rows = draw(st.integers(0, 6))
    worked = draw(spans(rows))
    kind = draw(column(rows, st.sampled_from(("shift", "", "granted", "refused")), str))
    is_shift = np.isin(kind, ("shift", ""))
    more = draw(rests(worked["start"], is_shift))
    words = draw(texts(rows, pattern=TEXTS, group=TEXTS))
    paid = draw(column(rows, unknown(AMOUNTS), float))
    return RosterPast(
        agent=draw(column(rows, NAMES, str)),
        kind=kind,
        date=worked["date"],
        **{edge: np.where(is_shift, worked[edge], NAT) for edge in ("start", "end")},
        **{name: np.where(is_shift, cells, "") for name, cells in words.items()},
        paid_hours=np.where(is_shift, paid, np.nan),
        **more,
        timezone=worked["timezone"],
    )


@st.composite
def agent_totals(draw: st.DrawFn) -> AgentTotals:
    """Of people with two shifts or more, and of others, between whose shifts no rest is known."""
    rows = draw(st.integers(1, 5))
    counts = [item.name for item in fields(AgentTotals) if item.type == "Ints"]
    hours: dict[str, Numbers] = {"paid_hours": AMOUNTS, "leave_hours": AMOUNTS}
    return AgentTotals(
        **draw(texts(rows, agent=NAMES, group=TEXTS)),
        **{name: draw(column(rows, COUNTS, np.int64)) for name in counts},
        **draw(floats(rows, **hours, shortest_rest_hours=unknown(AMOUNTS))),
    )


@st.composite
def roster_coverages(draw: st.DrawFn) -> RosterCoverage:
    """Of several groups at the same moment, the hour that repeats included."""
    rows = draw(st.integers(1, 6))
    heads: dict[str, Numbers] = {
        item.name: AMOUNTS for item in fields(RosterCoverage) if item.type == "Floats"
    }
    return RosterCoverage(
        interval_start=draw(moments(rows)),
        group=draw(column(rows, TEXTS, str)),
        **draw(floats(rows, **heads)),
        timezone=draw(st.sampled_from(ZONES)),
    )


@st.composite
def unfilled(draw: st.DrawFn) -> Unfilled:
    """Stretches, which have no pattern, and shifts left over; or nothing left to fill."""
    rows = draw(st.integers(0, 5))
    return Unfilled(
        **draw(spans(rows)),
        **draw(texts(rows, group=TEXTS, pattern=TEXTS, bound_by=TEXTS, would_fill=TEXTS)),
        **draw(floats(rows, agents=AMOUNTS, agent_hours=AMOUNTS)),
    )


@st.composite
def roster_exceptions(draw: st.DrawFn) -> RosterExceptions:
    """Rules and wishes with any reason and with none; or nothing broken."""
    rows = draw(st.integers(0, 5))
    return RosterExceptions(
        date=draw(days(rows)),
        **draw(texts(rows, agent=NAMES, rule=NAMES, unit=TEXTS, reason=TEXTS)),
        **draw(floats(rows, amount=AMOUNTS, cost=AMOUNTS)),
    )


@st.composite
def stand_ins(draw: st.DrawFn) -> StandIns:
    """People with a rank and a cost, and people with a rule in the way; or nobody else at all."""
    rows = draw(st.integers(0, 5))
    costs: dict[str, Numbers] = {"cost": unknown(SIGNED), "fairness": unknown(SIGNED)}
    counts = ("rank", "early_window", "late_window", "night_window", "weekend_window")
    whole = unknown(COUNTS.map(float))
    return StandIns(
        **draw(spans(rows)),
        **draw(texts(rows, absent=NAMES, pattern=NAMES, agent=NAMES)),
        **draw(texts(rows, group=TEXTS, now=TEXTS, rule=TEXTS, reason=TEXTS)),
        **draw(floats(rows, **costs, **dict.fromkeys(counts, whole), week_hours=AMOUNTS)),
    )


@st.composite
def leave_rooms(draw: st.DrawFn) -> LeaveRoom:
    """Days with somebody more to be away, and days on which all are."""
    rows = draw(st.integers(0, 5))
    counts = ("on_shift", "may_be_away", "granted")
    costs: dict[str, Numbers] = {"next_short_hours": unknown(AMOUNTS), "next_cost": unknown(AMOUNTS)}
    return LeaveRoom(
        date=draw(days(rows)),
        group=draw(column(rows, TEXTS, str)),
        **{name: draw(column(rows, COUNTS, np.int64)) for name in counts},
        **draw(floats(rows, **costs)),
    )


@st.composite
def leave_answers(draw: st.DrawFn) -> LeaveAnswers:
    """Requests of which nobody knows when they came in, too."""
    rows = draw(st.integers(0, 5))
    when = draw(moments(rows))
    is_known = draw(column(rows, st.booleans(), np.bool_))
    return LeaveAnswers(
        **draw(texts(rows, agent=NAMES, group=TEXTS, answer=NAMES, reason=TEXTS)),
        start=draw(days(rows)),
        end=draw(days(rows)),
        requested=np.where(is_known, when, NAT),
        days=draw(column(rows, COUNTS, np.int64)),
        **draw(floats(rows, cost=unknown(AMOUNTS))),
        timezone=draw(st.sampled_from(ZONES)),
    )

"""By when work is due: by the clock, and in hours and days in which it may be done."""

from __future__ import annotations

import numpy as np
import pytest

from staffing.errors import UsageError
from staffing.plan.work.calendar import WorkCalendar, calendar_of
from staffing.records.lead import Lead, parse_lead
from staffing.records.need import Need
from staffing.timegrid import OpeningHours, Zone

WEEKDAYS = OpeningHours(tuple(((9 * 60, 17 * 60),) if day < 5 else () for day in range(7)))


def calendar(first: str = "2026-03-23T00:00", days: int = 14, zone: str = "Europe/Berlin") -> WorkCalendar:
    """From a Monday on, a week before clocks go forward; somebody is needed from 9 to 17 o'clock."""
    begin, end = Zone(zone).utc(np.array([first, np.datetime64(first) + np.timedelta64(days, "D")], "M8[s]"))[
        0
    ]
    starts = np.arange(begin, end, np.timedelta64(1800, "s")).astype("datetime64[s]")
    required = np.where(WEEKDAYS.contains(Zone(zone).local(starts)), 5.0, 0.0)
    size = len(starts)
    need = Need(
        interval_start=starts,
        utc_offset_minutes=Zone(zone).offset_minutes(starts),
        queue=np.zeros(size, dtype=np.int64),
        queues=("all",),
        interval_minutes=30,
        timezone=zone,
        required=required,
        offered=required,
        aht_seconds=np.full(size, 240.0),
        phone_share=np.ones(size),
    )
    return calendar_of(need, WEEKDAYS, None)


def due_at(work: WorkCalendar, arrived: str, lead: str) -> str:
    """The wall time at which the last interval in time ends, for what came in at that wall time."""
    moment = work.need.zone.utc(np.array([arrived], dtype="datetime64[s]"))[0]
    (last,) = work.due(moment, parse_lead(lead)).tolist()
    if last == work.size:
        return "later"
    if last < 0:
        return "before"
    end = work.need.interval_start[last] + np.timedelta64(1800, "s")
    return str(work.need.zone.wall(end))[:16]


@pytest.mark.parametrize(
    ("arrived", "lead", "due"),
    [
        ("2026-03-23T10:00", "24h", "2026-03-24T10:00"),
        ("2026-03-23T10:00", "90 minutes", "2026-03-23T11:30"),
        ("2026-03-23T10:00", "100m", "2026-03-23T11:30"),
        ("2026-03-28T10:00", "24h", "2026-03-29T11:00"),  # clocks go forward in between
        ("2026-03-28T10:00", "1 day", "2026-03-29T10:00"),
        ("2026-03-23T10:00", "3d", "2026-03-26T10:00"),
        ("2026-03-23T10:00", "1 open day", "2026-03-25T00:00"),
        ("2026-03-27T10:00", "1 open day", "2026-03-31T00:00"),
        ("2026-03-28T10:00", "2 open days", "2026-04-01T00:00"),
        ("2026-03-23T16:00", "2 open hours", "2026-03-24T10:00"),
        ("2026-03-27T16:00", "8 open hours", "2026-03-30T16:00"),
        ("2026-03-22T16:00", "2 open hours", "2026-03-23T11:00"),
        ("2026-03-20T16:00", "2 open hours", "2026-03-23T10:00"),
        ("2026-03-20T16:00", "1 open day", "2026-03-24T00:00"),
        ("2026-03-18T16:00", "1 open day", "before"),
        ("2026-03-18T16:00", "1 open hour", "before"),
        ("2026-03-22T16:00", "2h", "before"),
        ("2026-04-05T10:00", "24h", "later"),
        ("2026-04-03T10:00", "1 open day", "later"),
        ("2026-04-03T16:00", "2 open hours", "later"),
    ],
)
def test_due(arrived: str, lead: str, due: str) -> None:
    """Hours are as long as they are, days keep the wall time; open time runs while work may be done."""
    work = calendar()
    found = due_at(work, arrived, lead)
    if "open" in lead and due not in {
        "before",
        "later",
    }:  # closed hours after the last open one count for nothing
        assert np.datetime64(found) >= np.datetime64(due)
        between = (work.need.local >= np.datetime64(due)) & (work.need.local < np.datetime64(found))
        assert not work.may_do[between].any()
    else:
        assert found == due


def test_a_closed_day_is_no_open_day() -> None:
    """A weekday on which nobody is needed, a holiday for example, does not count, and no work is done."""
    plain = calendar()
    holiday = plain.need.local.astype("datetime64[D]") == np.datetime64("2026-03-24")
    need = Need(
        **plain.need.same_rows(),
        required=np.where(holiday, 0.0, plain.need.required),
        offered=plain.need.offered,
        aht_seconds=plain.need.aht_seconds,
        phone_share=plain.need.phone_share,
    )
    own = OpeningHours(tuple(((8 * 60, 20 * 60),) for _ in range(7)))
    for work in (calendar_of(need, WEEKDAYS, None), calendar_of(need, WEEKDAYS, own)):
        assert not work.may_do[holiday].any()
        assert due_at(work, "2026-03-23T10:00", "1 open day") == "2026-03-26T00:00"
    saturday = need.local.astype("datetime64[D]") == np.datetime64("2026-03-28")
    assert calendar_of(need, WEEKDAYS, own).may_do[saturday].sum() == 24


@pytest.mark.parametrize("text", ["", "soon", "24", "h", "-1h", "1.5 days", "2 open minutes", "1 week"])
def test_what_is_no_time_is_refused(text: str) -> None:
    """A number and a unit that there is; days are whole."""
    with pytest.raises(UsageError):
        parse_lead(text)


def test_a_lead_knows_its_least_length() -> None:
    """In minutes, as if all hours were open."""
    assert [parse_lead(text).minutes for text in ("90 min", "1.5h", "2 days", "1 open day")] == [
        90,
        90,
        2880,
        1440,
    ]
    assert parse_lead("3 Open Hours") == Lead(3.0, "open hours")

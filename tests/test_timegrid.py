"""Half-hours of a local day, clock changes included."""

from __future__ import annotations

import numpy as np
import pytest

from staffing.errors import InputError
from staffing.timegrid import OpeningHours, Zone, intervals, minute_of_day, weekday


def day_length(day: str, timezone: str) -> int:
    zone, start = Zone(timezone), np.datetime64(day)
    return len(intervals(zone.midnight(start), zone.midnight(start + np.timedelta64(1, "D")), 30))


@pytest.mark.parametrize(
    ("day", "timezone", "half_hours"),
    [
        ("2026-06-15", "America/New_York", 48),
        ("2026-03-08", "America/New_York", 46),
        ("2026-11-01", "America/New_York", 50),
        ("2026-03-29", "Europe/London", 46),
        ("2026-10-04", "Australia/Lord_Howe", 47),
        ("2026-04-05", "Australia/Lord_Howe", 49),
        ("2026-06-15", "Asia/Kolkata", 48),
        ("2026-09-06", "America/Santiago", 46),  # clocks skip midnight itself
    ],
)
def test_a_local_day_has_as_many_half_hours_as_it_has(day: str, timezone: str, half_hours: int) -> None:
    """46 and 50 half-hours on clock-change days, 47 and 49 at Lord Howe."""
    assert day_length(day, timezone) == half_hours


def test_utc_to_local_and_back_is_the_same_moment() -> None:
    """Every half-hour of a year survives the round trip, the repeated hour by its fold."""
    utc = intervals(np.datetime64("2026-01-01"), np.datetime64("2027-01-01"), 30)
    local = Zone("America/New_York").local(utc)
    fold = np.zeros(len(utc), dtype=np.int64)
    fold[1:] = np.array([local[i] in local[max(i - 4, 0) : i] for i in range(1, len(utc))])
    back, exists = Zone("America/New_York").utc(local, fold)
    assert exists.all()
    assert (back == utc).all()


def test_skipped_and_repeated_wall_times_are_known() -> None:
    """02:30 does not exist in spring; 01:30 occurs twice in autumn."""
    walls = np.array(["2026-03-08T02:30", "2026-11-01T01:30", "2026-11-01T03:30"], dtype="datetime64[s]")
    assert Zone("America/New_York").utc(walls)[1].tolist() == [False, True, True]
    assert Zone("America/New_York").is_repeated(walls).tolist() == [False, True, False]


def test_iso_carries_the_offset_of_the_moment() -> None:
    """The same wall time has another offset after the clocks change."""
    utc = np.array(["2026-11-01T05:30", "2026-11-01T06:30"], dtype="datetime64[s]")
    texts = Zone("America/New_York").iso(utc)
    assert texts == ["2026-11-01T01:30:00-04:00", "2026-11-01T01:30:00-05:00"]


def test_weekday_and_minute_of_day() -> None:
    """Monday is 0; minutes count on the wall clock."""
    wall = np.array(["2026-11-23T08:30", "1969-12-28T23:45"], dtype="datetime64[s]")
    assert weekday(wall).tolist() == [0, 6]
    assert minute_of_day(wall).tolist() == [510, 1425]


def test_opening_hours_may_run_past_midnight() -> None:
    """A Friday span to 02:00 covers the first two hours of Saturday."""
    friday = OpeningHours(((), (), (), (), ((18 * 60, 26 * 60),), (), ()))
    walls = np.array(["2026-11-27T17:59", "2026-11-27T18:00", "2026-11-28T01:59", "2026-11-28T02:00"])
    assert friday.contains(walls.astype("datetime64[s]")).tolist() == [False, True, True, False]


def test_an_unknown_zone_is_an_input_error() -> None:
    """The message names the value."""
    with pytest.raises(InputError, match="Amerika/New_York"):
        Zone("Amerika/New_York")


def test_a_moment_that_is_not_known_stays_unknown() -> None:
    """A rest that is new has no time from which it moves: NaT on either clock."""
    zone, unknown = Zone("America/New_York"), np.datetime64("NaT", "s")
    moments = np.array(["2026-11-23T13:00", "NaT"], dtype="datetime64[s]")
    assert np.isnat(zone.wall(unknown))
    assert zone.local(moments).astype(str).tolist() == ["2026-11-23T08:00:00", "NaT"]
    assert np.isnat(zone.midnight(unknown))
    for occurrence in zone.occurrences(moments):
        assert occurrence.astype(str).tolist() == ["2026-11-23T18:00:00", "NaT"]

"""Leave is granted as long as nobody is short who was not, and by no more than that."""

from __future__ import annotations

import csv
import json
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from staffing.roster.leave.duties import Duty, GroupDuties, presence_of
from staffing.roster.leave.grant import FAIR, FIRST_COME, LeaveBook
from staffing.roster.leave.requests import LeaveRequest
from staffing.roster.leave.room import least_short, most_away
from staffing.timegrid import Zone
from tests.conftest import Completed, run_staffing
from tests.roster.conftest import SAMPLE
from tests.roster.second_checker import SecondChecker

MONDAY = np.datetime64("2027-03-08")
DAY = np.timedelta64(1, "D")
NEVER = np.datetime64("NaT", "s")
ORDERS = st.sampled_from([FIRST_COME, FAIR])


@st.composite
def groups(draw: st.DrawFn, *, is_named: bool = False) -> GroupDuties:
    """Three days in intervals of four hours, shifts over midnight among them; one person each if named."""
    start = (MONDAY + np.arange(18) * np.timedelta64(4, "h")).astype("datetime64[s]")
    duties = []
    for number in range(draw(st.integers(1, 6))):
        begin = start[draw(st.integers(0, 16))]
        span = begin, begin + np.timedelta64(draw(st.integers(1, 3)) * 4, "h")
        count = 1 if is_named else draw(st.integers(1, 2))
        name = f"a{number // 2}" if is_named else ""
        duties.append(Duty(name, begin.astype("datetime64[D]"), span, (), count))
    spare = draw(st.lists(st.sampled_from([0.0, 0.4, 1.0, 1.5, 2.0]), min_size=18, max_size=18))
    return GroupDuties(
        name="all",
        interval_start=start,
        interval_minutes=240,
        spare=np.array(spare),
        duties=tuple(duties),
        presence=presence_of(tuple(duties), start, 240),
        price=10.0,
    )


@st.composite
def requests(draw: st.DrawFn) -> list[LeaveRequest]:
    """Of a few people, who ask in any order for one day or more."""
    rows = []
    for _ in range(draw(st.integers(1, 6))):
        first = draw(st.integers(0, 2))
        last = draw(st.integers(first, 2))
        asked = np.datetime64("2027-01-01T00:00:00") + draw(st.integers(0, 99)) * DAY
        when = draw(st.sampled_from([asked, NEVER]))
        name, had = f"a{draw(st.integers(0, 2))}", float(draw(st.integers(0, 9)))
        rows.append(LeaveRequest(name, "all", MONDAY + first * DAY, MONDAY + last * DAY, when, had))
    return rows


def every_absence(group: GroupDuties) -> list[np.ndarray]:
    """Each way in which people may be away."""
    return [np.array(one, dtype=float) for one in product(*(range(count + 1) for count in group.counts))]


@given(group=groups(), count=st.integers(1, 3))
@settings(max_examples=60, deadline=None)
def test_room_is_that_of_all_ways_to_be_away(group: GroupDuties, count: int) -> None:
    """The most away without a shortage, and the least shortage of so many, over every choice of shifts."""
    for date in group.dates:
        mine, others = group.of_date(date), [k for k, duty in enumerate(group.duties) if duty.date != date]
        of_date = [one for one in every_absence(group) if not one[others].any()]
        free = [int(one[mine].sum()) for one in of_date if group.short(one).sum() < 1e-9]
        assert most_away(group, date) == max(free)
        if count <= group.counts[mine].sum():
            least = min(group.short(one).sum() for one in of_date if one[mine].sum() == count)
            assert least_short(group, {date: count}).sum() == pytest.approx(least, abs=1e-6)


@given(group=groups(), asked=requests(), order=ORDERS)
@settings(max_examples=60, deadline=None)
def test_no_more_are_granted_than_may_be_away(
    group: GroupDuties, asked: list[LeaveRequest], order: str
) -> None:
    """On no day, in any order; and together they leave nobody short, nights included."""
    book = LeaveBook([group], Zone("UTC"), is_named=False)
    book.answers(asked, order)
    room = book.room()
    assert (room.granted <= room.may_be_away).all()
    away = {date: int(count) for date, count in zip(room.date, room.granted, strict=True)}
    assert least_short(group, away).sum() == pytest.approx(0.0, abs=1e-6)


@given(group=groups(is_named=True), asked=requests(), order=ORDERS, most=st.sampled_from([0.0, 15.0]))
@settings(max_examples=60, deadline=None)
def test_leave_of_named_people_takes_their_own_shifts(
    group: GroupDuties, asked: list[LeaveRequest], order: str, most: float
) -> None:
    """What is short then is what the answers say it costs, and at most so much a day."""
    book = LeaveBook([group], Zone("UTC"), is_named=True)
    answers = book.answers(asked, order, most)
    granted = [one for one, answer in zip(asked, answers.answer, strict=True) if answer == "granted"]
    away = np.array(
        [any(duty.agent == one.agent and duty.date in one.dates for one in granted) for duty in group.duties],
        dtype=float,
    )
    costs = answers.cost[answers.answer == "granted"]
    assert group.price * group.short(away).sum() == pytest.approx(costs.sum(), abs=1e-6)
    assert (costs <= most * answers.days[answers.answer == "granted"] + 1e-6).all()
    room = book.room()
    assert room.granted.sum() == away.sum()
    if not most:
        assert (room.granted <= room.may_be_away).all()


@given(group=groups(), asked=requests())
@settings(max_examples=40, deadline=None)
def test_who_comes_first_is_served_as_if_nobody_came_after(
    group: GroupDuties, asked: list[LeaveRequest]
) -> None:
    """A later request changes no answer to an earlier one."""
    order = sorted(range(len(asked)), key=lambda k: (np.isnat(asked[k].requested), asked[k].requested, k))
    assume(len(asked) > 1)
    answers = LeaveBook([group], Zone("UTC"), is_named=False).answers(asked)
    without = [asked[k] for k in sorted(order[:-1])]
    fewer = LeaveBook([group], Zone("UTC"), is_named=False).answers(without)
    kept = [answers.answer[k] for k in sorted(order[:-1])]
    assert fewer.answer.tolist() == kept


def test_fairness_serves_who_had_least() -> None:
    """One may be away: who asked first had more days than who asked last."""
    start = (MONDAY + np.arange(6) * np.timedelta64(4, "h")).astype("datetime64[s]")
    duty = Duty("", MONDAY, (start[2], start[4]), (), 2)
    presence = presence_of((duty,), start, 240)
    group = GroupDuties("all", start, 240, np.full(6, 1.0), (duty,), presence, 10.0)
    early, late = np.datetime64("2027-01-01T08:00:00"), np.datetime64("2027-01-02T08:00:00")
    asked = [
        LeaveRequest("often", "all", MONDAY, MONDAY, early, 8.0),
        LeaveRequest("seldom", "all", MONDAY, MONDAY, late, 2.0),
    ]
    for order, expected in ((FIRST_COME, ["granted", "refused"]), (FAIR, ["refused", "granted"])):
        answers = LeaveBook([group], Zone("UTC"), is_named=False).answers(asked, order)
        assert answers.answer.tolist() == expected
        refused = answers.reason[answers.answer == "refused"][0]
        assert refused == "2027-03-08 08:00-16:00: 8.0 head-hours short, cost 80.0"


def test_who_has_leave_does_not_take_the_day_once_more() -> None:
    """One may be away: of requests that overlap a day counts once, and nobody else loses it."""
    start = (MONDAY + np.arange(12) * np.timedelta64(4, "h")).astype("datetime64[s]")
    duties = tuple(
        Duty("", day, (start[k], start[k + 2]), (), 2) for day, k in ((MONDAY, 2), (MONDAY + DAY, 8))
    )
    presence = presence_of(duties, start, 240)
    group = GroupDuties("all", start, 240, np.full(12, 1.0), duties, presence, 10.0)
    asked = [
        LeaveRequest(name, "all", MONDAY, last, NEVER, 0.0)
        for name, last in (("ann", MONDAY), ("ann", MONDAY + DAY), ("bob", MONDAY))
    ]
    book = LeaveBook([group], Zone("UTC"), is_named=False)
    answers = book.answers(asked)
    assert answers.answer.tolist() == ["granted", "granted", "refused"]
    assert answers.days.tolist() == [1, 1, 1]
    assert book.room().granted.tolist() == [1, 1]


def leave(folder: Path, *options: object) -> Completed:
    return run_staffing("leave", folder, *options)


@pytest.mark.slow
def test_a_roster_answers_its_people(sample_roster: Path, tmp_path: Path) -> None:
    """Who is off anyway has leave; the days, the answers and the JSON say the same."""
    with (sample_roster / "roster.csv").open() as stream:
        worked = {(row["agent"], row["date"]) for row in csv.DictReader(stream)}
    off = next(f"2027-03-{day:02}" for day in range(8, 15) if ("line-05", f"2027-03-{day:02}") not in worked)
    on = next(date for name, date in sorted(worked) if name == "line-05")
    asked = tmp_path / "requests.csv"
    asked.write_text(f"agent,start,end,requested\nline-05,{off},,2027-01-04\nline-05,{on},{on},\n")
    answers, days = tmp_path / "answers.csv", tmp_path / "days.csv"
    done = leave(
        sample_roster,
        "--requests",
        asked,
        "--most-cost",
        "1000",
        "--out",
        days,
        "--answers",
        answers,
        "--json",
    )
    assert done.returncode == 0, done.stderr
    with answers.open() as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["answer"], row["days"]) for row in rows] == [("granted", "0"), ("granted", "1")]
    assert "2 requests: 2 granted, 0 refused" in done.stderr
    told = json.loads(done.stdout)
    assert [(one["answer"], one["days"]) for one in told["requests"]] == [("granted", 0), ("granted", 1)]
    with days.open() as stream:
        granted = {(row["date"], row["group"]): row["granted"] for row in csv.DictReader(stream)}
    assert granted[on, "hotline"] == "1"
    assert sum(map(int, granted.values())) == 1


@pytest.mark.slow
def test_leave_costs_what_the_roster_without_the_shift_does(sample_roster: Path, tmp_path: Path) -> None:
    """As the second checker counts what is short then, on the phones."""
    rows = (sample_roster / "roster.csv").read_text().splitlines(keepends=True)
    row = next(number for number, one in enumerate(rows) if one.startswith("line-05,"))
    away = tmp_path / "away.csv"
    away.write_text("".join(rows[:row] + rows[row + 1 :]))
    before, after = (SecondChecker(SAMPLE, file).parts for file in (sample_roster / "roster.csv", away))
    asked, answers = tmp_path / "requests.csv", tmp_path / "answers.csv"
    asked.write_text(f"agent,start\nline-05,{rows[row].split(',')[2]}\n")
    done = leave(sample_roster, "--requests", asked, "--most-cost", "1000", "--answers", answers)
    assert done.returncode == 0, done.stderr
    with answers.open() as stream:
        cost = float(next(csv.DictReader(stream))["cost"])
    assert cost > 0
    assert cost == pytest.approx(after["short"] - before["short"], abs=0.01)


@pytest.mark.slow
def test_bad_rows_are_named_together(sample_roster: Path, tmp_path: Path) -> None:
    """Each with line, column and what to do; exit code 1."""
    asked = tmp_path / "requests.csv"
    asked.write_text(
        "agent,start,end,group,requested,had\n"
        "line-5,2027-03-09,2027-03-08,,,\n"
        ",2027-05-08,,,x,\n"
        "desk-1,bad,,desc,,-1\n"
    )
    done = leave(sample_roster, "--requests", asked)
    assert done.returncode == 1
    for line, column, what in (
        (2, "agent", "did you mean"),
        (2, "end", "a day not before the start"),
        (3, "agent", "fill the cell"),
        (3, "start", "a day from 2027-03-08 to 2027-03-14"),
        (3, "requested", "ISO 8601"),
        (4, "start", "ISO 8601"),
        (4, "group", "did you mean 'desk'"),
        (4, "had", "at least 0"),
    ):
        lines = [one for one in done.stderr.splitlines() if f"line {line}, column {column}:" in one]
        assert len(lines) == 1, (line, column)
        assert what in lines[0]


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (("--order", "fair"), "did you mean 'fairness'"),
        (("--answers", "answers.csv"), "--answers without --requests"),
        (("--most-cost", "nan"), "must be a finite number"),
        (("--json", "--out", "-"), "both on standard output"),
    ],
)
def test_slips_of_the_command_line_are_named(options: tuple[str, ...], what: str, tmp_path: Path) -> None:
    """Before anything is read; exit code 2."""
    done = leave(tmp_path, *options)
    assert done.returncode == 2
    assert what in done.stderr

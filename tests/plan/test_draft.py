"""A plan drawn from an export: what it tells is found, what it does not tell is asked for or said."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest

from staffing.errors import InputError
from staffing.history.load import read_for_forecast
from staffing.history.source import Source
from staffing.plan.draft.hours import open_text
from staffing.plan.draft.make import DraftChoices, draft_plan
from staffing.plan.draft.patterns import draft_patterns
from staffing.plan.draft.week import WeekHours, week_hours
from staffing.plan.draft.zone import stated_zone
from staffing.plan.file.read import read_plan
from staffing.plan.road import walk
from staffing.records.history import History
from staffing.timegrid import Zone
from tests.conftest import Staffing

BERLIN = Zone("Europe/Berlin")


def history(level: np.ndarray, weeks: int = 8, minutes: int = 30, first: str = "2026-03-02") -> History:
    """Weeks of Poisson counts of mean `level`, [weekday, slot] from Monday on the wall clock of Berlin."""
    slots = level.shape[1]
    wall = np.datetime64(first, "s") + np.arange(weeks * 7 * slots) * np.timedelta64(minutes, "m")
    utc, exists = BERLIN.utc(wall)
    counts = np.random.default_rng(5).poisson(np.tile(level.reshape(-1), weeks)).astype(float)
    utc, counts = utc[exists], counts[exists]
    return History(
        interval_start=utc,
        utc_offset_minutes=BERLIN.offset_minutes(utc),
        queue=np.zeros(len(utc), dtype=np.int64),
        queues=("all",),
        interval_minutes=minutes,
        timezone=BERLIN.name,
        offered=counts,
        aht_seconds=np.full(len(utc), 200.0),
    )


def week(
    spans: dict[int, tuple[int, int]], level: float, elsewhere: float = 0.0, slots: int = 48
) -> np.ndarray:
    """[weekday, slot]: `level` contacts in the slots of each day's span, and strays elsewhere."""
    table = np.full((7, slots), elsewhere)
    for day, (start, end) in spans.items():
        table[day, start:end] = level
    return table


def write(path: Path, made: History, *, offsets: bool = False) -> Path:
    """The history as an export, its times with or without offsets."""
    times = [text if offsets else text[:19] for text in made.iso()]
    rows = [f"{time},{count:g},200" for time, count in zip(times, made.offered.tolist(), strict=True)]
    path.write_text("\n".join(["interval_start,offered,aht_seconds", *rows]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("table", "hours"),
    [
        (week(dict.fromkeys(range(5), (16, 36)), 12.0, 0.05), '{ mon-fri = "08:00-18:00" }'),
        (week(dict.fromkeys(range(5), (16, 36)), 400.0, 2.0), '{ mon-fri = "08:00-18:00" }'),
        (week(dict.fromkeys((5, 6), (20, 32)), 6.0), '{ "sat,sun" = "10:00-16:00" }'),
        (week(dict.fromkeys((5, 6), (20, 34)), 9.0, 0.02), '{ "sat,sun" = "10:00-17:00" }'),
        (week({0: (36, 48), 1: (0, 4)}, 20.0), '{ mon = "18:00-26:00" }'),
        (week({0: (16, 36), 2: (16, 36), 3: (16, 36)}, 20.0), '{ "mon,wed,thu" = "08:00-18:00" }'),
    ],
)
def test_strays_do_not_open_the_centre(table: np.ndarray, hours: str) -> None:
    """Opening hours are those of the usual contacts, over midnight and on weekends too."""
    assert open_text(week_hours(history(table))) == hours


def test_quiet_half_hours_at_the_edges_are_open() -> None:
    """A centre that opens with a fifth of its usual contacts is open then."""
    table = week(dict.fromkeys(range(6), (14, 42)), 30.0)
    table[:6, 14] = table[:6, 41] = 5.0
    assert open_text(week_hours(history(table))) == '{ mon-sat = "07:00-21:00" }'


def test_quiet_nights_are_open_round_the_clock() -> None:
    """Few calls at night, and half-hours without any, do not close a centre that is always open."""
    table = week(dict.fromkeys(range(7), (14, 42)), 6.0, 0.5)
    assert week_hours(history(table)).is_always


def test_a_lunch_in_which_nobody_calls_is_closed() -> None:
    """An hour without a contact between busy ones is no chance."""
    table = week(dict.fromkeys(range(5), (16, 36)), 12.0)
    table[:5, 24:26] = 0.0
    assert open_text(week_hours(history(table))) == '{ mon-fri = ["08:00-12:00", "13:00-18:00"] }'


@pytest.mark.parametrize(
    "spans",
    [
        dict.fromkeys(range(7), (0, 48)),
        dict.fromkeys(range(5), (16, 36)),
        {**dict.fromkeys(range(5), (15, 42)), 5: (18, 30), 6: (20, 26)},
        {0: (12, 48), **dict.fromkeys(range(1, 5), (0, 48)), 5: (0, 28)},
        {0: (16, 18)},
        {2: (16, 31)},
        {2: (18, 23), 6: (0, 10)},
    ],
)
def test_every_open_interval_can_be_worked(spans: dict[int, tuple[int, int]]) -> None:
    """Some shift of some pattern, begun within the plan's days, covers each open interval"""
    table = week(spans, 1.0) > 0
    hours = WeekHours(table, 30, 0.0, ())
    reached = np.zeros(14 * 48, dtype=bool)
    days = {name: day for day, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
    for pattern in draft_patterns(hours, 30):
        first, _, last = pattern.days.partition("-")
        chosen = range(days[first], days[last] + 1) if last else [days[name] for name in first.split(",")]
        for day in (start for start in range(14) if start % 7 in chosen):
            for start in range(pattern.earliest_start, pattern.latest_start + 1, 30):
                for length in range(pattern.length[0], pattern.length[1] + 1, 30):
                    if start + length <= pattern.latest_end:
                        slot = day * 48 + start // 30
                        reached[slot : slot + length // 30] = True
    assert reached[np.tile(table.reshape(-1), 2)].all()


def test_offsets_that_change_with_the_clocks_prove_a_zone(tmp_path: Path) -> None:
    """Winter and summer time of one file are the clock of one family of zones."""
    made = history(week(dict.fromkeys(range(5), (16, 20)), 5.0), weeks=6)
    assert stated_zone(Source(str(write(tmp_path / "a.csv", made, offsets=True)))).name == "Europe/Berlin"


@pytest.mark.parametrize(
    ("offset", "reason"), [("", "without an offset"), ("Z", "UTC"), ("-05:00", "America/New_York")]
)
def test_a_zone_that_is_not_proven_is_asked_for(tmp_path: Path, offset: str, reason: str) -> None:
    """Times without offset, in UTC, or of a winter alone end in the option to write."""
    file = tmp_path / "a.csv"
    file.write_text(f"interval_start,offered\n2026-01-05T08:00:00{offset},4\n", encoding="utf-8")
    with pytest.raises(InputError, match=reason) as caught:
        stated_zone(Source(str(file)))
    assert "--timezone" in str(caught.value)


def test_a_drawn_plan_walks_the_road(tmp_path: Path) -> None:
    """Drawn and planned without an edit, also at fifteen minutes; the copy is what the plan reads."""
    table = week(dict.fromkeys(range(5), (33, 72)), 3.0, slots=96)
    export = write(
        tmp_path / "export.csv", history(table, weeks=3, minutes=15, first="2026-03-16"), offsets=True
    )
    drafted = draft_plan(
        tmp_path / "centre", Source(str(export)), DraftChoices(holidays="DE", target="85/15")
    )
    export.unlink()
    plan = read_plan(tmp_path / "centre" / "plan.toml")
    assert [path.name for path in drafted.paths] == ["plan.toml", "export.csv"]
    assert plan.interval_minutes == 15
    assert plan.timezone == "Europe/Berlin"
    assert plan.sections.schedule.start_every_minutes == 15
    assert plan.sections.service.target.text == "85/15"
    assert plan.history.aht_seconds == 200
    walked = walk(plan, read_for_forecast(plan.history_source), None)
    assert walked.scheduled.summary.under_agent_intervals == 0
    assert walked.scheduled.summary.paid_hours > 0


def test_a_plan_reads_the_export_as_init_did(tmp_path: Path) -> None:
    """What was found stands in `[history]`: the mapping, the order of dates, the encoding."""
    export = tmp_path / "anrufe.csv"
    times = [f"{day:02d}.03.2026;{hour:02d}:{minute}" for day in range(2, 14) for hour in (8, 9)
             for minute in ("00", "30")]  # fmt: skip
    rows = [f"{time};{12 + row % 7};3,5" for row, time in enumerate(times)]
    text = "\n".join(["Datum;Uhrzeit;Anrufe für Ä;Ø Bearbeitungszeit (min)", *rows])
    export.write_bytes(text.encode("cp1252"))
    draft_plan(tmp_path / "centre", Source(str(export)), DraftChoices(timezone="Europe/Berlin"))
    raw = tomllib.loads((tmp_path / "centre" / "plan.toml").read_text(encoding="utf-8"))["history"]
    assert raw["encoding"] == "cp1252"
    assert raw["dates"] == "dmy"
    assert raw["columns"]["offered"] == "Anrufe für Ä"
    assert raw["aht_seconds"] == 210


def test_names_cannot_break_the_plan(tmp_path: Path) -> None:
    """A queue's name stays within its comment, a file's within its quotes."""
    export = tmp_path / 'ex"port\\.csv'
    rows = [f'2026-03-02T{hour:02d}:00:00,"a""b\n[people]",5,200' for hour in range(8, 18)]
    export.write_text("\n".join(["interval_start,queue,offered,aht_seconds", *rows]), encoding="utf-8")
    draft_plan(
        tmp_path / "centre", Source(str(export)), DraftChoices(timezone="Europe/Berlin", interval_minutes=60)
    )
    assert read_plan(tmp_path / "centre" / "plan.toml").history.source == 'ex"port\\.csv'


def test_init_never_overwrites(tmp_path: Path, staffing: Staffing) -> None:
    """A plan or an export that is there stays as it is, and nothing is added."""
    export = write(tmp_path / "export.csv", history(week({0: (16, 20)}, 5.0), weeks=2))
    centre = tmp_path / "centre"
    centre.mkdir()
    (centre / "export.csv").write_text("mine", encoding="utf-8")
    done = staffing("init", centre, "--from", export, "--timezone", "Europe/Berlin")
    assert done.returncode == 1
    assert "never overwrites" in done.stderr
    assert [path.name for path in centre.iterdir()] == ["export.csv"]
    assert (centre / "export.csv").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([f"2026-03-{day:02d},{400 + day}" for day in range(1, 29)], "one row a day"),
        ([f"2025-{month:02d},{9000 + month}" for month in range(1, 13)], "one row a month"),
    ],
)
def test_days_and_months_are_too_coarse_to_staff_from(tmp_path: Path, rows: list[str], found: str) -> None:
    """The refusal says what the rows are and what to export instead."""
    export = tmp_path / "export.csv"
    header = "Month,Calls offered" if "month" in found else "Date,Calls offered"
    export.write_text("\n".join([header, *rows]), encoding="utf-8")
    with pytest.raises(InputError, match=found) as caught:
        draft_plan(tmp_path / "centre", Source(str(export)), DraftChoices(timezone="Europe/Berlin"))
    assert "half-hours" in str(caught.value)
    assert not (tmp_path / "centre").exists()


def test_options_of_an_export_need_an_export(tmp_path: Path, staffing: Staffing) -> None:
    """The starter has its own zone: what is said of an export is refused, not ignored."""
    done = staffing("init", tmp_path / "centre", "--timezone", "Europe/Berlin")
    assert done.returncode == 2
    assert "--from" in done.stderr


@pytest.mark.slow
def test_two_commands_lead_from_a_file_to_a_schedule(tmp_path: Path, staffing: Staffing) -> None:
    """Also where the file is a list of calls round the clock without handle times, which is said."""
    rng = np.random.default_rng(11)
    minutes = np.sort(rng.integers(0, 21 * 1440, 4000))
    moments = np.datetime64("2026-02-02T00:00") + minutes.astype("timedelta64[m]")
    rows = [f"{str(moment).replace('T', ' ')},Y" for moment in moments]
    export = tmp_path / "calls.csv"
    export.write_text("\n".join(["Call start,Answered (Y/N)", *rows]), encoding="utf-8")
    done = staffing("init", tmp_path / "c", "--from", export, "--timezone", "Europe/Berlin")
    assert done.returncode == 0, done.stderr
    assert "GUESSED" in done.stderr
    text = (tmp_path / "c" / "plan.toml").read_text(encoding="utf-8")
    assert "open round the clock" in text
    assert 'name = "night' in text
    planned = staffing("plan", tmp_path / "c" / "plan.toml", "--quiet")
    assert planned.returncode == 0, planned.stderr


def test_weekdays_without_data_are_assumed_only_where_others_tell(tmp_path: Path, staffing: Staffing) -> None:
    """A file of one Saturday says nothing of Monday to Friday: they are closed, and said to be."""
    rows = [f"2026-03-07T{9 + slot // 2:02}:{slot % 2 * 30:02},20,200" for slot in range(12)]
    path = tmp_path / "one.csv"
    path.write_text("\n".join(["interval_start,offered,aht_seconds", *rows]) + "\n")
    made = staffing("init", tmp_path / "plan", "--from", path, "--timezone", "Europe/Berlin")
    assert "no data for mon, tue, wed, thu, fri, sun: taken as closed" in made.stderr
    assert "ASSUMED" not in made.stderr


def test_a_date_of_a_far_year_proves_no_zone(tmp_path: Path) -> None:
    """The last days of the calendar, as systems write never, do not keep a zone from being proven."""
    made = history(week(dict.fromkeys(range(5), (16, 20)), 5.0), weeks=6)
    file = write(tmp_path / "a.csv", made, offsets=True)
    with file.open("a", encoding="utf-8") as stream:
        stream.write("9999-12-31T23:00:00-05:00,4,240\n")
    assert stated_zone(Source(str(file))).name == "Europe/Berlin"

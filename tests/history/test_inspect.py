"""What `inspect` finds in histories that were broken on purpose, and only there."""

from __future__ import annotations

import datetime as dt
import json
import random
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from staffing.history.inspection.durations import kaplan_meier_median
from staffing.history.inspection.inspect import Inspection, Limits, inspect
from staffing.history.load import read_history, read_native
from staffing.history.reading.choices import Reading
from staffing.history.reading.tally import ABANDONED, ANSWERED, Calls, Tally
from staffing.history.source import Source
from staffing.history.treat import without_spikes
from staffing.records import History
from tests.conftest import BANK, Staffing
from tests.history.test_exports import ZOO

ZONE = "America/New_York"
Rows = dict[tuple[dt.date, int, int], float]  # (day, slot, occurrence) → offered
FIRST = dt.date(2026, 3, 2)  # a Monday, before clocks go forward on 8 March


def centre(days: int = 140) -> Rows:
    """Half-hours of a centre open Sunday to Thursday, 08:00 to 18:00, and all night on Sundays."""
    random = np.random.default_rng(3)
    rows: Rows = {}
    for number in range(days):
        day = FIRST + dt.timedelta(days=number)
        if day.weekday() in {4, 5}:
            continue
        first = 0 if day.weekday() == 6 else 16
        for slot in range(first, 36):
            rows[day, slot, 0] = float(random.poisson(50 if slot >= 16 else 5))
    return rows


def written(path: Path, rows: Rows, extra: str = "", cells: str = "") -> Path:
    lines = [
        f"{day}T{slot // 2:02d}:{slot % 2 * 30:02d},{'' if np.isnan(value) else f'{value:g}'}{cells}"
        for (day, slot, _), value in rows.items()
    ]
    path.write_text("\n".join([f"interval_start,offered{extra}", *lines]) + "\n")
    return path


def found(path: Path) -> Inspection:
    return inspect(read_native(Source(str(path)).at(ZONE, 30)))


def kinds(inspection: Inspection) -> dict[str, str]:
    return {finding.kind: finding.text for finding in inspection.findings}


@pytest.fixture
def sound() -> Rows:
    """Without the slots that clocks skip."""
    return {key: value for key, value in centre().items() if key[:2] not in _skipped()}


def _skipped() -> set[tuple[dt.date, int]]:
    return {(dt.date(2026, 3, 8), 4), (dt.date(2026, 3, 8), 5)}


def test_a_sound_history_has_no_findings_but_the_clock(tmp_path: Path, sound: Rows) -> None:
    """No false alarm; the skipped hour is named as what it is."""
    inspection = found(written(tmp_path / "h.csv", sound))
    assert set(kinds(inspection)) == {"clock change"}
    assert "2026-03-08: 2 slots" in kinds(inspection)["clock change"]
    assert inspection.missing_share == 0
    assert inspection.crossed(Limits()) == []


def test_the_week_is_inferred(tmp_path: Path, sound: Rows) -> None:
    """Opening hours by weekday, and a week that does not start on Monday."""
    hours = found(written(tmp_path / "h.csv", sound)).weeks["all"].hours()
    assert hours["mon"] == hours["thu"] == "08:00-18:00"
    assert hours["sun"] == "00:00-18:00"
    assert hours["fri"] == hours["sat"] == "closed"


def test_missing_days_and_intervals_are_found(tmp_path: Path, sound: Rows) -> None:
    """A lost week, and a lost morning: named by date; the closed weekend in it is no loss."""
    lost = {dt.date(2026, 5, 4) + dt.timedelta(days=i) for i in range(7)}
    rows = {key: value for key, value in sound.items() if key[0] not in lost}
    rows = {k: v for k, v in rows.items() if not (k[0] == dt.date(2026, 6, 3) and 18 <= k[1] < 22)}
    rows |= {(dt.date(2026, 6, 10), 30, 0): 0.0}
    rows |= {(dt.date(2026, 3, 2) + dt.timedelta(days=7 * w), 20, 0): 0.0 for w in range(4)}
    inspection = found(written(tmp_path / "h.csv", rows))
    assert kinds(inspection)["missing days"].endswith(": 2026-05-04 to 2026-05-07, 2026-05-10")
    assert "4 intervals absent" in kinds(inspection)["missing intervals"]
    assert "2026-06-03" in kinds(inspection)["missing intervals"]
    assert 0.04 < inspection.missing_share < 0.06


def test_an_export_that_leaves_zeros_out_is_told(tmp_path: Path, sound: Rows) -> None:
    """Absent is nothing offered where hardly a zero is written."""
    rows = {key: value for key, value in sound.items() if key[1] >= 16 or value > 2}
    inspection = found(written(tmp_path / "h.csv", rows))
    assert "an absent row means nothing was offered" in kinds(inspection)["zeros left out"]
    assert inspection.missing_share == 0


def test_the_repeated_hour_that_is_there_once_is_found(tmp_path: Path) -> None:
    """Clocks go back on a Sunday whose night is open."""
    rows = centre(250)
    rows = {key: value for key, value in rows.items() if key[:2] not in _skipped()}
    text = kinds(found(written(tmp_path / "h.csv", rows)))["clock change slots missing"]
    assert text == "clocks go back on 2026-11-01: 2 slots occur twice but are there once"


def test_spikes_dips_and_level_shifts_are_told_apart(tmp_path: Path, sound: Rows) -> None:
    """One day at twice the usual; one at a tenth; everything half as much again from June on."""
    rows = {k: v * (1.8 if k[0] >= dt.date(2026, 5, 24) else 1) for k, v in sound.items()}
    for slot in range(16, 36):
        rows[dt.date(2026, 4, 8), slot, 0] *= 2
        rows[dt.date(2026, 4, 22), slot, 0] *= 0.1
    by_kind = kinds(found(written(tmp_path / "h.csv", rows)))
    assert "2026-04-08 (2.0×)" in by_kind["spike"]
    assert "2026-04-22 (0.1×)" in by_kind["dip"]
    assert "around 2026-05-2" in by_kind["level shift"]
    assert "; 1,000 a day at first, 1,8" in by_kind["level shift"]


def test_impossible_values_are_counted(tmp_path: Path, sound: Rows) -> None:
    """answered + abandoned > offered, with the first place."""
    path = written(tmp_path / "h.csv", sound, ",answered,abandoned", ",400,1")
    inspection = found(path)
    assert "answered + abandoned > offered" in kinds(inspection)["impossible"]
    assert "impossible: " in inspection.crossed(Limits())[0]


def test_the_definition_is_found_from_the_numbers(tmp_path: Path) -> None:
    """What is printed is At ÷ (O − Bt)."""
    random = np.random.default_rng(5)
    lines = ["interval_start,offered,answered,answered_within_target,abandoned_within_target,service_level"]
    for number in range(40):
        offered, short = int(random.integers(50, 99)), int(random.integers(1, 9))
        answered = offered - short - int(random.integers(0, 5))
        within = int(answered * 0.8)
        when = f"2026-11-23T{number // 4 + 8:02d}:{number % 4 * 15:02d}"
        level = within / (offered - short)
        lines.append(f"{when},{offered},{answered},{within},{short},{level:.4f}")
    path = tmp_path / "h.csv"
    path.write_text("\n".join(lines) + "\n")
    printed = found(path).printed
    assert printed is not None
    assert printed.name == "offered-less-short"


def test_patience_and_handle_time_come_from_single_calls() -> None:
    """A list of calls gives the laws, not only the means."""
    inspection = found(ZOO / "calls.csv")
    assert inspection.handle_time is not None
    assert inspection.handle_time.of == "calls"
    assert inspection.patience is not None


def test_kaplan_meier_by_hand() -> None:
    """Waits 1 (left), 2 (served), 3 (left), 4 (left): survival 3/4, then 3/8: the median is 3."""
    left, served = np.zeros(10), np.zeros(10)
    left[[1, 3, 4]] = 1
    served[2] = 1
    assert kaplan_meier_median(left, served) == 3


@pytest.mark.smoke
def test_strict_ends_in_5_where_a_limit_is_crossed(tmp_path: Path, sound: Rows, staffing: Staffing) -> None:
    """The limits are options; without --strict the report is enough."""
    for slot in range(16, 36):
        sound[dt.date(2026, 4, 8), slot, 0] *= 2
    path = written(tmp_path / "h.csv", sound)
    options = ["--timezone", ZONE, "--max-spikes", "0"]
    assert staffing("inspect", path, *options).returncode == 0
    done = staffing("inspect", path, *options, "--strict", "--json")
    assert done.returncode == 5
    assert "limit exceeded: spikes: 1, limit 0" in done.stderr
    assert json.loads(done.stdout)["crossed"] == ["spikes: 1, limit 0"]
    assert staffing("inspect", path, "--timezone", ZONE, "--strict").returncode == 0


def test_a_plan_declares_its_limits(tmp_path: Path, staffing: Staffing) -> None:
    """`inspect PLAN.toml` takes history, zone and limits from the plan."""
    text = (
        (BANK / "plan.toml")
        .read_text()
        .replace("[forecast]", "[history.limits]\nmissing = 0.01\n\n[forecast]")
    )
    (tmp_path / "plan.toml").write_text(text)
    (tmp_path / "history.csv").write_bytes((BANK / "history.csv").read_bytes())
    done = staffing("inspect", tmp_path / "plan.toml", "--strict")
    assert done.returncode == 5
    assert "6 days without any row: 2003-04-04" in done.stdout
    assert "mon │" in done.stdout


def test_spikes_are_unknown_to_the_forecast_and_said(tmp_path: Path, sound: Rows) -> None:
    """Only the day's counts change, only to unknown, and a note names the day."""
    for slot in range(16, 36):
        sound[dt.date(2026, 4, 8), slot, 0] *= 2
    history = read_history(str(written(tmp_path / "h.csv", sound)), timezone=ZONE, interval_minutes=30)
    treated = without_spikes(history)
    changed = np.isnan(treated.offered)
    assert days_of(history, changed) == {dt.date(2026, 4, 8)}
    np.testing.assert_array_equal(treated.offered[~changed], history.offered[~changed])
    assert "1 day far above usual is unknown to the forecast: 2026-04-08" in treated.notes[-1]
    assert without_spikes(treated) is treated


def test_what_came_after_the_forecast_makes_no_day_a_spike(tmp_path: Path, sound: Rows) -> None:
    """A day that is high only against what came later is kept, and days to come are not judged."""
    for slot in range(16, 36):
        sound[dt.date(2026, 4, 8), slot, 0] *= 2
    history = read_history(str(written(tmp_path / "h.csv", sound)), timezone=ZONE, interval_minutes=30)
    before, after = (np.datetime64(f"2026-04-{day}T04:00:00", "s") for day in ("08", "30"))
    assert without_spikes(history, before) is history
    assert days_of(history, np.isnan(without_spikes(history, after).offered)) == {dt.date(2026, 4, 8)}
    known = without_spikes(history.known_at(after))
    assert without_spikes(history, after).notes == known.notes


def days_of(history: History, rows: np.ndarray) -> set[dt.date]:
    moments = history.interval_start[rows].astype(object)
    return {m.replace(tzinfo=dt.UTC).astimezone(ZoneInfo(ZONE)).date() for m in moments}


@pytest.mark.parametrize("days", range(1, 61))
def test_a_history_of_any_length_is_inspected(days: int) -> None:
    """No check needs more days than there are."""
    moments = np.datetime64("2026-06-01T04:00:00") + np.arange(days * 48) * np.timedelta64(30, "m")
    history = flat_history(moments, np.full(len(moments), 10.0))
    inspection = inspect(history)
    assert inspection.findings == ()
    assert inspection.weeks["all"].hours()["mon"] == "00:00-24:00" or days < 7


def flat_history(moments: np.ndarray, offered: np.ndarray) -> History:
    zeros = np.zeros(len(moments), dtype=np.int64)
    return History(
        interval_start=moments,
        utc_offset_minutes=zeros - 240,
        queue=zeros,
        queues=("all",),
        interval_minutes=30,
        timezone=ZONE,
        offered=offered,
        aht_seconds=np.full(len(moments), 300.0),
    )


def test_a_rise_that_lasts_is_no_spike(tmp_path: Path, sound: Rows) -> None:
    """Neither two high days in a row, over a weekend too, nor one high day in the last two weeks."""
    high = {dt.date(2026, 4, 7), dt.date(2026, 4, 8), dt.date(2026, 5, 7), dt.date(2026, 5, 10)}
    high |= {max(day for day, _, _ in sound) - dt.timedelta(days=7)}
    rows = {k: v * (2 if k[0] in high else 1) for k, v in sound.items()}
    path = str(written(tmp_path / "h.csv", rows))
    assert "spike" not in kinds(found(Path(path)))
    history = read_history(path, timezone=ZONE, interval_minutes=30)
    assert without_spikes(history) is history


def test_blank_days_are_no_dips(tmp_path: Path, sound: Rows) -> None:
    """Three blank Mondays of a row change neither the usual Monday nor the others' findings."""
    blank = {FIRST + dt.timedelta(days=7 * week) for week in (4, 5, 6)}
    rows = {k: np.nan if k[0] in blank else v for k, v in sound.items()}
    inspection = found(written(tmp_path / "h.csv", rows).rename(tmp_path / "b.csv"))
    assert {"dip", "spike"}.isdisjoint(kinds(inspection))
    usual, whole = (
        inspection.weeks["all"].offered[0, 20],
        found(written(tmp_path / "h.csv", sound)).weeks["all"].offered[0, 20],
    )
    assert usual == pytest.approx(whole, rel=0.1)


def test_blank_cells_are_in_no_rate(tmp_path: Path) -> None:
    """8 of 10 in time, 1 of 10 abandoned: the row with blanks is in neither part of a fraction."""
    path = tmp_path / "h.csv"
    head = (
        "interval_start,offered,answered,abandoned,answered_within_target,wait_seconds,abandon_wait_seconds"
    )
    path.write_text(f"{head}\n2026-11-23T08:00,10,9,1,8,10,60\n2026-11-23T08:30,10,9,,,,\n")
    inspection = found(path)
    assert inspection.service_levels["offered"] == pytest.approx(0.8)
    assert inspection.abandonment == pytest.approx(0.1)
    assert inspection.patience is not None
    assert inspection.patience.mean == pytest.approx(9 * 10 + 60)


def test_calls_without_waits_have_no_service_level() -> None:
    """Nobody knows who was answered in time."""
    tally = Tally(Reading())
    unknown, when = np.full(2, np.nan), np.array([0, 60])
    tally.add(Calls(when, np.zeros(2, np.int64), np.array([ANSWERED, ABANDONED]), unknown, np.full(2, 9.0)))
    history = tally.history(("all",))
    assert np.isnan(history.measures["answered_within_target"]).all()
    assert np.isnan(history.measures["abandoned_within_target"]).all()
    assert inspect(history).service_levels == {}


@pytest.mark.parametrize("at", [0, 3, 8, 24, 45, 52, 58])
def test_a_day_of_twice_its_usual_volume_is_named_wherever_it_lies(tmp_path: Path, at: int) -> None:
    """In 59 daily rows, the first and the last too; within two weeks of an end it is no spike yet."""
    first, rng = dt.date(2026, 1, 5), random.Random(5)
    usual = [1000, 950, 920, 900, 940, 300, 200]
    days = [first + dt.timedelta(days=number) for number in range(59)]
    rows = [f"{day},{round(usual[day.weekday()] * rng.uniform(0.95, 1.05))}" for day in days]
    name, count = rows[at].split(",")
    rows[at] = f"{name},{2 * int(count)}"
    path = tmp_path / "days.csv"
    path.write_text("\n".join(["date,offered", *rows]) + "\n")
    by_kind = kinds(inspect(read_native(Source(str(path)))))
    kind = "spike" if 14 <= at <= 44 else "unusual day"
    assert set(by_kind) == {kind}
    assert name in by_kind[kind]
    assert "2.0×" in by_kind[kind] or "1.9×" in by_kind[kind] or "2.1×" in by_kind[kind]


def test_a_list_of_calls_misses_nothing_before_its_first_call_or_after_its_last(tmp_path: Path) -> None:
    """It begins at noon of the first day and ends at noon of the last, open round the clock between."""
    rng = random.Random(7)
    rows = ["offered_at,outcome,wait,service"]
    for hour in range(12, 14 * 24 - 12):
        moment = dt.datetime(2026, 3, 2) + dt.timedelta(hours=hour)
        rows += [f"{moment + dt.timedelta(seconds=rng.randrange(3600))},answered,5,200" for _ in range(6)]
    path = tmp_path / "calls.csv"
    path.write_text("\n".join(rows) + "\n")
    report = inspect(read_native(Source(str(path)).at("UTC", 30)))
    assert report.missing_share == 0
    assert "missing intervals" not in kinds(report)

"""Commands as filters: pipes, notes on stderr, exit codes, and errors that say what to do."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from tests.conftest import BANK, ROOT, Staffing

pytestmark = pytest.mark.slow  # each test runs commands

EXPORTS = ROOT / "tests" / "exports"
DEMAND = (
    "interval_start,queue,offered,aht_seconds,site\n"
    "2026-11-23T08:00:00-05:00,sales,100,180,Leeds\n"
    "2026-11-23T08:30:00-05:00,sales,0,,Leeds\n"
)


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


@pytest.mark.smoke
def test_size_is_a_filter_that_keeps_what_it_does_not_know(staffing: Staffing) -> None:
    """100 calls of 180 s, 80/20 without abandonment: 14 agents (Call Centre Helper's example)."""
    done = staffing("size", "-", "--model", "erlang-c", stdin=DEMAND)
    busy, idle = table(done.stdout)
    assert done.stderr == ""
    assert busy["interval_start"] == "2026-11-23T08:00:00-05:00"
    assert busy["agents"] == "14"
    assert float(busy["service_level"]) == pytest.approx(0.88835, abs=1e-5)
    assert busy["site"] == "Leeds"
    assert (idle["agents"], idle["service_level"], idle["occupancy"]) == ("0", "1", "0")


def test_people_make_heads_a_decimal(staffing: Staffing) -> None:
    """14 ÷ (0.95 × 0.92 × 0.9), never rounded."""
    people = ["--attendance", "0.95", "--adherence", "0.92", "--shrinkage", "0.1"]
    done = staffing("size", "-", "--model", "erlang-c", *people, stdin=DEMAND)
    assert float(table(done.stdout)[0]["scheduled"]) == pytest.approx(14 / (0.95 * 0.92 * 0.9), rel=1e-12)


def test_rows_override_options(staffing: Staffing) -> None:
    """An own target and patience in the row win; an empty cell means the option."""
    text = (
        "interval_start,offered,aht_seconds,target,patience_seconds\n"
        "2026-11-23T08:00,100,180,90/10,\n2026-11-23T08:30,100,180,,60\n2026-11-23T09:00,100,180,,\n"
    )
    own, patient, plain = table(staffing("size", "-", "--patience", "120", stdin=text).stdout)
    assert int(own["agents"]) > int(plain["agents"]) >= int(patient["agents"])
    assert own["target"] == "90/10"


@pytest.mark.smoke
def test_evaluate_predicts_what_size_promised(staffing: Staffing) -> None:
    """Fed with its own agents, evaluate writes the same service."""
    sized = staffing("size", "-", "--patience", "120", stdin=DEMAND).stdout
    judged = staffing("evaluate", "-", "--patience", "120", stdin=sized).stdout
    assert table(judged) == table(sized)


def test_missing_patience_is_said(staffing: Staffing) -> None:
    """Nobody gives up: a note on stderr, none under --quiet."""
    assert "callers never hang up" in staffing("size", "-", stdin=DEMAND).stderr
    assert staffing("size", "-", "--quiet", stdin=DEMAND).stderr == ""


def test_evaluate_needs_no_target(staffing: Staffing) -> None:
    """`--target none` sizes by the other limits alone."""
    done = staffing(
        "size", "-", "--target", "none", "--max-occupancy", "0.8", "--patience", "60", stdin=DEMAND
    )
    assert float(table(done.stdout)[0]["occupancy"]) <= 0.8


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["size", "none.csv"], 1, ["none.csv", "an existing file", "Hint:"]),
        (["size", "-", "--model", "erlang-d"], 2, ["erlang-d", "erlang-"]),
        (["size", "-", "--target", "0.8/20"], 2, ["80/20"]),
        (["size", "-", "--attendance", "95"], 2, ["attendance", "0.95"]),
        (["size", "-", "--patience", "0"], 2, ["--patience"]),
        (["size", "-", "--patience", "9", "--patience-law", "weibul"], 2, ["did you mean 'weibull'"]),
        (["size", "-", "--patience", "9", "--patience-law", "weibull"], 2, ["a shape of more than 0"]),
        (["size", "-", "--patience-curve", "none.csv"], 1, ["none.csv"]),
        (["size", "-", "--interval-minutes", "7"], 2, ["15, 30 or 60"]),
        (["size", "-", "--no-such-option"], 2, ["--no-such-option"]),
        (["size", "-", "--timezone", "Mars/Olympus"], 2, ["Mars/Olympus"]),
        (["forecast", str(BANK / "history.csv"), "--method", "seasonal"], 2, ["seasonal-naive"]),
        (["forecast", str(BANK / "history.csv"), "--as-of", "yesterday"], 2, ["yesterday", "ISO 8601"]),
        (["forecast", str(BANK / "history.csv"), "--as-of", "2001-01-01"], 2, ["2003-03-03"]),
        (["forecast", str(BANK / "history.csv"), "--holidays", "XX"], 2, ["XX"]),
        (["forecast", str(BANK / "history.csv"), "--interval-minutes", "15"], 1, ["--interval-minutes"]),
        (["plan", "none.toml"], 1, ["none.toml", "staffing init"]),
        (["schedule", "-", "--rules", "none.toml"], 1, ["none.toml"]),
        (["frobnicate"], 2, ["frobnicate"]),
    ],
)
def test_a_fault_ends_in_its_exit_code_and_a_message(
    staffing: Staffing, arguments: list[str], code: int, words: list[str]
) -> None:
    """1 for input, 2 for the command line; never a traceback, never output."""
    naive = DEMAND.replace(":00-05:00", "")
    done = staffing(*arguments, stdin=naive)
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr


def test_all_bad_rows_are_named_and_nothing_is_written(tmp_path: Path, staffing: Staffing) -> None:
    """Line and column of each; an existing output stays as it was."""
    out = tmp_path / "out.csv"
    out.write_text("old")
    text = DEMAND + "2026-11-23T09:00,sales,many,180,x\n2026-11-23T09:30,sales,5,,x\nnever,sales,5,180,x\n"
    done = staffing("size", "-", "--out", out, stdin=text)
    assert done.returncode == 1
    for place in ("line 4, column offered", "line 5, column aht_seconds", "line 6, column interval_start"):
        assert f"standard input, {place}" in done.stderr
    assert out.read_text() == "old"
    assert list(tmp_path.iterdir()) == [out]


def test_an_unwritable_output_is_an_error(staffing: Staffing) -> None:
    """No traceback for a folder that is not there."""
    done = staffing("size", "-", "--out", "/no/such/folder/out.csv", stdin=DEMAND)
    assert done.returncode == 1
    assert "/no/such/folder/out.csv: expected a writable place" in done.stderr


def test_json_needs_the_data_elsewhere(tmp_path: Path, staffing: Staffing) -> None:
    """Data and summary cannot share standard output."""
    history = BANK / "history.csv"
    assert staffing("forecast", history, "--json").returncode == 2
    done = staffing("forecast", history, "--json", "--quiet", "--out", tmp_path / "f.csv")
    assert json.loads(done.stdout)["queues"][0]["queue"] == "all"


@pytest.mark.skipif(os.name != "posix", reason="a shell pipe")
def test_a_reader_that_leaves_early_is_no_error() -> None:
    """`staffing forecast | staffing size | head` ends well and prints no traceback."""
    staffing = Path(sys.executable).parent / "staffing"
    pipe = (
        f"set -o pipefail; {staffing} forecast {BANK}/history.csv --aht 240"
        f" | {staffing} size - --quiet | head -n 2"
    )
    done = subprocess.run(["bash", "-c", pipe], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 2


def test_no_escape_codes_off_a_terminal(tmp_path: Path, staffing: Staffing) -> None:
    """Notes and tables in a pipe are plain text."""
    (tmp_path / "plan.toml").write_text(
        (BANK / "plan.toml")
        .read_text()
        .replace("days = 28", "days = 3")
        .replace("play = true", "replications = 2"),
        encoding="utf-8",
    )
    (tmp_path / "history.csv").write_bytes((BANK / "history.csv").read_bytes())
    done = staffing("plan", tmp_path / "plan.toml")
    assert done.returncode == 0
    assert done.stdout == ""
    assert "Mon 2003-10-27" in done.stderr
    assert "\x1b" not in done.stderr


def test_a_fault_of_ours_is_exit_70_without_a_traceback() -> None:
    """Any other exception is reported as our fault, with how to see where."""
    code = (
        "import sys, staffing.cli as cli\n"
        "def broken(*_, **__): raise RuntimeError('boom')\n"
        "cli.app = broken\n"
        "cli.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 70
    assert "boom" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.smoke
def test_sweep_shows_what_agents_buy(staffing: Staffing) -> None:
    """A row per number of agents around the required 14, the chart on stderr, the price of a point."""
    done = staffing("sweep", "--offered", "100", "--aht", "180", "--model", "erlang-c", "--around", "2")
    rows = table(done.stdout)
    assert [row["agents"] for row in rows] == ["12", "13", "14", "15", "16"]
    assert "14" in next(line for line in done.stderr.splitlines() if "required" in line)
    levels = [float(row["service_level"]) for row in rows]
    assert float(rows[1]["cost_per_point"]) == pytest.approx(0.5 / (100 * (levels[2] - levels[1])))
    assert rows[-1]["cost_per_point"] == ""
    assert rows[0]["cost"] == "6"


def test_sweep_takes_the_service_options_of_size(staffing: Staffing) -> None:
    """Both find the same number of agents under a law of patience, redials and a limit on occupancy."""
    service = ["--patience", "60", "--patience-law", "deterministic", "--redial", "0.5"]
    service += ["--max-occupancy", "0.7"]
    swept = staffing("sweep", "--offered", "100", "--aht", "180", *service)
    row = "interval_start,offered,aht_seconds\n2026-11-23T08:00,100,180\n"
    sized = table(staffing("size", "-", *service, stdin=row).stdout)
    required = next(line for line in swept.stderr.splitlines() if "required" in line)
    assert required.split()[0] == sized[0]["agents"]


@pytest.mark.smoke
def test_lines_for_a_blocking_target(staffing: Staffing) -> None:
    """10 erlangs: 18 lines keep blocking within 1 %; half as long again on the line takes more."""
    plain = table(staffing("lines", "-", "--max-blocking", "0.01", stdin=DEMAND).stdout)
    longer = table(staffing("lines", "-", "--extra-seconds", "90", stdin=DEMAND).stdout)
    assert [row["lines"] for row in plain] == ["18", "0"]
    assert float(plain[0]["blocking"]) == pytest.approx(0.00714, abs=1e-5)
    assert float(longer[0]["load_erlangs"]) == pytest.approx(15)
    assert staffing("lines", "-", "--max-blocking", "1", stdin=DEMAND).returncode == 2


@pytest.mark.smoke
def test_forecast_writes_further_quantiles_and_day_totals(staffing: Staffing, tmp_path: Path) -> None:
    """Columns offered_p05 and offered_p975; a row per day."""
    daily = tmp_path / "daily.csv"
    options = ["--days", "7", "--quantiles", "0.05,0.975", "--daily", daily, "--quiet"]
    done = staffing("forecast", BANK / "history.csv", *options)
    assert done.returncode == 0, done.stderr
    rows, days = table(done.stdout), table(daily.read_text())
    assert float(rows[120]["offered_p05"]) < float(rows[120]["offered_p10"])
    assert float(rows[120]["offered_p975"]) > float(rows[120]["offered_p90"])
    assert [*days[0]][:3] == ["date", "queue", "offered"]
    assert [row["date"] for row in days] == [f"2003-10-{day}" for day in range(25, 32)]
    assert staffing("forecast", BANK / "history.csv", "--quantiles", "a").returncode == 2


def test_the_forecast_and_its_day_totals_need_files_of_their_own(staffing: Staffing, tmp_path: Path) -> None:
    """`--daily` would otherwise write over `--out`, or between its lines."""
    for out, daily in ((tmp_path / "f.csv", tmp_path / "." / "f.csv"), ("-", "-")):
        done = staffing("forecast", BANK / "history.csv", "--out", out, "--daily", daily)
        assert done.returncode == 2
        assert "--daily and --out are the same place" in done.stderr
        assert not done.stdout
    assert not (tmp_path / "f.csv").exists()


def test_forecast_takes_events_and_queues_without_a_history(staffing: Staffing, tmp_path: Path) -> None:
    """What an event does is noted, beside what it did before; a new queue has the total it is given."""
    events, new, daily = (tmp_path / name for name in ("events.csv", "new.csv", "daily.csv"))
    events.write_text(
        "date,name,effect,queue\n2003-09-15,mailing,ignore,\n2003-11-03,mailing,1.5,all\n2003-11-05,x,2,al\n"
    )
    new.write_text("queue,contacts_per_week,like,start\nweb,1000,all,2003-11-03\n")
    files = ["--events", events, "--new-queues", new, "--daily", daily, "--out", tmp_path / "f.csv"]
    done = staffing("forecast", BANK / "history.csv", *files, "--days", "16", "--aht", "240", "--jobs", "2")
    assert done.returncode == 0, done.stderr
    assert "1.50 of a normal day, by its effect 1.5; in the past: 2003-09-15 1.0" in done.stderr
    assert "concerns the queue 'al'" in done.stderr
    of_day = {(row["date"], row["queue"]): float(row["offered"]) for row in table(daily.read_text())}
    monday, week_before = of_day["2003-11-03", "all"], of_day["2003-10-27", "all"]
    assert 1.4 < monday / week_before < 1.75
    assert of_day["2003-10-27", "web"] == 0
    web = sum(offered for (_, queue), offered in of_day.items() if queue == "web")
    assert 900 < web < 1150
    new.write_text("queue,contacts_per_week,like\nweb,1000,al\n")
    done = staffing("forecast", BANK / "history.csv", "--new-queues", new)
    assert (done.returncode, done.stdout) == (1, "")
    assert "did you mean 'all'?" in done.stderr
    measured = staffing("backtest", BANK / "history.csv", "--events", events, "--method", "mean-of-weeks")
    assert measured.returncode == 0, measured.stderr


@pytest.mark.smoke
def test_backtest_measures_every_method_and_shows_the_best_first(staffing: Staffing, tmp_path: Path) -> None:
    """CSV by part, a picture on stderr, a summary as JSON; a short history has nothing to measure."""
    out = tmp_path / "backtest.csv"
    methods = ["--method", "combination", "--method", "seasonal-naive"]
    done = staffing("backtest", BANK / "history.csv", *methods, "--holidays", "US", "--out", out, "--json")
    assert done.returncode == 0, done.stderr
    rows = table(out.read_text())
    assert {row["method"] for row in rows} == {"combination", "seasonal-naive"}
    assert {row["part"] for row in rows} == {"all", "lead", "time", "day", "total", "rest", "updated"}
    ours, last_week = json.loads(done.stdout)["backtest"]
    assert ours["wape"] < last_week["wape"]
    assert 0.6 < ours["coverage_80"] < 0.95
    assert done.stderr.index("combination") < done.stderr.index("seasonal-naive")
    assert "combination by time of day, " in done.stderr
    assert "\n07:00 " in done.stderr
    error = {(row["method"], row["part"]): float(row["wape"]) for row in rows if row["value"] == "11:00"}
    assert error["combination", "updated"] < 0.95 * error["combination", "rest"]
    short = staffing("backtest", "-", stdin="interval_start,offered\n2026-11-23T08:00,5\n")
    assert (short.returncode, len(short.stdout.splitlines())) == (0, 1)
    assert "too short" in short.stderr


def test_a_table_of_contacts_is_known_by_its_header(tmp_path: Path, staffing: Staffing) -> None:
    """`staffing patience` looks at single contacts without being told, and says which law they follow."""
    path = tmp_path / "calls.csv"
    rows = "".join(f"{10 + i * 7 % 300},{'abandoned' if i % 3 == 0 else 'answered'}\n" for i in range(300))
    path.write_text(f"wait_s,outcome\n{rows}")
    done = staffing("patience", path, "--json", "--quiet")
    assert done.returncode == 0, done.stderr
    assert "hazard" in done.stdout


def test_patience_reads_a_history_as_forecast_does(tmp_path: Path, staffing: Staffing) -> None:
    """Dates that fit two orders are read as told; intervals are not taken for single contacts."""
    path = tmp_path / "ucce.csv"
    path.write_text((EXPORTS / "cisco-ucce.csv").read_text().replace("11/23/2026", "03/04/2026"))
    assert staffing("patience", path).returncode == 1
    settled = staffing("patience", path, "--dates", "dmy")
    assert settled.returncode == 0, settled.stderr
    assert "mean patience" in settled.stderr
    refused = staffing("patience", path, "--calls", "--dates", "dmy")
    assert refused.returncode == 1
    assert "expected a row for each contact" in refused.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["sweep", "--offered", "nan", "--aht", "180"],
        ["sweep", "--offered", "10", "--aht", "inf"],
        ["lines", "-", "--extra-seconds", "inf"],
    ],
)
def test_nan_and_inf_are_no_numbers_to_ask_with(staffing: Staffing, arguments: list[str]) -> None:
    """Exit 2, not a fault of ours."""
    assert staffing(*arguments, stdin=DEMAND).returncode == 2


def test_a_minimum_is_of_agents_also_where_people_come_or_not(staffing: Staffing) -> None:
    """100 agents at least, so 112 heads where nine in ten come."""
    options = [
        "--attendance",
        "0.9",
        "--attendance-model",
        "binomial",
        "--min-agents",
        "100",
        "--patience",
        "60",
    ]
    row = table(staffing("size", "-", *options, stdin=DEMAND).stdout)[0]
    assert float(row["agents"]) >= 100
    assert float(row["scheduled"]) == 112


@pytest.mark.smoke
def test_schedule_keeps_the_losses_of_each_interval(staffing: Staffing, tmp_path: Path) -> None:
    """Training from 10 to 11 takes a third of the heads: they are scheduled, and the service is as sized."""
    rows = "".join(f"2026-11-23T{h:02d}:{m},60,180\n" for h in range(8, 16) for m in ("00", "30"))
    (tmp_path / "losses.csv").write_text("from,to,shrinkage\n10:00,11:00,0.3333\n")
    (tmp_path / "plan.toml").write_text(
        '[centre]\ntimezone = "UTC"\n[service]\npatience_seconds = 120\nvariation = "sipp"\n'
        'finish_contacts = false\n[schedule]\nunderstaffing = 3.0\n[[schedule.pattern]]\nname = "day"\n'
        "length_minutes = [60, 480]\n"
    )
    options = ["--patience", "120", "--shrinkage", tmp_path / "losses.csv", "--out", tmp_path / "need.csv"]
    need = staffing("size", "-", *options, stdin="interval_start,offered,aht_seconds\n" + rows)
    assert need.returncode == 0, need.stderr
    command = [
        "schedule",
        tmp_path / "need.csv",
        "--rules",
        tmp_path / "plan.toml",
        "--out",
        tmp_path / "out",
    ]
    done = staffing(*command)
    assert done.returncode == 0, done.stderr
    covered, sized = (table((tmp_path / name).read_text()) for name in ("out/coverage.csv", "need.csv"))
    shares = [float(row["agents"]) / float(row["scheduled"]) for row in sized]
    assert len({round(share, 9) for share in shares}) == 2
    there = "".join(
        f"{cover['interval_start']},60,180,{float(cover['working']) * share!r}\n"
        for cover, share in zip(covered, shares, strict=True)
    )
    header = "interval_start,offered,aht_seconds,agents\n"
    judged = table(staffing("evaluate", "-", "--patience", "120", stdin=header + there).stdout)
    for cover, size, row in zip(covered, sized, judged, strict=True):
        assert float(cover["required"]) == pytest.approx(float(size["scheduled"]), rel=1e-12)
        assert float(cover["service_level"]) == pytest.approx(float(row["service_level"]), rel=1e-9)

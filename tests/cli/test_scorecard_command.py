"""staffing scorecard as a user runs it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.conftest import ROOT, Staffing

pytestmark = pytest.mark.slow  # each test runs commands

CENTRE = ROOT / "data" / "service-centre"
BESIDE = [
    part
    for name in ("people", "costs", "quality", "leavers")
    for part in (f"--{name}", CENTRE / f"{name}.csv")
]
ZONE = ("--timezone", "America/New_York")


@pytest.mark.smoke
def test_all_23_metrics_of_the_sample(staffing: Staffing, tmp_path: Path) -> None:
    """CSV of all periods, JSON of the one shown, a page; nothing is missing."""
    out, page = tmp_path / "scores.csv", tmp_path / "scores.html"
    done = staffing(
        "scorecard", CENTRE / "history.csv", *BESIDE, *ZONE, "--queue", "--out", out, "--html", page, "--json"
    )
    assert done.returncode == 0, done.stderr
    shown = json.loads(done.stdout)["metrics"]
    assert len({score["metric"] for score in shown}) == 23
    assert not [score for score in shown if score["status"] == "missing"]
    rows = list(csv.DictReader(out.read_text().splitlines()))
    assert {row["queue"] for row in rows} == {"", "service", "orders"}
    assert {row["period"] for row in rows if row["metric"] == "service_level"} == {
        f"2026-W{week}" for week in range(40, 46)
    }
    assert "Scorecard" in page.read_text()


def test_the_terminal_stays_within_80_columns_and_stdout_is_clean(staffing: Staffing) -> None:
    """Tables, causes and definitions go to stderr, without colour where it is no terminal."""
    done = staffing("scorecard", CENTRE / "history.csv", *BESIDE, *ZONE, "--queue", "--agent")
    assert (done.returncode, done.stdout) == (0, "")
    assert max(map(len, done.stderr.splitlines())) <= 80
    assert "\x1b" not in done.stderr
    assert "Dana" in done.stderr
    assert staffing("scorecard", CENTRE / "history.csv", "--quiet").stderr == ""


def test_what_is_missing_is_listed_with_the_columns_it_needs(staffing: Staffing) -> None:
    """Counts of offered alone leave one metric; the others say what they need."""
    history = "interval_start,offered\n2026-11-23T08:00,100\n2026-11-23T08:30,50\n"
    done = staffing("scorecard", "-", "--json", "--by", "day", stdin=history)
    scores = {score["metric"]: score for score in json.loads(done.stdout)["metrics"]}
    assert scores["total_calls"]["value"] == 150
    missing = {key: score["needs"] for key, score in scores.items() if score["status"] == "missing"}
    assert len(missing) == 22
    assert missing["abandon_rate"] == "history: abandoned"
    assert missing["service_level"] == "history: answered_within_target"
    assert missing["attendance"] == "people file (--people): present"


def test_one_period_is_shown_where_nothing_is_reported_as_finely_as_asked(staffing: Staffing) -> None:
    """Total calls are reported by the hour: of half-hours the last hour is shown, not all."""
    history = "interval_start,offered\n" + "".join(f"2026-11-23T{h:02d}:00,{h}\n" for h in range(8, 18))
    done = staffing("scorecard", "-", "--json", "--by", "hour", stdin=history)
    shown = [score for score in json.loads(done.stdout)["metrics"] if score["status"] != "missing"]
    assert [(score["metric"], score["value"]) for score in shown] == [("total_calls", 17)]
    quarters = history.replace(":00,", ":30,") + "2026-11-23T18:00,5\n"
    done = staffing("scorecard", "-", "--json", "--by", "half-hour", stdin=quarters)
    shown = [score for score in json.loads(done.stdout)["metrics"] if score["status"] != "missing"]
    assert [(score["metric"], score["value"]) for score in shown] == [("total_calls", 5)]


def test_the_plans_aims_win(staffing: Staffing, tmp_path: Path) -> None:
    """`[metrics]` replaces the standard's aims, the plan's target that of the service level."""
    plan = (ROOT / "data" / "bank-2003" / "plan.toml").read_text().replace("80/20", "90/20")
    (tmp_path / "plan.toml").write_text(plan + "\n[metrics.handle_time]\naim = [200, 250]\n")
    done = staffing(
        "scorecard", CENTRE / "history.csv", "--rules", tmp_path / "plan.toml", "--json", "--quiet"
    )
    scores = {score["metric"]: score for score in json.loads(done.stdout)["metrics"]}
    assert (scores["handle_time"]["aim_low"], scores["handle_time"]["aim_high"]) == (200, 250)
    assert scores["service_level"]["aim_low"] == 0.9


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("[metrics.servce_level]\naim = [0.8, 1.0]", "did you mean 'service_level'"),
        ("[metrics.service_level]\naim = [1.0, 0.8]", "an aim from low to high"),
        ("[metrics.service_level]\naim = [0.8, 1.0]\nat_least = 0.8", "either aim"),
        ("[metrics.service_level]\ngoal = 0.8", "a known key"),
        ("[metrics.service_level]\nat_least = 80", "column metrics.service_level.at_least: found '80'"),
        ("[metrics.abandon_rate]\naim = [3, 5]", "80 % is 0.80"),
        ("[metrics.occupancy]\nat_least = 0.8\nat_most = 90", "occupancy.at_most: found '90'"),
    ],
)
def test_a_wrong_aim_is_named(staffing: Staffing, tmp_path: Path, section: str, said: str) -> None:
    """With file, key and what is possible; exit code 1."""
    plan = (ROOT / "data" / "bank-2003" / "plan.toml").read_text()
    (tmp_path / "plan.toml").write_text(f"{plan}\n{section}\n")
    done = staffing("scorecard", CENTRE / "history.csv", "--plan", tmp_path / "plan.toml")
    assert done.returncode == 1
    assert "plan.toml" in done.stderr
    assert said in done.stderr


def test_turnover_may_be_aimed_at_above_all_heads(staffing: Staffing, tmp_path: Path) -> None:
    """Heads may leave faster than once a year; seconds are no shares."""
    plan = (ROOT / "data" / "bank-2003" / "plan.toml").read_text()
    aims = "[metrics.turnover]\naim = [0.5, 1.2]\n[metrics.queue_time]\nat_most = 90\n"
    (tmp_path / "plan.toml").write_text(f"{plan}\n{aims}")
    done = staffing("scorecard", CENTRE / "history.csv", "--plan", tmp_path / "plan.toml", "--quiet")
    assert done.returncode == 0, done.stderr


def test_parts_above_their_whole_are_named(staffing: Staffing) -> None:
    """A service level of 115 % is shown as it is counted, and said to be impossible."""
    history = "interval_start,offered,answered_within_target,queued\n2026-11-23T10:00,100,115,101\n"
    done = staffing("scorecard", "-", "--by", "day", stdin=history)
    assert done.returncode == 0
    assert "impossible: answered within the target > offered in 1 interval" in done.stderr
    assert "first at 2026-11-23T10:00:00" in done.stderr
    assert "impossible: queued > offered in 1 interval" in done.stderr


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--by", "fortnight"), 2, "choose half-hour"),
        (("--period", "2026-W99"), 2, "2026-W40"),
        (("--definition", "offred"), 2, "did you mean 'offered'"),
        (("--occupancy", "never"), 2, "with-wrap"),
        (("--short-abandons", "nan"), 2, "write seconds"),
        (("--people", "nowhere.csv"), 1, "an existing file"),
        (("--plan", "data"), 1, "a run directory"),
        (("--json", "--out", "-"), 2, "standard output"),
    ],
)
def test_wrong_options_are_refused(
    staffing: Staffing, options: tuple[str, ...], code: int, said: str
) -> None:
    """With the choices that there are."""
    done = staffing("scorecard", CENTRE / "history.csv", *options, cwd=ROOT)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_run_directory_tells_what_was_believed(staffing: Staffing, bank_run: Path) -> None:
    """Against the sample run's forecast, a history of a tenth more contacts is over it."""
    forecast = list(csv.DictReader((bank_run / "forecast.csv").read_text().splitlines()))
    history = "interval_start,offered,answered,answered_within_target\n"
    for row in forecast[:300]:
        offered = round(1.2 * float(row["offered"]))
        history += f"{row['interval_start']},{offered},{offered},{offered // 2}\n"
    done = staffing("scorecard", "-", "--plan", bank_run, "--json", "--quiet", stdin=history)
    assert done.returncode == 0, done.stderr
    scores = {score["metric"]: score for score in json.loads(done.stdout)["metrics"]}
    causes = {cause["cause"]: cause for cause in scores["service_level"]["causes"]}
    assert causes["more volume than forecast"]["supported"]
    assert "(+20" in causes["more volume than forecast"]["evidence"]
    assert causes["fewer people planned than required"]["supported"] is False

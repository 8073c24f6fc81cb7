"""`staffing simulate`: runs and given staff, files, JSON, and what is refused."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.conftest import ROOT, Staffing

pytestmark = pytest.mark.slow

HEAD = "interval_start,queue,offered,aht_seconds\n"
DEMAND = HEAD + "".join(
    f"2026-11-23T{hour:02d}:{minute:02d},{queue},{60 if queue == 'a' else 30},240\n"
    for queue in ("a", "b")
    for hour in range(8, 12)
    for minute in (0, 30)
)
STAFF = DEMAND.replace("offered,aht_seconds", "agents").replace(",60,240", ",10").replace(",30,240", ",6")


@pytest.fixture(scope="module")
def small_run(staffing: Staffing, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five days of a small centre."""
    folder = tmp_path_factory.mktemp("small")
    for name in ("history.csv", "plan.toml"):
        text = (ROOT / "data" / "simulated-centre" / name).read_text(encoding="utf-8")
        (folder / name).write_text(text.replace("days = 1\n", "days = 7\n"), encoding="utf-8")
    done = staffing("plan", folder / "plan.toml", "--out", folder / "runs", "--quiet")
    assert done.returncode == 0, done.stderr
    return folder / "runs" / "latest"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A demand of two queues, and agents for each."""
    demand, staff = tmp_path / "demand.csv", tmp_path / "staff.csv"
    demand.write_text(DEMAND, encoding="utf-8")
    staff.write_text(STAFF, encoding="utf-8")
    return demand, staff


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_run_is_played(staffing: Staffing, small_run: Path, tmp_path: Path) -> None:
    """The three files, the table of days, and a level near what is predicted; again, the same bytes."""
    for out, jobs in ((tmp_path / "one", 1), (tmp_path / "two", 2)):
        done = staffing("simulate", small_run, "--replications", "50", "--out", out, "--jobs", jobs)
        assert done.returncode == 0, done.stderr
        assert "predicted" in done.stderr
    for name in ("simulation.csv", "simulation_days.csv", "summary.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    days = rows(tmp_path / "one" / "simulation_days.csv")
    assert [day["date"] for day in days] == [f"2026-11-{day}" for day in range(23, 28)]
    assert all(0 <= float(day["probability"]) <= 1 for day in days)
    summary = json.loads((tmp_path / "one" / "summary.json").read_text(encoding="utf-8"))
    assert summary["simulated_service_level"] == pytest.approx(summary["service_level"], abs=0.03)
    assert 0 < summary["simulated_service_level_se"] < 0.01
    assert summary["shifts"] > 0


def test_given_staff_is_played_by_queue(staffing: Staffing, files: tuple[Path, Path], tmp_path: Path) -> None:
    """Rows of each queue and of all; predicted beside simulated."""
    options = ["--demand", files[0], "--staff", files[1], "--patience", "120", "--out", tmp_path / "out"]
    done = staffing("simulate", *options)
    assert done.returncode == 0, done.stderr
    found = rows(tmp_path / "out" / "simulation.csv")
    assert [row["queue"] for row in found] == ["a"] * 8 + ["b"] * 8 + ["all"] * 8
    for row in found:
        error = 4 * float(row["service_level_se"]) + 0.08  # the day begins empty, which is not predicted
        assert float(row["service_level"]) == pytest.approx(float(row["predicted_service_level"]), abs=error)
        assert float(row["service_level_p10"]) <= float(row["service_level_p90"])


def test_json_and_csv_on_standard_output(staffing: Staffing, files: tuple[Path, Path]) -> None:
    """One or the other."""
    given = ["--demand", files[0], "--staff", files[1], "--replications", "20", "--quiet"]
    summary = json.loads(staffing("simulate", *given, "--json").stdout)
    assert [queue["queue"] for queue in summary["queues"]] == ["a", "b"]
    assert {day["queue"] for day in summary["days"]} == {"a", "b", "all"}
    printed = staffing("simulate", *given).stdout.splitlines()
    assert len(printed) == 1 + 24


def test_an_interval_that_lacks_agents_is_named(staffing: Staffing, files: tuple[Path, Path]) -> None:
    """The one where half of them are gone comes first."""
    text = files[1].read_text(encoding="utf-8").replace("T10:00,a,10", "T10:00,a,5")
    files[1].write_text(text, encoding="utf-8")
    given = ["--demand", files[0], "--staff", files[1], "--patience", "120", "--quiet", "--json"]
    summary = json.loads(staffing("simulate", *given).stdout)
    assert summary["worst_intervals"][0]["interval_start"] == "2026-11-23T10:00:00+00:00"


def test_the_worst_intervals_are_those_of_days_that_come_as_forecast(
    staffing: Staffing, files: tuple[Path, Path]
) -> None:
    """Days that may be off are bad all over; named is the interval that lacks agents, as forecast."""
    demand = files[0].read_text(encoding="utf-8").splitlines()
    ranged = [demand[0] + ",offered_p10,offered_p90"]
    for line in demand[1:]:
        offered = float(line.split(",")[demand[0].split(",").index("offered")])
        ranged.append(f"{line},{0.6 * offered},{1.4 * offered}")
    files[0].write_text("\n".join(ranged) + "\n", encoding="utf-8")
    text = files[1].read_text(encoding="utf-8").replace("T10:00,a,10", "T10:00,a,8")
    files[1].write_text(text, encoding="utf-8")
    given = ["--demand", files[0], "--staff", files[1], "--patience", "120", "--quiet", "--json"]
    found = [json.loads(staffing("simulate", *given, *more).stdout) for more in ([], ["--exact-forecast"])]
    worst, exact = (one["worst_intervals"][0] for one in found)
    assert found[0]["queues"][0]["service_level"] < found[1]["queues"][0]["service_level"] - 0.02
    assert worst["interval_start"] == exact["interval_start"] == "2026-11-23T10:00:00+00:00"
    assert worst["service_level"] == pytest.approx(exact["service_level"], abs=0.05)


@pytest.mark.parametrize(
    ("options", "refusal"),
    [
        ([], (2, "there is nothing to simulate")),
        (["--demand", "-", "--staff", "-"], (2, "cannot both come from standard input")),
        (["RUN", "--target", "90/10"], (2, "--target cannot be used with a run directory")),
        (["nowhere"], (1, "a run directory")),
        (["DEMAND", "--handle-times", "normal"], (2, "not a distribution of handle times")),
        (["DEMAND", "--handle-times", "lognormal:-1"], (2, "not a distribution of handle times")),
        (["DEMAND", "--replications", "1"], (2, "--replications")),
        (["DEMAND", "--json", "--out", "-"], (2, "both on standard output")),
    ],
)
def test_what_cannot_be_played_is_refused(
    staffing: Staffing,
    files: tuple[Path, Path],
    small_run: Path,
    options: list[str],
    refusal: tuple[int, str],
) -> None:
    """With the exit code of the command line or of the input, and a hint."""
    words = {"RUN": [small_run], "DEMAND": ["--demand", files[0], "--staff", files[1]]}
    done = staffing("simulate", *(part for option in options for part in words.get(option, [option])))
    assert (done.returncode, refusal[1] in done.stderr) == (refusal[0], True), done.stderr


@pytest.mark.parametrize(
    ("staff", "message"),
    [
        (STAFF.replace(",a,", ",A,"), "a queue of the demand"),
        (STAFF.replace(",a,10", ",a,-1"), "column agents"),
        (STAFF + STAFF.splitlines()[1] + "\n", "each interval once"),
        (STAFF.replace("T10:00", "T25:00"), "column interval_start"),
        (STAFF.replace("2026-11-23", "2026-11-30"), "at least one interval with contacts"),
    ],
)
def test_bad_staff_is_named(staffing: Staffing, files: tuple[Path, Path], staff: str, message: str) -> None:
    """File, column and value."""
    files[1].write_text(staff, encoding="utf-8")
    done = staffing("simulate", "--demand", files[0], "--staff", files[1])
    assert done.returncode == 1
    assert message in done.stderr
    assert "staff.csv" in done.stderr


def test_intervals_without_staff_are_said(staffing: Staffing, files: tuple[Path, Path]) -> None:
    """Nobody is there then."""
    lines = files[1].read_text(encoding="utf-8").splitlines()
    files[1].write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    done = staffing("simulate", "--demand", files[0], "--staff", files[1], "--replications", "5")
    assert "no row for 1 intervals with contacts, first 2026-11-23T11:30:00+00:00, queue b" in done.stderr

"""How handle times scatter: laws by name and as measured, in an option and in a plan."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from staffing.errors import InputError, PlanError
from staffing.plan.file.handle_times import read_handle_times
from staffing.plan.file.read import read_plan
from staffing.simulation.handle_times import MOST_TIMES, MeasuredHandling
from tests.conftest import ROOT, Staffing

CALLS = (
    "offered_at,outcome,service_s\n8:00,answered,100\n8:01,abandoned,0\n8:02,abandoned,\n8:03,handled,300\n"
)
HOUR = "interval_start,offered,aht_seconds\n2026-11-23T08:00,100,240\n2026-11-23T09:00,100,180\n"
STAFF = "interval_start,agents\n2026-11-23T08:00,8\n2026-11-23T09:00,6\n"


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_times_of_those_who_were_answered_are_measured(tmp_path: Path) -> None:
    """Empty cells and zeros are left out; times are told in units of their mean, from the shortest on."""
    measured = read_handle_times(written(tmp_path / "calls.csv", CALLS))
    np.testing.assert_allclose(measured.times, [0.5, 1.5])
    assert measured.squared_variation == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("offered_at,talk\n08:00,100\n", "a column named handle_seconds or"),
        ("offered_at,service\n08:00,0\n", "at least one time above 0"),
        ("offered_at,service\n08:00,-5\n", "line 2, column service"),
    ],
)
def test_a_file_without_handle_times_is_refused(tmp_path: Path, text: str, message: str) -> None:
    """By file, and line and column where one cell is to blame."""
    path = written(tmp_path / "calls.csv", text)
    with pytest.raises(InputError, match=message) as error:
        read_handle_times(path)
    assert "calls.csv" in str(error.value)


def plan_with(folder: Path, handle_times: str) -> Path:
    """The small sample with that law."""
    text = (ROOT / "data" / "simulated-centre" / "plan.toml").read_text(encoding="utf-8")
    return written(folder / "plan.toml", f'{text}\n[simulation]\nhandle_times = "{handle_times}"\n')


def test_a_plan_names_a_law_or_a_file_beside_it(tmp_path: Path) -> None:
    """A file counts among those that a run reads."""
    written(tmp_path / "calls.csv", CALLS)
    plan = read_plan(plan_with(tmp_path, "measured:calls.csv"))
    assert plan.handle_times.squared_variation == pytest.approx(0.25)
    assert str(tmp_path / "calls.csv") in plan.beside
    plan = read_plan(plan_with(tmp_path, "lognormal:0.5"))
    assert plan.handle_times.squared_variation == pytest.approx(0.25)


def test_a_wrong_law_of_a_plan_is_named_by_its_line(tmp_path: Path) -> None:
    """With the laws there are."""
    with pytest.raises(
        PlanError, match=r"line \d+, .*handle_times.*lognormal:CV, deterministic, measured:FILE"
    ):
        read_plan(plan_with(tmp_path, "normal"))


@pytest.mark.slow
def test_measured_times_are_stretched_to_the_mean_of_the_interval(staffing: Staffing, tmp_path: Path) -> None:
    """Calls that all take five minutes are played as those of a law without scatter."""
    given = [
        "--demand",
        written(tmp_path / "hour.csv", HOUR),
        "--staff",
        written(tmp_path / "staff.csv", STAFF),
    ]
    given += ["--patience", "120", "--replications", "5", "--quiet"]
    calls = written(tmp_path / "calls.csv", CALLS.replace(",100", ",300"))
    measured = staffing("simulate", *given, "--handle-times", f"measured:{calls}")
    assert measured.stdout == staffing("simulate", *given, "--handle-times", "deterministic").stdout
    assert measured.stdout != staffing("simulate", *given).stdout


def test_many_times_stand_in_groups_of_neighbours() -> None:
    """A thousand of them, as likely and as long on average as all, and hardly less scattered."""
    seconds = np.exp(np.random.default_rng(1).normal(5.0, 0.8, 25_300))
    law = MeasuredHandling.of(seconds)
    assert len(law.times) == MOST_TIMES
    assert law.times.mean() == pytest.approx(1.0)
    assert law.squared_variation == pytest.approx(seconds.var() / seconds.mean() ** 2, rel=0.02)
    few = seconds[:999]
    np.testing.assert_allclose(MeasuredHandling.of(few).times, np.sort(few) / few.mean())

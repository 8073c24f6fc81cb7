"""staffing page: the page of a run is made again from what the run holds."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT, Staffing

pytestmark = pytest.mark.slow
SAMPLE = ROOT / "data" / "simulated-centre"
AS_OF = "2026-11-23"
ROSTER = (
    "agent,group,date,weekday,pattern,start,end,lunch_start,lunch_end,paid_hours\n"
    "<b>Ann</b>,all,2026-11-23,mon,full,{day}T10:00:00{zone},{day}T18:00:00{zone},"
    "{day}T14:00:00{zone},{day}T14:30:00{zone},7.5\n"
)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, staffing: Staffing) -> Path:
    """A day of the small sample."""
    folder = tmp_path_factory.mktemp("page")
    for name in ("history.csv", "plan.toml"):
        shutil.copy(SAMPLE / name, folder)
    with (folder / "plan.toml").open("a") as plan:
        plan.write("\n[simulation]\nreplications = 10\nrepair = false\n")
    done = staffing("plan", folder / "plan.toml", "--as-of", AS_OF, "--quiet")
    assert done.returncode == 0, done.stderr
    return folder / "runs" / AS_OF


def sections(page: str) -> list[str]:
    return re.findall(r'<section id="([a-z-]+)"', page)


def made_again(staffing: Staffing, run: Path) -> str:
    done = staffing("page", run, "--out", "-")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_tells_the_same_but_what_the_history_told(run: Path, staffing: Staffing) -> None:
    """The scorecard and the weeks behind are left out; data and totals are those of the first page."""
    first, again = (run / "report.html").read_text(encoding="utf-8"), made_again(staffing, run)
    assert [one for one in sections(first) if one != "scorecard"] == sections(again)
    verdict = re.compile(r'<p class="verdict">(.*?)</p>')
    assert verdict.findall(first) == verdict.findall(again)
    assert "not stored with the run" in again


def test_an_older_run_is_shown_with_its_roster(run: Path, tmp_path: Path, staffing: Staffing) -> None:
    """As older versions left it, and with names put beside it."""
    older = tmp_path / AS_OF
    shutil.copytree(run, older)
    for name in ("simulation.csv", "simulation_days.csv"):
        (older / name).unlink()
    zone = (run / "coverage.csv").read_text().splitlines()[1].split(",")[0][19:]
    (older / "roster.csv").write_text(ROSTER.format(day=AS_OF, zone=zone), encoding="utf-8")
    page = made_again(staffing, older)
    assert "service" not in sections(page)
    assert "roster" in sections(page)
    assert '<th scope="row">&lt;b&gt;Ann&lt;/b&gt;<td>10:00–18:00' in page


def test_a_folder_that_is_no_run_is_told(tmp_path: Path, staffing: Staffing) -> None:
    """With what to name in its place."""
    done = staffing("page", tmp_path, "--out", tmp_path / "page.html")
    assert done.returncode == 1
    assert "name a run directory" in done.stderr
    assert not (tmp_path / "page.html").exists()

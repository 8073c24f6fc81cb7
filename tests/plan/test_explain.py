"""Explaining a run from the command line: sums, files, what is not recorded, and what is wrong."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from staffing.plan.jobs.conduct import run_plan
from staffing.plan.jobs.drift import measure_drift
from staffing.plan.jobs.explain import explain_run
from staffing.plan.run.published import Published, read_run
from staffing.requirement.by_queue import pooled_service_level
from tests.conftest import Staffing
from tests.explanation.simulated_day import Cause, folder_of, planned_run, simulate

pytestmark = pytest.mark.slow  # each test runs commands


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return planned_run(tmp_path_factory.mktemp("centre"), peak=120)


@pytest.fixture(scope="module")
def day(run: Published, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A day on which everything goes a little wrong."""
    cause = Cause(volume=1.08, handle_time=1.05, attendance=0.9, adherence=0.9, lunches_at=720)
    return simulate(tmp_path_factory.mktemp("day"), run, cause, seed=3)


def rows(text: str) -> Iterator[dict[str, str]]:
    return iter(csv.DictReader(text.splitlines()))


@pytest.mark.smoke
@pytest.mark.parametrize("by", ["half-hour", "day", "week"])
def test_the_parts_add_up(by: str, run: Published, day: tuple[Path, Path], staffing: Staffing) -> None:
    """In the file, to 1e-9, for every period and measure; each total is actual less planned."""
    done = staffing("explain", folder_of(run), day[0], "--people", day[1], "--by", by)
    assert done.returncode == 0, done.stderr
    sums: dict[tuple[str, str], float] = {}
    for row in rows(done.stdout):
        key, points = (row["period"], row["measure"]), float(row["points"] or "nan")
        if row["factor"] != "total":
            sums[key] = sums.get(key, 0.0) + points
            continue
        scale = 1.0 if row["measure"] == "mean_wait_seconds" else 100.0
        if row["measure"] != "mean_wait_seconds" or sums[key] == sums[key]:  # nobody there: an endless wait
            assert sums[key] == pytest.approx(points, abs=1e-9)
        assert points == pytest.approx(scale * (float(row["actual"]) - float(row["planned"])), abs=1e-9)
    assert len(sums) == {"half-hour": 24, "day": 1, "week": 1}[by] * 3


@pytest.mark.smoke
def test_the_sentence_names_every_cause(run: Published, day: tuple[Path, Path], staffing: Staffing) -> None:
    """What a manager reads first, within 80 columns."""
    done = staffing("explain", folder_of(run), day[0], "--people", day[1], "--out", day[0].parent / "e.csv")
    assert done.stdout == ""
    for words in ("instead of", "volume over forecast −", "longer handle time −", "absence −", "lunches −"):
        assert words in " ".join(done.stderr.split())
    assert max(map(len, done.stderr.splitlines())) <= 80


def test_what_is_not_recorded_is_said(run: Published, day: tuple[Path, Path], staffing: Staffing) -> None:
    """Without the people their effects are chance, and no figure pretends otherwise."""
    done = staffing("explain", folder_of(run), day[0], "--json", "--out", day[0].parent / "e.csv")
    assert "not recorded and chance −" in " ".join(done.stderr.split())
    assert "Not recorded: who was scheduled, who came, " in " ".join(done.stderr.split())
    whole = json.loads(done.stdout)["whole"]
    assert whole["factors"]["attendance"] == {"planned": pytest.approx(0.95), "actual": None, "recorded": 0}
    assert whole["measures"]["service_level"]["parts"]["lunches"] == 0


def test_agents_by_interval_do_as_well(
    run: Published, day: tuple[Path, Path], tmp_path: Path, staffing: Staffing
) -> None:
    """Where only agents on the phones are told, adherence holds it all, and nothing unrecorded is chance."""
    text = day[0].read_text().splitlines()
    agents = run.coverage.working * run.options.people.phone_share * 0.9
    table = [f"{line},{count}" for line, count in zip(text[1:], agents.tolist(), strict=True)]
    file = tmp_path / "actuals.csv"
    file.write_text("\n".join([text[0] + ",agents", *table]) + "\n")
    said = " ".join(staffing("explain", folder_of(run), file, "--out", tmp_path / "e.csv").stderr.split())
    assert "adherence −" in said
    assert "any effect is part of adherence" in said
    assert "not recorded and chance" not in said


def test_a_shortage_known_in_advance_is_a_part(tmp_path: Path) -> None:
    """Where the schedule was allowed to be short the plan that was asked for is the start."""
    run = planned_run(tmp_path, peak=60, understaffing="understaffing = 1.2")
    assert run.coverage.under.sum() > 0
    actuals, people = simulate(tmp_path, run, Cause(), seed=1)
    whole = explain_run(folder_of(run), str(actuals), people=str(people)).whole
    assert whole.part("service_level", "schedule_gaps")[0] < 0


def test_other_days_are_refused(run: Published, tmp_path: Path, staffing: Staffing) -> None:
    """Exit code 1, with the days of both."""
    other = tmp_path / "other.csv"
    other.write_text("interval_start,offered,answered_within_target\n2020-01-01T09:00,5,4\n")
    done = staffing("explain", folder_of(run), other)
    assert done.returncode == 1
    assert "days of the run, 2026-11-23 to 2026-11-23" in done.stderr
    assert "2020-01-01" in done.stderr


def test_no_service_is_refused(run: Published, tmp_path: Path, staffing: Staffing) -> None:
    """A history of contacts alone tells nothing of service; nor does a folder that is no run."""
    bare = tmp_path / "bare.csv"
    bare.write_text("interval_start,offered\n2026-11-23T09:00,5\n")
    done = staffing("explain", folder_of(run), bare)
    assert done.returncode == 1
    assert "answered_within_target" in done.stderr
    done = staffing("explain", tmp_path, bare)
    assert done.returncode == 1
    assert "run directory" in done.stderr


def test_a_run_holds_its_plan(run: Published) -> None:
    """What run.json says is the plan that was read."""
    from staffing.plan.file.read import read_plan

    assert run.plan.sections == read_plan(run.plan.path).sections


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A run with a patience curve, taken away from its plan, and the actuals of its day."""
    centre, elsewhere = tmp_path_factory.mktemp("centre"), tmp_path_factory.mktemp("elsewhere")
    plan = planned_run(centre, peak=60).plan.path
    text = plan.read_text(encoding="utf-8")
    curve = 'patience_seconds = 180\npatience_curve = "curve.csv"'
    plan.write_text(text.replace("patience_seconds = 180", curve), encoding="utf-8")
    (centre / "curve.csv").write_text("seconds,still_waiting\n10,0.9\n60,0.6\n300,0.1\n")
    run = run_plan(plan, as_of="2026-11-23").folder
    actuals, _ = simulate(elsewhere, read_run(run), Cause(volume=1.1), seed=4)
    before = explain_run(run, str(actuals)).as_dict()
    (elsewhere / "before.json").write_text(json.dumps(before))
    shutil.move(run.resolve(), elsewhere / "run")
    shutil.rmtree(centre)
    return elsewhere / "run", actuals


def test_a_run_explains_itself_without_its_plan(moved: tuple[Path, Path]) -> None:
    """Plan and patience curve are in run.json: the files may have moved."""
    run, actuals = moved
    assert not read_run(run).plan.path.exists()
    before = json.loads((actuals.parent / "before.json").read_text())
    assert json.loads(json.dumps(explain_run(run, str(actuals)).as_dict())) == before
    assert len(measure_drift(run, str(actuals)).drifts) == 1


def test_a_run_that_lacks_its_curve_asks_for_the_plan(
    moved: tuple[Path, Path], tmp_path: Path, staffing: Staffing
) -> None:
    """Older runs name the file of the curve only."""
    shutil.copytree(moved[0], tmp_path / "run")
    trace = json.loads((tmp_path / "run" / "run.json").read_text())
    del trace["patience_curve"]
    (tmp_path / "run" / "run.json").write_text(json.dumps(trace))
    done = staffing("explain", tmp_path / "run", moved[1])
    assert done.returncode == 1
    assert "curve.csv" in done.stderr
    assert "it has moved: give the plan file with --rules" in done.stderr


def test_lunches_at_the_same_time_are_a_finding(
    run: Published, day: tuple[Path, Path], tmp_path: Path, staffing: Staffing
) -> None:
    """Where enough people were there and too many ate: when, how many, what better times would give."""
    page = tmp_path / "account.html"
    done = staffing(
        "explain",
        folder_of(run),
        day[0],
        "--people",
        day[1],
        "--by",
        "half-hour",
        "--json",
        "--html",
        page,
        "--out",
        tmp_path / "e.csv",
    )
    (found,) = json.loads(done.stdout)["lunches"]
    assert found["date"] == "2026-11-23"
    assert "12:00-12:30" in found["spans"]
    assert found["heads"] > 5
    assert found["gain"] > 0.005
    assert "more agents were on lunch" in " ".join(done.stderr.split())
    text = page.read_text(encoding="utf-8")
    assert "instead of" in text
    assert "Too many lunches and breaks at the same time" in text
    assert "td { white-space: nowrap; }" in text  # dates and numbers stay in one line
    assert "<tr><td>2026-11-23 08:00<td>" in text


def test_lunches_as_planned_are_no_finding(run: Published, tmp_path: Path) -> None:
    """The schedule covers its requirement with its lunches in it."""
    actuals, people = simulate(tmp_path, run, Cause(), seed=1)
    assert explain_run(folder_of(run), str(actuals), people=str(people)).lunches == ()


def test_several_days_and_a_part_of_the_record(
    run: Published, day: tuple[Path, Path], tmp_path: Path, staffing: Staffing
) -> None:
    """Intervals without a record are left out of both sides, and counted in a note."""
    lines = day[0].read_text().splitlines()
    part = tmp_path / "part.csv"
    part.write_text("\n".join([*lines[:20], *lines[23:]]) + "\n")
    done = staffing("explain", folder_of(run), part, "--out", tmp_path / "e.csv")
    assert done.returncode == 0
    assert "intervals without a record are left out of both sides" in done.stderr


def test_planned_is_what_was_published(run: Published, day: tuple[Path, Path]) -> None:
    """The service level of coverage.csv, weighted with the contacts of forecast.csv."""
    weight = run.forecast.offered
    published = (np.nan_to_num(run.coverage.service_level) * weight).sum() / weight.sum()
    assert run.coverage.under.sum() == pytest.approx(0.0, abs=1e-6)
    assert explain_run(folder_of(run), str(day[0])).whole.planned[0, 0] == pytest.approx(published, abs=1e-9)


@pytest.mark.parametrize("by", ["half-hour", "day", "week"])
def test_days_on_which_nobody_came_cannot_be_explained(
    run: Published, by: str, tmp_path: Path, staffing: Staffing
) -> None:
    """The first rows of the night, or a closed day: exit 1, the file and why."""
    start = run.coverage.interval_start[20]
    header = "interval_start,offered,answered,abandoned,answered_within_target"
    (tmp_path / "zero.csv").write_text(f"{header}\n{start},0,0,0,0\n", encoding="utf-8")
    done = staffing("explain", folder_of(run), tmp_path / "zero.csv", "--by", by)
    assert done.returncode == 1
    assert "zero.csv: expected contacts on the days of the run: none came" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.fixture(scope="module")
def of_two_queues(tmp_path_factory: pytest.TempPathFactory) -> tuple[Published, list[dict[str, str]]]:
    """A run of two queues with the same contacts, and rows of a day as planned, the same for either queue."""
    folder = tmp_path_factory.mktemp("two")
    run = planned_run(folder, peak=60, queues=("calls", "orders"))
    actuals, _ = simulate(folder, run, Cause(), seed=2)
    return run, list(rows(actuals.read_text()))


def written(path: Path, day: list[dict[str, str]], **factor: float) -> str:
    """The day's rows for each of these queues, with so many times their contacts."""
    counts = ("offered", "answered", "abandoned", "answered_within_target", "abandoned_within_target")
    with path.open("w", newline="") as stream:
        table = csv.DictWriter(stream, [*day[0], "queue"])
        table.writeheader()
        for queue, times in factor.items():
            for row in day:
                scaled = {name: float(row[name]) * times for name in counts if row.get(name)}
                table.writerow({**row, **scaled, "queue": queue})
    return str(path)


def test_several_queues_are_planned_as_they_are_published(
    of_two_queues: tuple[Published, list[dict[str, str]]], tmp_path: Path
) -> None:
    """The mean over contacts of what each gets from its own agents; queues beside the plan are left out."""
    run, day = of_two_queues
    both = explain_run(folder_of(run), written(tmp_path / "both.csv", day, calls=1, orders=1))
    more = explain_run(folder_of(run), written(tmp_path / "more.csv", day, calls=1, orders=1, spam=1))
    assert both.whole.inputs_planned[0, 0] == pytest.approx(run.forecast.offered.sum())
    published = np.average(run.coverage.service_level, weights=run.need.offered)
    assert run.coverage.under.sum() == pytest.approx(0.0, abs=1e-6)
    assert both.whole.planned[0, 0] == pytest.approx(published, abs=1e-9)
    assert published == pytest.approx(run.summary.service_level)
    pool = pooled_service_level(run.need, run.coverage.working * run.need.phone_share, run.options)
    assert published < np.average(pool, weights=run.need.offered) - 0.02
    np.testing.assert_allclose(both.whole.parts, more.whole.parts, atol=1e-12)
    assert any("queue spam is not in the plan" in note for note in more.notes)


def test_what_one_queue_has_too_much_the_other_does_not_answer(
    of_two_queues: tuple[Published, list[dict[str, str]]], tmp_path: Path
) -> None:
    """As many contacts in all, and yet volume explains a loss; each queue is held against the target."""
    run, day = of_two_queues
    even = explain_run(folder_of(run), written(tmp_path / "even.csv", day, calls=1, orders=1))
    uneven = explain_run(folder_of(run), written(tmp_path / "uneven.csv", day, calls=1.3, orders=0.7))
    assert uneven.whole.inputs_actual[0, 0] == pytest.approx(even.whole.inputs_actual[0, 0])
    lost = even.whole.part("service_level", "volume")[0] - uneven.whole.part("service_level", "volume")[0]
    assert lost > 0.05
    verdicts = [note for note in uneven.notes if "beside the target of 80% within 20 s" in note]
    assert [note.split(":")[0] for note in verdicts] == ["queue calls", "queue orders"]


@pytest.mark.parametrize("by", ["half-hour", "week"])
def test_the_parts_of_several_queues_add_up(
    by: str, of_two_queues: tuple[Published, list[dict[str, str]]], tmp_path: Path
) -> None:
    """In each period, whatever order its rows are put in; the half-hours make up the whole."""
    run, day = of_two_queues
    file = written(tmp_path / "day.csv", day, calls=1.2, orders=0.9)
    made = explain_run(folder_of(run), file, by=by)
    one = made.explanation
    np.testing.assert_allclose(one.parts[0].sum(axis=0), one.actual[0] - one.planned[0], atol=1e-9)
    offered = one.inputs_planned[0]
    planned = np.average(one.planned[0], weights=offered)
    assert planned == pytest.approx(made.whole.planned[0, 0], abs=1e-9)
    assert len(one.periods) == (24 if by == "half-hour" else 1)

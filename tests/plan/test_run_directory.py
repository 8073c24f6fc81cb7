"""A run directory is read back whole: every file of it gives the record that it was written from."""

from __future__ import annotations

import json
import shutil
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staffing.errors import InputError
from staffing.plan.run.published import read_run
from staffing.records.columns import Columns
from staffing.records.roster_summary import RosterSummary
from staffing.records.schedule import QueueCosts, QueueService, RepairRound, Summary
from staffing.records.work_totals import WorkTotals
from staffing.tables.json_file import read_json, write_json
from staffing.tables.records import write_record

FILES = ("forecast.csv", "requirement.csv", "shifts.csv", "coverage.csv")
ANSWER = {"expected": "the totals of a run", "hint": "name a run"}

numbers = st.floats(allow_nan=False, allow_infinity=False)
KINDS: dict[str, st.SearchStrategy[Any]] = {
    "float": numbers,
    "int": st.integers(),
    "str": st.text(),
    "float | None": st.none() | numbers,
    "QueueCosts | None": st.none() | st.builds(QueueCosts, st.text(), *([st.none() | numbers] * 3)),
    "RosterSummary | None": st.none()
    | st.builds(
        RosterSummary,
        agents=st.integers(),
        shifts=st.integers(),
        paid_hours=numbers,
        objective=numbers,
        controllable=numbers,
        parts=st.dictionaries(st.text(), numbers, max_size=3),
        short_hours=numbers,
        over_hours=numbers,
        wishes=st.integers(),
        granted=st.integers(),
        lower_bound=st.none() | numbers,
        gap=st.none() | numbers,
        unfilled_shifts=st.none() | st.integers(),
    ),
    "tuple[QueueService, ...]": st.lists(
        st.builds(QueueService, st.text(), numbers, st.none() | numbers, st.none() | numbers)
    ).map(tuple),
    "tuple[RepairRound, ...]": st.lists(
        st.builds(
            RepairRound,
            raised=st.integers(),
            lowered=st.integers(),
            paid_hours=numbers,
            objective_hours=numbers,
            service_level=st.none() | numbers,
            shortfall=numbers,
            is_kept=st.booleans(),
            beyond_rules=st.integers(),
        )
    ).map(tuple),
    "tuple[WorkTotals, ...]": st.lists(
        st.builds(WorkTotals, st.text(), *[numbers] * 6, st.none() | numbers, numbers)
    ).map(tuple),
}
summaries = st.builds(Summary, **{item.name: KINDS[str(item.type)] for item in fields(Summary)})


@given(summaries)
@settings(deadline=None)
def test_a_summary_reads_back_equal(tmp_path_factory: pytest.TempPathFactory, summary: Summary) -> None:
    """Any numbers and texts, and what is unknown."""
    file = tmp_path_factory.mktemp("run") / "summary.json"
    write_json(file, summary)
    assert read_json(Summary, file, **ANSWER) == summary


def _written_by_another_version(run: Path, *, left_out: str = "", added: str = "") -> tuple[Path, Summary]:
    """A summary of a repaired run in which inner records lack a name, or have one more; and what it tells."""
    rounds = (RepairRound(3, 1, 160.0, 158.5, 0.81, 0.0, True),)
    summary = Summary(
        *(160.0, 158.5, 157.0, 0.01, 0.81, 900.0, 48, 0, 0.0, 2.5, 20, 6, "highs", 1.5),
        queue_costs=QueueCosts("groups", 170.0, 150.0, None),
        repair=rounds,
    )
    file = run / "summary.json"
    write_json(file, summary)
    written = json.loads(file.read_text(encoding="utf-8"))
    for inner in (written["queue_costs"], *written["repair"]):
        inner.pop(left_out, None)
        if added:
            inner[added] = "of a later version"
    file.write_text(json.dumps(written), encoding="utf-8")
    return file, summary


def test_a_summary_of_an_earlier_version_is_read(tmp_path: Path) -> None:
    """A name with a default, which the rounds of a repair did not have, is not asked for."""
    file, summary = _written_by_another_version(tmp_path, left_out="beyond_rules")
    assert read_json(Summary, file, **ANSWER) == summary


def test_a_summary_of_a_later_version_is_read(tmp_path: Path) -> None:
    """A name that the rounds of a repair do not know is left out."""
    file, summary = _written_by_another_version(tmp_path, added="later")
    assert read_json(Summary, file, **ANSWER) == summary


def test_a_round_of_a_repair_needs_the_names_it_always_had(tmp_path: Path) -> None:
    """A file that lacks one is damaged."""
    file, _ = _written_by_another_version(tmp_path, left_out="raised")
    with pytest.raises(InputError, match="repair"):
        read_json(Summary, file, **ANSWER)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "the totals of a run"),
        ("[]", "the totals of a run"),
        ('{"paid_hours": "many"}', "found 'many'"),
        ('{"paid_hours": 1}', "objective_hours"),
    ],
)
def test_a_damaged_summary_is_refused(tmp_path: Path, text: str, told: str) -> None:
    """What is no JSON, no object, not complete or of another kind; with the name of the field."""
    (tmp_path / "summary.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=told):
        read_json(Summary, tmp_path / "summary.json", **ANSWER)


@pytest.mark.slow
def test_a_run_written_again_is_the_same_to_the_byte(bank_run: Path, tmp_path: Path) -> None:
    """Forecast, requirement, shifts, coverage, totals and trace, from what reading gives."""
    run = read_run(bank_run)
    records: tuple[Columns, ...] = (run.forecast, run.requirement, run.shifts, run.coverage)
    for name, record in zip(FILES, records, strict=True):
        write_record(tmp_path / name, record)
    write_json(tmp_path / "summary.json", run.summary)
    write_json(tmp_path / "run.json", run.trace)
    for name in (*FILES, "summary.json", "run.json"):
        assert (tmp_path / name).read_bytes() == (bank_run / name).read_bytes(), name


@pytest.mark.slow
def test_a_run_in_another_place_is_the_same(bank_run: Path, tmp_path: Path) -> None:
    """It holds its plan: nothing outside of the directory is read."""
    shutil.copytree(bank_run, tmp_path / "elsewhere")
    file = tmp_path / "elsewhere" / "run.json"
    trace = json.loads(file.read_text(encoding="utf-8"))
    trace["options"]["plan"] = str(tmp_path / "no-such-plan.toml")
    file.write_text(json.dumps(trace), encoding="utf-8")
    here, there = read_run(bank_run), read_run(tmp_path / "elsewhere")
    assert there.plan.sections == here.plan.sections
    assert there.options == here.options
    assert there.summary == here.summary
    assert there.need.required.tolist() == here.need.required.tolist()

"""What run.json says of the inputs is what the run was made of, whatever happens to the files meanwhile."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from staffing.errors import InputError, PlanError
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.file.read import read_plan
from staffing.plan.jobs import conduct
from staffing.plan.jobs.conduct import run_plan
from staffing.plan.need.checked_history import read_checked
from staffing.plan.run.inputs import ATTEMPTS, read_inputs
from staffing.records.history import History
from tests.conftest import ROOT

CENTRE = ROOT / "data" / "simulated-centre"


def centre(folder: Path) -> Path:
    """The small sample, to be changed."""
    for name in ("plan.toml", "history.csv"):
        shutil.copy(CENTRE / name, folder / name)
    return folder / "plan.toml"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def reader(file: Path | None = None, times: int = 0) -> Callable[[PlanFile], History]:
    """Reads the history; just afterwards an export of a row less replaces the file, so many times."""
    done: list[int] = []

    def read(plan: PlanFile, as_of: np.datetime64 | None = None) -> History:
        history = read_checked(plan, as_of)
        if file is not None and len(done) < times:
            done.append(1)
            data, new = file.read_bytes(), file.with_name("new.csv")
            new.write_bytes(data[: data.rstrip().rindex(b"\n") + 1])
            new.replace(file)
        return history

    return read


def test_a_history_replaced_while_it_is_read_is_read_again(tmp_path: Path) -> None:
    """The hash is that of the rows that were used."""
    plan = read_plan(centre(tmp_path))
    before = read_inputs(plan, reader())
    after = read_inputs(plan, reader(tmp_path / "history.csv", times=1))
    assert len(after.read) == len(before.read) - 1
    assert after.files[1]["sha256"] == sha256((tmp_path / "history.csv").read_bytes())
    assert after.files[1]["sha256"] != before.files[1]["sha256"]


def test_a_history_that_never_stands_still_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After some attempts: what to do, and nothing published."""
    plan = centre(tmp_path)
    monkeypatch.setattr(conduct, "read_checked", reader(tmp_path / "history.csv", times=ATTEMPTS))
    with pytest.raises(
        InputError, match=r"history\.csv: expected a file that is not changed while it is read"
    ):
        run_plan(plan)
    assert not (tmp_path / "runs" / "latest").exists()


def test_the_hash_of_the_plan_is_that_of_its_sections(tmp_path: Path) -> None:
    """Of the bytes that were parsed, also where another plan lies there by now."""
    path = centre(tmp_path)
    plan, used = read_plan(path), path.read_bytes()
    path.write_bytes(used.replace(b"20", b"30"))
    assert read_inputs(plan, reader()).files[0]["sha256"] == sha256(used)


def test_run_json_holds_the_hashes(tmp_path: Path) -> None:
    """Of the plan first, then of what it names."""
    made = run_plan(centre(tmp_path))
    inputs = json.loads((made.folder / "run.json").read_text())["inputs"]
    assert [Path(one["path"]).name for one in inputs] == ["plan.toml", "history.csv"]
    for one in inputs:
        assert one["sha256"] == sha256(Path(one["path"]).read_bytes())


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("nowhere.csv", "a readable file (No such file or directory)"),
        ("*.xlsx", "at least one file of that pattern"),
        (".", "a readable file (Is a directory)"),
    ],
)
def test_a_source_that_is_no_file_is_a_fault_of_its_key(tmp_path: Path, source: str, expected: str) -> None:
    """With the line of the plan and the text that stands there."""
    path = centre(tmp_path)
    path.write_text(path.read_text().replace('"history.csv"', f'"{source}"'))
    with pytest.raises(PlanError) as caught:
        run_plan(path)
    (problem,) = caught.value.problems
    assert (problem.column, problem.value, problem.expected) == ("history.source", source, expected)
    assert path.read_text().splitlines()[(problem.line or 0) - 1].startswith("source")

"""Several queues: each alone, or as one, with the price of the other beside it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from staffing.errors import PlanError
from staffing.parallel import Engine
from staffing.plan.file.read import read_plan
from staffing.plan.jobs.conduct import run_plan
from staffing.records.schedule import QueueCosts
from staffing.report.words.queue_costs import queue_costs_words
from tests.conftest import ROOT

CENTRE = ROOT / "data" / "skills-centre"
MERGE = ('source = "history.csv"', 'source = "history.csv"\nqueues = "merge"')
OVERRIDE = ("[people]", '[[service.override]]\nqueue = "orders"\ntarget = "90/20"\n\n[people]')
ONE_DAY = ("days = 7", "days = 1")


def plan_of(folder: Path, *changes: tuple[str, str], groups: bool = False) -> Path:
    """A day of the sample centre without its groups, unplayed, with some of its text replaced."""
    shutil.copy(CENTRE / "history.csv", folder)
    text = (CENTRE / "plan.toml").read_text(encoding="utf-8") + "\n[simulation]\nplay = false\n"
    if not groups:
        begin, end = text.index("[[group]]"), text.index("[[schedule.pattern]]")
        text = text[:begin] + text[end:]
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    path = folder / "plan.toml"
    path.write_text(text, encoding="utf-8")
    return path


def costs_of(folder: Path, *changes: tuple[str, str]) -> dict[str, float]:
    """The prices in the summary of a Monday."""
    folder.mkdir()
    run = run_plan(plan_of(folder, ONE_DAY, *changes), as_of="2026-11-23", engine=Engine(jobs=1))
    summary = json.loads((run.folder / "summary.json").read_text(encoding="utf-8"))
    assert summary["queue_costs"]["chosen"] == ("merge" if changes == (MERGE,) else "alone")
    return dict(summary["queue_costs"])


def test_both_plans_tell_both_prices(tmp_path: Path) -> None:
    """Each knows the other's within a hundredth, though it forecasts the queues in another way."""
    alone, merged = costs_of(tmp_path / "alone"), costs_of(tmp_path / "merged", MERGE)
    assert merged["merge"] < 0.85 * merged["alone"]
    assert merged["alone"] == pytest.approx(alone["alone"], rel=0.01)
    assert merged["merge"] == pytest.approx(alone["merge"], rel=0.01)
    assert alone["groups"] is merged["groups"] is None


def test_one_queue_has_the_strictest_target(tmp_path: Path) -> None:
    """Where one of three asks for more, all of it must be given to all."""
    usual, stricter = costs_of(tmp_path / "usual"), costs_of(tmp_path / "stricter", OVERRIDE)
    assert stricter["merge"] > usual["merge"]
    assert stricter["alone"] > usual["alone"]


def test_merged_queues_beside_groups_are_refused(tmp_path: Path) -> None:
    """The line of the key, and both ways out."""
    with pytest.raises(PlanError, match=r"line 9, column history\.queues: found 'merge'.*\[\[group\]\]"):
        read_plan(plan_of(tmp_path, MERGE, groups=True))


def test_a_target_of_a_merged_queue_is_refused(tmp_path: Path) -> None:
    """There is no such queue, unless it is a new one, which is not merged."""
    with pytest.raises(PlanError, match=r"override\[1\]\.queue: found 'orders'.*strictest"):
        read_plan(plan_of(tmp_path, MERGE, OVERRIDE))
    new = ("days = 7", 'days = 7\nnew_queues = "new.csv"')
    assert read_plan(plan_of(tmp_path, MERGE, OVERRIDE, new)).sections.service.override


def test_the_prices_in_words() -> None:
    """The way that is planned comes first, what is not known is left out."""
    said = queue_costs_words(QueueCosts("groups", 1200.0, 1000.0, None))
    assert said == (
        "By sizing, agents cost 1,000 hours in the groups (as planned), "
        "or 1,200 (+20.0%) with each queue alone."
    )

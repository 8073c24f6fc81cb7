"""What a skill is worth: scenarios by hand, and their prices on a small centre."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from staffing.errors import PlanError
from staffing.plan.file.read import read_plan
from staffing.plan.skills.worth import skills_worth
from tests.conftest import ROOT, Staffing

pytestmark = pytest.mark.slow  # a minute without numba
CENTRE = ROOT / "data" / "skills-centre"
TWO = """
[[group]]
name = "calls"
queues = { billing = 1, orders = 1 }

[[group]]
name = "technicians"
queues = { technical = 1 }
cost_factor = 1.1
"""


def plan_with(folder: Path, groups: str) -> Path:
    """The sample centre with other groups, for two days."""
    shutil.copy(CENTRE / "history.csv", folder)
    text = (CENTRE / "plan.toml").read_text(encoding="utf-8").replace("days = 7", "days = 2")
    begin, end = text.index("[[group]]"), text.index("[[schedule.pattern]]")
    (folder / "plan.toml").write_text(text[:begin] + groups + "\n" + text[end:], encoding="utf-8")
    return folder / "plan.toml"


def test_every_change_has_its_price(tmp_path: Path) -> None:
    """Of two groups: the skills they lack, their merger, and the queues that may change hands."""
    worth = skills_worth(read_plan(plan_with(tmp_path, TWO)), as_of="2026-11-23", intervals=1, people=3)
    changes = {one.change: one for one in worth.changes}
    assert set(changes) == {
        "3 of calls learn technical",
        "3 of technicians learn billing",
        "3 of technicians learn orders",
        "calls and technicians are one group",
        "billing moves from calls to technicians",
        "orders moves from calls to technicians",
        "technical moves from technicians to calls",
    }
    assert worth.cost < worth.each_queue_alone
    assert (worth.intervals, worth.intervals_in_all) == (1, 40)
    for one in worth.changes:
        assert one.saved == pytest.approx(worth.cost - one.cost)
        assert one.kind != "skill" or one.saved >= 0  # nobody has to use it
    assert worth.merged is not None
    assert worth.merged < worth.cost


def test_people_who_learn_more_save_no_less(tmp_path: Path) -> None:
    """A limit of hardly anybody is worth nothing; many are worth something."""
    plan = read_plan(plan_with(tmp_path, TWO))
    few, many = (skills_worth(plan, as_of="2026-11-23", intervals=1, people=people) for people in (1, 12))
    best = [max(one.saved for one in worth.changes if one.kind == "skill") for worth in (few, many)]
    assert best[0] == 0  # a head is less than one agent on the phones
    assert best[1] > 0.01 * many.cost


def test_one_group_has_nobody_to_learn_from(tmp_path: Path) -> None:
    """The plan is told to say who serves what."""
    one = '[[group]]\nname = "all"\nqueues = { billing = 1, orders = 1, technical = 1 }\n'
    with pytest.raises(PlanError, match="two groups"):
        skills_worth(read_plan(plan_with(tmp_path, one)))


def test_the_command_prints_a_table_and_json(tmp_path: Path, staffing: Staffing) -> None:
    """The dearest change last, and the same figures for machines."""
    path = plan_with(tmp_path, TWO)
    done = staffing("skills", path, "--as-of", "2026-11-23", "--intervals", 1, "--people", 3, "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert "the groups as they are" in done.stderr
    assert f"{said['cost']:,.1f}" in done.stderr
    assert len(said["changes"]) == 7

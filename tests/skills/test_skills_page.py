"""The commands of docs/how-to/skills.md, and the files of size and evaluate with groups."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Staffing

pytestmark = pytest.mark.slow

PAGE = (ROOT / "docs" / "how-to" / "skills.md").read_text(encoding="utf-8")
QUIET_START = """interval_start,queue,offered,aht_seconds
2026-11-23T08:00,billing,4,240
2026-11-23T08:00,orders,3,300
2026-11-23T08:00,technical,2,480
"""
BLOCKS = re.findall(r"<!-- runs -->\n```\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.skipif(os.name != "posix", reason="the page speaks to a shell")
def test_the_commands_of_the_page_run(tmp_path: Path) -> None:
    """One after the other; what `size` predicts of its groups, `evaluate` predicts too."""
    (tmp_path / "data").symlink_to(ROOT / "data")
    assert len(BLOCKS) >= 2
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for block in BLOCKS:
        done = subprocess.run(
            ["bash", "-euc", block],
            capture_output=True, text=True, cwd=tmp_path, check=False, env={**os.environ, "PATH": path},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    sized, evaluated = (rows(tmp_path / name) for name in ("sized/service.csv", "service.csv"))
    assert len(sized) == len(evaluated) == 3
    for one, other in zip(sized, evaluated, strict=True):
        assert float(one["service_level"]) >= 0.8
        error = float(one.get("service_level_se") or 0) + float(other.get("service_level_se") or 0)
        assert abs(float(one["service_level"]) - float(other["service_level"])) <= 4 * error + 1e-6
    groups = rows(tmp_path / "sized" / "groups.csv")
    assert {row["group"] for row in groups} == {"front desk", "orders", "technicians", "all-rounders"}
    assert all(float(row["agents"]).is_integer() for row in groups)
    said = json.loads((tmp_path / "sized" / "groups.json").read_text(encoding="utf-8"))["intervals"]
    assert all(one["cost"] <= one["cost_each_queue_alone"] for one in said)


def rows(path: Path) -> list[dict[str, str]]:
    """Of a CSV file."""
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_a_requirement_is_that_of_each_queue_alone(staffing: Staffing, tmp_path: Path) -> None:
    """With groups in the plan and without, to the byte; without `--out` the groups are only shown."""
    demand = tmp_path / "demand.csv"
    demand.write_text(QUIET_START, encoding="utf-8")
    plan = (ROOT / "data" / "skills-centre" / "plan.toml").read_text(encoding="utf-8")
    without = tmp_path / "without.toml"
    without.write_text(
        re.sub(r"\[\[group\]\].*?\n(?=\[\[schedule)", "", plan, flags=re.DOTALL), encoding="utf-8"
    )
    grouped = staffing("size", demand, "--rules", ROOT / "data" / "skills-centre" / "plan.toml")
    alone = staffing("size", demand, "--rules", without)
    assert grouped.returncode == alone.returncode == 0, grouped.stderr + alone.stderr
    assert grouped.stdout == alone.stdout
    assert "pooling saves" in grouped.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["demand.csv", "without.toml"]

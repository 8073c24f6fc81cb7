"""docs/how-to/cron.md: each recipe is well formed, and names commands and keys that there are."""

from __future__ import annotations

import ast
import configparser
import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from staffing.plan.file.schema import Alerts
from staffing.plan.jobs.conduct import run_plan
from tests.conftest import ROOT, Staffing
from tests.explanation.simulated_day import Cause, planned_run, simulate

PAGE = (ROOT / "docs" / "how-to" / "cron.md").read_text(encoding="utf-8")
BLOCKS: dict[str, list[str]] = {}
for language, block in re.findall(r"^```(\w+)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL):
    BLOCKS.setdefault(language, []).append(block)
CRON_FIELD = re.compile(r"(\*|\d+)([-/,]\d+)*")


def commands() -> list[list[str]]:
    """Every `staffing` command line of the page, as words."""
    lines = [line for texts in BLOCKS.values() for text in texts for line in text.splitlines()]
    found = [re.search(r"(?:^|[/ \"=])staffing (\w+ [^#;\"]*)", line) for line in lines if line[:1] != "#"]
    return [shlex.split(match[1]) for match in found if match]


def test_lines_of_a_crontab_have_five_fields_and_a_command() -> None:
    """Minute, hour, day, month, weekday; a per cent sign would be a line break."""
    lines = [line for text in BLOCKS["cron"] for line in text.splitlines() if not line.startswith("#")]
    assert lines
    for line in lines:
        *fields, command = line.split(None, 5)
        assert len(fields) == 5
        assert all(CRON_FIELD.fullmatch(field) for field in fields)
        assert command.startswith("/")
        assert "%" not in command


@pytest.mark.parametrize("script", BLOCKS["sh"])
def test_scripts_are_read_by_a_shell(script: str) -> None:
    """`sh -n` finds nothing wrong."""
    done = subprocess.run(["sh", "-n"], input=script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_wrapper_ends_as_the_plan_did(tmp_path: Path) -> None:
    """It pings with the exit code, and ends with it."""
    (script,) = [text for text in BLOCKS["sh"] if "nightly.sh" in text]
    for name, body in (("staffing", "exit 5"), ("curl", 'echo "$@" > ping')):
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n")
        (tmp_path / name).chmod(0o755)
    path = f"{tmp_path}:/usr/bin:/bin"
    done = subprocess.run(["sh", "-c", script], cwd=tmp_path, env={"PATH": path}, check=False)
    assert done.returncode == 5
    assert (tmp_path / "ping").read_text().strip().endswith("/UUID/5")


@pytest.mark.slow
def test_the_morning_script_explains_yesterday(tmp_path: Path) -> None:
    """After the night's run, which begins today, by the run that planned yesterday; no command fails."""
    run = planned_run(tmp_path, peak=40)
    actuals, people = simulate(tmp_path, run, Cause(volume=1.2), seed=1)
    actuals.rename(tmp_path / "export.csv")
    people.rename(tmp_path / "people.csv")
    run_plan(tmp_path / "plan.toml", as_of="2026-11-24")
    (script,) = [text for text in BLOCKS["sh"] if "morning.sh" in text]
    (tmp_path / "date").write_text("#!/bin/sh\necho 2026-11-23\n")
    (tmp_path / "date").chmod(0o755)
    path = f"{tmp_path}:{Path(sys.executable).parent}:/usr/bin:/bin"
    here = script.replace("/srv/centre ", f"{tmp_path} ")
    done = subprocess.run(["sh", "-c", here], env={"PATH": path}, capture_output=True, text=True, check=False)
    assert done.returncode in {0, 5}, done.stderr
    assert "staffing: error" not in done.stderr
    assert "2026-11-23" in done.stderr
    assert all((tmp_path / name).exists() for name in ("scorecard.csv", "account.csv", "accuracy.csv"))


def test_units_have_their_sections() -> None:
    """A service that runs once and a timer, each in its own file; systemd, where there, reads the time."""
    units = {}
    for text in BLOCKS["ini"]:
        name = re.match(r"# /etc/systemd/system/([\w.]+)", text)
        assert name is not None
        parser = configparser.ConfigParser(interpolation=None)
        parser.read_string(text)
        units[name[1]] = parser
    assert units["staffing.service"]["Service"]["Type"] == "oneshot"
    assert units["staffing.timer"]["Install"]["WantedBy"] == "timers.target"
    when = units["staffing.timer"]["Timer"]["OnCalendar"]
    if shutil.which("systemd-analyze"):
        read = ["systemd-analyze", "calendar", when]
        assert subprocess.run(read, capture_output=True, check=False).returncode == 0


def test_the_cron_job_is_a_manifest() -> None:
    """YAML with a schedule, one run at a time, and the command as words."""
    yaml = pytest.importorskip("yaml")
    (text,) = BLOCKS["yaml"]
    job = yaml.safe_load(text)
    assert (job["apiVersion"], job["kind"]) == ("batch/v1", "CronJob")
    assert job["spec"]["concurrencyPolicy"] == "Forbid"
    assert len(job["spec"]["schedule"].split()) == 5
    pod = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert {mount["name"] for mount in container["volumeMounts"]} == {one["name"] for one in pod["volumes"]}
    assert container["args"][:2] == ["staffing", "plan"]


def test_the_airflow_task_is_python() -> None:
    """It parses; Airflow itself is not needed here."""
    (text,) = BLOCKS["python"]
    assert any(isinstance(node, ast.With) for node in ast.parse(text).body)


def test_the_alerts_are_keys_of_the_plan() -> None:
    """Read strictly, as the plan is."""
    (text,) = (block for block in BLOCKS["toml"] if "[alerts]" in block)
    alerts = Alerts.model_validate(tomllib.loads(text)["alerts"])
    assert alerts.model_fields_set > {"history_age_hours", "volume_change", "service_level", "gap"}


def test_the_line_of_a_log_is_an_object() -> None:
    """With the fields that are named above it."""
    (text,) = BLOCKS["json"]
    assert list(json.loads(text)) == ["time", "level", "code", "message"]


@pytest.mark.slow
def test_every_command_has_the_options_that_are_shown(staffing: Staffing) -> None:
    """Options are looked for in the help of each command."""
    shown = commands()
    assert len(shown) >= 6
    for name, *words in shown:
        known = staffing(name, "--help").stdout + staffing("--help").stdout
        options = [word for word in words if word.startswith("--")]
        assert all(option in known for option in options), (name, words)

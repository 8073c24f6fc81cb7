"""A desk of two queues by day, small enough that a plan of a week with names takes seconds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

WEEK = "2026-03-02"  # a Monday
QUEUES = {"orders": 12, "billing": 6}
PLAN = """
[centre]
name = "Desk"
timezone = "Europe/Berlin"
interval_minutes = 60
open = {{ mon-fri = "08:00-18:00" }}

[history]
source = "history.csv"
aht_seconds = 240

[forecast]
days = 7

[service]
target = "80/20"
patience_seconds = 120

[simulation]
replications = 30
rounds = 1

[schedule]
effort = "low"
start_every_minutes = 60
understaffing = 10.0
{schedule}

[[schedule.pattern]]
name = "full"
length_minutes = 480
earliest_start = "08:00"
latest_start = "10:00"
breaks = [ {{ minutes = 30, earliest_minutes = 180, latest_minutes = 300 }} ]

[[schedule.pattern]]
name = "half"
length_minutes = 240
earliest_start = "08:00"
latest_start = "14:00"

[roster]
agents = "agents.csv"
{roster}
"""
GROUPS = """
[[group]]
name = "front"
queues = { orders = 1 }

[[group]]
name = "back"
queues = { billing = 1, orders = 2 }
"""
TEAMS = (("front", "full", 3), ("front", "half", 2), ("back", "full", 2), ("back", "half", 1))


def small_centre(
    folder: Path,
    *,
    roster: str = "",
    schedule: str = "",
    groups: str = "",
    teams: Sequence[tuple[str, str, int]] = (("all", "full", 5), ("all", "half", 4)),
) -> Path:
    """Its plan, with the history and the people beside it; lines of `[roster]` and `[schedule]` besides."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["interval_start,queue,offered"]
    for day in range(28):
        morning = datetime.fromisoformat(WEEK) - timedelta(days=28 - day)
        if morning.weekday() < 5:
            for hour in range(8, 18):
                moment = morning + timedelta(hours=hour)
                lines += [f"{moment:%Y-%m-%dT%H:%M},{name},{many}" for name, many in QUEUES.items()]
    (folder / "history.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    people = ["agent,group,patterns,hours_per_week_max"]
    for group, pattern, many in teams:
        hours = 40 if pattern == "full" else 20
        people += [f"{group}-{pattern}-{one},{group},{pattern},{hours}" for one in range(many)]
    (folder / "agents.csv").write_text("\n".join(people) + "\n", encoding="utf-8")
    plan = folder / "plan.toml"
    plan.write_text(PLAN.format(roster=roster, schedule=schedule) + groups, encoding="utf-8")
    return plan

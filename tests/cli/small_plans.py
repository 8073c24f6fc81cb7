"""Plans of a few days of the sample that are built in a second."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import BANK

AS_OF = ("--as-of", "2003-10-20")  # a Monday
_TEXT = """
[centre]
name = "{name}"
timezone = "America/New_York"
open = {{ mon-fri = "09:00-15:00" }}

[history]
source = "{history}"
aht_seconds = 240

[forecast]
days = {days}

[service]
target = "{target}"

[simulation]
play = false

[schedule]
start_every_minutes = 60

[[schedule.pattern]]
name = "short"
length_minutes = 240
earliest_start = "09:00"
latest_start = "11:00"
"""


def small_plan(folder: Path, name: str, *, days: int = 2, target: str = "80/20") -> Path:
    """`folder/<name>.toml`, of the sample's history."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.toml"
    history = (BANK / "history.csv").as_posix()
    path.write_text(_TEXT.format(name=name, history=history, days=days, target=target), encoding="utf-8")
    return path

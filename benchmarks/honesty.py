"""Is the prediction true? Four centres, each planned for a week, and the plan played as forecast.

    python benchmarks/honesty.py [--replications 200] [--seed 1] [--repaired] [CENTRE …]

Prints a table: the service level that the plan predicts, what the play gives at the rates forecast, by how
much the half-hours differ, how many of them are truly under their target of 80/20, and the hours paid. Points
are percentage points; errors are played less predicted. `bank` is data/bank-2003; the others are made here:
50 agents with two peaks, 200 with a steep morning, and 60 round the clock with long contacts. Schedules are
as the search makes them, or with `--repaired` as `staffing plan` repairs them by play.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from staffing.arrays import Floats
from staffing.plan.jobs.conduct import run_plan
from staffing.plan.jobs.simulate import simulate_run
from staffing.plan.play.choice import PlayChoice
from staffing.records.columns import ALL_QUEUES

BANK = Path(__file__).parent.parent / "data" / "bank-2003"
TARGET, CLEARLY_UNDER = 0.80, 0.78
MONDAY, WEEKS = dt.date(2026, 8, 31), 8  # the history; the week after it is planned

PLAN = """\
[centre]
name = "{name}"
timezone = "Europe/Berlin"
interval_minutes = 30
{hours}
[history]
source = "history.csv"
[forecast]
days = 7
[service]
target = "80/20"
patience_seconds = {patience}
[people]
attendance = 0.95
adherence = 0.92
[simulation]
play = {play}
[schedule]
gap = 0.002
{schedule}"""
DAY_SHIFTS = """\
[[schedule.pattern]]
name = "full-time"
earliest_start = "08:00"
latest_start = "12:00"
latest_end = "20:00"
length_minutes = 510
lunch = { minutes = 30, paid = false, earliest_minutes = 180, latest_minutes = 300 }
breaks = [ { minutes = 15, paid = true, earliest_minutes = 60, latest_minutes = 150 },
           { minutes = 15, paid = true, earliest_minutes = 345, latest_minutes = 450 } ]
[[schedule.pattern]]
name = "part-time"
earliest_start = "08:00"
latest_start = "15:30"
latest_end = "20:00"
length_minutes = [240, 300]
breaks = [ { minutes = 15, paid = true, earliest_minutes = 90, latest_minutes = 165 } ]
"""
ROUND_THE_CLOCK = """\
cyclic_week = true
[[schedule.pattern]]
name = "eight hours"
latest_end = "32:00"
length_minutes = 510
lunch = { minutes = 30, paid = false, earliest_minutes = 180, latest_minutes = 300 }
breaks = [ { minutes = 15, paid = true, earliest_minutes = 60, latest_minutes = 150 },
           { minutes = 15, paid = true, earliest_minutes = 345, latest_minutes = 450 } ]
"""


@dataclass(frozen=True)
class MadeCentre:
    """A centre of our own: open hours of every day, erlangs at the peak, and the day's course (peak 1)."""

    name: str
    opens: int
    closes: int
    peak_erlangs: float
    aht_seconds: float
    patience_seconds: float
    course: tuple[float, ...]  # at equal distances from opening to closing; straight between
    schedule: str

    def write(self, folder: Path, *, repaired: bool = False) -> Path:
        """Its plan, and eight weeks of history with the chance of Poisson arrivals."""
        hours = f'open = {{ mon-sun = "{self.opens:02}:00-{self.closes:02}:00" }}\n'
        text = PLAN.format(
            name=self.name,
            hours=hours if self.closes - self.opens < 24 else "",
            patience=self.patience_seconds,
            schedule=self.schedule,
            play="true" if repaired else "false",
        )
        (folder / "plan.toml").write_text(text, encoding="utf-8")
        with (folder / "history.csv").open("w", newline="", encoding="utf-8") as stream:
            out = csv.writer(stream)
            out.writerow(["interval_start", "offered", "aht_seconds"])
            out.writerows(self._rows())
        return folder / "plan.toml"

    def _rows(self) -> Iterator[tuple[str, int, float]]:
        random = np.random.default_rng(1)
        slots = np.arange(2 * self.opens, 2 * self.closes)
        place = np.linspace(0.0, 1.0, len(self.course))
        share = np.interp((slots - 2 * self.opens + 0.5) / len(slots), place, self.course)
        mean = share * self.peak_erlangs * 1800.0 / self.aht_seconds
        for day in range(7 * WEEKS):
            date = MONDAY + dt.timedelta(days=day)
            for slot, calls in zip(slots.tolist(), random.poisson(mean).tolist(), strict=True):
                yield f"{date}T{slot // 2:02}:{slot % 2 * 30:02}", calls, self.aht_seconds


CENTRES = {
    "c50": MadeCentre(
        "50 agents, two peaks", 8, 20, 44.0, 240.0, 180.0,
        (0.45, 0.9, 1.0, 0.95, 0.75, 0.8, 0.9, 0.85, 0.65, 0.45, 0.3), DAY_SHIFTS,
    ),
    "c200": MadeCentre(
        "200 agents, steep morning", 8, 20, 190.0, 300.0, 120.0,
        (0.25, 0.85, 1.0, 0.9, 0.75, 0.7, 0.7, 0.6, 0.45, 0.35, 0.25), DAY_SHIFTS,
    ),
    "c60": MadeCentre(
        "60 agents, round the clock", 0, 24, 52.0, 600.0, 150.0,
        (0.3, 0.2, 0.2, 0.45, 0.85, 1.0, 0.95, 0.9, 0.95, 0.85, 0.65, 0.45, 0.3), ROUND_THE_CLOCK,
    ),
}  # fmt: skip


def bank(folder: Path, *, repaired: bool = False) -> Path:
    """The sample's plan for one week."""
    shutil.copy(BANK / "history.csv", folder)
    text = (BANK / "plan.toml").read_text(encoding="utf-8").replace("days = 28 ", "days = 7 ")
    text = (
        text.replace("rounds = 1 ", "rounds = 2 ")
        if repaired
        else text.replace("play = true ", "play = false")
    )
    (folder / "plan.toml").write_text(text, encoding="utf-8")
    return folder / "plan.toml"


def measured(name: str, folder: Path, choice: PlayChoice, *, repaired: bool = False) -> dict[str, float]:
    """The rows of the table for one centre."""
    write = bank if name == "bank" else CENTRES[name].write
    plan = write(folder, repaired=repaired)
    as_of = "2003-10-27" if name == "bank" else str(MONDAY + dt.timedelta(weeks=WEEKS))
    begin = time.process_time()
    run = run_plan(plan, as_of=as_of, out=folder / "runs")
    seconds = time.process_time() - begin
    played, _, summary = simulate_run(run.folder, choice)
    rows = played.intervals
    is_whole = rows.queue_names == ALL_QUEUES if ALL_QUEUES in rows.queues else np.ones(len(rows), dtype=bool)
    mine = is_whole & (rows.offered > 0) & np.isfinite(rows.predicted_service_level)
    offered, truly = rows.offered[mine], rows.service_level[mine]
    predicted = rows.predicted_service_level[mine]
    error: Floats = 100 * (truly - predicted)
    totals = [float(np.average(level, weights=offered)) for level in (predicted, truly)]
    return {
        "predicted total, %": 100 * totals[0],
        "played total, %": 100 * totals[1],
        "standard error": 100 * (summary.simulated_service_level_se or 0.0),
        "error of the total": 100 * (totals[1] - totals[0]),
        "half-hours: mean absolute error": float(np.abs(error).mean()),
        "half-hours: worst": float(error.min()),
        "half-hours: best": float(error.max()),
        "half-hours: standard error": 100 * float(rows.service_level_se[mine].mean()),
        "truly under 80, % of half-hours": 100 * float((truly < TARGET).mean()),
        "truly under 78, % of half-hours": 100 * float((truly < CLEARLY_UNDER).mean()),
        "predicted under 80, % of half-hours": 100 * float((predicted < TARGET).mean()),
        "paid hours": summary.paid_hours,
        "CPU seconds of plan, this process": seconds,
    }


def main() -> None:
    """Print the table, a column for each centre."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("centre", nargs="*", default=["c50", "c200", "c60", "bank"])
    parser.add_argument("--replications", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--repaired", action="store_true")
    given = parser.parse_args()
    choice = PlayChoice(given.replications, given.seed, exact_forecast=True)
    columns = {}
    for name in given.centre:
        with tempfile.TemporaryDirectory() as folder:
            columns[name] = measured(name, Path(folder), choice, repaired=given.repaired)
    print("| | " + " | ".join(columns) + " |")
    print("|---" * (len(columns) + 1) + "|")
    for row in next(iter(columns.values())):
        print(f"| {row} | " + " | ".join(f"{column[row]:.2f}" for column in columns.values()) + " |")


if __name__ == "__main__":
    main()

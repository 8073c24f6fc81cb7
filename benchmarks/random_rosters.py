"""Rosters of random plans, each judged by a checker that knows nothing of the program.

    python benchmarks/random_rosters.py [--plans 300] [--first 1] --check CHECKER.py

Plan number n is the same on any machine. Even numbers also drop the names from their roster, lose some shifts
and double others, and seek people for what is left (mode `assign`). A CHECKER is run with the plan's folder,
the roster's path, --json and perhaps --shifts; it must find no violation, and the summary's objective. Plans
whose people cannot all work lawfully end with exit code 3 and are counted apart.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ZONES = ("UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe")
MONDAYS = (date(2027, 3, 8), date(2027, 3, 22), date(2027, 10, 25), date(2027, 6, 7), date(2027, 4, 5))
PROGRAM = "import sys; from staffing.cli import main; main()"
INFEASIBLE, TOLERANCE, TOLD_EVERY = 3, 1e-6, 20
Rows = list[dict[str, object]]
Agent = dict[str, str]

LUNCH = "lunch = { minutes = 30, paid = false, earliest_minutes = 180, latest_minutes = 300 }\n"
BREAKS = (
    "breaks = [ { minutes = 15, paid = true, earliest_minutes = 60, latest_minutes = 150 },\n"
    "           { minutes = 15, paid = true, earliest_minutes = 330, latest_minutes = 420 } ]\n"
)
PATTERNS = {
    "full": ("06:00", "14:00", "22:30", "510", LUNCH + BREAKS),
    "night": ("21:00", "23:00", "32:00", "510", LUNCH + BREAKS),
    "half": ("08:00", "16:00", "21:00", "[240, 300]", ""),
    "long": ("07:00", "11:00", "22:00", "630", LUNCH),
    "even": (
        "09:00",
        "15:00",
        "24:00",
        "480",
        "breaks = [ { minutes = 30, earliest_minutes = 120, latest_minutes = 300 } ]\n",
    ),
}


class RandomPlan:
    """The files of plan number `seed`, in a folder."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.draw = folder, random.Random(seed)
        draw = self.draw
        self.zone = draw.choice(ZONES)
        self.first = draw.choice(MONDAYS) + timedelta(days=draw.choice((0, 0, 0, 2)))
        self.days = draw.choice((5, 7, 7, 14, 21))
        self.width = draw.choice((30, 30, 15, 60))
        self.groups = draw.choice((["all"], ["all"], ["sales", "service"]))
        self.patterns = draw.sample(list(PATTERNS), draw.randint(1, 3))
        self.agents = [self._agent(k) for k in range(len(self.groups) + draw.randint(2, 6))]
        self.mode = "cover"
        self.law, self.soft = self._law(), self._soft()
        folder.mkdir(parents=True, exist_ok=True)
        self.write_plan("cover")
        self._write("agents.csv", list(self.agents))
        self._write("availability.csv", self._availability())
        self._write("state.csv", self._state())
        self._write("requirement.csv", self._requirement())

    def _agent(self, number: int) -> Agent:
        draw = self.draw
        groups = [self.groups[number % len(self.groups)]]
        if len(self.groups) > 1 and draw.random() < 0.25:
            groups = self.groups
        days = draw.choice((3, 4, 5, 5))
        return {
            "agent": f"a{number:02}",
            "group": "|".join(groups) if len(self.groups) > 1 else "",
            "patterns": "|".join(draw.sample(self.patterns, draw.randint(1, len(self.patterns)))),
            "hours_per_week_min": str(days * 4 - 4) if draw.random() < 0.6 else "",
            "hours_per_week_max": str(days * 8 + 2) if draw.random() < 0.7 else "",
            "days_per_week_min": str(days - 2) if draw.random() < 0.4 else "",
            "days_per_week_max": str(days) if draw.random() < 0.7 else "",
            "hours_per_period_min": str(draw.choice((8, 12))) if draw.random() < 0.2 else "",
            "hours_per_period_max": str(draw.choice((40, 60, 90))) if draw.random() < 0.2 else "",
            "max_shifts": f"{draw.choice(self.patterns)}={draw.randint(2, 6)}"
            if draw.random() < 0.25
            else "",
            "earliest_start": draw.choice(("", "", "07:00")),
            "latest_end": draw.choice(("", "", "31:00")),
            "days": draw.choice(("", "", "mon-fri", "tue-sun")),
            "cost_factor": draw.choice(("", "1.1", "0.9")),
            "exempt": draw.choice(("", "", "night|weekend")),
            "rest_hours": draw.choice(("", "", "10")),
            "max_consecutive_days": draw.choice(("", "", "5")),
            "start_tolerance_minutes": draw.choice(("", "", "", "120")),
            "leave_day_hours": draw.choice(("", "", "6")),
        }

    def _law(self) -> dict[str, object]:
        draw = self.draw
        law: dict[str, object] = {
            "rest_hours": draw.choice((9, 11, 12)),
            "fairness_cost": draw.choice((0, 0.1)),
        }
        for name, values in (
            ("max_consecutive_days", (4, 6)),
            ("max_consecutive_nights", (2, 4)),
            ("max_hours_per_week", (38, 48)),
            ("weekends_off", (1, 2)),
            ("min_consecutive_days_off", (2,)),
            ("min_consecutive_days", (2,)),
            ("deep_understaffing_cost", (25,)),
            ("refused_factor", (0.5,)),
            ("week_starts", ('"sun"', '"mon"')),
            ("weekend", ('"fri-sat"', '"sat-sun"')),
        ):
            if draw.random() < 0.5:
                law[name] = draw.choice(values)
        return law

    def _soft(self) -> dict[str, float]:
        draw = self.draw
        prices = {"hours_per_week_min": 6.0, "days_per_week_min": 4.0, "hours_per_period_min": 5.0}
        prices |= {
            "min_consecutive_days": 3.0,
            "min_consecutive_days_off": 3.0,
            "max_consecutive_nights": 8.0,
        }
        prices |= {"weekends_off": 9.0, "start_tolerance_minutes": 1.5}
        always = {"min_consecutive_days", "hours_per_period_min"}
        return {name: price for name, price in prices.items() if name in always or draw.random() < 0.6}

    def write_plan(self, mode: str) -> None:
        """plan.toml in one of the modes."""
        draw = random.Random(len(self.agents) + self.days)
        text = f'[centre]\nname = "random"\ntimezone = "{self.zone}"\ninterval_minutes = {self.width}\n\n'
        text += "[people]\nattendance = 0.95\nadherence = 0.9\n\n[schedule]\n"
        text += (
            f"start_every_minutes = {max(30, self.width)}\nunderstaffing = 10.0\noverstaffing_cost = 0.2\n"
        )
        for name in self.patterns:
            early, late, end, length, rests = PATTERNS[name]
            text += f'\n[[schedule.pattern]]\nname = "{name}"\nearliest_start = "{early}"\n'
            text += f'latest_start = "{late}"\nlatest_end = "{end}"\nlength_minutes = {length}\n{rests}'
        if draw.random() < 0.3:
            text += '\n[[schedule.premium]]\ndays = "sat-sun"\nstart = "18:00"\nend = "06:00"\nextra = 0.25\n'
        text += f'\n[roster]\nmode = "{mode}"\nagents = "agents.csv"\navailability = "availability.csv"\n'
        text += 'state = "state.csv"\n' + "".join(f"{key} = {value}\n" for key, value in self.law.items())
        text += "\n[roster.soft]\n" + "".join(f"{key} = {value}\n" for key, value in self.soft.items())
        (self.folder / "plan.toml").write_text(text, encoding="utf-8")

    def _availability(self) -> Rows:
        draw, rows = self.draw, []
        for agent in self.agents:
            for _ in range(draw.choice((0, 0, 1, 2, 3))):
                kind = draw.choice(("leave", "unavailable", "available", "wish-off", "wish-off", "wish-work"))
                day = self.first + timedelta(days=draw.randrange(self.days))
                row: dict[str, object] = {"agent": agent["agent"], "start": day, "end": "", "kind": kind}
                row |= {"weight": draw.choice(("", 2, 4)), "pattern": ""}
                if kind == "available":
                    row |= {"start": f"{day}T07:00", "end": f"{day + timedelta(days=1)}T07:00"}
                elif kind in {"unavailable", "wish-off", "wish-work"} and draw.random() < 0.5:
                    row |= {"start": f"{day}T06:00", "end": f"{day}T12:00"}
                if kind.startswith("wish") and draw.random() < 0.3:
                    row["pattern"] = draw.choice(self.patterns)
                rows.append(row)
        return rows

    def _state(self) -> Rows:
        """Shifts of the three weeks before that keep a rest and runs of four days."""
        draw, rows = self.draw, []
        for agent in self.agents:
            own, run = agent["patterns"].split("|"), 0
            for back in range(21, 0, -1):
                if run >= 4 or draw.random() < 0.45:
                    run = 0
                    continue
                run += 1
                day = self.first - timedelta(days=back)
                rows.append({"agent": agent["agent"], "date": day, "kind": "", **self._worked(day, own[0])})
            if draw.random() < 0.5:
                day = self.first - timedelta(days=10)
                rows.append(
                    {"agent": agent["agent"], "date": day, "kind": draw.choice(("refused", "granted"))}
                )
        return rows

    def _worked(self, day: date, pattern: str) -> dict[str, object]:
        hours, minutes = map(int, PATTERNS[pattern][0].split(":"))
        length = int(re.findall(r"\d+", PATTERNS[pattern][3])[0])
        start = datetime(day.year, day.month, day.day, hours, minutes, tzinfo=ZoneInfo(self.zone))
        end = (start.astimezone(ZoneInfo("UTC")) + timedelta(minutes=length)).astimezone(ZoneInfo(self.zone))
        paid = (length - (30 if LUNCH in PATTERNS[pattern][4] else 0)) / 60
        return {"start": start.isoformat(), "end": end.isoformat(), "pattern": pattern, "paid_hours": paid}

    def _requirement(self) -> Rows:
        draw, rows = self.draw, []
        opens, closes = draw.choice(((7, 22), (0, 24), (8, 18)))
        zone, share = ZoneInfo(self.zone), len(self.agents) / len(self.groups) / 4
        for day in (self.first + timedelta(days=k) for k in range(self.days)):
            for group in self.groups:
                for minute in range(opens * 60, closes * 60, self.width):
                    moment = datetime(day.year, day.month, day.day, *divmod(minute, 60), tzinfo=zone)
                    back = moment.astimezone(ZoneInfo("UTC")).astimezone(zone)
                    if back.replace(tzinfo=None) == moment.replace(tzinfo=None):
                        need = round(draw.uniform(0, 2) * share, 2)
                        rows.append({"interval_start": moment.isoformat(), "group": group, "agents": need})
        return (
            rows
            if len(self.groups) > 1
            else [{key: row[key] for key in row if key != "group"} for row in rows]
        )

    def _write(self, name: str, rows: Rows | list[Agent]) -> None:
        header = list(dict.fromkeys(key for row in rows for key in row)) or [
            "agent",
            "start",
            "end",
            "kind",
            "date",
        ]
        with (self.folder / name).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, header)
            writer.writeheader()
            writer.writerows(rows)  # type: ignore[arg-type]

    def write_shifts(self, roster: Path) -> Path:
        """shifts.csv of mode `assign`: the roster without names, some shifts gone and some twice."""
        with roster.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        is_grouped = len(self.groups) > 1 and self.draw.random() < 0.7
        counts: Counter[tuple[tuple[str, str], ...]] = Counter()
        for row in rows:
            drop = {"agent", "date"} if is_grouped else {"agent", "date", "group"}
            counts[tuple((key, cell) for key, cell in row.items() if key not in drop)] += self.draw.choice(
                (0, 1, 1, 2)
            )
        self._write("shifts.csv", [{**dict(key), "agents": count} for key, count in counts.items() if count])
        return self.folder / "shifts.csv"


def roster(plan: RandomPlan, out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """`staffing roster` of a plan, with little effort."""
    files = [str(plan.folder / "requirement.csv"), "--rules", str(plan.folder / "plan.toml")]
    command = ["roster", *files, "--effort", "low", "--out", str(out), "--quiet", *options]
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *command], capture_output=True, text=True, check=False
    )


def judged(checker: str, plan: RandomPlan, out: Path, *options: str) -> str:
    """What the checker says against a roster."""
    done = subprocess.run(
        [sys.executable, checker, str(plan.folder), str(out / "roster.csv"), *options, "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return done.stdout + done.stderr
    told = json.loads((out / "summary.json").read_text(encoding="utf-8"))["objective"]
    objective = json.loads(done.stdout)["objective"]
    return "" if abs(told - objective) < TOLERANCE else f"objective {told}, but {objective} by the checker"


def outcome(folder: Path, seed: int, checker: str) -> str:
    """`ok`, `infeasible`, or what is wrong with plan number `seed`."""
    plan, out = RandomPlan(folder / "plan", seed), folder / "out"
    done = roster(plan, out)
    if done.returncode == INFEASIBLE:
        return "infeasible"
    fault = done.stderr if done.returncode else judged(checker, plan, out)
    if fault or seed % 2 or len((out / "roster.csv").read_text(encoding="utf-8").splitlines()) < 3:
        return fault or "ok"
    plan.write_plan("assign")
    shifts = ("--shifts", str(plan.write_shifts(out / "roster.csv")))
    done = roster(plan, out, *shifts)
    return done.stderr if done.returncode else judged(checker, plan, out, *shifts) or "ok, assigned"


def main() -> None:
    """Print what came of the plans; exit code 1 if anything is wrong with one."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--plans", type=int, default=300)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--check", required=True)
    asked = parser.parse_args()
    outcomes: Counter[str] = Counter()
    for seed in range(asked.first, asked.first + asked.plans):
        with tempfile.TemporaryDirectory() as folder:
            said = outcome(Path(folder), seed, asked.check)
        outcomes[said if said.startswith("ok") or said == "infeasible" else "wrong"] += 1
        if not said.startswith("ok") and said != "infeasible":
            print(f"plan {seed}: {said}", flush=True)
        if seed % TOLD_EVERY == 0:
            print(f"up to plan {seed}: {dict(outcomes)}", flush=True)
    print(dict(outcomes))
    sys.exit(1 if outcomes["wrong"] else 0)


if __name__ == "__main__":
    main()

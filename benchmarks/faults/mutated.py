"""Plans and all other input files with random damage: a command reads each, and ends as it should."""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import forked
from centre import history
from damage import damaged
from record import Record
from whole import wrong_end, wrong_runs

ROOT = Path(__file__).resolve().parent.parent.parent
RUN, PRIOR, PLAN = "runs/2026-11-23", "runs/2026-11-20", "plan.toml"
_PLAN = """
[centre]
name = "Centre"
timezone = "America/New_York"
interval_minutes = 30
open = { mon-fri = ["08:00-12:00", "12:00-18:00"], sat = "closed" }

[history]
source = "history.csv"
format = "auto"
queues = "keep"
outliers = "leave-out"
aht_seconds = 240
[history.limits]
missing = 0.05
impossible = 0

[forecast]
days = 2
method = "mean-of-weeks"
holidays = "US"
events = "events.csv"
new_queues = "new.csv"

[service]
target = "80/20"
definition = "offered"
model = "erlang-a"
patience_seconds = 180
patience_law = "exponential"
redial = 0.1
variation = "sipp"
uncertainty = "none"
max_wait_seconds = 60
max_abandonment = 0.2
max_occupancy = 0.95
min_agents = 1
period = "interval"
[[service.override]]
queue = "all"
days = "mon"
start = "10:00"
end = "12:00"
target = "70/30"

[people]
attendance = 0.95
adherence = 0.92
shrinkage = [0.05, 0.02]

[schedule]
start_every_minutes = 60
cyclic_week = false
understaffing = 3.0
max_understaffing = 0.5
overstaffing_cost = 0.1
cost_per_distinct_shift = 0.01
solver = "highs"
effort = "low"
time_limit_seconds = 5
gap = 0.02
[[schedule.pattern]]
name = "full-time"
days = "mon-fri"
earliest_start = "08:00"
latest_start = "10:00"
latest_end = "18:30"
length_minutes = 480
cost_per_hour = 1.0
max_agents = 100
min_agents = 0
lunch = { minutes = 30, paid = false, earliest_minutes = 180, latest_minutes = 300 }
breaks = [{ minutes = 15, paid = true, earliest_minutes = 60, latest_minutes = 120 }]
[[schedule.pattern]]
name = "part-time"
days = "mon,tue,wed,thu,fri"
earliest_start = "08:00"
latest_start = "14:00"
length_minutes = [240, 300]
cost_per_shift = 0.1
[[schedule.premium]]
days = "mon"
start = "16:00"
end = "06:00"
extra = 0.25
[[schedule.starts]]
pattern = "part-time"
days = "mon-fri"
latest_start = "08:59"
max_agents = 20

[alerts]
forecast_wape = 0.5
forecast_bias = 0.5
forecast_coverage = 0.1
forecast_days = 3
understaffing = 0.9
[runs]
keep = 3
[metrics.service_level]
at_least = 0.7
[capacity]
heads = 30
weekly_hours = 38
away = 0.1
turnover_per_year = 0.3
ramp = [0, 0.5]
class_size = 2
"""
_INPUTS = {
    "plan.toml": _PLAN,
    "history.csv": history(1).replace("çağrı", "all"),
    "events.csv": "date,end,name,effect,queue\n2026-10-12,,Columbus Day,ignore,\n"
    "2026-11-24,2026-11-24,sale,1.2,all\n2026-11-25,,training,like 2026-11-18,\n",
    "new.csv": "queue,contacts_per_week,like,aht_seconds\nchat,500,all,300\n",
    "curve.csv": "seconds,still_waiting\n0,0.98\n30,0.8\n120,0.4\n600,0.05\n",
    "losses.csv": "days,start,end,shrinkage\nmon-fri,08:00,12:00,0.1\nmon,10:00,11:00,0.2\n",
    "map.toml": 'dates = "mdy"\n[columns]\ninterval_start = ["Day", "Time"]\noffered = "Calls In"\n'
    'aht_seconds = { column = "Talk", unit = "mm:ss", total = false }\n[outcomes]\nVoicemail = "abandoned"\n',
    "export.csv": "Day,Time,Calls In,Talk\n" + "".join(
        f"11/{day}/2026,{hour}:00 AM,{hour + day},4:{day}\n" for day in range(16, 21) for hour in range(8, 12)
    ),
    "calls.csv": "wait_seconds,outcome\n"
    + "".join(f"{n % 70},{('answered', 'abandoned')[n % 3 == 0]}\n" for n in range(90)),
}  # fmt: skip

_READ = {
    "plan.toml": (
        "plan plan.toml --out out --as-of 2026-11-23",
        "size forecast.csv --rules plan.toml --out o",
        "evaluate requirement.csv --rules plan.toml --out o",
        "breaks shifts.csv requirement.csv --rules plan.toml --out o",
        "schedule requirement.csv --rules plan.toml --out s",
        "capacity plan.toml --weeks 4 --out o",
        "whatif plan.toml --volume +10% --days 1 --out o",
        "scorecard history.csv --plan plan.toml --out o",
        "size forecast.csv --rules plan.toml --model erlang-a --out o",
        f"explain {RUN} actuals.csv --rules plan.toml --out o",
        f"adjust {RUN} --actuals actuals.csv --now 2026-11-23T11:00 --rules plan.toml --out o",
        "drift runs actuals.csv --rules plan.toml --out o",
    ),
    "history.csv": (
        "forecast history.csv --days 2 --method mean-of-weeks --timezone America/New_York --out o",
        "inspect history.csv --timezone America/New_York",
        "scorecard history.csv --out o",
        "read history.csv --out o",
        "init drawn --from history.csv --timezone America/New_York",
    ),
    "events.csv": (
        "forecast history.csv --days 3 --method mean-of-weeks --events events.csv --out o",
        "backtest history.csv --days 1 --method seasonal-naive --events events.csv --out o",
    ),
    "new.csv": ("forecast history.csv --days 2 --method mean-of-weeks --new-queues new.csv --out o",),
    "curve.csv": ("size forecast.csv --patience-curve curve.csv --out o",),
    "losses.csv": ("size forecast.csv --shrinkage losses.csv --out o",),
    "map.toml": ("read export.csv --map map.toml --out o",),
    "export.csv": ("read export.csv --map map.toml --out o", "read export.csv --out o"),
    "calls.csv": ("patience calls.csv --calls --curve o",),
    "forecast.csv": ("size forecast.csv --out o", "lines forecast.csv --out o"),
    "requirement.csv": (
        "evaluate requirement.csv --out o",
        "breaks shifts.csv requirement.csv --rules plan.toml --out o",
        "schedule requirement.csv --rules plan.toml --out s",
    ),
    "shifts.csv": (
        "breaks shifts.csv requirement.csv --rules plan.toml --out o",
        f"adjust {RUN} --actuals actuals.csv --now 2026-11-23T11:00 --shifts shifts.csv --out o",
    ),
    "actuals.csv": (
        f"explain {RUN} actuals.csv --out o",
        "drift runs actuals.csv --out o",
        f"adjust {RUN} --actuals actuals.csv --now 2026-11-23T11:00 --out o",
    ),
    "people.csv": (
        "scorecard served.csv --people people.csv --out o",
        f"explain {RUN} actuals.csv --people people.csv --out o",
    ),
    "costs.csv": ("scorecard served.csv --costs costs.csv --out o",),
    "quality.csv": ("scorecard served.csv --quality quality.csv --out o",),
    "leavers.csv": ("scorecard served.csv --leavers leavers.csv --out o",),
    "book.xlsx": ("read book.xlsx --out o",),
    "plans.db": (
        "explain sqlite:///plans.db actuals.csv --out o",
        "drift sqlite:///plans.db actuals.csv --out o",
    ),
}  # fmt: skip
_OF_A_RUN = (
    f"explain {RUN} actuals.csv --out o",
    f"adjust {RUN} --actuals actuals.csv --now 2026-11-23T11:00 --out o",
    "drift runs actuals.csv --out o",
    "runs runs",
    f"diff {PRIOR} {RUN}",
    f"whatif plan.toml --keep {RUN} --volume +10% --out o",
    f"scorecard served.csv --plan {RUN} --out o",
)
_READ |= {
    f"{RUN}/{name}": _OF_A_RUN
    for name in ("run.json", "summary.json", "forecast.csv", "requirement.csv", "shifts.csv", "coverage.csv")
}
_MADE = ("out", "o", "s", "drawn")  # by the commands above


def mutated(folder: Path, plans: int, files: int, seed: int) -> Iterator[Record]:
    """So many damaged plans, of one with every section, and other files; a record for each kind."""
    with forked.searching_inline():
        base = _based(folder)
        names = [name for name in _READ if name != PLAN]
        shares = {name: files // len(names) + (turn < files % len(names)) for turn, name in enumerate(names)}
        for name, count in {PLAN: plans, **shares}.items():
            if count:
                yield _all(base, name, count, seed)


def _all(base: Path, name: str, count: int, seed: int) -> Record:
    """One of the commands that read the file, for each damage; what ended wrongly is printed."""
    for command in _READ[name]:
        _good(base, command)  # a command that refuses what is good would show nothing
        _clear(base)
    record, good = Record(f"{name} damaged"), (base / name).read_bytes()
    for case in range(seed, seed + count):
        rng = random.Random(f"{name} {case}")
        data, command = damaged(name, good, rng), rng.choice(_READ[name])
        (base / name).write_bytes(data)
        done = forked.run(base, [*command.split(), "--quiet"])
        found = [*wrong_end(done), *wrong_runs(base / "out")]
        if found:
            wrong = base.parent / "wrong"
            wrong.mkdir(exist_ok=True)
            (wrong / f"{case}-{name.replace('/', '-')}").write_bytes(data)
        record.add(done.code, [f"case {case}: staffing {command}: {fault}" for fault in found])
        (base / name).write_bytes(good)
        _clear(base)
    return record


def _clear(base: Path) -> None:
    """Remove what a command has made."""
    for path in (base / name for name in _MADE):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _based(folder: Path) -> Path:
    """A folder with one good file of every kind, and two runs."""
    base = folder / "base"
    base.mkdir(parents=True)
    for name, text in _INPUTS.items():
        (base / name).write_text(text, encoding="utf-8")
    for name in ("people", "costs", "quality", "leavers"):
        shutil.copy(ROOT / "data" / "service-centre" / f"{name}.csv", base)
    shutil.copy(ROOT / "data" / "service-centre" / "history.csv", base / "served.csv")
    shutil.copy(ROOT / "tests" / "layouts" / "wide-days-by-halfhours.matrix.xlsx", base / "book.xlsx")
    for day in ("20", "23"):
        _good(base, f"plan plan.toml --out runs --as-of 2026-11-{day}")
    for table in ("forecast", "requirement", "shifts"):
        shutil.copy(base / RUN / f"{table}.csv", base)
    (base / "actuals.csv").write_text(_actuals(base / RUN / "forecast.csv"), encoding="utf-8")
    _good(base, "store push sqlite:///plans.db runs")
    return base


def _actuals(forecast: Path) -> str:
    rows = ["interval_start,queue,offered,answered,abandoned,answered_within_target,wait_seconds,aht_seconds"]
    for line in forecast.read_text(encoding="utf-8").splitlines()[1:]:
        start, queue, offered, *_ = line.split(",")
        contacts = round(float(offered) * 1.1)
        rows.append(f"{start},{queue},{contacts},{contacts},0,{contacts * 8 // 10},12,250")
    return "\n".join(rows) + "\n"


def _good(base: Path, command: str) -> None:
    """Run a command that must succeed."""
    done = forked.run(base, [*command.split(), "--quiet"])
    if done.code:
        sys.exit(f"staffing {command}: {done.code} {done.stderr}")

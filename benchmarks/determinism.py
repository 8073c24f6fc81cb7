"""Whether plans give the same bytes on an idle machine, on a busy one, on one core, anywhere.

    python benchmarks/determinism.py                        the sample plans, the starter plan, four weeks
    python benchmarks/determinism.py --cases FOLDER         FOLDER/*/{plan.toml, requirement.csv} besides
    python benchmarks/determinism.py --plans bank-2003 four-weeks --conditions idle busy
    python benchmarks/determinism.py --base TREE            objective and CPU time beside those of a checkout

A row per plan and condition: a hash of its CSV files together, CPU seconds of all its processes, objective,
what ended the search, and whether the files are those of the first condition. Exit code 1 where they are not.

`busy` is beside four processes that take all the CPU time they get; `one core` pins the run to a processor
(Linux); `robbed` kills its first two search processes; `Dask` is a local cluster of two processes: `plan` is
given it by --cluster, `schedule`, which has no such option, is run by one of its workers, and CPU seconds are
those of what started it. The four weeks are 20 heads round the clock.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ("bank-2003", "simulated-centre")
STARTER, FOUR_WEEKS = "starter", "four-weeks"
BURNERS = 4
RUN = """
import sys
import staffing
if not staffing.__file__.startswith(sys.argv[1]):
    sys.exit(f"{staffing.__file__} would run instead of the code in {sys.argv[1]}")
sys.argv[:2] = ["staffing"]
from staffing.cli import main
main()
"""
CENTRE = """
[centre]
name = "Four weeks round the clock"
timezone = "Europe/Zurich"
[people]
attendance = 1.0
adherence = 1.0
[schedule]
understaffing = 5.0
[[schedule.pattern]]
name = "long"
length_minutes = [360, 600]
lunch = { minutes = 30, paid = false, earliest_minutes = 150, latest_minutes = 240 }
breaks = [{ minutes = 15, paid = true, earliest_minutes = 60, latest_minutes = 120 }]
[[schedule.pattern]]
name = "short"
length_minutes = [240, 300]
breaks = [{ minutes = 15, paid = true, earliest_minutes = 90, latest_minutes = 150 }]
"""
HEADS_BY_HOUR = (2, 2, 2, 2, 3, 4, 7, 11, 15, 18, 20, 19, 17, 17, 18, 17, 15, 13, 11, 9, 7, 5, 4, 3)
HEADS_BY_DAY = (1.0, 0.95, 0.9, 0.9, 0.95, 0.65, 0.55)


@dataclass(frozen=True)
class Condition:
    """How a run is treated: its environment, its options, and who is beside it."""

    environment: dict[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    burners: int = 0
    on_one_core: bool = False
    deaths: int = 0
    on_dask: bool = False


CONDITIONS = {
    "idle": Condition(),
    "busy": Condition(burners=BURNERS),
    "one core": Condition(on_one_core=True),
    "jobs 1": Condition(options=("--jobs", "1")),
    "jobs 2": Condition(options=("--jobs", "2")),
    "robbed": Condition(deaths=2),
    "Dask": Condition(on_dask=True),
    "Auckland": Condition({"TZ": "Pacific/Auckland"}),
    "New York": Condition({"TZ": "America/New_York"}),
    "Kathmandu": Condition({"TZ": "Asia/Kathmandu"}),
    "C": Condition({"LC_ALL": "C"}),
    "tr_TR": Condition({"LC_ALL": "tr_TR.UTF-8", "PYTHONUTF8": "0"}),
}


@dataclass(frozen=True)
class Outcome:
    """The hash of all CSV files of a run, its CPU seconds, its objective and what ended its search."""

    sums: str
    cpu_seconds: float
    objective: float
    ended_by: str


def main() -> None:
    """Run what is asked, print a row each, end with 1 where one differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plans", nargs="+", help="some of the plans")
    parser.add_argument("--cases", type=Path, metavar="FOLDER")
    parser.add_argument("--conditions", nargs="+", choices=CONDITIONS, default=list(CONDITIONS))
    parser.add_argument("--base", type=Path, metavar="TREE", help="a checkout whose code to run first, idle")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="determinism-") as folder:
        commands = _commands(Path(folder), given.cases)
        chosen = given.plans or list(commands)
        print("| plan | condition | files | CPU s | objective | ended by | |\n|---|---|---|---|---|---|---|")
        same = [_compare(name, commands[name], given, Path(folder)) for name in chosen]
    sys.exit(0 if all(same) else 1)


def _commands(folder: Path, cases: Path | None) -> dict[str, list[str]]:
    """By the name of a plan, the command that makes its shifts, without `--out`."""
    commands = {name: ["plan", str(ROOT / "data" / name / "plan.toml")] for name in SAMPLES}
    _staffing(ROOT, ["init", str(folder / STARTER)], Condition())
    commands[STARTER] = ["plan", str(folder / STARTER / "plan.toml")]
    weeks = folder / FOUR_WEEKS
    weeks.mkdir()
    (weeks / "plan.toml").write_text(CENTRE, encoding="utf-8")
    (weeks / "requirement.csv").write_text(_four_weeks(), encoding="utf-8")
    found = [weeks, *(sorted(path.parent for path in cases.glob("*/plan.toml")) if cases else [])]
    for case in found:
        rules = str(case / "plan.toml")
        commands[case.name] = ["schedule", str(case / "requirement.csv"), "--rules", rules]
    return commands


def _four_weeks() -> str:
    """Heads of every half-hour, no two days alike."""
    lines = ["interval_start,scheduled"]
    for slot in range(28 * 48):
        day, hour = slot // 48, slot // 2 % 24
        wobble = 0.95 + (slot * 37 + day * 101) % 11 / 100
        heads = HEADS_BY_HOUR[hour] * HEADS_BY_DAY[day % 7] * wobble
        lines.append(f"2027-02-{day + 1:02d}T{hour:02d}:{slot % 2 * 30:02d},{heads:.2f}")
    return "\n".join([*lines, ""])


def _compare(name: str, command: list[str], given: argparse.Namespace, folder: Path) -> bool:
    """A plan under every condition; true if all its files are the same."""
    if given.base:
        _show(name, "base", _run(given.base.resolve(), command, Condition(), folder / "base" / name), None)
    first: Outcome | None = None
    same = True
    for one in given.conditions:
        found = _run(ROOT, command, CONDITIONS[one], folder / one / name)
        _show(name, one, found, first)
        first = first or found
        same &= found.sums == first.sums
    return same


def _show(name: str, condition: str, found: Outcome, first: Outcome | None) -> None:
    verdict = "" if first is None else "same" if first.sums == found.sums else "DIFFERS"
    row = f"| {name} | {condition} | {found.sums[:12]} | {found.cpu_seconds:.1f} | {found.objective:,.1f} "
    print(f"{row}| {found.ended_by} | {verdict} |", flush=True)


def _run(tree: Path, command: list[str], condition: Condition, out: Path) -> Outcome:
    """One run with the tree's code, and what it wrote."""
    whole = [*command, "--out", str(out), "--quiet", *condition.options]
    cpu = (_on_dask if condition.on_dask else _staffing)(tree, whole, condition)
    latest = out / "latest" if command[0] == "plan" else out
    files = sorted(latest.glob("*.csv"))
    content = b"".join(file.name.encode() + file.read_bytes() for file in files)
    summary = json.loads((latest / "summary.json").read_text(encoding="utf-8"))
    sums = hashlib.sha256(content).hexdigest()
    return Outcome(sums, cpu, summary["objective_hours"], summary.get("ended_by", ""))


def _staffing(tree: Path, arguments: list[str], condition: Condition) -> float:
    """CPU seconds of a command and all it starts; what it prints is not looked at unless it fails."""
    environment = {**os.environ, "PYTHONPATH": str(tree), **condition.environment}
    command = [sys.executable, "-P", "-c", RUN, str(tree), *arguments]
    if condition.on_one_core:
        command = ["taskset", "-c", "0", *command]
    with ExitStack() as beside:
        run = subprocess.Popen(command, env=environment, cwd=tree, stderr=subprocess.PIPE, text=True)
        if condition.deaths:
            threading.Thread(target=_rob, args=(run, condition.deaths), daemon=True).start()
        beside.enter_context(_busy(condition.burners))
        assert run.stderr is not None
        said = run.stderr.read()
        _, status, usage = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
    if run.returncode:
        sys.exit(f"staffing {' '.join(arguments)}\n{said}")
    return usage.ru_utime + usage.ru_stime


def _on_dask(tree: Path, arguments: list[str], condition: Condition) -> float:
    """The same on a cluster of two."""
    from distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as cluster,
        Client(cluster) as client,
    ):
        if arguments[0] == "plan":
            return _staffing(tree, [*arguments, "--cluster", cluster.scheduler_address], condition)
        seconds: float = client.submit(_staffing, tree, arguments, condition).result()
        return seconds


@contextmanager
def _busy(burners: int) -> Iterator[None]:
    """So many processes that take all the CPU time they get."""
    running = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(burners)]
    try:
        yield
    finally:
        for process in running:
            process.kill()
            process.wait()


def _rob(run: subprocess.Popen[str], deaths: int) -> None:
    """Kill the first search processes of a run, a second after each appears (Linux)."""
    killed: set[int] = set()
    while run.returncode is None and len(killed) < deaths:
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                is_search = "staffing.worker" in (folder / "cmdline").read_text()
                if parent == run.pid and is_search and int(folder.name) not in killed:
                    time.sleep(1.0)
                    os.kill(int(folder.name), signal.SIGKILL)
                    killed.add(int(folder.name))
        time.sleep(0.05)


if __name__ == "__main__":
    main()

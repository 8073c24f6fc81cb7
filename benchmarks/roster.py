"""Rosters of the cases of a folder: objective, best known, gap, CPU seconds and memory.

    python benchmarks/roster.py FOLDER [CASE …] [--effort low|normal|high] [--check CHECKER.py]

Each case is a folder with plan.toml, requirement.csv and the files of `[roster]`; `best.json` holds the best
known objective (`best_found`). CPU seconds and memory are those of the command, which runs alone in a process
of its own; a CHECKER is run on each roster with the case's folder and the roster's path.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

HEADER = f"{'case':24}{'objective':>12}{'best known':>12}{'above':>8}{'bound':>12}{'CPU s':>8}{'MB':>7}"


def run(case: Path, effort: str, checker: str | None) -> str:
    """One case as a line of the table."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["roster", case / "requirement.csv", "--rules", case / "plan.toml", "--out", folder]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        program = "import sys; from staffing.cli import main; main()"
        subprocess.run(
            [sys.executable, "-c", program, *map(str, command), "--effort", effort, "--quiet"], check=True
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        summary = json.loads((Path(folder) / "summary.json").read_text(encoding="utf-8"))
        verdict = ""
        if checker is not None:
            roster = Path(folder) / "roster.csv"
            done = subprocess.run(
                [sys.executable, checker, str(case), str(roster)], capture_output=True, text=True, check=False
            )
            verdict = "  " + done.stdout.split("\n", 1)[0].split(" objective")[0]
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    best_file = case / "best.json"
    best = json.loads(best_file.read_text(encoding="utf-8"))["best_found"] if best_file.exists() else None
    objective, bound = summary["objective"], summary["lower_bound"]
    known = ("", "") if best is None else (f"{best:,.1f}", f"{objective / best - 1:+.2%}")
    proven = "" if bound is None else f"{bound:,.1f}"
    memory = after.ru_maxrss / 1024  # the most of any child so far
    return (
        f"{case.name:24}{objective:>12,.1f}{known[0]:>12}{known[1]:>8}{proven:>12}{seconds:>8.1f}{memory:>7.0f}"
        f"{verdict}"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("cases", nargs="*")
    parser.add_argument("--effort", default="normal")
    parser.add_argument("--check")
    asked = parser.parse_args()
    print(HEADER, flush=True)
    for plan in sorted(asked.folder.glob("*/plan.toml")):
        if not asked.cases or plan.parent.name in asked.cases:
            print(run(plan.parent, asked.effort, asked.check), flush=True)


if __name__ == "__main__":
    main()

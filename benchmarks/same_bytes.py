"""Whether two commits write the same CSV files for the three plans, byte for byte.

    python benchmarks/same_bytes.py BASE [OTHER]              commits; OTHER is HEAD if absent
    python benchmarks/same_bytes.py main . --plans starter     `.` is the checkout as it is

The plans are `data/bank-2003`, `data/simulated-centre` and the starter plan of `staffing init`, each as it
stands in the commit, and run by the code of that commit, with the dependencies of this Python. Exit code 1
where a file differs. Searches hang on counted work, so a busy machine will do; a commit before that differs
from itself there.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHECKOUT = "."
STARTER = "starter"
PLANS = {
    "bank-2003": Path("data/bank-2003/plan.toml"),
    "simulated-centre": Path("data/simulated-centre/plan.toml"),
    STARTER: None,  # made by `staffing init`
}
RUN = """
import sys
import staffing
if not staffing.__file__.startswith(sys.argv[1]):
    sys.exit(f"{staffing.__file__} would run instead of the code in {sys.argv[1]}")
sys.argv[:2] = ["staffing"]
from staffing.cli import main
main()
"""
ABSENT = "-"


@dataclass(frozen=True)
class Outcome:
    """One plan's run: the SHA-256 of each CSV by its name, and how long shifts were searched for."""

    sums: dict[str, str]
    seconds: float


def main() -> None:
    """Run the plans with both commits, print the table, end with 1 where a file differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("base", metavar="BASE", help="a commit, or . for the checkout")
    parser.add_argument("other", metavar="OTHER", nargs="?", default="HEAD", help="a commit, or .")
    parser.add_argument("--plans", nargs="+", choices=PLANS, default=list(PLANS))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="same-bytes-") as folder:
        trees = [
            _tree(commit, Path(folder) / side) for commit, side in ((given.base, "a"), (given.other, "b"))
        ]
        same = [_compare(plan, trees, Path(folder)) for plan in given.plans]  # each, also after a difference
    if not all(same):
        print("Not the same. If a commit differs from itself, nothing is shown: run it on an idle machine.")
    sys.exit(0 if all(same) else 1)


def _tree(commit: str, place: Path) -> Path:
    """The files of the commit, unpacked into `place`; the checkout stays where it is."""
    if commit == CHECKOUT:
        return ROOT
    archive = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=BytesIO(archive)) as files:
        files.extractall(place, filter="data")
    return place


def _compare(name: str, trees: list[Path], folder: Path) -> bool:
    """Run one plan with both trees, and once more where they differ; true if all files are the same."""
    first = [_run(name, tree, folder / f"{name}-{side}") for side, tree in enumerate(trees)]
    if _show(name, *first):
        return True
    again = [_run(name, tree, folder / f"{name}-{side}-again") for side, tree in enumerate(trees)]
    for commit, one, two in zip(("BASE", "OTHER"), first, again, strict=True):
        if one.sums != two.sums:
            print(f"{name:18}{commit} differs from itself: the clock ended a step of its search")
    return _show(name, *again)


def _show(name: str, base: Outcome, other: Outcome) -> bool:
    """Print a line per file; true if all are the same."""
    for file in sorted(base.sums | other.sums):
        one, two = (outcome.sums.get(file, ABSENT) for outcome in (base, other))
        print(f"{name:18}{file:26}{one[:12]:14}{two[:12]:14}{'same' if one == two else 'DIFFERS'}")
    print(f"{name:18}searched for {base.seconds:.1f} s and {other.seconds:.1f} s", flush=True)
    return base.sums == other.sums


def _run(name: str, tree: Path, place: Path) -> Outcome:
    """The plan of that name run with the code in `tree`, into folders below `place`."""
    relative = PLANS[name]
    plan = place / "plan.toml" if relative is None else tree / relative
    if relative is None:
        _staffing(tree, "init", place)
    _staffing(tree, "plan", plan, "--out", place / "out", "--quiet")
    latest = place / "out" / "latest"
    sums = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in latest.glob("*.csv")}
    if not sums:
        sys.exit(f"{name}: no CSV in {latest}")
    summary = json.loads((latest / "summary.json").read_text(encoding="utf-8"))
    return Outcome(sums, float(summary["solve_seconds"]))


def _staffing(tree: Path, *arguments: object) -> None:
    """Run a command of the tree's code; what it prints is not looked at unless it fails."""
    command = [sys.executable, "-P", "-c", RUN, str(tree), *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    done = subprocess.run(command, env=environment, cwd=tree, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{tree}: staffing {' '.join(map(str, arguments))}\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    main()

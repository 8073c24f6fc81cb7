"""From a file to a schedule in two commands, `staffing init DIR --from FILE` and `staffing plan`.

    python benchmarks/first_hour.py FOLDER... [--timezone Z]

Every export in the folders is tried, without an edit between the commands. Prints a row per file: seconds of
both commands, the opening hours found, paid hours and service of the schedule, or the refusal.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

EXPORTS = {
    ".csv",
    ".txt",
    ".tsv",
    ".xlsx",
    ".xls",
    ".jsonl",
    ".json",
    ".gz",
    ".zst",
    ".parquet",
    ".htm",
    ".html",
}
NO_EXPORTS = {"cmd.txt", "right.txt"}


class Tried(NamedTuple):
    """How one file fared; `note` is the refusal where there is one."""

    case: str
    init_seconds: float
    plan_seconds: float | None
    hours: str
    paid_hours: float | None
    service_level: float | None
    note: str


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--timezone", default="Europe/Berlin", help="of files that do not tell their zone")
    asked = parser.parse_args()
    print("| case | init s | plan s | opening hours | paid h | service | note |")
    print("|---|---|---|---|---|---|---|")
    for folder in asked.folders:
        for file in exports(folder):
            one = tried(file, asked.timezone)
            plan = "" if one.plan_seconds is None else f"{one.plan_seconds:.1f}"
            paid = "" if one.paid_hours is None else f"{one.paid_hours:,.0f}"
            service = "" if one.service_level is None else f"{one.service_level:.1%}"
            cells = (one.case, f"{one.init_seconds:.1f}", plan, one.hours, paid, service, one.note)
            print(f"| {' | '.join(cells)} |", flush=True)


def exports(folder: Path) -> Iterator[Path]:
    """The files of a folder that may be exports, in name order."""
    for file in sorted(folder.rglob("*")):
        if file.suffix in EXPORTS and file.name not in NO_EXPORTS and file.is_file():
            yield file


def tried(file: Path, timezone: str) -> Tried:
    """Both commands, run as a user runs them; the zone is named only where the program asks for it."""
    case = f"{file.parent.name}/{file.name}"
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "centre"
        said, seconds = staffing("init", folder, "--from", file)
        if said.returncode and "--timezone" in said.stderr:
            said, seconds = staffing("init", folder, "--from", file, "--timezone", timezone)
        if said.returncode:
            return Tried(case, seconds, None, "", None, None, first_line(said.stderr))
        text = (folder / "plan.toml").read_text(encoding="utf-8")
        named = re.search(r"^open = \{ (.*) \}", text, re.MULTILINE)
        hours = "always" if named is None else named[1].replace('"', "")
        guess = "handle time guessed" if "GUESSED" in text else ""
        done, plan_seconds = staffing("plan", folder / "plan.toml", "--json")
        if done.returncode:
            return Tried(case, seconds, plan_seconds, hours, None, None, first_line(done.stderr))
        summary = json.loads(done.stdout)
        return Tried(
            case, seconds, plan_seconds, hours, summary["paid_hours"], summary["service_level"], guess
        )


def staffing(*arguments: object) -> tuple[subprocess.CompletedProcess[str], float]:
    """A command and its wall seconds."""
    start = time.perf_counter()
    command = [str(Path(sys.executable).parent / "staffing"), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done, time.perf_counter() - start


def first_line(text: str) -> str:
    """The first line of a message, fit for a cell of a table."""
    lines = [line for line in text.splitlines() if line.startswith("staffing:")] or text.splitlines() or [""]
    return lines[0].removeprefix("staffing: ").replace("|", "/")[:160]


if __name__ == "__main__":
    main()

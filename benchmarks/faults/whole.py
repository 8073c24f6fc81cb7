"""What is wrong with an output folder, and with how a command ended: nothing, if all is well."""

from __future__ import annotations

import csv
import json
import os
import signal
from collections.abc import Collection, Iterator
from pathlib import Path

from centre import Centre, Ended, digests, made_of

TABLES = ("forecast", "requirement", "shifts", "coverage", "simulation", "simulation_days")
OTHERS = ("shifts-by-person.csv", "summary.json", "run.json", "report.html")
FILES = {*(f"{table}.csv" for table in TABLES), *OTHERS}
_DOCUMENTED = (0, 1, 2, 3, 4, 5)
_INTERRUPTED = (130, 143)
OUR_CODE = os.path.join("staffing", "cli")  # part of what a traceback names once signals are heeded


def wrong_end(done: Ended, *, signals: Collection[int] = ()) -> Iterator[str]:
    """A traceback, an undocumented exit code, a signal that nobody sent, a refusal without a hint."""
    said = done.stderr.strip()
    if signal.SIGINT in signals and "KeyboardInterrupt" in said and OUR_CODE not in said:
        return  # Python itself was still being started
    for word in ("Traceback", "internal error", "Warning:"):
        if word in done.stderr or word in done.stdout:
            yield f"{word} (exit code {done.code}): {said[-600:]}"
            return
    by_signal = {*(-number for number in signals), *(_INTERRUPTED if signals else ())}
    if done.code not in _DOCUMENTED and done.code not in by_signal:
        yield f"exit code {done.code}: {said[-600:]}"
    elif done.code == 1 and "Hint: " not in done.stderr:
        yield f"refused without a hint: {said[-600:]}"


def wrong_runs(out: Path, centre: Centre | None = None) -> Iterator[str]:
    """Runs that are partial, mixed or not linked; of a known centre also CSVs that its inputs do not give."""
    for link in sorted(out.iterdir()) if out.is_dir() else []:
        if link.name.startswith("."):
            continue  # hidden: no reader looks there
        if not link.is_symlink() or not link.exists():
            yield f"{link.name} is no link to a run"
            continue
        name = os.readlink(link) if link.name == "latest" else link.name
        try:
            faults = [*_torn(link), *(_mixed(link, name, centre) if centre else ())]
        except (OSError, ValueError, KeyError) as fault:
            faults = [f"cannot be read: {fault!r}"]
        yield from (f"{link.name}: {fault}" for fault in faults)


def _torn(run: Path) -> Iterator[str]:
    """A file that is missing, cut off or of another length than run.json says."""
    names = {file.name for file in run.iterdir()}
    if names != FILES:
        yield f"files {sorted(names ^ FILES)} too few or too many"
        return
    trace, summary = (
        json.loads((run / f"{name}.json").read_text(encoding="utf-8")) for name in ("run", "summary")
    )
    for table in TABLES:
        with (run / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
            rows = sum(1 for _ in csv.reader(stream)) - 1
        if rows != trace["rows"][table]:
            yield f"{table}.csv has {rows} rows, run.json says {trace['rows'][table]}"
    if summary["intervals"] != trace["rows"]["coverage"]:
        yield "summary.json is of another run"
    if not (run / "report.html").read_text(encoding="utf-8").rstrip().endswith("</html>"):
        yield "report.html is cut off"


def _mixed(run: Path, name: str, centre: Centre) -> Iterator[str]:
    """CSVs that differ from what an undisturbed run writes of the inputs that run.json names."""
    key = made_of(run, name)
    if key not in centre.right:
        yield "of inputs that nobody wrote"
    elif digests(run) != centre.right[key]:
        yield "CSVs that an undisturbed run of these inputs does not write"


def leftovers(out: Path) -> Iterator[str]:
    """What a good run should have swept."""
    for path in (*out.glob(".runs/.partial-*"), *out.glob(".*.new"), *out.glob(".lock.holder")):
        yield f"{path.name} is left"


def is_alive(process_id: int) -> bool:
    """Whether a process runs; one that has ended and waits to be asked for its code does not."""
    try:
        os.kill(process_id, 0)
        return Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)

"""Many plans by one command: each is the command `staffing plan PLAN` in a process of its own.

So a plan that fails, or whose process dies, is an outcome among others; its run is the one that it would have
been alone; and its memory is given back before the next one begins. On a cluster the workers start these
processes: they must find the plans and the folders for runs under the same paths.
"""

from __future__ import annotations

import glob
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from staffing.cluster import ClusterError, connected
from staffing.errors import UsageError
from staffing.parallel import Engine, processors
from staffing.tables.source import STANDARD

OUR_FAULT = 70
OWN_FOLDER = "plan.toml"  # what a plan is called that has a folder of its own


@dataclass(frozen=True)
class PlanRequest:
    """A plan as it was given, where its runs go, and the further options of its command.

    `processes`: how many it may use at once; None: as many as there are processors where it runs.
    """

    plan: str
    out: str
    options: tuple[str, ...]
    processes: int | None


@dataclass(frozen=True)
class PlanOutcome:
    """How a plan's command ended: its exit code, what it said on standard error, the summary of its run."""

    plan: str
    out: str
    exit_code: int
    message: str
    summary: dict[str, Any] | None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "plan": self.plan,
            "out": self.out,
            "exit": self.exit_code,
            "message": self.message,
            "summary": self.summary,
        }


def plans_of(given: Sequence[str]) -> list[str]:
    """The plan files, patterns that the shell left alone filled in; UsageError for one that names none."""
    plans = []
    for name in given:
        is_pattern = glob.has_magic(name) and not Path(name).exists()
        found = sorted(glob.glob(name, recursive=True)) if is_pattern else [name]
        if not found:
            raise UsageError(f"no plan is called {name}", hint="check the name of the folder")
        plans += found
    return plans


def folders_of(plans: Sequence[str], out: str | None) -> list[str]:
    """Where the runs of each plan go; UsageError where that is one place for two of them, or one is no file.

    `OUT/<name>`, by the plan's file name or, for a `plan.toml`, that of its folder; without `out` beside the
    plan: `runs/<name>`, for a `plan.toml` `runs`.
    """
    if STANDARD in plans:
        raise UsageError(
            "a plan from standard input (-) is planned alone",
            hint="write it to a file, or give no other plan",
        )
    folders = [str(_folder_of(Path(plan), out)) for plan in plans]
    places = [os.path.realpath(folder) for folder in folders]
    for index, place in enumerate(places):
        if place in places[:index]:
            other = plans[places.index(place)]
            raise UsageError(
                f"{other} and {plans[index]} would both write their runs to {folders[index]}",
                hint="give each plan once, and plans of one --out different names",
            )
    return folders


def _folder_of(plan: Path, out: str | None) -> Path:
    is_alone = plan.name == OWN_FOLDER
    if out is None:
        return plan.parent / "runs" if is_alone else plan.parent / "runs" / plan.stem
    return Path(out) / (plan.absolute().parent.name if is_alone else plan.stem)


def run_plans(
    plans: Sequence[str], folders: Sequence[str], options: Sequence[str], engine: Engine
) -> Iterator[PlanOutcome]:
    """The outcome of each plan, in their order; one plan at a time unless the engine says otherwise."""
    if not plans:
        return
    if engine.cluster is not None:
        requests = _requests(plans, folders, options, None)
        yield from _on_cluster(engine.cluster, requests)
        return
    jobs = min(engine.jobs or 1, len(plans))
    requests = _requests(plans, folders, options, max(1, processors() // jobs) if jobs > 1 else None)
    pool = ThreadPoolExecutor(jobs)
    try:
        yield from pool.map(run_one, requests)
    finally:
        pool.shutdown(cancel_futures=True)


def _requests(
    plans: Sequence[str], folders: Sequence[str], options: Sequence[str], processes: int | None
) -> list[PlanRequest]:
    return [
        PlanRequest(plan, os.path.abspath(folder), tuple(options), processes)
        for plan, folder in zip(plans, folders, strict=True)
    ]


def _on_cluster(address: str, requests: Sequence[PlanRequest]) -> Iterator[PlanOutcome]:
    there = [PlanRequest(os.path.abspath(one.plan), one.out, one.options, one.processes) for one in requests]
    with connected(address) as cluster:
        for request, outcome in zip(requests, cluster.each(run_one, there), strict=True):
            try:
                ended = outcome()
            except ClusterError as error:
                ended = PlanOutcome(request.plan, request.out, OUR_FAULT, error.message, None)
            yield PlanOutcome(request.plan, ended.out, ended.exit_code, ended.message, ended.summary)


def run_one(request: PlanRequest) -> PlanOutcome:
    """Run the command of a plan to its end, whatever that is."""
    command = [sys.executable, "-P", "-m", "staffing.cli.child", "plan", request.plan, "--quiet", "--json"]
    done = subprocess.run(
        [*command, "--out", request.out, *request.options],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path)),
            "PYTHONIOENCODING": "utf-8",
            **({} if request.processes is None else {"LOKY_MAX_CPU_COUNT": str(request.processes)}),
        },
    )
    message = "\n".join(line.removeprefix("staffing: ") for line in done.stderr.strip().splitlines())
    if done.returncode < 0:
        message = f"its process was killed by signal {-done.returncode}"
    code = OUR_FAULT if done.returncode < 0 else done.returncode
    try:
        summary = json.loads(done.stdout) if code in {0, 5} else None
    except ValueError:
        code, summary = OUR_FAULT, None
    return PlanOutcome(request.plan, request.out, code, message, summary)


def exit_code(outcomes: Sequence[PlanOutcome]) -> int:
    """Of the whole command: 70 where any plan ended so, else the lowest that is not 0, else 0."""
    codes = {outcome.exit_code for outcome in outcomes} - {0}
    return OUR_FAULT if OUR_FAULT in codes else min(codes, default=0)


def failures(outcomes: Sequence[PlanOutcome]) -> list[str]:
    """A table of the plans that did not end with 0: plan, exit code, what was said.

    Without any it has no lines; what was said in several goes on below its first.
    """
    rows = [outcome for outcome in outcomes if outcome.exit_code]
    if not rows:
        return []
    width = max(len("plan"), *(len(row.plan) for row in rows))
    lines = [f"{'plan':<{width}}  exit  message"]
    for row in rows:
        first, *more = row.message.splitlines() or ["it said nothing"]
        lines.append(f"{row.plan:<{width}}  {row.exit_code:>4}  {first}")
        lines += [f"{'':<{width}}        {line}" for line in more]
    return lines

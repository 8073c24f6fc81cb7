"""Many plans by one command: each is the command `staffing plan PLAN` in a process of its own.

So a plan that fails, or whose process dies, is an outcome among others; its run is the one that it would have
been alone; and its memory is given back before the next one begins. On a cluster the workers start these
processes: they must find the plans and the folders for runs under the same paths.
"""

from __future__ import annotations

import glob
import json
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from staffing.cli.children import Children
from staffing.cli.log_lines import LogLine
from staffing.cli.streams import ERROR
from staffing.cluster import ClusterError, connected
from staffing.errors import UsageError
from staffing.parallel import Engine, processors
from staffing.plan.run.publish import LATEST
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
    said: tuple[LogLine, ...]
    summary: dict[str, Any] | None

    @property
    def notes(self) -> tuple[str, ...]:
        """What a planner should know of a run, whether it ended well or not."""
        return tuple(line.text for line in self.said if line.is_note)

    @property
    def message(self) -> str:
        """What went wrong, and the alerts."""
        return "\n".join(line.text for line in self.said if not line.is_note)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "plan": self.plan,
            "out": self.out,
            "exit": self.exit_code,
            "message": self.message,
            "notes": list(self.notes),
            "summary": self.summary,
        }


def plans_of(given: Sequence[str]) -> list[str]:
    """The plan files, patterns that the shell left alone filled in; UsageError for one that names none."""
    plans = []
    for name in given:
        found = sorted(glob.glob(name, recursive=True)) if is_pattern(name) else [name]
        if not found:
            raise UsageError(f"no plan is called {name}", hint="check the name of the folder")
        plans += found
    return plans


def is_pattern(name: str) -> bool:
    """Whether it stands for the plans that fit it, however many they are."""
    return glob.has_magic(name) and not Path(name).exists()


def folder_of_one(plan: str, out: str | None) -> str | None:
    """Where the runs of a plan go that is planned alone: `out`, if any; UsageError where others are beside.

    Its runs among those of several plans would go on elsewhere, and what reads them would not know.
    """
    among_others, folder = (
        _folder_of(Path(plan), out),
        Path(plan).parent / "runs" if out is None else Path(out),
    )
    if plan != STANDARD and _has_runs(among_others) and not _has_runs(folder):
        raise UsageError(
            f"{folder} holds the runs of several plans, those of {plan} in {among_others}",
            hint=f"to go on there, add --out {among_others}, or give the pattern of all plans in quotes",
        )
    return out


def _has_runs(folder: Path) -> bool:
    return os.path.lexists(folder / LATEST)


def folders_of(plans: Sequence[str], out: str | None) -> list[str]:
    """Where the runs of each plan go; UsageError where that is one place for two of them, or one is no file.

    `OUT/<name>`, by the plan's file name or, for a `plan.toml`, that of its folder; without `out` beside the
    plan: `runs/<name>`, for a `plan.toml` `runs`. UsageError too where `OUT` itself holds runs, those of a
    plan that was planned alone: its `latest` would stand still while the runs go on elsewhere.
    """
    if STANDARD in plans:
        raise UsageError(
            "a plan from standard input (-) must be the only plan",
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
    for plan, folder in zip(plans, folders, strict=True):
        alone = _folder_alone(Path(plan), out)
        if Path(folder) != alone and _has_runs(alone):
            raise UsageError(
                f"{alone} holds the runs of a single plan; those of several go to folders in it: {folder}",
                hint=f"name another --out, or move all of {alone} into a folder in it, named as their plan",
            )
    return folders


def _folder_alone(plan: Path, out: str | None) -> Path:
    return plan.parent / "runs" if out is None else Path(out)


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
    pool, children = ThreadPoolExecutor(jobs), Children()
    try:
        yield from pool.map(partial(run_one, children=children), requests)
    finally:
        children.end()
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
                ended = PlanOutcome(request.plan, request.out, OUR_FAULT, _fault(error.message), None)
            yield replace(ended, plan=request.plan)


def run_one(request: PlanRequest, children: Children | None = None) -> PlanOutcome:
    """Run the command of a plan to its end, whatever that is, as one of the children."""
    command = [sys.executable, "-P", "-m", "staffing.cli.child", "--log-format", "json", "plan", request.plan]
    done = (children or Children()).run(
        [*command, "--json", "--out", request.out, *request.options],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path)),
            "PYTHONIOENCODING": "utf-8",
            **({} if request.processes is None else {"LOKY_MAX_CPU_COUNT": str(request.processes)}),
        },
    )
    said = tuple(LogLine.read(line) for line in done.stderr.splitlines() if line.strip())
    if done.returncode < 0:
        said = _fault(f"its process was killed by signal {-done.returncode}")
    code = OUR_FAULT if done.returncode < 0 else done.returncode
    try:
        summary = json.loads(done.stdout) if code in {0, 5} else None
    except ValueError:
        code, summary = OUR_FAULT, None
    if code and all(line.is_note for line in said):
        said = (*said, LogLine(ERROR, code, "it said nothing"))
    return PlanOutcome(request.plan, request.out, code, said, summary)


def _fault(message: str) -> tuple[LogLine, ...]:
    return (LogLine(ERROR, OUR_FAULT, message),)


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
        first, *more = row.message.splitlines()
        lines.append(f"{row.plan:<{width}}  {row.exit_code:>4}  {first}")
        lines += [f"{'':<{width}}        {line}" for line in more]
    return lines

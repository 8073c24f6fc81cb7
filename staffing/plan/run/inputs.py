"""The inputs of a run: read, hashed, and known to be the bytes that were hashed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, TypeVar

from staffing.errors import InputError, PlanError, Problem
from staffing.plan.file.plan_file import PlanFile
from staffing.tables.database_url import file_of, is_database, without_password, without_passwords
from staffing.tables.source import STANDARD

R = TypeVar("R")

ATTEMPTS = 3  # an export may be replaced while it is read, hardly three times in a row

InputFile = dict[str, str | int]


@dataclass(frozen=True, eq=False)
class RunInputs(Generic[R]):
    """The plan with what stands beside it, what was read by it, and for run.json what each file was."""

    plan: PlanFile
    read: R
    files: list[InputFile]


def read_inputs(plan: PlanFile, read: Callable[[PlanFile], R]) -> RunInputs[R]:
    """All that a run reads, history and people by `read`; again where a file was replaced meanwhile.

    PlanError where `[history] source` is no file; InputError where the files do not stand still.
    """
    query = plan.history_source.query
    for _ in range(ATTEMPTS):
        fresh = replace(plan)  # which has read nothing yet
        try:
            names = fresh.beside
            before = [_state(name) for name in names]
            files = [_own(plan), *(input_of(name, query) for name in names)]
            found = read(fresh.checked())
            after = [_state(name) for name in fresh.beside]
        except InputError as error:
            raise _of_source(error, plan) from None
        if before == after:
            return RunInputs(fresh, found, [file for file in files if file])
    hint = "replace exports whole, by renaming, and not while a plan is made"
    raise InputError(Problem(_changed(names, before), "a file that is not changed while it is read", hint))


def input_of(source: str, query: str | None) -> InputFile:
    """An input's path, size and SHA-256; of a database its URL without the password, and the query."""
    url = without_password(source)
    if is_database(source) and file_of(source) is None:
        return {"path": url, "query": without_passwords(query or "")}
    path = Path(file_of(source) or source)
    try:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        size = path.stat().st_size
    except OSError as fault:
        raise InputError(Problem(url, f"a readable file ({fault.strerror})", "check the path")) from None
    asked = {"query": without_passwords(query or "")} if is_database(source) else {}
    return {"path": url, "bytes": size, "sha256": digest, **asked}


def _own(plan: PlanFile) -> InputFile:
    """Of the bytes that were parsed, whatever lies there by now; nothing of a plan from standard input."""
    if str(plan.path) == STANDARD:
        return {}
    digest = hashlib.sha256(plan.content).hexdigest()
    return {"path": str(plan.path), "bytes": len(plan.content), "sha256": digest}


def _state(source: str) -> tuple[str, int, int, int, int] | None:
    """What changes when a file is replaced or written to; None of a database, which reads consistently."""
    if is_database(source):
        return None
    try:
        found = Path(source).stat()
    except OSError:
        return source, 0, 0, 0, 0
    return source, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _changed(names: Sequence[str], before: Sequence[object]) -> str:
    """The first file that is no longer as it was."""
    return next((name for name, state in zip(names, before, strict=True) if _state(name) != state), names[0])


def _of_source(error: InputError, plan: PlanFile) -> InputError:
    """The same, as a fault of the key `[history] source` where that names no file that can be read."""
    problem, source = error.problems[0], plan.history_source
    is_there = source.path == STANDARD or is_database(source.path) or Path(source.path).is_file()
    if is_there or problem.file != source.name or problem.line is not None:
        return error
    key = "history.source"
    hint = f"{problem.hint}; it is looked for beside the plan"
    shown = without_password(plan.history.source)
    return PlanError(Problem(str(plan.path), problem.expected, hint, plan.key_lines.get(key), key, shown))

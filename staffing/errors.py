"""Every error `staffing` raises on purpose, and the exit code each ends in.

    StaffingError ......................... base: a message, a hint, an exit code
    ├── InputError ................... 1   a file or value is wrong (many Problems, reported together)
    │   └── PlanError ................ 1   the plan file is wrong
    ├── UsageError ................... 2   the command line is wrong
    ├── InfeasibleError .............. 3   no plan can satisfy the rules
    └── LockedError .................. 4   another run holds the lock of the output folder

Code 0 is success, 5 a crossed alert threshold (an outcome, not an error), 70 our own fault: any other
exception that reaches the command line.

Every error says what to do next: `hint` is never empty.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

SHOWN_PROBLEMS = 20
TO_COPY = "    "  # lines of a hint that begin so are for a file: they are printed as they are


class StaffingError(Exception):
    """Base of all errors a user can cause; `str(error)` is the text to print, hint included."""

    exit_code = 70

    def __init__(self, message: str, *, hint: str) -> None:
        self.message = message
        self.hint = hint
        super().__init__(message)

    def __str__(self) -> str:
        return f"{self.message}. Hint: {self.hint}"

    def __reduce__(self) -> tuple[Any, ...]:
        """Errors come back from other processes as they were raised there."""
        return _again, (type(self), self.args, self.__dict__)


def _again(kind: type[StaffingError], arguments: tuple[Any, ...], state: dict[str, Any]) -> StaffingError:
    error = kind.__new__(kind, *arguments)
    error.__dict__.update(state)
    return error


@dataclass(frozen=True)
class Problem:
    """One wrong value: where it stands, what was found, what was expected, what to do."""

    file: str
    expected: str
    hint: str
    line: int | None = None
    column: str | None = None
    value: str | None = None

    def __str__(self) -> str:
        return f"{self.without_hint()}. Hint: {self.hint}"

    def without_hint(self) -> str:
        """What is wrong, on one line: a line break in a name of the file's is shown as `\\n`."""
        where = self.file
        if self.line is not None:
            where += f", line {self.line}"
        if self.column is not None:
            where += f", column {self.column}"
        found = "" if self.value is None else f"found {_shorten(self.value)!r}, "
        return f"{where}: {found}expected {self.expected}".replace("\n", "\\n")


class InputError(StaffingError):
    """A file or value given by the user is wrong. Lists the first 20 problems and counts all."""

    exit_code = 1

    def __init__(self, problems: Sequence[Problem] | Problem, *, count: int | None = None) -> None:
        self.problems = [problems] if isinstance(problems, Problem) else list(problems)
        self.count = len(self.problems) if count is None else count
        super().__init__(self._listing(), hint=self.problems[0].hint)

    def _listing(self) -> str:
        lines = [str(problem) for problem in self.problems[:SHOWN_PROBLEMS]]
        if self.count > len(lines):
            lines.append(f"… {self.count} problems in all, the first {len(lines)} shown.")
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.message  # each problem carries its own hint


class PlanError(InputError):
    """The plan file is wrong; `column` of each problem is the dotted key."""


class UsageError(StaffingError):
    """The command line is wrong."""

    exit_code = 2


def unknown_name(kind: str, name: str, known: Collection[str]) -> UsageError:
    """The error for a name that a registry does not hold, with the nearest one that it does."""
    hint = f"{did_you_mean(name, known)}known: {', '.join(known)}"
    return UsageError(f"unknown {kind} {name!r}", hint=hint)


def did_you_mean(name: str, known: Collection[str]) -> str:
    """`did you mean 'erlang-c'? `, to begin a hint with; empty where no known name is near."""
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1, cutoff=0.5)
    return f"did you mean '{near[0]}'? " if near else ""


def install_line(extra: str) -> str:
    """The line that adds an extra of this package: from where it was installed, a clone or a registry."""
    import json
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        origin = json.loads(distribution("staffing").read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        origin = {}
    if "dir_info" not in origin:
        return f"pip install 'staffing[{extra}]'"
    flag = "-e " if origin["dir_info"].get("editable") else ""
    return f"pip install {flag}'.[{extra}]' (in the folder of its source)"


class InfeasibleError(StaffingError):
    """No plan can satisfy the rules: the rules and intervals in conflict, and changes that would help.

    `conflicts` follow the message and several changes the word Hint, each on a line of its own.
    """

    exit_code = 3

    def __init__(self, message: str, conflicts: Sequence[str] = (), *, hint: str | Sequence[str]) -> None:
        self.is_listed = bool(conflicts)
        listing = "\n  ".join([f"{message}:", *conflicts]) if conflicts else message
        super().__init__(listing, hint=hint if isinstance(hint, str) else "\n  or ".join(hint))

    def __str__(self) -> str:
        return f"{self.message}\nHint: {self.hint}" if self.is_listed else super().__str__()


class LockedError(StaffingError):
    """Another run holds the lock of the output folder."""

    exit_code = 4


class ReaderLeft(Exception):  # noqa: N818 - it is no error
    """Whoever reads our standard output (`| head`) has what they wanted: no fault, and no StaffingError."""


def _shorten(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"

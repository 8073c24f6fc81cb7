"""The command line in a copy of this process: as quick as a call, as harmless as a process of its own.

Everything is imported once, in the parent. A case that hangs or takes all memory ends by limits of its copy.
The search for shifts runs in the copy itself, not in a process of its own, whose start takes longer than it;
that for a roster puts fewer weeks back.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from centre import Ended

CPU_SECONDS = 60
WAIT_SECONDS = 900
BYTES = 4_000_000_000
WEEKS = 1000  # put back in the search for a roster, at normal effort
TRACEBACK = 99  # the exit code of a copy that an exception left


class Inline:
    """A `staffing.worker.Worker` that is no process."""

    def __init__(self, modules: Sequence[str] = ()) -> None:
        del modules  # imported already
        self.cpu_seconds = 0.0

    def run(
        self, function: Callable[..., Iterator[Any]], arguments: Sequence[Any], _: float = 0
    ) -> Iterator[Any]:
        """What the function yields, here."""
        yield from function(*arguments)

    def stop(self) -> None:
        """Nothing is there to be stopped."""

    close = stop


def run(folder: Path, arguments: Sequence[str]) -> Ended:
    """`staffing` with these arguments, in that folder."""
    captured = [folder.parent / name for name in ("stdout", "stderr")]
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if not child:
        _be_the_command(folder, arguments, captured)
    status = os.waitpid(child, 0)[1]
    stdout, stderr = (file.read_text(encoding="utf-8", errors="replace") for file in captured)
    return Ended(os.waitstatus_to_exitcode(status), stdout, stderr)


def _be_the_command(folder: Path, arguments: Sequence[str], captured: Sequence[Path]) -> None:
    """Never returns."""
    code = TRACEBACK
    try:
        signal.alarm(WAIT_SECONDS)
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
        for descriptor, file in enumerate((Path(os.devnull), *captured)):
            flags = os.O_RDWR | (os.O_CREAT | os.O_TRUNC if descriptor else 0)
            os.dup2(os.open(file, flags, 0o644), descriptor)
        os.chdir(folder)
        sys.argv = ["staffing", *arguments]
        from staffing.cli import main

        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(code)


@contextmanager
def searching_briefly() -> Iterator[None]:
    """Let searches be short, in the process that asks for them; what a command may need is imported first."""
    import staffing
    from staffing import crew
    from staffing.roster import effort

    for module in pkgutil.walk_packages(staffing.__path__, "staffing."):
        if ".migrations." in module.name:  # run by Alembic only
            continue
        importlib.import_module(module.name)
    for name in ("highspy", "pulp", "scipy.sparse", "sqlalchemy", "alembic", "rich.console", "holidays"):
        with suppress(ImportError):  # an extra that is not installed
            importlib.import_module(name)
    os.environ["LOKY_MAX_CPU_COUNT"] = "1"  # no processes: a copy that ends at once would leave them behind
    usual = crew.Worker, effort.WEEKS_FOR_FEW
    crew.Worker, effort.WEEKS_FOR_FEW = Inline, WEEKS  # type: ignore[assignment, misc]
    try:
        yield
    finally:
        crew.Worker, effort.WEEKS_FOR_FEW = usual  # type: ignore[misc]

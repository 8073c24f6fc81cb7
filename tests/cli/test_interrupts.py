"""SIGINT and SIGTERM: one line and an exit code at any moment, never a traceback, nothing half-written."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from staffing.plan.run.publish import locked
from tests.cli.small_plans import AS_OF, small_plan
from tests.conftest import Completed

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX"),
]

MODULE = [sys.executable, "-m", "staffing"]
SCRIPT = [str(Path(sys.executable).parent / "staffing")]
SAID = {number: f"staffing: interrupted ({number.name})\n" for number in (signal.SIGINT, signal.SIGTERM)}
DEMAND = "interval_start,offered,aht_seconds\n2026-11-23T08:00,100,180\n"

# What the process does that is interrupted: `interrupt` sends it the signal, once.
_BEGIN = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # whatever the tests are run by
def interrupt(number=signal.{name}, left=[1]):
    if left:
        left.pop()
        os.kill(os.getpid(), number)
class Before:  # a module is imported
    @staticmethod
    def find_spec(name, *_):
        if name == {module!r}:
            interrupt()
sys.meta_path.insert(0, Before)
{more}
from staffing.__main__ import main
main()
"""


def interrupted(
    *arguments: object,
    number: signal.Signals = signal.SIGINT,
    module: str = "",
    more: str = "",
    cwd: Path | None = None,
) -> Completed:
    """A command that is sent a signal when it imports a module, or where `more` has it `interrupt()`."""
    code = _BEGIN.format(name=number.name, module=module, more=more)
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        input=DEMAND,
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
    )


@pytest.mark.parametrize("number", SAID)
@pytest.mark.parametrize("module", ["staffing.cli", "typer.main", "numpy", "numpy.linalg", "scipy.special"])
def test_an_import_is_interrupted_in_one_line(module: str, number: signal.Signals, tmp_path: Path) -> None:
    """Whether the program is loaded, or what a command needs; no file appears, whole or half."""
    done = interrupted("size", "-", "--out", "o.csv", number=number, module=module, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (128 + number, "", SAID[number])
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_half_written_is_removed(tmp_path: Path) -> None:
    """Interrupted just before it would get its name."""
    more = "replace, os.replace = os.replace, lambda *names: (interrupt(), replace(*names))"
    done = interrupted("size", "-", "--quiet", "--out", "o.csv", more=more, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (130, SAID[signal.SIGINT])
    assert list(tmp_path.iterdir()) == []


OTHERS = {
    "made an error of it": """
    try: interrupt()
    except BaseException as fault: raise OSError from fault
""",
    "lost it, and went on": """
    try: interrupt()
    except BaseException: pass
    while True: pass
""",
    "lost it where nothing can be raised": """
    class Late:
        __del__ = lambda _: interrupt()
    Late()
    while True: pass
""",
    "were slow to end": """
    try: interrupt()
    finally: interrupt(left=[1])
""",
}


@pytest.mark.parametrize("others", OTHERS)
def test_an_interrupt_is_one_whatever_others_make_of_it(others: str) -> None:
    """Their code neither turns it into a fault of ours nor swallows it; a second signal ends all at once."""
    patience = "import staffing.interrupts\nstaffing.interrupts.GRACE_SECONDS = 0.1\n"
    patched = f"def lost(*_):{OTHERS[others]}import typer.main\ntyper.main.get_command = lost"
    done = interrupted("formats", more=patience + patched)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", SAID[signal.SIGINT])


@pytest.mark.parametrize("module", ["staffing.cli", "numpy"])
@pytest.mark.parametrize("option", [("--log-format", "json"), ("--log-format=json",)])
def test_an_interrupt_is_an_object_of_the_log(module: str, option: Sequence[str]) -> None:
    """Also where the options have not been read yet."""
    done = interrupted("size", "-", *option, module=module)
    told = json.loads(done.stderr)
    assert (told["level"], told["code"], told["message"]) == ("error", 130, "interrupted (SIGINT)")
    assert list(told) == ["time", "level", "code", "message"]


def test_a_signal_that_the_parent_ignores_is_ignored() -> None:
    """As under `nohup`, and in the background of a shell's script."""
    more = "signal.signal(signal.SIGINT, signal.SIG_IGN)"
    done = interrupted("formats", more=more, module="staffing.cli")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture
def in_the_foreground() -> Iterator[None]:
    """A shell has its background processes, and so theirs, ignore SIGINT."""
    usual = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, usual)


@pytest.mark.usefixtures("in_the_foreground")
@pytest.mark.parametrize("command", [SCRIPT, MODULE], ids=["staffing", "python -m staffing"])
def test_no_moment_shows_a_traceback_of_ours(command: Sequence[str], tmp_path: Path) -> None:
    """From the first moments on, of which Python itself takes some before it runs anything."""
    (tmp_path / "demand.csv").write_text(DEMAND, encoding="utf-8")
    for turn in range(60):
        process = subprocess.Popen(
            [*command, "size", "demand.csv", "--patience", "60", "--out", "o.csv", "--quiet"],
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            cwd=tmp_path,
        )
        time.sleep(turn / 60)
        process.send_signal(signal.SIGINT)
        said = process.communicate()[1]
        if "KeyboardInterrupt" in said:
            assert f"staffing{os.sep}cli" not in said
        else:
            assert (process.returncode, said) in {(0, ""), (-signal.SIGINT, ""), (130, SAID[signal.SIGINT])}
        assert {path.name for path in tmp_path.iterdir()} <= {"demand.csv", "o.csv"}


@pytest.mark.usefixtures("in_the_foreground")
@pytest.mark.parametrize("number", SAID)
def test_many_plans_end_with_their_command(number: signal.Signals, tmp_path: Path) -> None:
    """The signal is sent to the parent alone: its plans end in good order, no other begins."""
    plans = [small_plan(tmp_path, name, days=5) for name in ("a", "b", "c", "d")]
    out = tmp_path / "many"
    process = subprocess.Popen(
        [*SCRIPT, "plan", *plans, *AS_OF, "--jobs", "2", "--out", out, "--quiet"],
        stderr=subprocess.PIPE,
        text=True,
    )
    while process.poll() is None and not list(out.glob("*/.lock")):
        time.sleep(0.01)
    process.send_signal(number)
    assert (process.communicate(timeout=60)[1], process.returncode) == (SAID[number], 128 + number)
    assert {path.name for path in out.iterdir()} <= {"a", "b", "c"}
    assert list(out.glob("*/.runs/.partial-*")) == []
    for folder in out.iterdir():
        with locked(folder):
            pass  # nobody holds the lock

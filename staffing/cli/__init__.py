"""The command line: one file per command, each only options → stage → print.

Heavy modules are imported inside the commands, so that `staffing --help` stays fast; a test enforces it.
"""

from __future__ import annotations

import errno
import os
import sys
import warnings
from typing import NoReturn

import typer

from staffing.cli import (
    adjust,
    backtest,
    breaks,
    capacity,
    diff,
    drift,
    evaluate,
    explain,
    forecast,
    formats,
    init,
    inspect,
    lines,
    patience,
    plan,
    read,
    runs,
    schedule,
    scorecard,
    size,
    store,
    sweep,
    whatif,
)
from staffing.cli.streams import is_refused, prepare_streams, say
from staffing.errors import TO_COPY, InputError, Problem, ReaderLeft, StaffingError
from staffing.machine import ONE_THREAD

# Faults that no input explains, and no fault of ours: a full or read-only disk, rights, limits of a process.
_OF_THE_MACHINE = {
    *(
        errno.ENOSPC,
        errno.EROFS,
        errno.EACCES,
        errno.EPERM,
        errno.EIO,
        errno.EMFILE,
        errno.ENFILE,
        errno.ENOMEM,
    ),
    *(getattr(errno, name) for name in ("EDQUOT", "ESTALE", "EFBIG") if hasattr(errno, name)),
}

app = typer.Typer(
    name="staffing",
    help="Workforce planning for contact centres: history → forecast → agents → shifts.",
    epilog="Start with: staffing init my-centre && staffing plan my-centre/plan.toml",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def _root(
    version: bool = typer.Option(False, "--version", help="Print the version and exit.", is_eager=True),
) -> None:
    """Workforce planning for contact centres: history → forecast → agents → shifts."""
    if version:
        from staffing.version import __version__

        typer.echo(f"staffing {__version__}")
        raise typer.Exit


app.command("plan")(plan.plan)
app.command("forecast")(forecast.forecast)
app.command("backtest")(backtest.backtest)
app.command("size")(size.size)
app.command("evaluate")(evaluate.evaluate)
app.command("patience")(patience.patience)
app.command("sweep")(sweep.sweep)
app.command("lines")(lines.lines)
app.command("schedule")(schedule.schedule)
app.command("explain")(explain.explain)
app.command("drift")(drift.drift)
app.command("runs")(runs.runs)
app.command("diff")(diff.diff)
app.command("breaks")(breaks.breaks)
app.command("adjust")(adjust.adjust)
app.command("capacity")(capacity.capacity)
app.command("whatif")(whatif.whatif)
app.command("scorecard")(scorecard.scorecard)
app.command("inspect")(inspect.inspect)
app.command("read")(read.read)
app.command("formats")(formats.formats)
app.command("init")(init.init)
app.add_typer(store.store, name="store")


def main() -> None:
    """Run a command; every fault of the user's ends in its exit code and a message, never a traceback."""
    prepare_streams()
    os.environ |= ONE_THREAD  # before NumPy is imported
    if not (sys.warnoptions or os.environ.get("STAFFING_DEBUG")):
        warnings.simplefilter("ignore")  # they are for developers: what a user should know is a note
    try:
        app()
    except StaffingError as error:
        _end(error)
    except ReaderLeft:
        sys.exit(0)
    except OSError as fault:
        if is_refused(fault):
            from staffing.tables.source import no_place_to_write

            _end(no_place_to_write(fault))  # to what typer prints itself, such as --help
        if fault.errno not in _OF_THE_MACHINE:
            _end_with_a_fault_of_ours(fault)
        _end(_refused_by_the_machine(fault))
    except Exception as fault:
        _end_with_a_fault_of_ours(fault)


def _refused_by_the_machine(fault: OSError) -> InputError:
    """The error where a disk, a right or a limit of the machine does not let us work."""
    hint = "free space, or raise the limit or the right that is lacking, and run it again"
    where = str(fault.filename or "this machine")
    return InputError(Problem(where, f"a machine that lets us work ({fault.strerror})", hint))


def _end(error: StaffingError) -> NoReturn:
    """Say what is wrong, and end with its exit code."""
    for line in str(error).splitlines():
        say(line if line.startswith(TO_COPY) else f"staffing: {line}")
    sys.exit(error.exit_code)


def _end_with_a_fault_of_ours(fault: Exception) -> NoReturn:
    """Say that it is none of the user's, and end with 70."""
    if os.environ.get("STAFFING_DEBUG"):
        raise fault
    say(
        f"staffing: internal error: {type(fault).__name__}: {fault}. "
        "Hint: please report it with the command you ran; STAFFING_DEBUG=1 prints a traceback."
    )
    sys.exit(70)

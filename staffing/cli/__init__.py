"""The command line: one file per command, each only options → stage → print.

Heavy modules are imported inside the commands, so that `staffing --help` stays fast; a test enforces it.
"""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import typer

from staffing.cli import (
    adjust,
    backtest,
    breaks,
    capacity,
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
    schedule,
    scorecard,
    simulate,
    size,
    sweep,
    whatif,
)
from staffing.cli.streams import is_refused, prepare_streams, say
from staffing.errors import TO_COPY, ReaderLeft, StaffingError

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
app.command("simulate")(simulate.simulate)
app.command("explain")(explain.explain)
app.command("drift")(drift.drift)
app.command("breaks")(breaks.breaks)
app.command("adjust")(adjust.adjust)
app.command("capacity")(capacity.capacity)
app.command("whatif")(whatif.whatif)
app.command("scorecard")(scorecard.scorecard)
app.command("inspect")(inspect.inspect)
app.command("read")(read.read)
app.command("formats")(formats.formats)
app.command("init")(init.init)


def main() -> None:
    """Run a command; every fault of the user's ends in its exit code and a message, never a traceback."""
    prepare_streams()
    try:
        app()
    except StaffingError as error:
        _end(error)
    except ReaderLeft:
        sys.exit(0)
    except OSError as fault:
        if not is_refused(fault):
            _end_with_a_fault_of_ours(fault)
        from staffing.tables.source import no_place_to_write

        _end(no_place_to_write(fault))  # to what typer prints itself, such as --help
    except Exception as fault:
        _end_with_a_fault_of_ours(fault)


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

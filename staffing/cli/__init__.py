"""The command line: one file per command, each only options → stage → print.

Heavy modules are imported inside the commands, so that `staffing --help` stays fast; a test enforces it.
"""

from __future__ import annotations

from collections.abc import Callable

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
    handout,
    init,
    inspect,
    leave,
    lines,
    page,
    patience,
    plan,
    read,
    roster,
    runs,
    schedule,
    scorecard,
    simulate,
    size,
    skills,
    store,
    swap,
    sweep,
    whatif,
)
from staffing.cli.command_list import LOOK_UP, PLAN, TODAY, UNDERSTAND, CommandList, PlainUsage
from staffing.cli.ending import log_as, run

app = typer.Typer(
    name="staffing",
    cls=CommandList,
    help="Workforce planning for contact centres: history, forecast, agents, shifts.",
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
    log_format: str | None = typer.Option(
        None,
        metavar="FORMAT",
        help="Lines on standard error: text, or json (an object a line). May follow the command, too.",
    ),
) -> None:
    """Workforce planning for contact centres: history, forecast, agents, shifts."""
    if version:
        from staffing.version import __version__

        typer.echo(f"staffing {__version__}")
        raise typer.Exit
    if log_format is not None:
        log_as(log_format)


def _command(name: str, heading: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a command under a heading of the list of commands."""
    return app.command(name, cls=PlainUsage, rich_help_panel=heading)


_command("init", PLAN)(init.init)
_command("plan", PLAN)(plan.plan)
_command("forecast", PLAN)(forecast.forecast)
_command("size", PLAN)(size.size)
_command("lines", PLAN)(lines.lines)
_command("schedule", PLAN)(schedule.schedule)
_command("roster", PLAN)(roster.roster)
_command("handout", PLAN)(handout.handout)
_command("leave", PLAN)(leave.leave)
_command("capacity", PLAN)(capacity.capacity)
_command("skills", PLAN)(skills.skills)
_command("whatif", PLAN)(whatif.whatif)
_command("page", UNDERSTAND)(page.page)
_command("explain", UNDERSTAND)(explain.explain)
_command("scorecard", UNDERSTAND)(scorecard.scorecard)
_command("drift", UNDERSTAND)(drift.drift)
_command("backtest", UNDERSTAND)(backtest.backtest)
_command("simulate", UNDERSTAND)(simulate.simulate)
_command("evaluate", UNDERSTAND)(evaluate.evaluate)
_command("sweep", UNDERSTAND)(sweep.sweep)
_command("patience", UNDERSTAND)(patience.patience)
_command("breaks", TODAY)(breaks.breaks)
_command("adjust", TODAY)(adjust.adjust)
_command("swap", TODAY)(swap.swap)
_command("inspect", LOOK_UP)(inspect.inspect)
_command("read", LOOK_UP)(read.read)
_command("formats", LOOK_UP)(formats.formats)
_command("runs", LOOK_UP)(runs.runs)
_command("diff", LOOK_UP)(diff.diff)
app.add_typer(store.store, name="store", rich_help_panel=LOOK_UP)


def main() -> None:
    """Run a command; every fault of the user's ends in its exit code and a message, never a traceback."""
    run(app)

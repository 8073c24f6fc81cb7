"""The command line: one file per command, each only options → stage → print.

Heavy modules are imported inside the commands, so that `staffing --help` stays fast; a test enforces it.
"""

from __future__ import annotations

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
from staffing.cli.command_list import LOOK_UP, PLAN, TODAY, UNDERSTAND, CommandList
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


app.command("init", rich_help_panel=PLAN)(init.init)
app.command("plan", rich_help_panel=PLAN)(plan.plan)
app.command("forecast", rich_help_panel=PLAN)(forecast.forecast)
app.command("size", rich_help_panel=PLAN)(size.size)
app.command("lines", rich_help_panel=PLAN)(lines.lines)
app.command("schedule", rich_help_panel=PLAN)(schedule.schedule)
app.command("roster", rich_help_panel=PLAN)(roster.roster)
app.command("handout", rich_help_panel=PLAN)(handout.handout)
app.command("leave", rich_help_panel=PLAN)(leave.leave)
app.command("capacity", rich_help_panel=PLAN)(capacity.capacity)
app.command("skills", rich_help_panel=PLAN)(skills.skills)
app.command("whatif", rich_help_panel=PLAN)(whatif.whatif)
app.command("page", rich_help_panel=UNDERSTAND)(page.page)
app.command("explain", rich_help_panel=UNDERSTAND)(explain.explain)
app.command("scorecard", rich_help_panel=UNDERSTAND)(scorecard.scorecard)
app.command("drift", rich_help_panel=UNDERSTAND)(drift.drift)
app.command("backtest", rich_help_panel=UNDERSTAND)(backtest.backtest)
app.command("simulate", rich_help_panel=UNDERSTAND)(simulate.simulate)
app.command("evaluate", rich_help_panel=UNDERSTAND)(evaluate.evaluate)
app.command("sweep", rich_help_panel=UNDERSTAND)(sweep.sweep)
app.command("patience", rich_help_panel=UNDERSTAND)(patience.patience)
app.command("breaks", rich_help_panel=TODAY)(breaks.breaks)
app.command("adjust", rich_help_panel=TODAY)(adjust.adjust)
app.command("swap", rich_help_panel=TODAY)(swap.swap)
app.command("inspect", rich_help_panel=LOOK_UP)(inspect.inspect)
app.command("read", rich_help_panel=LOOK_UP)(read.read)
app.command("formats", rich_help_panel=LOOK_UP)(formats.formats)
app.command("runs", rich_help_panel=LOOK_UP)(runs.runs)
app.command("diff", rich_help_panel=LOOK_UP)(diff.diff)
app.add_typer(store.store, name="store", rich_help_panel=LOOK_UP)


def main() -> None:
    """Run a command; every fault of the user's ends in its exit code and a message, never a traceback."""
    run(app)

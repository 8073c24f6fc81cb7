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
    init,
    inspect,
    lines,
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
    sweep,
    whatif,
)
from staffing.cli.ending import log_as, run

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
    log_format: str | None = typer.Option(
        None, help="Lines on standard error: text, or json (an object a line). May follow the command, too."
    ),
) -> None:
    """Workforce planning for contact centres: history → forecast → agents → shifts."""
    if version:
        from staffing.version import __version__

        typer.echo(f"staffing {__version__}")
        raise typer.Exit
    if log_format is not None:
        log_as(log_format)


app.command("plan")(plan.plan)
app.command("forecast")(forecast.forecast)
app.command("backtest")(backtest.backtest)
app.command("size")(size.size)
app.command("evaluate")(evaluate.evaluate)
app.command("patience")(patience.patience)
app.command("sweep")(sweep.sweep)
app.command("lines")(lines.lines)
app.command("schedule")(schedule.schedule)
app.command("roster")(roster.roster)
app.command("simulate")(simulate.simulate)
app.command("explain")(explain.explain)
app.command("drift")(drift.drift)
app.command("runs")(runs.runs)
app.command("diff")(diff.diff)
app.command("breaks")(breaks.breaks)
app.command("adjust")(adjust.adjust)
app.command("capacity")(capacity.capacity)
app.command("skills")(skills.skills)
app.command("whatif")(whatif.whatif)
app.command("scorecard")(scorecard.scorecard)
app.command("inspect")(inspect.inspect)
app.command("read")(read.read)
app.command("formats")(formats.formats)
app.command("init")(init.init)
app.add_typer(store.store, name="store")


def main() -> None:
    """Run a command; every fault of the user's ends in its exit code and a message, never a traceback."""
    run(app)

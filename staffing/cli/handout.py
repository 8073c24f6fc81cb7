"""staffing handout: calendars, a workbook and files for other systems, of a run that is there."""

from __future__ import annotations

from staffing.cli.exports import RunHandouts
from staffing.cli.grouped import grouped
from staffing.cli.options import MovedPlan, Quiet, RunDirectory


@grouped
def handout(
    run: RunDirectory,
    *,
    handouts: RunHandouts,
    rules: MovedPlan = None,
    quiet: Quiet = False,
) -> None:
    """Hand out a run: calendars, a workbook, files for other systems.

    The same as the options of these names of staffing plan, without planning again.

    Example: staffing handout my-centre/runs/latest --excel week.xlsx --ics calendars
    """
    from pathlib import Path

    from staffing.cli.console import Console
    from staffing.errors import UsageError
    from staffing.plan.file.read import read_plan
    from staffing.plan.jobs.handout import handout_of_run

    if not handouts.given:
        raise UsageError(
            "nothing to hand out is named", hint="give --excel, --excel-csv, --ics or --export, or several"
        )
    handouts.require_usable(None)
    made = handout_of_run(Path(run), None if rules is None else read_plan(rules))
    handouts.write(lambda: made)
    Console(quiet=quiet).note(f"Handed out: {', '.join(handouts.targets)}.")

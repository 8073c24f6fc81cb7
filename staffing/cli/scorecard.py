"""staffing scorecard: the 23 operating metrics against their aims, with trend and likely causes."""

from __future__ import annotations

from typing import Annotated

import typer

from staffing.cli.grouped import grouped
from staffing.cli.options import Json, Quiet, Timezone
from staffing.cli.source import ExportArguments
from staffing.definitions import DEFINITIONS
from staffing.scorecard import GRAINS


@grouped
def scorecard(
    history: Annotated[
        str,
        typer.Argument(
            metavar="HISTORY", help="History: a path, a 'pattern*.csv', -, a database URL, or a PLAN.toml."
        ),
    ],
    *,
    people: Annotated[str | None, typer.Option(metavar="FILE", help="CSV of agents by day.")] = None,
    costs: Annotated[str | None, typer.Option(metavar="FILE", help="CSV of costs by day or period.")] = None,
    quality: Annotated[
        str | None, typer.Option(metavar="FILE", help="CSV of scores of monitored contacts.")
    ] = None,
    leavers: Annotated[str | None, typer.Option(metavar="FILE", help="CSV of leavers and headcount.")] = None,
    rules: Annotated[
        str | None,
        typer.Option(
            "--rules",
            "--plan",
            metavar="PLAN.toml",
            help="PLAN.toml (time zone, target, aims), or the run directory that was in force.",
        ),
    ] = None,
    by: Annotated[
        str,
        typer.Option(
            metavar="PERIOD", help=f"{', '.join(GRAINS)}. Metrics reported over longer periods keep theirs."
        ),
    ] = "week",
    queue: Annotated[bool, typer.Option("--queue", help="Score each queue too.")] = False,
    team: Annotated[bool, typer.Option("--team", help="Score each team too.")] = False,
    agent: Annotated[bool, typer.Option("--agent", help="Score each agent too.")] = False,
    period: Annotated[
        str | None,
        typer.Option(
            metavar="PERIOD", help="Period to show, such as 2026-W48. Default: the last complete one."
        ),
    ] = None,
    target: Annotated[
        str | None, typer.Option(metavar="TARGET", help="80/20 means 80 % within 20 seconds.")
    ] = None,
    definition: Annotated[
        str | None, typer.Option(metavar="NAME", help=f"Service level definition: {', '.join(DEFINITIONS)}.")
    ] = None,
    adherence: Annotated[
        str,
        typer.Option(
            metavar="RULE", help="schedule, overrun (time outside the schedule counts too), or conformance."
        ),
    ] = "schedule",
    occupancy: Annotated[
        str, typer.Option(metavar="RULE", help="without-wrap, or with-wrap: after-call work counts as busy.")
    ] = "without-wrap",
    short_abandons: Annotated[
        float,
        typer.Option(
            metavar="SECONDS",
            help="Do not count callers who hang up within this many seconds (short abandons); 0 counts all.",
        ),
    ] = 20.0,
    timezone: Timezone = None,
    export: ExportArguments,
    out: Annotated[
        str | None, typer.Option(metavar="FILE", help="CSV file of all periods; - is standard output.")
    ] = None,
    html: Annotated[str | None, typer.Option(metavar="FILE", help="HTML page of the period shown.")] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Score a history on 23 metrics: aims, trends, likely causes.

    Example: staffing scorecard data/service-centre/history.csv --people data/service-centre/people.csv
    """
    from dataclasses import replace

    from staffing.cli.console import Console, choice, json_beside
    from staffing.plan.jobs.scorecard import Beside, judge_of, score
    from staffing.records.service_target import parse_target
    from staffing.report.html.scorecard import write_scorecard_html
    from staffing.report.text.scorecard import scorecard_report
    from staffing.scorecard.make import ScorecardOptions
    from staffing.scorecard.metric import Definitions
    from staffing.tables.records import write_record
    from staffing.tables.scorecard import scorecard_summary

    json_beside(json, out or "")
    console = Console(quiet=quiet)
    named = history.endswith(".toml")
    judge = judge_of(history if named and rules is None else rules, timezone)
    judge = judge.by_target(parse_target(target)) if target else judge
    judge = replace(judge, definition=definition or judge.definition)
    choice("--definition", judge.definition, DEFINITIONS)
    asked = export.source(history)
    options = ScorecardOptions(
        by=by,
        members=tuple(name for name, on in (("queue", queue), ("team", team), ("agent", agent)) if on),
        definitions=Definitions(short_seconds=short_abandons, adherence=adherence, occupancy=occupancy),
        period=period,
    )
    beside = Beside(people, costs, quality, leavers)
    card = score(asked, beside, judge, options)
    if out is not None:
        write_record(out, card)
    if html is not None:
        write_scorecard_html(html, asked.name, card)
    console.notes(card.notes)
    console.report(scorecard_report(asked.name, card))
    if json:
        console.json(scorecard_summary(card))

"""The scorecard as a section of an HTML page, and as a page of its own. Computes nothing; no scripts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from staffing.records import LikelyCause, Scorecard
from staffing.tables.source import write_text
from staffing.tables.units import worded, worded_aim

_SIGNS = {True: "shown by the data", None: "cannot be told", False: "the data speak against it"}
_STYLE = """<style>
  .scorecard { font: 15px/1.5 system-ui, sans-serif; max-width: 920px; margin: 1rem auto; padding: 0 1rem; }
  .scorecard table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
  .scorecard th, .scorecard td { text-align: right; padding: .25rem .5rem; border-bottom: 1px solid #e2e8f0; }
  .scorecard :is(th, td):is(:first-child, :nth-child(3), :nth-child(4)) { text-align: left; }
  .scorecard .met { color: #2b8a3e; }  .scorecard .near { color: #b35c00; }
  .scorecard :is(.missed, .changed) { color: #c92a2a; font-weight: 600; }
  .scorecard .soft { color: #64748b; }
</style>"""


def write_scorecard_html(path: str | Path, name: str, card: Scorecard) -> None:
    """Write the section as a page of its own."""
    head = f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{escape(name)}</title>\n'
    with write_text(path) as stream:
        stream.write(f"{head}{scorecard_section(name, card)}\n</html>\n")


def scorecard_section(name: str, card: Scorecard) -> str:
    """A table per period and queue, the likely causes, and what is not measured."""
    rows = [row for row in card.shown if not card.scores.team[row] and not card.scores.agent[row]]
    measured = [row for row in rows if card.scores.status[row] != "missing"]
    parts = [_STYLE, f'<section class="scorecard"><h2>Scorecard: {escape(name)}</h2>']
    for queue in dict.fromkeys(str(card.scores.queue[row]) for row in measured):
        parts += _tables(card, [row for row in measured if card.scores.queue[row] == queue], queue)
    for row in measured:
        if card.causes.get(row):
            parts += _causes(card, row, card.causes[row])
    parts += _missing(card, [row for row in rows if card.scores.status[row] == "missing"])
    return "\n".join([*parts, "</section>"])


def _tables(card: Scorecard, rows: Sequence[int], queue: str) -> Iterator[str]:
    for period in dict.fromkeys(str(card.scores.period[row]) for row in rows):
        inside = [row for row in rows if card.scores.period[row] == period]
        of_queue = f", queue {escape(queue)}" if queue else ""
        yield f"<h3>{card.scores.grain[inside[0]]} {period}{of_queue}</h3>"
        heads = "".join(
            f"<th>{head}" for head in ("metric", "value", "aim", "status", "before", "year before")
        )
        yield f"<table><thead><tr>{heads}</tr></thead><tbody>"
        yield from (_row(card, row) for row in inside)
        yield "</tbody></table>"


def _row(card: Scorecard, row: int) -> str:
    scores = card.scores
    unit, status = str(scores.unit[row]), str(scores.status[row])
    value, before, year = (
        worded(float(column[row]), unit) for column in (scores.value, scores.previous, scores.last_year)
    )
    aim = worded_aim(float(scores.aim_low[row]), float(scores.aim_high[row]), unit)
    variant = f' <span class="soft">{escape(str(scores.variant[row]))}</span>' if scores.variant[row] else ""
    name = f"{scores.metric[row]}{variant}"
    cells = f"<td>{value}<td>{aim}<td class={status.replace(' ', '-')}>{status}<td>{before}<td>{year}"
    return f"<tr><td>{name}{cells}</tr>"


def _causes(card: Scorecard, row: int, causes: Sequence[LikelyCause]) -> Iterator[str]:
    queue = f" of queue {escape(str(card.scores.queue[row]))}" if card.scores.queue[row] else ""
    yield f"<h3>{card.scores.metric[row]}{queue} {card.scores.status[row]}: likely causes</h3><ul>"
    for cause in causes:
        said = f": {escape(cause.evidence)}" if cause.evidence else ""
        yield f'<li>{escape(cause.cause)}{said} <span class="soft">({_SIGNS[cause.supported]})</span></li>'
    yield "</ul>"


def _missing(card: Scorecard, rows: Sequence[int]) -> Iterator[str]:
    if rows:
        yield "<h3>Not measured</h3><ul>"
        for row in rows:
            yield f"<li>{card.scores.metric[row]}: needs {escape(str(card.scores.needs[row]))}</li>"
        yield "</ul>"

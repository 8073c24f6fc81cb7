"""The scorecard as a section of a page, and as a page of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from staffing.records.scorecard import LikelyCause, Scorecard
from staffing.report.html.page import escape, write_page
from staffing.report.text.scorecard import partial
from staffing.wording import counted, worded, worded_aim

_HEADS = (
    "<th>metric<th class=number>value<th>aim<th>status<th class=number>before<th class=number>year before"
)


def write_scorecard_html(path: str | Path, name: str, card: Scorecard) -> None:
    """Write the section as a page of its own."""
    write_page(path, name, scorecard_section(name, card))


def scorecard_section(name: str, card: Scorecard) -> str:
    """The same under a heading of its own."""
    return (
        f'<section class="scorecard"><h2>Scorecard: {escape(name)}</h2>\n{scorecard_tables(card)}\n</section>'
    )


def scorecard_tables(card: Scorecard) -> str:
    """Tables of the centre, each queue, the teams and agents by period; causes, notes, what is missing."""
    scores = card.scores
    measured = [row for row in card.shown if scores.status[row] != "missing"]
    plain = [row for row in measured if not scores.team[row] and not scores.agent[row]]
    parts: list[str] = []
    for queue in dict.fromkeys(str(scores.queue[row]) for row in plain):
        of_queue = f", queue {queue}" if queue else ""
        parts += _tables(card, [row for row in plain if scores.queue[row] == queue], of_queue)
    for kind, column in (("team", scores.team), ("agent", scores.agent)):
        parts += _tables(card, [row for row in measured if column[row]], f", {kind}s", column)
    for row in plain:
        if card.causes.get(row):
            parts += _causes(card, row, card.causes[row])
    parts += _list("Notes", card.notes)
    missing = [row for row in card.shown if scores.status[row] == "missing"]
    parts += _list("Not measured", [f"{scores.metric[row]}: needs {scores.needs[row]}" for row in missing])
    return "\n".join(parts)


def _tables(
    card: Scorecard, rows: Sequence[int], of: str, member: NDArray[np.str_] | None = None
) -> Iterator[str]:
    """A table per period, headed by it; with `member` each row names its own."""
    for period in dict.fromkeys(str(card.scores.period[row]) for row in rows):
        inside = [row for row in rows if card.scores.period[row] == period]
        yield f"<h3>{card.scores.grain[inside[0]]} {period}{escape(of)}{partial(card, inside, period)}</h3>"
        who = "" if member is None else "<th>"
        yield f"<table><thead><tr>{who}{_HEADS}</tr></thead><tbody>"
        for row in inside:
            named = "" if member is None else f"<td>{escape(str(member[row]))}"
            yield f"<tr>{named}{_cells(card, row)}</tr>"
        yield "</tbody></table>"


def _cells(card: Scorecard, row: int) -> str:
    scores = card.scores
    unit, status = str(scores.unit[row]), str(scores.status[row])
    value, before, year = (
        worded(float(column[row]), unit) for column in (scores.value, scores.previous, scores.last_year)
    )
    aim = worded_aim(float(scores.aim_low[row]), float(scores.aim_high[row]), unit)
    variant = f' <span class="soft">{escape(str(scores.variant[row]))}</span>' if scores.variant[row] else ""
    judged = f"<td class=aim>{aim}<td class={status.replace(' ', '-')}>{status}"
    numbers = f"<td class=number>{before}<td class=number>{year}"
    return f"<td>{scores.metric[row]}{variant}<td class=number>{value}{judged}{numbers}"


def _causes(card: Scorecard, row: int, causes: Sequence[LikelyCause]) -> Iterator[str]:
    """Those that the data support; of the others how many there are."""
    queue = f" of queue {escape(str(card.scores.queue[row]))}" if card.scores.queue[row] else ""
    yield f"<h3>{card.scores.metric[row]}{queue} {card.scores.status[row]}: likely causes</h3>"
    supported = [cause for cause in causes if cause.supported]
    if supported:
        yield "<ul>"
        for cause in supported:
            said = f": {escape(cause.evidence)}" if cause.evidence else ""
            yield f"<li>{escape(cause.cause)}{said}</li>"
        yield "</ul>"
    unknown = sum(cause.supported is None for cause in causes)
    refuted = len(causes) - len(supported) - unknown
    others = [
        *([f"{counted(unknown, 'possible cause')} cannot be told from these data"] if unknown else []),
        *([f"{counted(refuted, 'possible cause')} the data contradict"] if refuted else []),
    ]
    if others:
        yield f'<p class="soft">{"; ".join(others)}.</p>'


def _list(title: str, texts: Sequence[str]) -> Iterator[str]:
    if texts:
        yield f"<h3>{title}</h3><ul>"
        yield from (f"<li>{escape(text)}</li>" for text in texts)
        yield "</ul>"

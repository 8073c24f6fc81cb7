"""The scorecard as lines of text of at most 80 columns, each with a style.

Computes nothing but the picture.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Sequence

from staffing.records.scorecard import WHOLE_SHARE, LikelyCause, Scorecard
from staffing.report.text import Line
from staffing.wording import worded, worded_aim

WIDTH = 80
_SHOWN_QUEUES = 6
_SHOWN_MEMBERS = 5
_STYLES = {"missed": "bold red", "near": "yellow", "met": "green", "changed": "bold red"}
_MARKS = {True: ("+", "bold"), False: ("-", "dim")}


def scorecard_report(name: str, card: Scorecard) -> Iterator[Line]:
    """Head, a table per queue, members below their aim, likely causes, definitions, and what is missing."""
    yield f"\n{name}", "bold"
    measured = [row for row in card.shown if card.scores.status[row] != "missing"]
    plain = [row for row in measured if not card.scores.team[row] and not card.scores.agent[row]]
    queues = list(dict.fromkeys(str(card.scores.queue[row]) for row in plain))
    for queue in queues[: _SHOWN_QUEUES + 1]:
        yield from _table(card, [row for row in plain if card.scores.queue[row] == queue], queue)
    if len(queues) > _SHOWN_QUEUES + 1:
        yield f"… and {len(queues) - _SHOWN_QUEUES - 1} more queues: see --out", "dim"
    yield from _members_off(card, measured)
    for row in plain:
        if card.causes.get(row):
            yield from _causes(card, row, card.causes[row])
    yield from _definitions(card, plain)
    yield from _missing(card)


def _table(card: Scorecard, rows: Sequence[int], queue: str) -> Iterator[Line]:
    """A line per metric; coarser periods than the first are named under their own heading."""
    period = ""
    for row in rows:
        if card.scores.period[row] != period:
            period = str(card.scores.period[row])
            of_queue = f" of queue {queue}" if queue else ""
            yield f"\n{card.scores.grain[row]} {period}{of_queue}{partial(card, rows, period)}", "bold"
            yield f"{'':22}{'value':>9}  {'aim':13}{'':9}{'before':>10}{'year before':>13}", "dim"
        yield _line(card, row), _STYLES.get(str(card.scores.status[row]), "")


def partial(card: Scorecard, rows: Sequence[int], period: str) -> str:
    """How much of a period is known, where not the whole: ` (partial: 80% known)`."""
    shares = [float(card.scores.known_share[row]) for row in rows if card.scores.period[row] == period]
    known = [share for share in shares if share < WHOLE_SHARE]
    return f" (partial: {min(known):.0%} known)" if known else ""


def _line(card: Scorecard, row: int) -> str:
    scores = card.scores
    unit, value = str(scores.unit[row]), float(scores.value[row])
    aim = worded_aim(float(scores.aim_low[row]), float(scores.aim_high[row]), unit)
    before = worded(float(scores.previous[row]), unit)
    arrow = _arrow(value, float(scores.previous[row]))
    year = worded(float(scores.last_year[row]), unit)
    status = str(scores.status[row]).replace("no aim", "")
    return f"{scores.metric[row]:22}{worded(value, unit):>9}  {aim:13}{status:9}{before:>8} {arrow}{year:>13}"


def _arrow(value: float, before: float) -> str:
    if math.isnan(before):
        return " "
    change = value - before
    return "=" if abs(change) <= 0.01 * abs(before) else "↑" if change > 0 else "↓"


def _members_off(card: Scorecard, rows: Sequence[int]) -> Iterator[Line]:
    """Per metric the teams and agents that miss the aim, the furthest off first."""
    scores = card.scores
    for kind, column in (("teams", scores.team), ("agents", scores.agent)):
        mine = [row for row in rows if column[row]]
        if mine:
            yield f"\n{kind}", "bold"
        for metric in dict.fromkeys(str(scores.metric[row]) for row in mine):
            of_metric = [row for row in mine if scores.metric[row] == metric]
            off = [row for row in of_metric if scores.status[row] in {"missed", "near"}]
            off.sort(key=lambda row: -_distance(card, row))
            text = f"{metric}: {len(off)} of {len(of_metric)} off their aim"
            worst = [f"{column[r]} {worded(float(scores.value[r]), str(scores.unit[r]))}" for r in off]
            shown = ", ".join(worst[:_SHOWN_MEMBERS]) + (", …" if len(worst) > _SHOWN_MEMBERS else "")
            yield from _wrapped(f"{text}: {shown}" if off else text, "  ", "    ")


def _distance(card: Scorecard, row: int) -> float:
    """How far off the aim, relative to it."""
    value = float(card.scores.value[row])
    bounds = (float(card.scores.aim_low[row]), float(card.scores.aim_high[row]))
    return max((abs(value - bound) / bound for bound in bounds if bound > 0), default=0.0)


def _causes(card: Scorecard, row: int, causes: Sequence[LikelyCause]) -> Iterator[Line]:
    scores = card.scores
    queue = f" of queue {scores.queue[row]}" if scores.queue[row] else ""
    value = worded(float(scores.value[row]), str(scores.unit[row]))
    yield f"\n{scores.metric[row]}{queue} {scores.status[row]}: {value}. Likely causes:", "bold"
    for cause in [cause for cause in causes if cause.supported is not None]:
        mark, style = _MARKS[bool(cause.supported)]
        text = f"{cause.cause}: {cause.evidence}" if cause.evidence else cause.cause
        for line, _ in _wrapped(text, f"  {mark} ", "    "):
            yield line, style
    untold = "; ".join(cause.cause for cause in causes if cause.supported is None)
    if untold:
        yield from _wrapped(untold, "  ? ", "    ", "dim")


def _definitions(card: Scorecard, rows: Sequence[int]) -> Iterator[Line]:
    named = {str(card.scores.metric[row]): str(card.scores.variant[row]) for row in rows}
    named = {metric: variant for metric, variant in named.items() if variant}
    if named:
        yield "\ndefined as", "bold"
        for metric, variant in named.items():
            yield from _wrapped(f"{metric}: {variant}", "  ", "    ", "dim")
    if card.causes:
        yield "causes: + supported by the data   ? not known   - contradicted by the data", "dim"


def _missing(card: Scorecard) -> Iterator[Line]:
    missing = [row for row in card.shown if card.scores.status[row] == "missing"]
    if missing:
        yield "\nnot measured", "bold"
        for row in missing:
            text = f"{card.scores.metric[row]}: needs {card.scores.needs[row]}"
            yield from _wrapped(text, "  ", "    ", "dim")


def _wrapped(text: str, first: str, others: str, style: str = "") -> Iterator[Line]:
    for line in textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=others):
        yield line, style

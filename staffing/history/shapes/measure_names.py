"""A header that names a measure and a queue at once: `Offered Sales`, `Offered Billing`, `AHT Sales`, …

The same measures under several names are the columns of several queues, if their cells are counts and no
other column contradicts it: a column of all contacts has to be the sum of them. Where there is none, no count
may be a part of another, as the calls of a queue are of those of the IVR before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from staffing.arrays import Floats
from staffing.history.headers.columns import COUNTS, ENOUGH, LEAST, SECONDS, SHARES, Told, told
from staffing.history.headers.header import header_of
from staffing.history.headers.lexicon import is_total, weekday_of
from staffing.history.headers.styles import styles_found
from staffing.history.headers.times import times_found
from staffing.history.headers.tokens import folded, tokens
from staffing.history.shapes.flat import LOOKED_AT, Flat, unique
from staffing.history.shapes.sums import one_may_be_part, relation, values
from staffing.tables.rows import Row

_MEASURES = frozenset({*COUNTS, *SECONDS, *SHARES})
_WORD = re.compile(r"[^\s_\-–—:/|.()\[\]]+")
_MARKS = " _-–—:/|."
_NUMBERS_AND_TIMES = frozenset({*_MEASURES, "when", "end", "hour", "weekday", "month", "duration"})
_OTHERS = frozenset({"other", "outcome", "agent", "id"})
_SURE = 0.9
_OF_CENTRE = ("aht_seconds", "talk_seconds", "hold_seconds", "wrap_seconds")
# Two states of one count, as planned and actual, this year and last: no two queues.
_STATES = frozenset(
    folded(word)
    for word in (
        *("actual", "actuals", "real", "plan", "planned", "target", "budget", "forecast", "ist", "soll"),
        *("ly", "ty", "py", "cy", "last", "previous", "prior", "current", "this", "before", "after"),
        *(
            "vorjahr",
            "vorwoche",
            "réel",
            "prévu",
            "réalisé",
            "anterior",
            "previsto",
            "previsione",
            "werkelijk",
        ),
        *(
            "net",
            "gross",
            "netto",
            "brutto",
            "neto",
            "bruto",
            "brut",
            "lordo",
            "unique",
            "repeat",
            "incl",
            "excl",
        ),
        *("rzeczywiste", "gerçek", "hedef", "实际", "计划", "実績", "予測", "실적", "예측"),
    )
)


Names = dict[str, dict[tuple[str, ...], Told]]  # by queue, then by measure


@dataclass(frozen=True)
class _Split:
    """A header as a measure and a queue."""

    measure: str
    queue: str


@dataclass(frozen=True)
class _QueueColumns:
    """The columns of each queue, what the measures are called, and what is said of columns of all queues."""

    queues: Names
    of_all: dict[int, str]
    measures: dict[tuple[str, ...], str]


def matches(header: Sequence[str], rows: Sequence[Row]) -> bool:
    """Whether a table has the same measures for several queues."""
    return _queue_columns(header, rows) is not None


def flatten(flat: Flat) -> Flat:
    """A row for each row and queue."""
    found = _queue_columns(flat.header, flat.rows)
    assert found is not None
    used = {column.place for of in found.queues.values() for column in of.values()}
    keys = [place for place in range(len(flat.header)) if place not in used | found.of_all.keys()]
    rows: list[Row] = [
        (line, [*(cells[place] for place in keys), queue, *(cells[of[m].place] for m in found.measures)])
        for line, cells in flat.rows
        for queue, of in found.queues.items()
    ]
    header = [*(flat.header[place] for place in keys), "Queue", *found.measures.values()]
    notes = [f"columns {', '.join(found.measures.values())} are read for each of: {', '.join(found.queues)}"]
    notes += found.of_all.values()
    return Flat(unique(header), rows, flat.line, (*flat.notes, *notes))


def _queue_columns(header: Sequence[str], rows: Sequence[Row]) -> _QueueColumns | None:
    columns = told(header, [cells for _, cells in rows[:LOOKED_AT]])
    when, _, _ = times_found(columns)
    times = {column.place for column in when}
    rest = [column for column in columns if column.place not in times]
    if not when or any(column.best == "queue" and column.holds.kind == "text" for column in rest):
        return None
    for is_first in (True, False):
        if found := _by_side(rest, is_first):
            return found
    return None


def _by_side(columns: Sequence[Told], is_first: bool) -> _QueueColumns | None:
    """The queues where the measure stands before them, or behind; None where they have not the same ones."""
    queues: Names = {}
    measures: dict[tuple[str, ...], str] = {}
    for column in columns:
        split = _split(column, is_first)
        if split is not None:
            key = tokens(split.measure)
            if key in queues.setdefault(split.queue, {}):
                return None
            queues[split.queue][key] = column
            measures.setdefault(key, split.measure)
    totals = {name for name in queues if is_total(name)}
    own = {name: of for name, of in queues.items() if name not in totals}
    if len(own) < 2 or any(of.keys() != measures.keys() for of in own.values()):
        return None
    senses = {header_of(text).best[0] for text in measures.values()}
    if "offered" not in senses and not {"answered", "abandoned"} <= senses:
        return None
    grouped = {column.place for of in own.values() for column in of.values()}
    others = [c for c in columns if c.place not in grouped and _may_count(c)]
    styles, _ = styles_found(columns)
    of_all: dict[int, str] = {}
    is_split = False  # whether a column of all contacts proves that no contact is in two queues
    for other in others:
        if other.best in _OF_CENTRE and other.best not in senses:
            continue  # the handle time of all queues is the best that is known of each
        if other.best in {*SECONDS, *SHARES}:
            of_all[other.place] = f"column {other.name} is for all queues and is left out"
            continue
        kind = _kind_of(other, own, styles)
        if kind is None:
            return None
        is_split = is_split or kind == "sum"
        of_all[other.place] = f"column {other.name} is the {kind} of the others and is left out"
    counts = [key for key, text in measures.items() if header_of(text).best[0] in COUNTS]
    if not is_split and any(one_may_be_part(_numbers(own, count, styles)) for count in counts):
        return None
    return _QueueColumns(own, of_all, measures)


def _may_count(column: Told) -> bool:
    """Whether a column beside those of the queues may hold contacts, or times and shares of all."""
    return column.best in _MEASURES or is_total(column.name) or column.header.average


def _kind_of(column: Told, queues: Names, styles: dict[int, str]) -> str | None:
    """What a column is of the counts of the queues in one of their measures, as the sum of them."""
    edge = values(column.holds.cells, styles.get(column.place, ""))
    for measure in next(iter(queues.values())):
        if (kind := relation(edge, np.array(_numbers(queues, measure, styles)).T)) is not None:
            return kind
    return None


def _numbers(queues: Names, measure: tuple[str, ...], styles: dict[int, str]) -> list[Floats]:
    """The cells of one measure as numbers, an array a queue."""
    columns = [of[measure] for of in queues.values()]
    return [values(column.holds.cells, styles.get(column.place, "")) for column in columns]


def _split(column: Told, is_first: bool) -> _Split | None:
    """The measure at that end of a header that says most, with a queue's name for the rest."""
    if not column.holds.known or column.holds.kind == "text":
        return None
    text = column.name
    found: list[tuple[float, int, _Split]] = []
    for start in [word.start() for word in _WORD.finditer(text)][1:]:
        before, behind = _bare(text[:start]), _bare(text[start:])
        measure, queue = (before, behind) if is_first else (behind, before)
        if _is_measure(measure) and _is_queue(queue):
            found.append((header_of(measure).best[1], len(measure), _Split(measure, queue)))
    return max(found, key=lambda one: one[:2])[2] if found else None


def _bare(text: str) -> str:
    """A part of a header without the marks around it, nor half a pair of brackets."""
    text = text.strip(_MARKS)
    for opening, closing in ("()", "[]"):
        if text.count(opening) != text.count(closing):
            text = text.strip(opening + closing + _MARKS)
    return text


def _is_measure(text: str) -> bool:
    sense, score = header_of(text).best
    return score >= ENOUGH and sense in _MEASURES


def _is_queue(text: str) -> bool:
    """Whether a name may be a queue's: it tells of no number, no time, and of no state such as planned."""
    said = header_of(text)
    if not any(map(str.isalpha, text)) or said.average or said.percent or said.extreme or said.unit:
        return False
    sense, score = said.best
    least = {**dict.fromkeys(_NUMBERS_AND_TIMES, LEAST), **dict.fromkeys(_OTHERS, _SURE)}.get(sense, 2.0)
    if score >= least and not is_total(text):
        return False
    return _STATES.isdisjoint(map(folded, _WORD.findall(text))) and weekday_of((text,)) is None

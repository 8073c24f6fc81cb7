"""A mapping that somebody gives, laid over what a file's columns say: what is given wins."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from staffing.arrays import Floats
from staffing.history.headers.columns import COUNTS, SECONDS, SHARES, Told, told
from staffing.history.headers.durations import Measure, measure_of, style_by_size
from staffing.history.headers.identities import joint_measures
from staffing.history.headers.meaning import OPEN, Guess, Meaning, ReasonToAsk, open_unit, two_ways
from staffing.history.headers.styles import numbers_of, styles_found
from staffing.history.headers.tokens import folded

MERGE = "merge"  # rows that differ in these columns alone are added up
_TIMES = ("interval_start", "offered_at")
_OF_CALLS = {"wait": "wait_seconds", "service": "aht_seconds"}
_CALLS_ONLY = ("outcome", "direction", "answered_at", "ended_at")


class Given(Protocol):
    """A word's columns, unit and whether they hold totals."""

    @property
    def headers(self) -> tuple[str, ...]: ...
    @property
    def unit(self) -> str | None: ...
    @property
    def total(self) -> bool: ...


@dataclass(frozen=True)
class _Table:
    by_name: Mapping[str, Told]
    styles: Mapping[int, str]
    open_styles: Sequence[str]
    joint: Mapping[str, Measure]


def with_mapping(
    meaning: Meaning,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    given: Mapping[str, Given],
    made: Collection[str] = (),
) -> Meaning:
    """The meaning with what is given in place of what was guessed; a column that is not there is not missed.

    Where time and contacts are given nothing else is guessed: a mapping says what is wanted. `made` are the
    columns that a shape made, which no mapping can name.
    """
    there = {word: mapped for word, mapped in given.items() if columns_named(header, mapped.headers)}
    if not there:
        return meaning
    columns = told(header, rows)
    styles, open_ones = styles_found(columns)
    by_name = {column.name: column for column in columns}
    table = _Table(by_name, styles, open_ones, _joint(meaning, there, header, by_name, styles))
    whole = any(word in there for word in _TIMES) and ("offered" in there or meaning.calls)
    times = [columns_named(header, there[word].headers) for word in _TIMES if word in there]
    when = times[0] if times else list(meaning.when)
    queue = (
        columns_named(header, there["queue"].headers)[0]
        if "queue" in there
        else (None if whole and not meaning.calls and meaning.queue not in made else meaning.queue)
    )
    apart = columns_named(header, there["queue"].headers)[1:] if "queue" in there else []
    merged = columns_named(header, there[MERGE].headers) if MERGE in there else []
    own: list[Guess] = []
    doubts: list[ReasonToAsk] = []
    for word, mapped in there.items():
        if word in {*_TIMES, "queue", MERGE, *_CALLS_ONLY}:
            continue
        guess, doubt = _guess(_OF_CALLS.get(word, word), mapped, header, table, own)
        own.append(guess)
        doubts += doubt
    words = {guess.word for guess in own}
    used = {name for guess in own for name in guess.headers} | set(when)
    kept = [g for g in meaning.guesses if g.word not in words and not used & set(g.headers)]
    named = dict(meaning.named or {})
    named.update({w: columns_named(header, there[w].headers)[0] for w in _CALLS_ONLY if w in there})
    guesses = (*own, *(kept if not whole or meaning.calls else ()))
    guessed = {name for guess in guesses for name in guess.headers} - used
    read = {*when, queue, *apart, *merged, *named.values(), *(h for g in guesses for h in g.headers)}
    sure = whole or (bool(when) and ("offered" in words or meaning.calls))
    left_open = [d for d in meaning.doubts if d.column in guessed or not (d.column or sure)]
    return replace(
        meaning,
        when=tuple(when),
        guesses=tuple(guesses),
        queue=queue,
        apart=tuple(apart),
        merged=tuple(merged),
        doubts=(*left_open, *doubts),
        left=tuple(name for name in header if name not in read),
        near={word: name for word, name in meaning.near.items() if word not in words},
        named=named or None,
        ends=not meaning.calls and any(table.by_name[name].header.ends for name in when),
        months=meaning.months or any(table.by_name[name].holds.kind == "month" for name in when),
    )


def _joint(
    meaning: Meaning,
    there: Mapping[str, Given],
    header: Sequence[str],
    by_name: Mapping[str, Told],
    styles: Mapping[int, str],
) -> dict[str, Measure]:
    """Units that the sum of the parts proves, of the columns that are given or guessed."""
    if meaning.calls:
        return {}
    columns = {guess.word: by_name[guess.headers[0]] for guess in meaning.guesses}
    columns |= {word: by_name[columns_named(header, mapped.headers)[0]] for word, mapped in there.items()}
    weights = columns.get("answered") or columns.get("offered")
    return joint_measures(
        columns, styles, None if weights is None else numbers_of(weights, styles.get(weights.place, ""))
    )


def columns_named(header: Sequence[str], names: Sequence[str]) -> list[str]:
    """The columns of these names, without regard to case and punctuation; none unless all are there."""
    there = {_bare(name): name for name in reversed(header)}
    found = [there[_bare(name)] for name in names if _bare(name) in there]
    return found if len(found) == len(names) else []


def _bare(name: str) -> str:
    return "".join(filter(str.isalnum, folded(name))) or name


def _guess(
    word: str, mapped: Given, header: Sequence[str], table: _Table, before: Sequence[Guess]
) -> tuple[Guess, list[ReasonToAsk]]:
    names = tuple(columns_named(header, mapped.headers))
    column = table.by_name[names[0]]
    style = table.styles.get(column.place, "")
    doubts = [two_ways(name) for name in names if name in table.open_styles]
    if word in SECONDS or word.endswith("_seconds"):
        unit, total = mapped.unit, mapped.total
        weights = next((_numbers(g, table) for g in before if g.word in {"answered", "offered"}), None)
        if doubts and (by_size := style_by_size(word, column.header, column.holds, weights, unit)):
            style, doubts = by_size, []
        if unit is None:
            measure = table.joint.get(word) or measure_of(word, column.header, column.holds, style, weights)
            if measure is None:
                doubts.append(open_unit(names[0]))
            else:
                unit, total = measure.unit, measure.total or total
        return Guess(word, names[:1], unit or OPEN, total, style), doubts
    if word in SHARES:
        return Guess(word, names[:1], "percent" if _percent(column, style) else "share", False, style), doubts
    return Guess(word, names if word in COUNTS else names[:1], style=style), doubts


def _numbers(guess: Guess, table: _Table) -> Floats:
    column = table.by_name[guess.headers[0]]
    return numbers_of(column, table.styles.get(column.place, ""))


def _percent(column: Told, style: str) -> bool:
    known = numbers_of(column, style)
    return column.holds.kind != "percent" and bool((known > 1).any())

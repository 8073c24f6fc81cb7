"""Which column is which, of a table whose format is not known: found where header, cells and sums agree.

What is found is said. What is not sure is not read: the error shows the mapping so far, ready to correct.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from staffing.arrays import Floats
from staffing.history.headers.calls import outcome_share
from staffing.history.headers.columns import COUNTS, ENOUGH, SECONDS, SHARES, Told, assigned, told
from staffing.history.headers.durations import Measure, measure_of, style_by_size
from staffing.history.headers.identities import abandoned_by_sum, joint_measures
from staffing.history.headers.lexicon import STRONG, WEAK
from staffing.history.headers.meaning import OPEN, Guess, Meaning, ReasonToAsk, open_unit, two_ways
from staffing.history.headers.near import near_words
from staffing.history.headers.styles import numbers_of, styles_found
from staffing.history.headers.times import tells_of_days, times_found
from staffing.tables.numbers import PLAIN

_SAME = 1e-9
_SHOWN = 8
_MOSTLY = 0.5


def guessed(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Meaning:
    """The meaning of a table's columns, by its header and the first of its rows."""
    columns = told(header, rows)
    styles, open_ones = styles_found(columns)
    when, months, doubts = times_found(columns)
    used = {column.place for column in when}
    rest = [column for column in columns if column.place not in used]
    values = assigned(rest, [*COUNTS, *SECONDS, *SHARES, "queue"])
    if "queue" in values and tells_of_days(values["queue"], when):
        del values["queue"]
    counts, notes = abandoned_by_sum(
        rest, {sense: column for sense, column in values.items() if sense in COUNTS}, styles
    )
    others = {word: column for word, column in values.items() if word not in COUNTS}
    values = {word: (others | counts)[word] for word in (*values, *counts) if word in others | counts}
    by_size = _styles_by_size(values, counts, styles, open_ones)
    styles |= {values[word].place: style for word, style in by_size.items()}
    told_by_size = {values[word].name for word in by_size}
    names = {column.name for column in values.values()} - told_by_size
    doubts += [two_ways(name) for name in open_ones if name in names]
    doubts += _doubled(rest, counts)
    guesses, more = _measured(values, counts, styles)
    doubts += more
    near = {word: name for word, name in near_words(rest).items() if word not in values}
    if "offered" not in counts and not {"answered", "abandoned"} <= counts.keys():
        meant = f": did you mean {near['offered']}?" if "offered" in near else ""
        doubts.append(ReasonToAsk(f"no column is surely the contacts offered{meant}"))
    elif "offered" in counts:
        doubts += _contradicted(counts, styles)
        least = values["offered"].scores["offered"]
        if least < ENOUGH:
            doubts.append(ReasonToAsk(f"{values['offered'].name} may not be the contacts offered"))
    read = used | {values[sense].place for sense in values if sense in _read(guesses, values)}
    return Meaning(
        when=tuple(column.name for column in when),
        guesses=tuple(guesses),
        months=months,
        ends=any(column.header.ends for column in when),
        queue=values["queue"].name if "queue" in values else None,
        doubts=tuple(doubts),
        left=tuple(column.name for column in columns if column.place not in read and column.holds.known),
        notes=tuple(notes),
        near=near,
    )


def without_headers(meaning: Meaning, columns: Sequence[Told]) -> Meaning:
    """The meaning of a table whose first row holds data: which column is the contacts has to be said.

    The first count is the likeliest, and stands in the mapping to correct; the only column of names is the
    queue, and one of answered and abandoned calls their outcome.
    """
    counts = [c.name for c in columns if c.holds.is_count and c.name not in meaning.when]
    texts = [c for c in columns if c.holds.is_names and c.holds.kind == "text"]
    outcomes = [c.name for c in texts if meaning.calls and outcome_share(c) > _MOSTLY]
    names = [c.name for c in texts if c.name not in outcomes]
    first = ", ".join(f"{c.name} {c.holds.cells[0].strip()}" for c in columns[:_SHOWN])
    doubt = f"the file has no header row, and its columns have to be named: {first}"
    return replace(
        meaning,
        queue=names[0] if len(names) == 1 else None,
        named={"outcome": outcomes[0]} if outcomes else meaning.named,
        doubts=(ReasonToAsk(doubt), *meaning.doubts),
        near={"offered": counts[0]} if counts else {},
    )


def _styles_by_size(
    values: Mapping[str, Told],
    counts: Mapping[str, Told],
    styles: Mapping[int, str],
    open_ones: Sequence[str],
) -> dict[str, str]:
    """How times are written of which no cell tells it, where only one way gives times that centres have."""
    found = {}
    for word, column in values.items():
        if word in SECONDS and column.name in open_ones:
            weights = _weights(word, counts, styles)
            if style := style_by_size(word, column.header, column.holds, weights):
                found[word] = style
    return found


def _read(guesses: Sequence[Guess], values: Mapping[str, Told]) -> set[str]:
    return {guess.word for guess in guesses} | ({"queue"} & values.keys())


def _measured(
    values: Mapping[str, Told], counts: Mapping[str, Told], styles: Mapping[int, str]
) -> tuple[list[Guess], list[ReasonToAsk]]:
    """Counts, durations and shares as guesses, and what is open about them."""
    guesses: list[Guess] = []
    doubts: list[ReasonToAsk] = []
    joint = joint_measures(values, styles, _weights("aht_seconds", counts, styles))
    for word, column in values.items():
        style, score = styles.get(column.place, PLAIN), column.scores[word]
        if word == "queue":
            continue
        if word in COUNTS:
            guesses.append(Guess(word, (column.name,), style=style, score=score))
        elif word in SHARES:
            known = numbers_of(column, style)
            known = known[np.isfinite(known)]
            percent = column.holds.kind != "percent" and len(known) and float(known.max()) > 1
            guesses.append(
                Guess(word, (column.name,), "percent" if percent else "share", False, style, score)
            )
        else:
            weights = _weights(word, counts, styles)
            measure = joint.get(word) or measure_of(word, column.header, column.holds, style, weights)
            if measure is None:
                doubts.append(open_unit(column.name))
                measure = Measure(OPEN)
            guesses.append(Guess(word, (column.name,), measure.unit, measure.total, style, score))
    rates = {"answer_rate": "answered", "abandon_rate": "abandoned"}
    there = {guess.word for guess in guesses}
    return [
        g
        for g in guesses
        if rates.get(g.word) not in there and (g.word != "abandon_rate" or "answered" not in there)
    ], doubts


def _weights(word: str, counts: Mapping[str, Told], styles: Mapping[int, str]) -> Floats | None:
    """The contacts that a total of that word would be divided by."""
    of = "abandoned" if word == "abandon_wait_seconds" else "answered"
    column = counts.get(of) or counts.get("offered") or counts.get("answered")
    return None if column is None else numbers_of(column, styles.get(column.place, PLAIN))


def _doubled(columns: Sequence[Told], counts: Mapping[str, Told]) -> list[ReasonToAsk]:
    """Two columns that both may be the contacts offered, and differ.

    What a header says beyond the contacts, as in `Offered Sales`, makes any other of its kind a rival.
    """
    chosen = counts.get("offered")
    if chosen is None:
        return []
    is_whole = chosen.scores["offered"] in {STRONG, WEAK}
    least = chosen.scores["offered"] - 0.05 if is_whole else ENOUGH
    rivals = [
        column
        for column in columns
        if column.place not in {c.place for c in counts.values()}
        and column.best == "offered"
        and column.scores["offered"] >= least
        and column.holds.cells != chosen.holds.cells
    ]
    return [ReasonToAsk(f"{chosen.name} or {rival.name} may be the contacts offered") for rival in rivals]


def _contradicted(counts: Mapping[str, Told], styles: Mapping[int, str]) -> list[ReasonToAsk]:
    """More contacts answered or lost than were offered: then the words are mistaken."""
    offered = numbers_of(counts["offered"], styles.get(counts["offered"].place, PLAIN))
    doubts: list[ReasonToAsk] = []
    for word in ("answered", "abandoned"):
        if word in counts:
            part = numbers_of(counts[word], styles.get(counts[word].place, PLAIN))
            both = np.isfinite(part) & np.isfinite(offered)
            above = both & (part > offered + _SAME)
            if both.sum() and above.sum() > 0.2 * both.sum():
                doubts.append(ReasonToAsk(f"{counts[word].name} is often more than {counts['offered'].name}"))
    return doubts

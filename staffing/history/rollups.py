"""Queues that are no queues: sums of others, whatever they are called, would count every contact twice.

Found by arithmetic. A queue that in nearly every interval holds what two or more others add up to is left
out, sums of sums too. Where counts cannot tell, since all queues rise and fall in the same proportion, its
name does (`Total`, `Gesamt`, none at all); else it is kept, and said.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.history.headers.lexicon import is_total
from staffing.records.columns import ALL_QUEUES
from staffing.records.history import History
from staffing.records.queue_counts import MOST_CELLS, QueueCounts
from staffing.wording import counted

NEARLY = 0.98  # of the intervals with contacts
LEAST_INTERVALS = 12  # in which two of the parts at least have contacts, for counts to prove anything
_MOST_SOLVED = 60  # queues of which any subset is looked for; of more only neighbours in the file
_BUSIEST = 4096  # intervals that tell which subset it is; all of them prove it
_SHOWN = 4
COUNTS = ("answered", "abandoned", "answered_within_target")  # beside the contacts offered
# Totals as people call them, besides those of the lexicon, which mean columns too.
_CALLED = frozenset(
    {
        *("all", "overall", "everything", "combined", "sum", "subtotal", "sub-total", "aggregate", "summary"),
        *("total", "totals", "global", "ensemble", "tous", "toutes", "tout", "gesamt", "alle", "insgesamt"),
        *("summe", "zwischensumme", "todos", "todas", "todo", "suma", "soma", "tutti", "tutte", "totale"),
        *("somma", "totaal", "alles", "som", "razem", "wszystkie", "łącznie", "toplam", "tümü", "genel"),
        *("合计", "合計", "总计", "總計", "全部", "計", "합계", "전체", "총계"),
    }
)


class Rollup(NamedTuple):
    """A queue, the queues it is the sum of, and whether the counts prove it."""

    queue: int
    parts: tuple[int, ...]
    is_proved: bool


def without_rollups(history: History, file: str, of_all: QueueCounts | None = None) -> History:
    """The history without queues that are sums of others; notes say which, and which may be.

    `of_all`: the counts of all queues, where the history has a share of the rows alone.
    """
    if of_all is None and not _can_hold_rollups(history):
        return history
    counts = counts_of(history) if of_all is None else of_all
    found = _rollups_of(counts)
    if not found:
        return history
    rows = np.bincount(counts.queue, minlength=len(counts.queues))
    notes = tuple(f"{file}: {_said(counts.queues, rows, one)}" for one in found)
    kept = _without(history, {counts.queues[one.queue] for one in found if one.is_proved})
    left_out = history.left_out + len(history) - len(kept)
    return replace(kept, notes=(*history.notes, *notes), left_out=left_out)


def _can_hold_rollups(history: History) -> bool:
    """Whether there are several queues, and a name or rows enough to tell a sum by."""
    if len(history.queues) < 2:
        return False
    return len(history) >= 2 * LEAST_INTERVALS or any(map(is_called_total, history.queues))


def counts_of(history: History) -> QueueCounts:
    """The counts of a history, of which every row was read."""
    words = (word for word in COUNTS if word in history.measures)
    counts = {"offered": history.offered, **{word: history.measures[word] for word in words}}
    times, time = np.unique(history.interval_start.astype(np.int64), return_inverse=True)
    return QueueCounts(history.queues, tuple((2 * times).tolist()), history.queue, time, counts)


def _rollups_of(counts: QueueCounts) -> list[Rollup]:
    """The sums among the queues; none where there are too many cells to look at."""
    count, size = len(counts.queues), len(counts.times)
    if count < 2 or counts.are_too_many or count * size > MOST_CELLS:
        return []
    cell = counts.queue * size + counts.time
    tables: list[Floats] = [
        np.bincount(cell, column, count * size).reshape(count, size).astype(np.float64, copy=False)
        for column in counts.counts.values()
    ]
    return _rollups(tables, counts.queues)


def _without(history: History, gone: Collection[str]) -> History:
    """The history without some of its queues."""
    kept = [code for code, name in enumerate(history.queues) if name not in gone]
    rows = history.rows(np.isin(history.queue, kept))
    place = np.zeros(len(history.queues), dtype=np.int64)
    place[kept] = np.arange(len(kept))
    return replace(rows, queue=place[rows.queue], queues=tuple(history.queues[code] for code in kept))


def _said(queues: Sequence[str], rows: Ints, one: Rollup) -> str:
    """`queue Gesamt is in every interval the sum of 2 queues (sales, help) and left out: 400 rows`."""
    name = queues[one.queue]
    who = "rows without a queue are" if name == ALL_QUEUES else f"queue {name} is"
    parts = ", ".join(queues[part] for part in one.parts[:_SHOWN])
    more = ", …" if len(one.parts) > _SHOWN else ""
    number = counted(len(one.parts), "queue")
    text = f"{who} in every interval the sum of {number} ({parts}{more})"
    if one.is_proved:
        return f"{text} and left out: {counted(int(rows[one.queue]), 'row')}"
    return f"{text}, yet counted, for that may be chance: remove the rows if it is a total"


def is_called_total(name: str) -> bool:
    """Whether a queue's name says that it is a sum, in whatever language; rows without a name do too."""
    bare = name.strip().casefold()
    return name == ALL_QUEUES or bare in _CALLED or is_total(name)


def _rollups(tables: Sequence[Floats], names: Sequence[str]) -> list[Rollup]:
    """The sums among the queues, the smallest first, so that sums of sums are told by queues alone."""
    known = np.isfinite(tables[0]).all(axis=0)
    if not known.all():
        tables = [np.asarray(table[:, known]) for table in tables]
    offered = tables[0]
    totals = offered.sum(axis=1)
    busiest = np.argsort(offered.sum(axis=0))[-_BUSIEST:]
    gram = _products(offered[:, busiest]) if 2 < len(names) <= _MOST_SOLVED else None
    leaves: list[int] = []
    found: list[Rollup] = []
    for code in np.argsort(totals, kind="stable").tolist():
        if not totals[code] > 0:
            continue
        parts = _parts(tables, totals, gram, code, sorted(leaves))
        rollup = None if parts is None else _rollup(offered, code, parts, names[code])
        found += [] if rollup is None else [rollup]
        if rollup is None or not rollup.is_proved:
            leaves.append(code)
    return found


def _products(offered: Floats) -> Floats:
    """Of each queue with each other the sum of products; not by `@`, whose threads cost more time."""
    return np.asarray(np.einsum("it,jt->ij", offered, offered))


def _rollup(offered: Floats, code: int, parts: tuple[int, ...], name: str) -> Rollup | None:
    """What a queue is that holds the sum of others: a sum by its name or by its counts, perhaps, or none."""
    many = _intervals_of_several(offered, parts).sum() >= LEAST_INTERVALS
    if len(parts) > 1:
        proved = is_called_total(name) or (many and _is_telling(offered, parts))
        return Rollup(code, parts, proved) if proved or many else None
    # Of one queue a total is its copy: two queues may be alike by chance, or one be no queue at all.
    often = (offered[code] > 0).sum() >= LEAST_INTERVALS or name != ALL_QUEUES
    return Rollup(code, parts, is_proved=True) if often and is_called_total(name) else None


def _parts(
    tables: Sequence[Floats], totals: Floats, gram: Floats | None, code: int, leaves: list[int]
) -> tuple[int, ...] | None:
    """The queues that a queue is the sum of; None where there are none.

    Tried are all smaller ones, runs of them next to the queue in the order of the file, and the ones whose
    weights come out as 1 when least squares explain the queue by the others.
    """
    if not leaves:
        return None
    tried = [tuple(leaves)]
    for run in ([leaf for leaf in leaves[::-1] if leaf < code], [leaf for leaf in leaves if leaf > code]):
        sums = np.cumsum(totals[run])
        sizes = np.flatnonzero(_is_near(sums, totals[code], 1 - NEARLY)).tolist()
        tried += [tuple(sorted(run[: size + 1])) for size in sizes]
    if gram is not None and len(leaves) > 1:
        weights = np.linalg.lstsq(gram[np.ix_(leaves, leaves)], gram[leaves, code], rcond=1e-10)[0]
        tried.append(
            tuple(leaf for leaf, weight in zip(leaves, weights.tolist(), strict=True) if weight > 0.5)
        )
    for parts in dict.fromkeys(tried):
        near = parts and _is_near(totals[list(parts)].sum(), totals[code], 2 * (1 - NEARLY))
        if near and all(_is_sum(table, code, parts) for table in tables):
            return parts
    return None


def _is_near(sums: Floats, total: float, share: float) -> Bools:
    """Whether sums differ from a total by no more than a share of it."""
    return np.asarray(np.abs(sums - total) <= 1e-8 + share * total)


def _is_sum(table: Floats, code: int, parts: Sequence[int]) -> bool:
    """Whether the queue is the sum in nearly every interval with contacts, and nearly to the contact."""
    known = np.isfinite(table[[code, *parts]]).all(axis=0)
    whole, summed = table[code][known], table[list(parts)][:, known].sum(axis=0)
    busy = (whole > 0) | (summed > 0)
    if not busy.any():
        return True  # a count that none of them has
    wrong = np.abs(whole - summed) > 1e-6 * np.maximum(whole, 1)
    off = np.abs(whole - summed)[busy].sum()
    return bool((~wrong[busy]).mean() >= NEARLY and off <= (1 - NEARLY) * max(whole.sum(), summed.sum()))


def _intervals_of_several(offered: Floats, parts: Sequence[int]) -> Bools:
    """The intervals in which two of the parts at least have contacts."""
    return np.asarray((offered[list(parts)] > 0).sum(axis=0) >= 2)


def _is_telling(offered: Floats, parts: Sequence[int]) -> bool:
    """Whether the parts stand in changing proportions: constant ones make any queue a sum of others."""
    table = offered[list(parts)][:, _intervals_of_several(offered, parts)]
    shares = np.round(table / table.sum(axis=0), 6)
    return len(np.unique(shares, axis=1).T) >= 3

"""Very many rows sized in shares of whole queues, wherever there is room for them.

A share depends on the rows alone, never on where it is sized: the requirement is the same. What an interval
needs may hang on its neighbours (`variation/`), never on other queues.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from functools import partial
from typing import Any, TypeVar

import numpy as np

from staffing.arrays import Ints
from staffing.parallel import Engine, run_each
from staffing.records.demand import Demand
from staffing.records.requirement import Requirement

Sized = TypeVar("Sized")


def shares_of(demand: Demand, most_rows: int) -> list[Ints]:
    """The rows of each share, queue after queue in the order of their codes; one queue is never divided."""
    rows_of_queue = np.bincount(demand.queue, minlength=1)
    share = np.cumsum(rows_of_queue) - 1
    _, share = np.unique(share // most_rows, return_inverse=True)
    of_row = share[demand.queue]
    order = np.argsort(of_row, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(of_row[order])) + 1)


def in_shares(
    demand: Demand,
    sized: Callable[[Demand], Requirement],
    engine: Engine,
    most_rows: int,
    *,
    seconds_a_row: float,
) -> Requirement:
    """`sized` of the whole demand, put together from its shares."""
    if len(demand) <= most_rows:
        return sized(demand)
    shares = shares_of(demand, most_rows)
    demands = [partial(demand.rows, share) for share in shares]
    parts = run_each(sized, demands, engine, seconds_each=seconds_a_row * most_rows)
    return _put_together(demand, zip(shares, parts, strict=True))


def _put_together(demand: Demand, parts: Iterator[tuple[Ints, Requirement]]) -> Requirement:
    """The rows of all shares in the places that they have in the demand.

    A column is of the least type that holds what each share has in it: longer words, fractions.
    """
    of_rows = demand.same_rows()
    names = [item.name for item in fields(Requirement) if item.name not in of_rows]
    columns: dict[str, Any] = {}
    for rows, part in parts:
        for name in names:
            cells = getattr(part, name)
            column = columns.setdefault(name, np.empty(len(demand), cells.dtype))
            kind = np.promote_types(column.dtype, cells.dtype)
            columns[name] = column.astype(kind, copy=False)
            columns[name][rows] = cells
    for column in columns.values():
        column.setflags(write=False)
    return Requirement(**of_rows, **columns)

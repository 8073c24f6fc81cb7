"""Records as equal-length, read-only NumPy columns: what all of them share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Times = NDArray[np.datetime64]

Key = TypeVar("Key", str, float)

ALL_QUEUES = "all"


@dataclass(frozen=True, eq=False)
class Columns:
    """Base of the records: equal-length read-only columns; `len(record)` is the number of rows."""

    def __post_init__(self) -> None:
        length: int | None = None
        for name, column in self._columns():
            copy = np.array(column)
            copy.setflags(write=False)
            object.__setattr__(self, name, copy)
            if length is None:
                length = len(copy)
            if len(copy) != length:
                raise ValueError(f"{type(self).__name__}.{name} has {len(copy)} rows, expected {length}")

    def _columns(self) -> Iterator[tuple[str, NDArray[Any]]]:
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, np.ndarray):
                yield item.name, value

    def __len__(self) -> int:
        return len(next(self._columns())[1])


def read_only(columns: Mapping[Key, Floats]) -> Mapping[Key, Floats]:
    """Copies of named columns that nobody can change."""
    copies = {key: np.array(column) for key, column in columns.items()}
    for column in copies.values():
        column.setflags(write=False)
    return MappingProxyType(copies)


@dataclass(frozen=True, eq=False)
class IntervalRows(Columns):
    """Rows of one interval of one queue; `queue[i]` indexes `queues`."""

    interval_start: Times
    utc_offset_minutes: Ints
    queue: Ints
    queues: tuple[str, ...]
    interval_minutes: int

    @property
    def queue_names(self) -> NDArray[np.str_]:
        """The queue's name, row by row."""
        return np.array(self.queues or (ALL_QUEUES,))[self.queue]

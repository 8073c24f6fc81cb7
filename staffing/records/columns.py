"""Records as equal-length, read-only NumPy columns: what all of them share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import Field, dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Bools, Floats, Ints, Texts, Times
from staffing.timegrid import Zone, iso, to_local

Key = TypeVar("Key", str, float)

ALL_QUEUES = "all"
_NAMED = "named columns"


def named_columns() -> Any:
    """A field that holds further columns by their name (or their probability), none where it is left out."""
    return field(default_factory=dict, metadata={_NAMED: True})


class InZone:
    """What has moments, in UTC, of a centre in a time zone; a record names the field `timezone` itself."""

    timezone: str

    @property
    def zone(self) -> Zone:
        """The time zone, to convert moments."""
        return Zone(self.timezone)


@dataclass(frozen=True, eq=False)
class Columns:
    """Base of the records: equal-length read-only columns; `len(record)` is the number of rows.

    A field is a column where it holds an array, and several where it was made by `named_columns`; a column
    that may be absent is None. All other fields are facts of the whole record.
    """

    def __post_init__(self) -> None:
        lengths: set[int] = set()
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, np.ndarray):
                object.__setattr__(self, item.name, _frozen(value))
                lengths.add(len(value))
            elif _is_named(item):
                object.__setattr__(self, item.name, read_only(value))
                lengths.update(map(len, value.values()))
        if len(lengths) > 1:
            length = len(self)
            name, column = next(pair for pair in self._columns() if len(pair[1]) != length)
            raise ValueError(f"{type(self).__name__}.{name} has {len(column)} rows, expected {length}")

    def _columns(self) -> Iterator[tuple[str, NDArray[Any]]]:
        """Every column with its name in this record, that of a named one included."""
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, np.ndarray):
                yield item.name, value
            elif _is_named(item):
                yield from ((self._name_of(key), column) for key, column in value.items())

    def _name_of(self, key: str | float) -> str:
        """What a named column is called among all columns."""
        return str(key)

    def __len__(self) -> int:
        return next((len(column) for _, column in self._columns()), 0)

    def columns(self) -> dict[str, NDArray[Any]]:
        """Name → array, as `pandas.DataFrame` or `polars.DataFrame` takes them."""
        return dict(self._columns())

    def rows(self, chosen: Bools | Ints) -> Self:
        """The rows where a mask holds, or those at the places given, in their order."""
        if chosen.dtype == np.bool_ and chosen.all():
            return self
        taken: dict[str, Any] = {}
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, np.ndarray):
                taken[item.name] = value[chosen]
            elif _is_named(item):
                taken[item.name] = {key: column[chosen] for key, column in value.items()}
        return replace(self, **taken)

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """The rows of one part after the other; what is no column must be the same in all parts.

        A column that only some parts have is unknown in the others.
        """
        together: dict[str, Any] = {}
        for item in fields(parts[0]):
            values = [getattr(part, item.name) for part in parts]
            if _is_named(item):
                keys = dict.fromkeys(key for value in values for key in value)
                together[item.name] = {
                    key: _end_to_end([value.get(key) for value in values], parts) for key in keys
                }
            elif any(isinstance(value, np.ndarray) for value in values):
                together[item.name] = _end_to_end(values, parts)
            elif any(value != values[0] for value in values):
                raise ValueError(f"{cls.__name__}.{item.name} differs: {values}")
        return replace(parts[0], **together)


def read_only(columns: Mapping[Key, Floats]) -> Mapping[Key, Floats]:
    """Copies of named columns that nobody can change."""
    return MappingProxyType({key: _frozen(column) for key, column in columns.items()})


def _frozen(column: NDArray[Any]) -> NDArray[Any]:
    """The column if nobody can change it, else a copy that nobody can."""
    if column.flags.owndata and not column.flags.writeable:
        return column
    copy = np.array(column)
    copy.setflags(write=False)
    return copy


def _is_named(item: Field[Any]) -> bool:
    return _NAMED in item.metadata


def _end_to_end(columns: Sequence[NDArray[Any] | None], parts: Sequence[Columns]) -> NDArray[Any]:
    """One column of all parts; NaN, NaT or an empty text where a part has none."""
    like = next(column for column in columns if column is not None)
    return np.concatenate(
        [
            _unknown((len(part), *like.shape[1:]), like.dtype) if column is None else column
            for column, part in zip(columns, parts, strict=True)
        ]
    )


def _unknown(shape: tuple[int, ...], kind: np.dtype[Any]) -> NDArray[Any]:
    nothing = {"M": np.datetime64("NaT", "s"), "f": np.nan, "U": ""}
    if kind.kind not in nothing:
        raise ValueError(f"a column of {kind} cannot be unknown")
    return np.full(shape, nothing[kind.kind], dtype=kind)


@dataclass(frozen=True, eq=False)
class QueueRows(Columns):
    """Rows of one queue each; `queue[i]` indexes `queues`."""

    queue: Ints
    queues: tuple[str, ...]

    @property
    def queue_names(self) -> Texts:
        """The queue's name, row by row."""
        return np.array(self.queues or (ALL_QUEUES,))[self.queue]

    @property
    def rows_of_queues(self) -> tuple[Ints, ...]:
        """The rows of each queue, by one sort: a comparison per queue would read all rows each time."""
        order = np.argsort(self.queue, kind="stable")
        ends = np.searchsorted(self.queue[order], np.arange(max(len(self.queues), 1)), side="right")
        return tuple(np.split(order, ends[:-1]))

    def columns(self) -> dict[str, NDArray[Any]]:
        """Name → array; queues by their names."""
        return super().columns() | {"queue": self.queue_names}

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """The rows of one part after the other; queues are matched by name."""
        queues = tuple(dict.fromkeys(name for part in parts for name in part.queues))
        return super().joined([part._of_queues(queues) for part in parts])

    def _of_queues(self, queues: tuple[str, ...]) -> Self:
        """The same rows, with `queue` counted in `queues`, which hold all of its own."""
        if queues == self.queues:
            return self
        code = {name: index for index, name in enumerate(queues)}
        place = np.array([code[name] for name in self.queues], dtype=np.int64)
        return replace(self, queue=place[self.queue], queues=queues)


@dataclass(frozen=True, eq=False)
class IntervalRows(QueueRows, InZone):
    """Rows of one interval of one queue, in a time zone.

    `interval_start` is UTC; `utc_offset_minutes` is the offset that a row is shown with: that of `timezone`
    then, or the one its file wrote.
    """

    interval_start: Times
    utc_offset_minutes: Ints
    interval_minutes: int
    timezone: str

    @property
    def local(self) -> Times:
        """Wall times of the interval starts."""
        return to_local(self.interval_start, self.utc_offset_minutes)

    def same_rows(self) -> dict[str, Any]:
        """The fields that say which rows these are, for another record of the same ones."""
        return {item.name: getattr(self, item.name) for item in fields(IntervalRows)}

    def iso(self) -> Texts:
        """ISO 8601 of the interval starts, with their offsets, as all files carry them."""
        return iso(self.interval_start, self.utc_offset_minutes)

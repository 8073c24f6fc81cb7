"""A record of single facts as a JSON object, and back: a name for each field, in their order."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, asdict, fields, is_dataclass
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

from staffing.errors import InputError, Problem
from staffing.tables.source import display_name, open_text, write_text

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

R = TypeVar("R", bound="DataclassInstance")


def write_json(target: str | Path, record: DataclassInstance) -> None:
    """Write a record; `-` is standard output."""
    with write_text(target) as stream:
        stream.write(json.dumps(asdict(record), indent=2, allow_nan=False) + "\n")


def json_rows(columns: Mapping[str, Iterable[Any]]) -> list[dict[str, object]]:
    """A dictionary per row of a table; what is unknown is null."""
    texts = {name: [_plain(cell) for cell in cells] for name, cells in columns.items()}
    return [dict(zip(texts, row, strict=True)) for row in zip(*texts.values(), strict=True)]


def _plain(cell: Any) -> object:
    """A cell as JSON holds it."""
    import numpy as np

    if isinstance(cell, np.datetime64):
        return None if np.isnat(cell) else str(cell)
    if isinstance(cell, np.integer):
        return int(cell)
    if isinstance(cell, float):
        return None if np.isnan(cell) else float(cell)
    return str(cell) or None


def read_json(record: type[R], source: str | Path, *, expected: str, hint: str) -> R:
    """The record as `write_json` wrote it; InputError where a field is missing or of another kind."""
    with open_text(source) as stream:
        return parse_json(record, "".join(stream), display_name(source), expected=expected, hint=hint)


def parse_json(record: type[R], text: str, name: str, *, expected: str, hint: str) -> R:
    """The record of a text that messages call `name`.

    Names that the record does not know are left out: they are of a later version.
    """
    try:
        given: Any = json.loads(text, parse_float=_finite, parse_constant=_finite)
    except (ValueError, RecursionError):  # also of too many digits, or too deep
        given = None
    hints = get_type_hints(record)
    if not isinstance(given, dict):
        raise InputError(Problem(name, expected, hint))
    needed = _needed(record)
    wrong = [
        Problem(name, expected, hint, column=field, value=str(given.get(field)))
        for field, kind in hints.items()
        if (field in given or field in needed) and not _fits(given.get(field, MISSING), kind)
    ]
    if wrong:
        raise InputError(wrong)
    return record(**{field: _read(given[field], hints[field]) for field in hints if field in given})


def _finite(text: str) -> float:
    """The number of a text; ValueError for NaN and what no float can hold, which no file of ours has."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _listed(hint: Any) -> Any:
    """The record of which a field holds several; None of another field."""
    listed = get_args(hint)[0] if get_origin(hint) is tuple and get_args(hint) else None
    return listed if is_dataclass(listed) else None


def _read(value: Any, hint: Any) -> Any:
    """The value of a field: an object, or a list of them, as the records that it stands for."""
    if (listed := _listed(hint)) is not None:
        return tuple(_record(listed, item) for item in value)
    inner: Any = next((one for one in get_args(hint) or (hint,) if is_dataclass(one)), None)
    return _record(inner, value) if inner is not None and isinstance(value, dict) else value


def _record(record: Any, given: dict[str, Any]) -> Any:
    """The record of an object within another, without the names that it does not know."""
    return record(**{item.name: given[item.name] for item in fields(record) if item.name in given})


def _needed(record: Any) -> set[str]:
    """The fields that a file has to have: all but those of later versions, which have a default."""
    return {item.name for item in fields(record) if item.default is item.default_factory is MISSING}


def _fits(value: Any, hint: Any) -> bool:
    """Whether JSON's value is of the kind; a whole number is a number, too."""
    if (listed := _listed(hint)) is not None:
        return isinstance(value, list) and all(_fits(one, listed) for one in value)
    if isinstance(hint, UnionType):
        return any(_fits(value, one) for one in get_args(hint))
    if is_dataclass(hint):
        return isinstance(value, dict) and value.keys() >= _needed(hint)
    if hint is Any:
        return True
    kind: Any = (int, float) if hint is float else get_origin(hint) or hint
    if not isinstance(value, kind) or not get_args(hint):
        return isinstance(value, kind)
    held = value.values() if isinstance(value, dict) else value
    return all(_fits(one, get_args(hint)[-1]) for one in held)

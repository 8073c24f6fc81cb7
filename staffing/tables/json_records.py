"""Records in JSON as rows: one object a line, or an array of them; nested keys are joined with dots."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from staffing.errors import InputError, Problem

Row = tuple[int, list[str]]


def json_rows(text: str, name: str) -> list[Row]:
    """A header of all keys, in order of appearance, and a row per record; lists inside a record are left out.

    The line is that of the record where each stands on its own, else its number in the array.
    """
    flat = [(line, dict(_flattened(record, ""))) for line, record in _records(text, name)]
    keys = list(dict.fromkeys(key for _, record in flat for key in record))
    if not keys:
        raise InputError(Problem(name, "records in JSON, an object each", "export the records again"))
    return [(0, keys), *((line, [record.get(key, "") for key in keys]) for line, record in flat)]


def _records(text: str, name: str) -> list[tuple[int, dict[str, Any]]]:
    try:
        whole: Any = json.loads(text)
    except ValueError:
        return list(_lines(text, name))
    except RecursionError:
        raise InputError(
            Problem(name, "JSON of few levels", "export a table, or one record a line")
        ) from None
    if isinstance(whole, dict):
        lists = [value for value in whole.values() if isinstance(value, list) and value]
        inner = [value for value in lists if all(isinstance(record, dict) for record in value)]
        whole = inner[0] if len(inner) == 1 else [whole]
    records = whole if isinstance(whole, list) else []
    return [(number, record) for number, record in enumerate(records, 1) if isinstance(record, dict)]


def _lines(text: str, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for line, part in enumerate(text.splitlines(), 1):
        if not part.strip():
            continue
        try:
            record = json.loads(part)
        except (ValueError, RecursionError) as fault:
            hint = "export the records again, one object a line"
            raise InputError(Problem(name, f"JSON ({fault})", hint, line)) from None
        if isinstance(record, dict):
            yield line, record


def _flattened(record: dict[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in record.items():
        if isinstance(value, dict):
            yield from _flattened(value, f"{prefix}{key}.")
        elif not isinstance(value, list):
            yield _whole(f"{prefix}{key}"), _whole(_text(value))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value)


def _whole(text: str) -> str:
    """The text with a mark in the place of halves of characters, which JSON may hold and no file can."""
    return text.encode("utf-8", "replace").decode("utf-8")

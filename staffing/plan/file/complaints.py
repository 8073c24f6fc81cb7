"""What pydantic finds wrong with a plan, in a planner's words: one complaint a key."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from staffing.errors import did_you_mean
from staffing.plan.file.schema import Plan
from staffing.tables.database_url import without_password
from staffing.wording import fraction

Key = tuple[str | int, ...]
SEE = "correct the value; see docs/reference/plan.md"

# The kinds of pydantic's complaints that have words of their own; {names} are those of its context.
_WORDS = {
    "float_type": "a number",
    "finite_number": "a number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "string_type": "a text in quotes",
    "string_too_short": "a text that is not empty",
    "list_type": "a list in [ ]",
    "tuple_type": "a list in [ ]",
    "dict_type": "a table in {{ }}",
    "greater_than": "a number above {gt:g}",
    "greater_than_equal": "a number of at least {ge:g}",
    "less_than": "a number below {lt:g}",
    "less_than_equal": "a number of at most {le:g}",
}


@dataclass(frozen=True)
class Complaint:
    """A key of the plan, what it should hold, and what to do; `shown` is what it holds, if that helps."""

    key: Key
    expected: str
    hint: str
    shown: str | None = None


def complaints(details: Iterable[ErrorDetails]) -> list[Complaint]:
    """One complaint for each key, in their order: the choices that a key has are told together."""
    by_key: dict[Key, list[ErrorDetails]] = {}
    for detail in details:
        by_key.setdefault(_written_key(detail), []).append(detail)
    return [_complaint(key, found) for key, found in by_key.items()]


def _complaint(key: Key, details: list[ErrorDetails]) -> Complaint:
    detail = details[0]
    kind, value = detail["type"], detail["input"]
    if kind == "extra_forbidden":
        known = list(_fields(_model_at(key[:-1])))
        nearest = did_you_mean(str(key[-1]), known).rstrip() or f"known here: {', '.join(known)}"
        return Complaint(key, "a known key", nearest, str(key[-1]))
    if kind == "missing":
        return Complaint(key, f"the key '{key[-1]}'", "add it; see docs/reference/plan.md")
    expected = " or ".join(dict.fromkeys(_expected(key, one) for one in details))
    shown = None if value is None or isinstance(value, dict) else without_password(str(_as_written(value)))
    hints = (one.get("ctx", {}).get("hint") or _hint(value, one) for one in details)
    return Complaint(key, expected, next((str(hint) for hint in hints if hint), SEE), shown)


def _expected(key: Key, detail: ErrorDetails) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "model_type":
        return _table(_model_at(key))
    if kind in {"too_short", "too_long"}:
        least, most = context.get("min_length"), context.get("max_length")
        return f"a list of at least {least}" if kind == "too_short" else f"a list of at most {most}"
    if kind in _WORDS:
        return _WORDS[kind].format(**context)
    return detail["msg"].removeprefix("Value error, ").removeprefix("Input should be ")


def _hint(value: Any, detail: ErrorDetails) -> str | None:
    """What was most likely meant, where the plan would accept it."""
    kind, context = detail["type"], detail.get("ctx", {})
    if isinstance(value, str) and kind in {"float_type", "int_type"}:
        if per_cent := re.fullmatch(r"([\d.]+) ?%", value):
            return f"did you mean {fraction(per_cent[0]):g}?"
        return "numbers are written without quotes" if _is_number(value) else None
    bound = context.get("le", context.get("lt"))
    if not isinstance(value, int | float):  # a list of which one is out of bounds
        return None
    if bound is not None and bound <= 1 < value <= 100:
        share = value / 100
        is_within = share < bound or (share == bound and kind == "less_than_equal")
        return f"did you mean {share:g}?" if is_within else None
    return None


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _as_written(value: Any) -> Any:
    """A list as TOML has it, where a validator has made something else of it."""
    return list(value) if isinstance(value, tuple) else value


def _written_key(detail: ErrorDetails) -> Key:
    """Pydantic adds the tried alternatives of a union; keep only keys that stand in the file."""
    kept: list[str | int] = []
    model: type[BaseModel] | None = Plan
    for part in detail["loc"]:
        if isinstance(part, int):
            kept.append(part)
            continue
        fields = _fields(model)
        if part not in fields and kept and model is None:
            break
        kept.append(part)
        model = _nested(fields[part].annotation) if part in fields else None
    return tuple(kept)


def _model_at(key: Key) -> type[BaseModel] | None:
    """The table that stands at a key, None where it is none."""
    model: type[BaseModel] | None = Plan
    for part in key:
        if isinstance(part, str) and model is not None:
            fields = _fields(model)
            model = _nested(fields[part].annotation) if part in fields else model
    return model


def _table(model: type[BaseModel] | None) -> str:
    """A table and the keys that it must have: `a table such as { minutes = …, earliest_minutes = … }`."""
    needed = [f"{name} = …" for name, field in _fields(model).items() if field.is_required()]
    return f"a table such as {{ {', '.join(needed)} }}" if needed else "a table in { }"


def _fields(model: type[BaseModel] | None) -> dict[str, Any]:
    return dict(model.model_fields) if model else {}


def _nested(annotation: Any) -> type[BaseModel] | None:
    """The model inside an annotation such as `list[ShiftPattern]` or `LunchRule | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((m for part in typing.get_args(annotation) if (m := _nested(part))), None)

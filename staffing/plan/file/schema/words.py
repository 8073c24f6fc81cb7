"""The words of a plan file: fractions, times of day, weekdays, hours, targets; and the base of its tables.

Each is parsed once, when the file is read, and written to run.json so that it reads as a plan again. What can
be written in several ways (`80/20`, `80 % / 20 s`) keeps its text beside its value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
)
from pydantic_core import PydanticCustomError

from staffing.errors import UsageError, did_you_mean
from staffing.records.lead import EXPECTED, Lead, parse_lead
from staffing.records.people import LEAST_SHARE
from staffing.records.service_target import ServiceTarget, parse_target
from staffing.records.uncertainty import Uncertainty, parse_uncertainty
from staffing.timegrid import DAY_NAMES, clock, clock_span

Value = TypeVar("Value")

Fraction = Annotated[float, Field(gt=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
Factor = Annotated[float, Field(ge=0.01, le=100)]  # of one thing beside another of its kind: more is a slip
NonNegative = Annotated[float, Field(ge=0)]
Share = Annotated[float, Field(ge=0, lt=1)]
Present = Annotated[float, Field(ge=LEAST_SHARE, le=1)]  # of people or their time: less is a slip
Lost = Annotated[float, Field(ge=0, le=1 - LEAST_SHARE)]
Minutes = Annotated[int, Field(gt=0, le=2880)]


def _clock(text: object) -> int:
    match = re.fullmatch(r"(\d{1,2}):([0-5]\d)", text) if isinstance(text, str) else None
    if match is None or int(match[1]) > 48:
        raise ValueError('a time of day such as "07:30"')
    return int(match[1]) * 60 + int(match[2])


def _days(text: object) -> frozenset[int]:
    """Weekdays, 0 Monday, of a text such as `mon-fri` or `sat,sun`."""
    chosen: set[int] = set()
    for part in str(text).lower().replace(" ", "").split(","):
        first, _, last = part.partition("-")
        if first not in DAY_NAMES or (last or first) not in DAY_NAMES:
            raise ValueError('days such as "mon-fri", "sat" or "mon,wed,fri"')
        i, j = DAY_NAMES.index(first), DAY_NAMES.index(last or first)
        chosen |= {day % 7 for day in range(i, (j if j >= i else j + 7) + 1)}
    return frozenset(chosen)


def _spans(value: object) -> tuple[tuple[int, int], ...]:
    if value == "closed":
        return ()
    texts = value if isinstance(value, list) else [value]
    spans = []
    for text in texts:
        first, dash, last = str(text).partition("-")
        if not dash:
            raise ValueError('hours such as "07:00-21:00", or "closed"')
        start, end = _clock(first.strip()), _clock(last.strip())
        spans.append((start, end if end > start else end + 1440))
    return tuple(spans)


def _lengths(value: object) -> object:
    if isinstance(value, int):
        return (value, value)
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError("one length in minutes, or [shortest, longest]")
    return tuple(value)


def wrong(expected: str, hint: str | None = None) -> PydanticCustomError:
    """A complaint of a validator with a hint of its own (None: the usual one)."""
    return PydanticCustomError("staffing", "{expected}", {"expected": expected, "hint": hint})


def one_of(known: Collection[str]) -> AfterValidator:
    def check(name: str) -> str:
        if name not in known:
            raise wrong(f"one of {', '.join(known)}", did_you_mean(name, known).rstrip() or None)
        return name

    return AfterValidator(check)


@dataclass(frozen=True)
class Written(Generic[Value]):
    """A text of the plan file as it stands there, and the value that it means."""

    text: str
    value: Value


def _written(parse: Callable[[str], Value], expected: str) -> Callable[[object], Written[Value]]:
    """A validator; `expected` describes a text that `parse` accepts."""

    def validated(text: object) -> Written[Value]:
        if not isinstance(text, str):
            raise ValueError(expected)
        try:
            return Written(text, parse(text))
        except UsageError as error:
            raise wrong(expected, error.hint) from None

    return validated


def _text(written: Written[object]) -> str:
    return written.text


def _days_text(days: frozenset[int]) -> str:
    return ",".join(DAY_NAMES[day] for day in sorted(days))


def _span_texts(spans: tuple[tuple[int, int], ...]) -> str | list[str]:
    return [clock_span(start, end) for start, end in spans] or "closed"


Clock = Annotated[int, BeforeValidator(_clock), PlainSerializer(clock)]
Days = Annotated[frozenset[int], BeforeValidator(_days), PlainSerializer(_days_text)]
Spans = Annotated[tuple[tuple[int, int], ...], BeforeValidator(_spans), PlainSerializer(_span_texts)]
Lengths = Annotated[tuple[Minutes, Minutes], BeforeValidator(_lengths)]

written_days = _written(_days, "days as a text")
written_target = _written(parse_target, 'a target such as "80/20" or "none"')
written_uncertainty = _written(parse_uncertainty, '"none", "expected" or "probability:0.9"')
written_lead = _written(parse_lead, EXPECTED)
WrittenLead = Annotated[Written[Lead], PlainValidator(written_lead), PlainSerializer(_text)]
WrittenDays = Annotated[Written[frozenset[int]], PlainValidator(written_days), PlainSerializer(_text)]
WrittenTarget = Annotated[Written[ServiceTarget], PlainValidator(written_target), PlainSerializer(_text)]
WrittenUncertainty = Annotated[
    Written[Uncertainty | None], PlainValidator(written_uncertainty), PlainSerializer(_text)
]


class Section(BaseModel):
    """Base of all tables of the plan: unknown keys are errors, types are strict."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)

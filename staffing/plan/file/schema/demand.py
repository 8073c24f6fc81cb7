"""Whose contacts, from where, and how they are forecast."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator

from staffing.forecast import AUTO, METHODS
from staffing.history import AUTO as AUTO_FORMAT
from staffing.history import FORMATS
from staffing.history.headers.meaning import OPEN
from staffing.history.reading.choices import MAP_WORDS
from staffing.plan.file.schema.words import Positive, Section, Spans, WrittenDays, one_of
from staffing.tables.columns import HISTORY


class Centre(Section):
    name: str = "Centre"
    timezone: str
    interval_minutes: Literal[15, 30, 60] = 30
    open: dict[WrittenDays, Spans] | None = None
    seats: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _each_day_once(self) -> Self:
        named = [day for days in self.open or {} for day in days.value]
        if len(named) > len(set(named)):
            raise ValueError("each day once in `open` (several hours of a day stand in a list)")
        return self


class MappedColumn(Section):
    column: str | list[str]
    unit: Literal[
        "count", "seconds", "minutes", "hours", "days", "milliseconds", "mm:ss", "hh:mm", "hh:mm:ss"
    ] = "seconds"
    total: bool = False

    @field_validator("unit", mode="before")
    @classmethod
    def _unit_is_said(cls, unit: object) -> object:
        if unit == OPEN:
            raise ValueError("a unit in place of the ?: seconds, minutes, hours, days, mm:ss or hh:mm")
        return unit


def _mapped(value: object) -> object:
    return {"column": value} if isinstance(value, str | list) else value


ColumnName = Annotated[MappedColumn, BeforeValidator(_mapped)]


class HistoryLimits(Section):
    missing: Annotated[float, Field(ge=0, le=1)] = 0.05
    impossible: Annotated[int, Field(ge=0)] = 0
    spikes: Annotated[int, Field(ge=0)] | None = None
    level_shifts: Annotated[int, Field(ge=0)] | None = None


class ColumnMap(Section):
    """How a file is read: the keys of `--map`, and of `[history]` too."""

    format: Annotated[str, one_of([AUTO_FORMAT, *FORMATS])] = AUTO_FORMAT
    columns: dict[str, ColumnName] = {}
    outcomes: dict[str, Literal["answered", "abandoned", "blocked", "incoming", "outgoing"]] = {}
    sheet: str | None = None
    encoding: str | None = None
    dates: Literal["mdy", "dmy"] | None = None
    booked: Literal["start", "end"] = "start"

    @model_validator(mode="after")
    def _known_words(self) -> Self:
        words = [*(column.name for column in HISTORY), *MAP_WORDS]
        for word in self.columns:
            if word not in words:
                raise ValueError(f"words of the glossary under [history.columns]: {', '.join(words)}")
        return self


class HistorySource(ColumnMap):
    source: Annotated[str, Field(min_length=1)]
    query: str | None = None
    profile: str | None = None
    queues: Literal["keep", "merge"] = "keep"
    outliers: Literal["leave-out", "keep"] = "keep"
    limits: HistoryLimits = HistoryLimits()
    aht_seconds: Positive | None = None
    confirm: list[Literal["aht"]] = []


class ForecastChoice(Section):
    days: Annotated[int, Field(ge=1, le=400)] = 28
    method: Annotated[str, one_of([AUTO, *METHODS])] = AUTO
    holidays: str | None = None
    events: str | None = None
    new_queues: str | None = None

"""A mapping of columns without a plan: the file of `--map`, which a refusal prints ready to correct."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from staffing.errors import PlanError, Problem
from staffing.history import AUTO
from staffing.history.source import Source
from staffing.plan.file.options import mapped
from staffing.plan.file.read import section_problems
from staffing.plan.file.schema.demand import ColumnMap
from staffing.plan.file.toml_text import parsed_toml


def with_map(source: Source, path: str) -> Source:
    """The source, read as the mapping says; PlanError names what is wrong with it."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
        raw = parsed_toml(text)
    except OSError as fault:
        raise PlanError(Problem(path, f"a readable file ({fault.strerror})", "check the path")) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        hint = 'write [columns], and below it lines such as offered = "Calls In"'
        raise PlanError(Problem(path, f"TOML ({fault})", hint)) from None
    try:
        found = ColumnMap.model_validate(raw)
    except ValidationError as fault:
        raise PlanError(section_problems(path, text, "history", fault)) from None
    reading = replace(
        source.reading,
        columns={**source.reading.columns, **mapped(found.columns)},
        outcomes={**source.reading.outcomes, **found.outcomes},
        dates=found.dates or source.reading.dates,
        sheet=found.sheet or source.reading.sheet,
        encoding=found.encoding or source.reading.encoding,
        booked=found.booked,
    )
    return replace(
        source, format_name=source.format_name if found.format == AUTO else found.format, reading=reading
    )

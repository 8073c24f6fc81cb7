"""Read a plan file; every complaint names the file, the line, the key, the value and what to do."""

from __future__ import annotations

import re
import sys
import tomllib
import typing
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from staffing.errors import InputError, PlanError, Problem, did_you_mean
from staffing.forecast.past.special_days import special_days
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.file.schema import Plan
from staffing.scorecard.metric import metric_named
from staffing.tables.source import STANDARD
from staffing.timegrid import Zone

Key = tuple[str | int, ...]


def read_plan(path: str | Path) -> PlanFile:
    """The plan; raises PlanError with all its problems at once."""
    file = str(path)
    try:
        data = sys.stdin.buffer.read() if file == STANDARD else Path(path).read_bytes()
        text = data.decode("utf-8-sig")
        raw = tomllib.loads(text)
    except FileNotFoundError:
        hint = "check the path, or make a starter plan: staffing init DIR"
        raise PlanError(Problem(file, "an existing plan file", hint)) from None
    except OSError as fault:
        raise PlanError(Problem(file, f"a readable file ({fault.strerror})", "name the plan.toml")) from None
    except UnicodeDecodeError:
        raise PlanError(Problem(file, "UTF-8 text", "save the file as UTF-8")) from None
    except tomllib.TOMLDecodeError as fault:
        raise PlanError(_syntax_problem(file, str(fault))) from None
    lines = dict(_key_lines(text))
    try:
        plan = Plan.model_validate(raw)
    except ValidationError as fault:
        found = [_problem(file, detail, lines) for detail in fault.errors(include_url=False)]
        raise PlanError(list(dict.fromkeys(found))) from None
    _check_zone(file, plan.centre.timezone, lines)
    _check_holidays(file, plan.forecast.holidays, lines)
    _check_aims(file, plan, lines)
    return PlanFile(Path(path), plan, {_dotted(key): line for key, line in lines.items()})


def section_problems(file: str, text: str, section: str, fault: ValidationError) -> list[Problem]:
    """What is wrong with a file that holds one section of a plan, its keys without the section's name."""
    lines: dict[Key, int] = {(section, *key): line for key, line in _key_lines(text)}
    details = fault.errors(include_url=False)
    for detail in details:
        detail["loc"] = (section, *detail["loc"])
    return list(dict.fromkeys(_problem(file, detail, lines) for detail in details))


def _check_aims(file: str, plan: Plan, lines: dict[Key, int]) -> None:
    """Aims of shares are fractions; only the leavers of a year may be more than all heads."""
    problems = []
    for key, aim in plan.metrics.items():
        metric = metric_named(key)
        highest = max(bound for bound in aim.bounds if bound is not None)
        if metric.unit == "share" and not metric.per_year and highest > 1:
            form = "aim" if aim.aim is not None else "at_most" if aim.at_most == highest else "at_least"
            place: Key = ("metrics", key, form)
            hint = "80 % is 0.80"
            expected = "a share from 0 to 1"
            problems.append(
                Problem(file, expected, hint, _line_of(place, lines), _dotted(place), f"{highest:g}")
            )
    if problems:
        raise PlanError(problems)


def _check_zone(file: str, name: str, lines: dict[Key, int]) -> None:
    try:
        Zone(name)
    except InputError as error:
        problem = error.problems[0]
        line = lines.get(("centre", "timezone"))
        raise PlanError(replace(problem, file=file, line=line, column="centre.timezone")) from None


def _check_holidays(file: str, code: str | None, lines: dict[Key, int]) -> None:
    day = np.datetime64("2024-01-01")
    try:
        special_days(code, (), day, day)
    except InputError as error:
        line = lines.get(("forecast", "holidays"))
        raise PlanError(
            replace(error.problems[0], file=file, line=line, column="forecast.holidays")
        ) from None


def _syntax_problem(file: str, message: str) -> Problem:
    match = re.search(r"\(at line (\d+), column (\d+)\)", message)
    line = int(match[1]) if match else None
    column = match[2] if match else None
    what = re.sub(r"\s*\(at .*\)$", "", message)
    return Problem(file, f"TOML ({what})", 'texts need quotes: name = "full-time"', line, column)


def _problem(file: str, detail: ErrorDetails, lines: dict[Key, int]) -> Problem:
    """One pydantic complaint in our words."""
    location = _real_location(detail["loc"])
    column = _dotted(location)
    line = _line_of(location, lines)
    kind = detail["type"]
    if kind == "extra_forbidden":
        known = _known_keys(location[:-1])
        hint = did_you_mean(str(location[-1]), known).rstrip() or f"known here: {', '.join(known)}"
        return Problem(file, "a known key", hint, line, column, str(location[-1]))
    if kind == "missing":
        return Problem(file, f"the key '{location[-1]}'", "add it; see docs/plan.md", line, column)
    expected = detail["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    value = detail["input"]
    shown = None if value is None or isinstance(value, dict) else str(value)
    hint = detail.get("ctx", {}).get("hint") or _value_hint(value, expected)
    return Problem(file, expected, hint, line, column, shown)


def _value_hint(value: Any, expected: str) -> str:
    if isinstance(value, str) and re.search("number|integer", expected) and re.fullmatch(r"[\d.]+", value):
        return "numbers are written without quotes"
    if isinstance(value, int | float) and value > 1 and expected.endswith("equal to 1"):
        return f"did you mean {value / 100:g}?"
    return "correct the value; see docs/plan.md"


def _real_location(location: Key) -> Key:
    """Pydantic adds the tried alternatives of a union; keep only keys that stand in the file."""
    kept: list[str | int] = []
    model: type[BaseModel] | None = Plan
    for part in location:
        if isinstance(part, int):
            kept.append(part)
            continue
        fields = model.model_fields if model else {}
        if part not in fields and kept and model is None:
            break
        kept.append(part)
        model = _nested(fields[part].annotation) if part in fields else None
    return tuple(kept)


def _known_keys(location: Key) -> list[str]:
    model: type[BaseModel] | None = Plan
    for part in location:
        if isinstance(part, str) and model is not None:
            model = _nested(model.model_fields[part].annotation)
    return list(model.model_fields) if model else []


def _nested(annotation: Any) -> type[BaseModel] | None:
    """The model inside an annotation such as `list[ShiftPattern]` or `LunchRule | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((m for part in typing.get_args(annotation) if (m := _nested(part))), None)


def _dotted(location: Key) -> str:
    text = ""
    for part in location:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _line_of(location: Key, lines: dict[Key, int]) -> int | None:
    """The line of the key, or of the nearest table around it."""
    return next((lines[location[:n]] for n in range(len(location), 0, -1) if location[:n] in lines), None)


def _key_lines(text: str) -> Iterator[tuple[Key, int]]:
    """Where each key stands; tomllib does not say. Keys inside inline tables are found by their line."""
    table: Key = ()
    counts: dict[Key, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if match := re.match(r"\s*\[\[([^\]]+)\]\]", line):
            name = tuple(part.strip() for part in match[1].split("."))
            counts[name] = counts.get(name, -1) + 1
            table = (*name, counts[name])
            yield table, number
        elif match := re.match(r"\s*\[([^\]]+)\]", line):
            table = tuple(part.strip() for part in match[1].split("."))
            yield table, number
        elif match := re.match(r"""\s*["']?([\w-]+)["']?\s*=""", line):
            key = (*table, match[1])
            yield key, number
            for inner in re.finditer(r"[{,]\s*([\w-]+)\s*=", line):
                yield (*key, inner[1]), number

"""Read a plan file; every complaint names the file, the line, the key, the value and what to do."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from staffing.errors import InputError, PlanError, Problem, did_you_mean
from staffing.forecast.past.special_days import special_days
from staffing.plan.file.complaints import Key, complaints
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.file.schema import Plan
from staffing.plan.file.toml_text import parsed_toml
from staffing.plan.file.work_allowed import beside_work
from staffing.records.columns import ALL_QUEUES
from staffing.scorecard.metric import metric_named
from staffing.tables.source import STANDARD
from staffing.timegrid import Zone

_QUOTES = 'texts need quotes: name = "full-time"'
_TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".parquet", ".gz", ".zst", ".json", ".jsonl")
_SYNTAX_HINTS = (  # what tomllib says, the first that fits, and what to do
    ("Cannot overwrite|Duplicate|mutate", "this name stands twice in its table: keep one of the two"),
    ("twice", "this table stands twice: put its keys under one heading"),
    ("at end of document", "something is never closed: look for a missing ], } or quotation mark"),
    ("Unclosed", "close the bracket"),
    ("[Ii]llegal character|string", "close the quotes: a text ends on its line"),
    ("escape", "in a text a \\ is written twice"),
    ("too many digits", "write the number that is meant"),
    ("too deeply", "close the brackets: no key of a plan holds lists in lists"),
    ("Invalid value", f"{_QUOTES}; or a list above it lacks its ]"),
)


def read_plan(path: str | Path) -> PlanFile:
    """The plan; raises PlanError with all its problems at once."""
    file = str(path)
    try:
        data = sys.stdin.buffer.read() if file == STANDARD else Path(path).read_bytes()
        text = data.decode("utf-8-sig")
        raw = parsed_toml(text)
    except FileNotFoundError:
        hint = "check the path, or make a starter plan: staffing init DIR"
        raise PlanError(Problem(file, "an existing plan file", hint)) from None
    except OSError as fault:
        raise PlanError(Problem(file, f"a readable file ({fault.strerror})", "name the plan.toml")) from None
    except UnicodeDecodeError:
        is_table = file.lower().endswith(_TABLES)
        problem = _no_plan(file) if is_table else Problem(file, "UTF-8 text", "save the file as UTF-8")
        raise PlanError(problem) from None
    except tomllib.TOMLDecodeError as fault:
        is_table = file.lower().endswith(_TABLES) or _begins_as_a_table(text)
        raise PlanError(_no_plan(file) if is_table else _syntax_problem(file, text, str(fault))) from None
    lines = dict(_key_lines(text))
    try:
        plan = Plan.model_validate(raw)
    except ValidationError as fault:
        raise PlanError(_problems(file, fault.errors(include_url=False), lines)) from None
    _check_zone(file, plan.centre.timezone, lines)
    _check_holidays(file, plan.forecast.holidays, lines)
    _check_aims(file, plan, lines)
    _check_group_patterns(file, plan, lines)
    _check_merged_queues(file, plan, lines)
    _check_work(file, plan, lines)
    return PlanFile(Path(path), plan, {_dotted(key): line for key, line in lines.items()}, content=data)


def section_problems(file: str, text: str, section: str, fault: ValidationError) -> list[Problem]:
    """What is wrong with a file that holds one section of a plan, its keys without the section's name."""
    lines: dict[Key, int] = {(section, *key): line for key, line in _key_lines(text)}
    details = fault.errors(include_url=False)
    for detail in details:
        detail["loc"] = (section, *detail["loc"])
    return _problems(file, details, lines)


def _problems(file: str, details: list[ErrorDetails], lines: dict[Key, int]) -> list[Problem]:
    """Where each complaint stands, and what it says."""
    return [
        Problem(file, one.expected, one.hint, _line_of(one.key, lines), _dotted(one.key), one.shown)
        for one in complaints(details)
    ]


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


def _check_merged_queues(file: str, plan: Plan, lines: dict[Key, int]) -> None:
    """Queues that are one have no groups, and no targets of their own."""
    if plan.history is None or plan.history.queues == "keep":
        return
    problems = []
    if plan.group:
        place: Key = ("history", "queues")
        hint = "leave out queues to staff the groups, or every [[group]] for one queue that everybody answers"
        expected = "no merged queues beside [[group]], which says who answers which of them"
        problems.append(Problem(file, expected, hint, _line_of(place, lines), _dotted(place), "merge"))
    own = plan.service.override if plan.forecast.new_queues is None else []  # new queues stay their own
    for row, override in enumerate(own):
        if override.queue not in {None, ALL_QUEUES}:
            place = ("service", "override", row, "queue")
            hint = "leave out queue, and give the one queue the strictest target; or keep queues apart"
            expected = 'no queue of its own where [history] queues = "merge"'
            problems.append(
                Problem(file, expected, hint, _line_of(place, lines), _dotted(place), override.queue)
            )
    if problems:
        raise PlanError(problems)


def _check_group_patterns(file: str, plan: Plan, lines: dict[Key, int]) -> None:
    """Groups work patterns that the schedule has."""
    known, problems = [pattern.name for pattern in plan.schedule.pattern], []
    for row, group in enumerate(plan.group):
        place: Key = ("group", row, "patterns")
        for name in group.patterns or ():
            if name not in known:
                hint = f"{did_you_mean(name, known)}the patterns are {', '.join(known)}"
                problems.append(
                    Problem(file, "the name of a pattern", hint, _line_of(place, lines), _dotted(place), name)
                )
    if problems:
        raise PlanError(problems)


def _check_work(file: str, plan: Plan, lines: dict[Key, int]) -> None:
    """Work that may wait stands beside nothing with which it cannot be planned yet."""
    problems = [
        Problem(file, expected, hint, _line_of(key, lines), _dotted(key))
        for key, expected, hint in beside_work(plan)
    ]
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


def _no_plan(file: str) -> Problem:
    hint = f"this is a history, not a plan; draft one with: staffing init DIR --from {file}"
    return Problem(file, "a plan, which is a TOML file such as plan.toml, not a table", hint)


def _begins_as_a_table(text: str) -> bool:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return re.search("[,;\t]", first) is not None and re.search(r"[=\[#]", first) is None


def _syntax_problem(file: str, text: str, message: str) -> Problem:
    """What is no TOML, with the line, that of the end where something is never closed."""
    match = re.search(r"\(at line (\d+), column (\d+)\)", message)
    last_line = None if "too deeply" in message else len(text.splitlines())
    line = int(match[1]) if match else last_line
    column = match[2] if match else None
    what = re.sub(r"\s*\(at .*\)$", "", message)
    hint = next((hint for sign, hint in _SYNTAX_HINTS if re.search(sign, message)), _QUOTES)
    return Problem(file, f"TOML ({what})", hint, line, column)


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

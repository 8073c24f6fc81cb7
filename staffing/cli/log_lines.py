"""What another command wrote with `--log-format json`, read back line by line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from staffing.cli.streams import ERROR, INFO, LOG, WARNING, say

_ALWAYS = ("time", "level", "code", "message")


@dataclass(frozen=True)
class LogLine:
    """A line of a log; `fields` are what it has besides, such as file, line, column and hint."""

    level: str
    code: int
    message: str
    fields: Mapping[str, str | int] = field(default_factory=dict)

    @classmethod
    def read(cls, line: str) -> LogLine:
        """Of a line of JSON; any other, as a library may print it, is an error in its own words."""
        try:
            found = json.loads(line)
            level, code, message = (found[name] for name in _ALWAYS[1:])
        except (ValueError, TypeError, KeyError):
            return cls(ERROR, 0, line)
        return cls(level, code, message, {name: found[name] for name in found if name not in _ALWAYS})

    @property
    def is_note(self) -> bool:
        """Whether nothing is wrong."""
        return self.level == INFO

    @property
    def text(self) -> str:
        """As a log of text has it; a fault that lists conflicts has its hint on a line of its own."""
        if self.level == WARNING:
            return f"alert: {self.message}"
        if "hint" not in self.fields:
            return self.message
        between = "\n" if "\n" in self.message else ". "
        return f"{self.message}{between}Hint: {self.fields['hint']}"


def pass_on(lines: Iterable[LogLine], plan: str, *, quiet: bool) -> None:
    """Say them again as lines of that plan; in a log of text the notes alone, for its faults have a table."""
    for line in lines:
        if quiet and line.is_note:
            continue
        if LOG.is_json:
            say(line.message, level=line.level, code=line.code, plan=plan, **line.fields)
        elif line.is_note:
            say(f"{plan}: {line.text}")

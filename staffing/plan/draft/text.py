"""The text of a drafted plan: every line with a comment that says where its value comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from staffing.history import AUTO
from staffing.history.how_read import HowRead
from staffing.history.reading.choices import Mapped, Reading
from staffing.history.source import Source
from staffing.plan.draft.findings import Findings
from staffing.plan.draft.hours import nights_begin_before, open_text
from staffing.plan.draft.patterns import draft_patterns
from staffing.wording import counted

UNDERSTAFFED = 50.0  # per agent-hour: far above any shift, so only hours that no shift reaches stay short


@dataclass(frozen=True)
class DraftText:
    """What a plan is written from; `source` is the history as the plan names it."""

    name: str
    zone: str
    zone_why: str
    source: str
    source_why: str
    export: Source
    how: HowRead
    found: Findings
    holidays: str | None
    target: str | None

    def plan(self) -> str:
        """The whole plan file."""
        sections = (self._head, self._centre, self._history, self._forecast, self._service, self._people,
                    self._schedule)  # fmt: skip
        return "\n\n".join("\n".join(section()) for section in sections) + "\n"

    def _head(self) -> Iterator[str]:
        yield "# Drafted by staffing init --from. It runs as it is:   staffing plan plan.toml"
        yield "# Each line says where its value comes from; what is assumed is yours to correct."
        yield "# Every key is described in docs/reference/plan.md; unknown keys are errors."

    def _centre(self) -> Iterator[str]:
        found = self.found
        yield "[centre]"
        yield f"name = {quoted(self.name)}"
        yield f"timezone = {quoted(self.zone)}  # {_comment(self.zone_why)}"
        yield f"interval_minutes = {found.interval_minutes}  # {found.interval_why}"
        yield f"# {found.hours_why}"
        if found.hours.is_always:
            yield "# open round the clock, seven days a week: no hours are named"
        else:
            yield f"open = {open_text(found.hours)}"

    def _history(self) -> Iterator[str]:
        reading, how = self.export.reading, self.how
        yield "[history]"
        yield f"source = {quoted(self.source)}  # {self.source_why}"
        if self.export.query is not None:
            yield f"query = {quoted(self.export.query)}  # as given"
        as_found = "as found" if how.format_name != AUTO else "known by its headers and its shape"
        yield f"format = {quoted(how.format_name)}  # {as_found}"
        if how.dates is not None:
            yield f'dates = "{how.dates}"  # {"as given" if reading.dates else "as its dates show"}'
        if reading.sheet is not None:
            yield f"sheet = {quoted(reading.sheet)}  # as given"
        if how.encoding is not None:
            yield f"encoding = {quoted(how.encoding)}  # {'as given' if reading.encoding else 'as found'}"
        if reading.booked != "start":
            yield f'booked = "{reading.booked}"  # as given'
        if self.export.merge_queues:
            yield 'queues = "merge"  # as given'
        yield f"aht_seconds = {self.found.aht.value:g}  # {_comment(self.found.aht.why)}"
        yield f"# {counted(len(self.found.queues), 'queue')}:"
        yield from (f"#   {_comment(line)}" for line in self.found.queue_lines)
        yield from _mapping(reading, how)

    def _forecast(self) -> Iterator[str]:
        yield "[forecast]"
        yield f"days = {self.found.days_ahead}  # {self.found.days_why}"
        yield 'method = "auto"  # the method that would have forecast your own past best'
        if self.found.is_typical_week:
            yield '# holidays = "US"  # a typical week has none'
        elif self.holidays is None:
            yield '# holidays = "US"  # not given: the country of your public holidays, "US-PA", "GB", "DE"'
        else:
            yield f"holidays = {quoted(self.holidays)}  # as given"

    def _service(self) -> Iterator[str]:
        found = self.found
        why = "assumed: 80 % answered within 20 seconds" if self.target is None else "as given"
        yield "[service]"
        yield f"target = {quoted(self.target or '80/20')}  # {why}"
        yield f'definition = "{found.definition}"  # {found.definition_why}'
        yield 'model = "erlang-a"  # assumed: callers give up; erlang-c: nobody ever does'
        yield f"patience_seconds = {found.patience.value:g}  # {found.patience.why}"

    def _people(self) -> Iterator[str]:
        yield "[people]  # an export of contacts does not tell these: all three are assumed"
        yield "attendance = 0.95  # assumed: share of planned people who come to work"
        yield "adherence = 0.92  # assumed: share of scheduled phone time they are actually available"
        yield "shrinkage = 0.0  # assumed: other losses that are not breaks, such as meetings and coaching"

    def _schedule(self) -> Iterator[str]:
        hours = self.found.hours
        grid = start_grid(hours.interval_minutes, [edge for run in hours.runs() for edge in run])
        yield "[schedule]"
        yield f"start_every_minutes = {grid}  # a grid on which the opening hours begin and end"
        if self.found.is_typical_week:
            yield "cyclic_week = true  # a typical week: its last night runs into its first day"
        if nights_begin_before(hours):
            yield (
                f"understaffing = {UNDERSTAFFED:g}  # a cost per agent-hour short: the first night of a plan "
                "is worked by shifts that began before it"
            )
        else:
            yield 'understaffing = "forbidden"  # every open interval lies within a pattern below'
        yield "gap = 0.005  # stop when proven within 0.5 % of the least possible cost"
        yield "# The patterns are drafted to fit the opening hours; lengths, lunches and prices are assumed."
        for pattern in draft_patterns(hours, grid):
            yield ""
            yield from pattern.lines()


def start_grid(interval_minutes: int, edges: list[int]) -> int:
    """Minutes between starts, such that shifts can begin and end where the opening hours do."""
    return 15 if interval_minutes == 15 and any(edge % 30 for edge in edges) else 30


def _mapping(reading: Reading, how: HowRead) -> Iterator[str]:
    """`[history.columns]` and `[history.outcomes]`, as given or as found."""
    if reading.columns:
        yield "\n[history.columns]  # as given"
        yield from (f"{word} = {_mapped(mapped)}" for word, mapped in reading.columns.items())
    elif how.mapping:
        yield "\n[history.columns]  # as found in the file"
        yield from how.mapping
    if reading.outcomes:
        yield "\n[history.outcomes]  # as given"
        yield from (f"{quoted(text)} = {quoted(means)}" for text, means in reading.outcomes.items())


def _mapped(mapped: Mapped) -> str:
    names = [quoted(header) for header in mapped.headers]
    column = names[0] if len(names) == 1 else f"[{', '.join(names)}]"
    details: Mapping[str, str] = {
        **({"unit": quoted(mapped.unit)} if mapped.unit is not None else {}),
        **({"total": "true"} if mapped.total else {}),
    }
    if not details:
        return column
    return f"{{ column = {column}, {', '.join(f'{key} = {value}' for key, value in details.items())} }}"


def quoted(text: str) -> str:
    """A text as a TOML string on one line."""
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    plain = "".join(escapes.get(char, char) for char in text)
    controls = re.sub(r"[\x00-\x1f\x7f]", lambda found: f"\\u{ord(found[0]):04x}", plain)
    return f'"{controls}"'


def _comment(text: str) -> str:
    """A text that stays within one comment."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f\u0085\u2028\u2029]", " ", text).split())

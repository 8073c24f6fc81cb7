"""What a person sees while a command runs: notes and progress bars, on stderr, silent under --quiet."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from staffing.cli.streams import LOG, WARNING, may_go_unseen, say
from staffing.errors import InputError, UsageError, did_you_mean
from staffing.wording import fraction

if TYPE_CHECKING:
    from rich.console import Console as RichConsole
    from rich.progress import TaskID

    from staffing.records.coverage import Coverage
    from staffing.records.forecast import Accuracy
    from staffing.records.schedule import DaySummary, Summary


class Console:
    """stderr for people; `quiet` leaves only errors."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet = quiet

    @property
    def shows_pictures(self) -> bool:
        """Whether tables, charts and bars are shown: in a log of JSON they would be no lines of it."""
        return not (self.quiet or LOG.is_json)

    def note(self, text: str) -> None:
        """One line of information."""
        if not self.quiet:
            say(text)

    def notes(self, texts: Iterable[str]) -> None:
        """Several lines of information."""
        for text in texts:
            self.note(text)

    def alerts(self, crossed: Sequence[str]) -> None:
        """A line for each crossed threshold, even under --quiet, and exit code 5 if there is one."""
        import typer

        self.warnings(crossed)
        if crossed:
            raise typer.Exit(5)

    def warnings(self, alerts: Iterable[str]) -> None:
        """A line for each, even under --quiet, where the command goes on."""
        for alert in alerts:
            say(alert if LOG.is_json else f"alert: {alert}", level=WARNING, code=5)

    def text(self, text: str) -> None:
        """Text for people, on standard output."""
        from staffing.tables.source import standard_output
        from staffing.wording import legible

        with standard_output() as stream:
            stream.write("\n".join(map(legible, text.split("\n"))) + "\n")

    def json(self, summary: Mapping[str, object]) -> None:
        """The machine-readable summary, on standard output even under --quiet."""
        from staffing.tables.source import STANDARD, write_text

        with write_text(STANDARD) as stream:
            stream.write(json.dumps(summary, indent=2, allow_nan=False) + "\n")

    def schedule(self, name: str, summary: Summary, days: Sequence[DaySummary], coverage: Coverage) -> None:
        """The table of days and the busiest day's chart."""
        if self.shows_pictures:
            from staffing.report.text.schedule import show_schedule

            with may_go_unseen():
                show_schedule(name, summary, days, coverage)

    def report(self, lines: Iterable[tuple[str, str]]) -> None:
        """Lines of a report in their styles."""
        if LOG.is_json:
            self.notes(line for line, _ in lines)
        elif not self.quiet:
            from staffing.report.text.styled import show_styled

            with may_go_unseen():
                show_styled(lines)

    def backtest(self, accuracy: Accuracy) -> None:
        """The methods of each queue, best first."""
        if self.shows_pictures:
            from staffing.report.text.backtest import show_backtest

            with may_go_unseen():
                show_backtest(accuracy)

    @contextmanager
    def stages(self) -> Iterator[Callable[[str, float], None]]:
        """A bar per stage that `progress(stage, share done)` moves."""
        if not self.shows_pictures or not sys.stderr.isatty():
            yield lambda stage, done: None  # noqa: ARG005
            return
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        bars = Progress(
            TextColumn("{task.description:24}"),
            BarColumn(),
            TimeElapsedColumn(),
            console=_stderr(),
            transient=True,
        )
        tasks: dict[str, TaskID] = {}

        def move(stage: str, done: float) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=1.0)
            bars.update(tasks[stage], completed=done)

        with bars:
            yield move


def _stderr() -> RichConsole:
    from rich.console import Console as RichConsole

    return RichConsole(stderr=True)


@contextmanager
def option(name: str, what: str) -> Iterator[None]:
    """`what`, where a stage refuses it, is on the command line the fault of the option `name`: UsageError."""
    try:
        yield
    except InputError as error:
        problem = error.problems[0]
        if problem.file != what:
            raise
        raise UsageError(f"{name}: '{problem.value}' is not {problem.expected}", hint=problem.hint) from None


def choice(option: str, value: str, known: Collection[str]) -> str:
    """The value if it is known; UsageError with the nearest known one otherwise."""
    if value in known:
        return value
    hint = f"{did_you_mean(value, known)}choose {', '.join(known)}"
    raise UsageError(f"{option}: '{value}' is not known", hint=hint)


def rows_to(out: str | None) -> str | None:
    """Where rows go beside a report for people: None where that is the terminal that shows the report."""
    return ("-" if not sys.stdout.isatty() else None) if out is None else out


def json_beside(wanted: bool, out: str) -> None:
    """UsageError where the data and the JSON summary would both go to standard output."""
    if wanted and out == "-":
        raise UsageError(
            "--json and the data both on standard output", hint="send the data to a file with --out"
        )


def separate(option: str, place: str | None, other: str, other_place: str) -> None:
    """UsageError where the files of two options are one and the same."""
    if place is None or os.path.realpath(place) != os.path.realpath(other_place):
        return
    raise UsageError(f"{option} and {other} are the same place: {place}", hint="give each a place of its own")


def fractions(option: str, text: str | None) -> tuple[float, ...]:
    """The fractions of a list such as `0.05,0.95` or `5%,95%`; UsageError where one is none."""
    try:
        return tuple(fraction(part) for part in text.split(",")) if text else ()
    except ValueError:
        raise UsageError(f"{option}: '{text}' is not a list of fractions", hint="write 0.05,0.95") from None

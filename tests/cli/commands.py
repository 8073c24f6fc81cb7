"""The commands that are registered, by their names: none can be forgotten; and a small roster."""

from __future__ import annotations

from collections.abc import Iterator

import typer

from staffing.cli import app

HALF_DAYS = """\
agent,group,date,pattern,start,end,break_1_start,break_1_end,paid_hours
desk-6,desk,2027-03-09,half,2027-03-09T12:00,2027-03-09T16:00,2027-03-09T13:30,2027-03-09T13:45,4
desk-7,desk,2027-03-09,half,2027-03-09T08:00,2027-03-09T12:00,2027-03-09T09:30,2027-03-09T09:45,4
"""  # of the sample with names


def command_names(group: typer.Typer = app) -> Iterator[str]:
    """Each as it is typed, such as `plan` and `store push`."""
    for command in group.registered_commands:
        assert command.name is not None
        yield command.name
    for inner in group.registered_groups:
        assert inner.typer_instance is not None
        yield from (f"{inner.name} {name}" for name in command_names(inner.typer_instance))

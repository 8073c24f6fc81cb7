"""The commands that are registered, by their names: none can be forgotten."""

from __future__ import annotations

from collections.abc import Iterator

import typer

from staffing.cli import app


def command_names(group: typer.Typer = app) -> Iterator[str]:
    """Each as it is typed, such as `plan` and `store push`."""
    for command in group.registered_commands:
        assert command.name is not None
        yield command.name
    for inner in group.registered_groups:
        assert inner.typer_instance is not None
        yield from (f"{inner.name} {name}" for name in command_names(inner.typer_instance))

"""What `--help` says, at the width of a terminal."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from staffing.cli import app
from tests.test_docs import COMMANDS

ROOT_HELP = re.compile(r"^(\w[\w ]*):$|^  (\w+) {2,}(\S.*)$", re.MULTILINE)


def help_at(columns: int, *command: str) -> str:
    """The help of a command on a terminal of so many columns."""
    done = subprocess.run(
        [str(Path(sys.executable).parent / "staffing"), *command, "--help"],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
        env={**os.environ, "COLUMNS": str(columns)},
    )
    return done.stdout


@pytest.mark.parametrize("columns", [80, 160])
def test_no_line_of_the_list_of_commands_is_cut(columns: int) -> None:
    """Every command has one whole line that fits, in four groups by what a planner does."""
    text = help_at(columns)
    assert max(map(len, text.splitlines())) < 80
    listed = text.partition("Options:")[2].partition("Plan:")
    found = ROOT_HELP.findall(listed[1] + listed[2])
    assert [heading for heading, _, _ in found if heading] == ["Plan", "Understand", "Today", "Look up"]
    lines = {name: line for _, name, line in found if name}
    assert set(lines) == {command.split()[0] for command in COMMANDS}
    assert all(line.endswith(".") and not line.endswith("..") for line in lines.values())


def test_a_metavar_says_what_to_write() -> None:
    """Every option that takes a value, and every argument, is in capitals or a file's name: no bare type."""
    root = typer.main.get_command(app)
    commands = [(("staffing",), root), *_commands(root)]
    for path, command in commands:
        for parameter in command.params:
            if not getattr(parameter, "is_flag", False):
                said = str(parameter.metavar)
                assert re.match(r"[A-Z']", said), (path, parameter.name, said)


def _commands(group: object) -> list[tuple[tuple[str, ...], object]]:
    found: list[tuple[tuple[str, ...], object]] = []
    for name, command in getattr(group, "commands", {}).items():
        found.append(((name,), command))
        found += [((name, *path), inner) for path, inner in _commands(command)]
    return found

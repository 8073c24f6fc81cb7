"""The list of commands in `staffing --help`, under headings that say what a planner does with them."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

PLAN = "Plan"
UNDERSTAND = "Understand"
TODAY = "Today"
LOOK_UP = "Look up"


class CommandList(TyperGroup):
    """A command stands under its `rich_help_panel`; headings and commands come as they are registered."""

    def format_commands(self, _ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override]
        """A section a heading, aligned over all of them."""
        widest = max(map(len, self.commands), default=0)
        sections: dict[str, list[tuple[str, str]]] = {}
        for name, command in self.commands.items():
            line = command.get_short_help_str(formatter.width - widest - 4)  # 2 before the name, 2 behind it
            heading = getattr(command, "rich_help_panel", None) or LOOK_UP
            sections.setdefault(str(heading), []).append((name.ljust(widest), line))
        for heading, lines in sections.items():
            with formatter.section(heading):
                formatter.write_dl(lines)


class PlainUsage(TyperCommand):
    """A command whose usage line names its arguments as they are: `staffing page [OPTIONS] RUN`."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """Without the braces that typer puts around what is required."""
        return [piece.removeprefix("{").removesuffix("}") for piece in super().collect_usage_pieces(ctx)]

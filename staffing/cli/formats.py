"""staffing formats: the exports it reads, with their columns."""

from __future__ import annotations

from typing import Annotated

import typer

from staffing.cli.options import Json, Quiet


def formats(
    name: Annotated[
        str | None, typer.Argument(metavar="FORMAT", help="Show only this format, with its columns.")
    ] = None,
    quiet: Quiet = False,  # noqa: ARG001 - there are no notes to leave out
    json: Json = False,
) -> None:
    """List the ACD formats that can be read, or the columns of one.

    Example: staffing formats genesys
    """
    from staffing.cli.console import Console, choice
    from staffing.history import FORMATS, format_named
    from staffing.history.format_text import format_facts, format_text

    names = list(FORMATS) if name is None else [choice("FORMAT", name, FORMATS)]
    console = Console(quiet=True)
    if json:
        console.json({one: format_facts(format_named(one)) for one in names})
        return
    console.text("\n".join(format_text(format_named(one), whole=name is not None) for one in names))

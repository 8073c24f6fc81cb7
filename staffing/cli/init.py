"""staffing init: a starter plan with sample history, that runs as it is."""

from __future__ import annotations

from typing import Annotated

import typer

from staffing.cli.options import Quiet


def init(
    directory: Annotated[str, typer.Argument(help="Folder to create; existing files are never overwritten.")],
    quiet: Quiet = False,
) -> None:
    """Create a folder with a commented starter plan and sample history, ready to run.

    Example: staffing init my-centre && staffing plan my-centre/plan.toml
    """
    from pathlib import Path

    from staffing.cli.console import Console
    from staffing.plan.file.starter import make_starter

    made = make_starter(Path(directory))
    console = Console(quiet=quiet)
    console.notes(f"created {path}" for path in made)
    console.note(f"Run it: staffing plan {Path(directory) / 'plan.toml'}")

"""Options declared once, as the fields of a dataclass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer
from typer.testing import CliRunner

from staffing.cli.grouped import grouped


@dataclass(frozen=True)
class Wait:
    """Two options that belong together."""

    seconds: Annotated[float, typer.Option(help="Seconds to wait.")] = 20.0
    by_name: Annotated[str, typer.Option("--name", help="Who waits.")] = "all"


def app() -> typer.Typer:
    built = typer.Typer()

    @built.command()
    @grouped
    def show(file: str, *, first: bool = False, wait: Wait, last: int = 1) -> None:
        """Show what was given."""
        typer.echo(f"{file} {first} {wait} {last}")

    return built


def test_a_group_arrives_filled() -> None:
    """Options given and defaults left out make one value; the command's own options stay beside it."""
    plain = CliRunner().invoke(app(), ["a.csv"]).stdout
    given = CliRunner().invoke(app(), ["a.csv", "--seconds", "30", "--name", "sales", "--last", "2"]).stdout
    assert plain == f"a.csv False {Wait()} 1\n"
    assert given == f"a.csv False {Wait(30.0, 'sales')} 2\n"


def test_a_group_stands_in_its_place_in_the_help() -> None:
    """Its options have their own help, between those before and after it."""
    shown = CliRunner().invoke(app(), ["--help"]).stdout
    places = [shown.index(text) for text in ("--first", "Seconds to wait.", "--name", "--last")]
    assert places == sorted(places)

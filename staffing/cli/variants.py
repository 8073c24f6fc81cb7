"""The options that change a plan: together they are one variant, and each --variant is another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from staffing.plan.need.variant import Variant

Volume = Annotated[
    list[str] | None,
    typer.Option(
        metavar="CHANGE", help="Contacts: +10%, -5%, x1.2; for one queue sales=+10%. May be repeated."
    ),
]
Aht = Annotated[
    list[str] | None,
    typer.Option(
        metavar="CHANGE",
        help="Handle time: +20 or -10 seconds, +5%, or 300 to replace it; for one queue sales=+20.",
    ),
]
Target = Annotated[str | None, typer.Option(metavar="TARGET", help="Service level, such as 85/15.")]
Attendance = Annotated[
    str | None,
    typer.Option(metavar="SHARE", help="Attendance: share of planned people who come to work, such as 0.9."),
]
Adherence = Annotated[
    str | None,
    typer.Option(
        metavar="SHARE", help="Adherence: share of scheduled phone time people are actually available."
    ),
]
Patience = Annotated[str | None, typer.Option(metavar="SECONDS", help="Mean patience in seconds.")]
Shrinkage = Annotated[
    str | None,
    typer.Option(metavar="SHARE", help="Shrinkage: other losses that are not breaks, such as 0.1."),
]
Others = Annotated[
    list[str] | None,
    typer.Option(
        "--variant",
        metavar="'NAME: KEY=VALUE …'",
        help="One more variant, such as 'busy: volume=+10% aht=+20 target=85/15'. May be repeated.",
    ),
]


@dataclass(frozen=True)
class VariantArguments:
    """What is changed, as texts."""

    volume: Volume = None
    aht: Aht = None
    target: Target = None
    attendance: Attendance = None
    adherence: Adherence = None
    patience: Patience = None
    shrinkage: Shrinkage = None
    variant: Others = None

    def variants(self) -> list[Variant]:
        """That of the single options first, then each --variant; UsageError where there is none."""
        from staffing.errors import UsageError
        from staffing.plan.need.variant import KEYS, parse_variant, variant_of

        given: dict[str, list[str]] = {}
        for key in KEYS:
            value = getattr(self, key)
            if value:
                given[key] = [value] if isinstance(value, str) else list(value)
        made = [variant_of(given)] if given else []
        made += [parse_variant(text) for text in self.variant or []]
        if not made:
            raise UsageError("nothing is changed", hint="add --volume +10%, or --variant 'busy: volume=+10%'")
        names = ["plan", *(variant.name for variant in made)]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise UsageError(f"two variants are called '{twice}'", hint="give each a name of its own")
        return made

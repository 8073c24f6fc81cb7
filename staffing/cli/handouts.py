"""The options that hand a schedule or a roster out, shared by plan, schedule and roster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from staffing.records.handout import Handout

Ics = Annotated[
    str | None,
    typer.Option(
        metavar="DIR",
        help="Also write calendars into this folder: one per person, or per pattern if nobody is named.",
    ),
]
Excel = Annotated[
    str | None,
    typer.Option(
        metavar="FILE", help="Also write a workbook (.xlsx): heat map, roster, shifts, need, forecast."
    ),
]
ExcelCsv = Annotated[
    str | None,
    typer.Option(
        metavar="DIR",
        help="Also write CSVs that Excel opens with a double click: ';', BOM, the locale's decimal mark.",
    ),
]


@dataclass(frozen=True, repr=False)  # made whenever `--help` is asked: a method that nobody calls takes time
class HandoutArguments:
    """Each field is an entry of `HANDOUTS`."""

    ics: Ics = None
    excel: Excel = None
    excel_csv: ExcelCsv = None

    @property
    def given(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.targets)

    @property
    def targets(self) -> list[str]:
        """The files and folders that are asked for."""
        targets = (getattr(self, item.name) for item in fields(HandoutArguments))
        return [target for target in targets if target is not None]

    def require_usable(self, out: str | None) -> None:
        """Raise before any work is done where one could not be written, or over the files of `--out`."""
        from staffing.cli.console import separate

        if out is not None:
            separate("--excel-csv", self.excel_csv, "--out", out)
        for module, target in self._modules():
            module.require(target)

    def write(self, handout: Callable[[], Handout]) -> None:
        """Write what is asked for; the handout is made only then."""
        if self.given:
            made = handout()
            for module, target in self._modules():
                module.write(made, target)

    def _modules(self) -> Iterator[tuple[Any, str]]:
        from importlib import import_module

        from staffing.report.handout import HANDOUTS

        for item in fields(HandoutArguments):
            target = getattr(self, item.name)
            if target is not None:
                yield (
                    import_module(f"staffing.report.handout.{HANDOUTS[item.name.replace('_', '-')]}"),
                    target,
                )

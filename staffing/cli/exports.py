"""The option that writes what another system imports, shared by plan, handout, forecast and read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from staffing.cli.handouts import HandoutArguments

if TYPE_CHECKING:
    from collections.abc import Callable

    from staffing.records.handout import Handout

ForecastExport = Annotated[
    list[str] | None,
    typer.Option(
        metavar="LAYOUT=FILE",
        help="Also write the forecast as another system imports it: amazon-override, calabrio-forecast, "
        "verint-strategic. May be repeated.",
    ),
]
HistoryExport = Annotated[
    list[str] | None,
    typer.Option(metavar="LAYOUT=FILE", help="Also write it as another system imports it: genesys-history."),
]


@dataclass(frozen=True, repr=False)  # made whenever `--help` is asked: a method that nobody calls takes time
class RunHandouts(HandoutArguments):
    """What is handed out of a run, which has a forecast."""

    export: ForecastExport = None

    @property
    def targets(self) -> list[str]:
        """The files and folders that are asked for."""
        return [*super().targets, *(file for _, file in self._exports())]

    def require_usable(self, out: str | None) -> None:
        """Raise before any work is done where one could not be written."""
        super().require_usable(out)
        self._exports()

    def write(self, handout: Callable[[], Handout]) -> None:
        """Write what is asked for; the handout is made only then."""
        from staffing.report.export.write import write_forecast

        if not self.given:
            return
        made = handout()
        super().write(lambda: made)
        for module, file in self._exports():
            if made.forecast is not None:
                write_forecast(module, file, made.forecast, made.requirement)

    def _exports(self) -> list[tuple[Any, str]]:
        from staffing.report.export.write import require_exports

        return require_exports(self.export or [], "forecast")

"""The service of queues that groups answer, on a terminal."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from staffing.records.groups import RoutedService
from staffing.report.text import Line

_NAME = 18


def service_report(service: RoutedService) -> Iterator[Line]:
    """Each queue over all intervals, by its contacts."""
    yield (
        f"\n{'queue':{_NAME}}{'offered':>10}{'service':>10}{'± 2 SE':>10}{'worst':>10}{'abandon':>10}",
        "bold",
    )
    for number, name in enumerate(service.queues):
        rows = service.rows((service.queue == number) & (service.offered > 0))
        if not len(rows):
            continue
        weight = rows.offered / rows.offered.sum()
        error = np.sqrt((weight**2) @ np.nan_to_num(rows.service_level_se) ** 2)
        shown = "exact" if error == 0 else f"{2 * error:.2%}"
        level, gone = weight @ rows.service_level, weight @ rows.abandonment
        worst = rows.service_level.min()
        cells = (f"{rows.offered.sum():,.0f}", f"{level:.1%}", shown, f"{worst:.1%}", f"{gone:.1%}")
        yield f"{name[:_NAME]:{_NAME}}" + "".join(f"{cell:>10}" for cell in cells), ""

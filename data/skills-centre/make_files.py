"""Makes `history.csv` and `forecast.csv` of an invented centre: three queues, weekdays 08:00 to 18:00."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
SHAPE = (
    0.35,
    0.55,
    0.8,
    0.95,
    1,
    1,
    0.97,
    0.92,
    0.85,
    0.8,
    0.82,
    0.88,
    0.92,
    0.9,
    0.85,
    0.75,
    0.65,
    0.55,
    0.42,
    0.3,
)
PEAKS = {
    "billing": (52, 240, 0),
    "orders": (38, 300, 1),
    "technical": (18, 480, -1),
}  # contacts, seconds, half-hours late
WEEKDAYS = (1.15, 1.0, 0.95, 0.95, 0.9)
FIRST, WEEKS = datetime(2026, 10, 26, 8), 4


def expected(queue: str, row: int) -> float:
    """Contacts of a half-hour on a middling day."""
    contacts, _, late = PEAKS[queue]
    return contacts * SHAPE[min(max(row - late, 0), len(SHAPE) - 1)]


def main() -> None:
    """Write both files beside this one."""
    chance = np.random.default_rng(16)
    with (HERE / "history.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("interval_start", "queue", "offered", "aht_seconds"))
        for day in range(7 * WEEKS):
            if day % 7 < len(WEEKDAYS):
                for queue, (_, aht, _) in PEAKS.items():
                    for row in range(len(SHAPE)):
                        start = FIRST + timedelta(days=day, minutes=30 * row)
                        contacts = chance.poisson(WEEKDAYS[day % 7] * expected(queue, row))
                        rows.writerow((start.isoformat(timespec="minutes"), queue, contacts, aht))
    with (HERE / "forecast.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("interval_start", "queue", "offered", "aht_seconds"))
        for queue, (_, aht, _) in PEAKS.items():
            for row in range(len(SHAPE)):
                start = FIRST + timedelta(days=7 * WEEKS, minutes=30 * row)
                rows.writerow(
                    (start.isoformat(timespec="minutes"), queue, round(expected(queue, row), 1), aht)
                )


if __name__ == "__main__":
    main()

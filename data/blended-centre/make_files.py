"""Draws the sample centre whose people answer calls, and do the work that may wait in between.

    python data/blended-centre/make_files.py

Everything is made up; calls and complaints are drawn around simple curves with a fixed seed, so that the
files can be made again.
"""

from __future__ import annotations

import math
import random
from datetime import date, datetime, timedelta
from pathlib import Path

HERE = Path(__file__).parent
FIRST, WEEKS, FROM = date(2026, 1, 5), 8, date(2026, 3, 2)
BUSY_DAYS = (1.2, 1.05, 1.0, 1.0, 1.05, 0.75, 0.6)  # Monday first


def moments() -> list[tuple[int, float, str]]:
    """Every half-hour of the history: its weekday, the hour, and how files write it."""
    found = []
    for day in range(7 * WEEKS):
        midnight = datetime.combine(FIRST + timedelta(days=day), datetime.min.time())
        for half_hour in range(48):
            moment = midnight + timedelta(minutes=30 * half_hour)
            found.append((day % 7, half_hour / 2, f"{moment:%Y-%m-%dT%H:%M}"))
    return found


def history() -> list[str]:
    """Calls from 8 to 20 o'clock, most at eleven and again at four."""
    draw = random.Random(18)
    lines = ["interval_start,offered,aht_seconds"]
    for day, hour, moment in moments():
        if 8 <= hour < 20:
            wave = math.exp(-(((hour - 11) / 2.2) ** 2)) + 0.8 * math.exp(-(((hour - 16) / 2.2) ** 2))
            mean = (45 + 190 * wave) * BUSY_DAYS[day]
            offered = max(0, round(draw.gauss(mean, math.sqrt(mean))))
            lines.append(f"{moment},{offered},{round(draw.gauss(240, 8))}")
    return lines


def complaints() -> list[str]:
    """Complaints by letter and web form at all hours, most in the evening."""
    draw = random.Random(81)
    lines = ["interval_start,offered,aht_seconds"]
    for day, hour, moment in moments():
        mean = (1.8 + 7.0 * math.exp(-(((hour - 20) / 4) ** 2))) * BUSY_DAYS[day]
        lines.append(f"{moment},{max(0, round(draw.gauss(mean, math.sqrt(mean))))},600")
    return lines


def backlog() -> list[str]:
    """What is open when the week begins: complaints of Sunday evening, and two that are overdue."""
    sunday = FROM - timedelta(days=1)
    return [
        "arrived,due,contacts",
        f"{sunday - timedelta(days=2)}T10:00,,2",
        f"{sunday}T18:00,,11",
        f"{sunday}T21:00,,14",
        f",{FROM}T16:00,3",
    ]


for name, rows in (("history", history()), ("complaints", complaints()), ("backlog", backlog())):
    (HERE / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")

"""Draws the sample centre whose plan ends in a roster: eight weeks of calls, and 24 people.

    python data/rostered-centre/make_files.py

Everything is made up; the calls are drawn around simple curves with a fixed seed, so that the files can be
made again.
"""

from __future__ import annotations

import math
import random
from datetime import date, datetime, timedelta
from pathlib import Path

HERE = Path(__file__).parent
FIRST, WEEKS, FROM = date(2026, 1, 5), 8, date(2026, 3, 2)
BUSY_DAYS = (1.15, 1.0, 0.95, 0.95, 1.0, 0.6, 0.5)  # Monday first


def history() -> list[str]:
    """Calls around the clock, most at eleven and hardly any at night."""
    draw = random.Random(17)
    lines = ["interval_start,offered,aht_seconds"]
    for day in range(7 * WEEKS):
        for half_hour in range(48):
            hour = half_hour / 2
            wave = max(0.0, math.sin((hour - 6) / 16 * math.pi)) if 6 <= hour <= 22 else 0.0
            mean = 2.5 + 30 * wave * BUSY_DAYS[day % 7]
            offered = max(0, round(draw.gauss(mean, math.sqrt(mean))))
            moment = datetime.combine(FIRST + timedelta(days=day), datetime.min.time())
            moment += timedelta(minutes=30 * half_hour)
            lines.append(f"{moment:%Y-%m-%dT%H:%M},{offered},{round(draw.gauss(235, 10))}")
    return lines


def agents() -> list[str]:
    """Four people of nights by choice, fourteen of day and night, six with half a contract."""
    lines = [
        "agent,patterns,hours_per_week_min,hours_per_week_max,days_per_week_min,days_per_week_max,exempt"
    ]
    for number in range(1, 25):
        if number <= 4:
            lines.append(f"p{number:02},night,32,40,4,5,night")
        elif number <= 18:
            lines.append(f"p{number:02},early|late|night,32,40,4,5,")
        else:
            lines.append(f"p{number:02},half,16,24,4,6,")
    return lines


def availability() -> list[str]:
    """A week of leave, days on which somebody cannot, and wishes."""
    monday = FROM
    return [
        "agent,start,end,kind,weight",
        f"p07,{monday},{monday + timedelta(days=6)},leave,",
        f"p12,{monday + timedelta(days=3)},{monday + timedelta(days=4)},leave,",
        f"p20,{monday + timedelta(days=1)},,unavailable,",
        f"p09,{monday + timedelta(days=5)},{monday + timedelta(days=6)},wish-off,3",
        f"p10,{monday + timedelta(days=2)},,wish-off,1",
        f"p15,{monday + timedelta(days=4)}T06:00,{monday + timedelta(days=4)}T09:00,wish-work,2",
    ]


for name, rows in (("history", history()), ("agents", agents()), ("availability", availability())):
    (HERE / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")

"""Draws the sample roster: 24 people of two groups, day and night, for the week of 2027-03-08.

    python data/named-roster/make_files.py

Everything is made up; the numbers follow simple curves, so that the files can be made again.
"""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from pathlib import Path

HERE = Path(__file__).parent
MONDAY = date(2027, 3, 8)


def requirement() -> list[str]:
    """Desk by day, hotline around the clock; New York, whose clocks go forward on the Sunday."""
    lines = ["interval_start,group,agents"]
    for day in range(7):
        for half_hour in range(48):
            moment = datetime.combine(MONDAY + timedelta(days=day), datetime.min.time())
            moment += timedelta(minutes=30 * half_hour)
            if day == 6 and moment.hour == 2:
                continue  # clocks skip this hour
            hour = half_hour / 2
            wave = max(0.0, math.sin((hour - 6) / 16 * math.pi)) if 6 <= hour <= 22 else 0.0
            busy = 1.0 if day < 5 else 0.6
            lines.append(f"{moment:%Y-%m-%dT%H:%M},hotline,{round(0.7 + 3.3 * wave * busy, 1)}")
            if 8 <= hour < 18 and day < 5:
                lines.append(f"{moment:%Y-%m-%dT%H:%M},desk,{round(1.5 + 2.5 * wave, 1)}")
    return lines


def agents() -> list[str]:
    """Full-timers and part-timers of the desk, day and night people of the hotline."""
    lines = [
        "agent,group,patterns,hours_per_week_min,hours_per_week_max,days_per_week_min,days_per_week_max,days,exempt"
    ]
    for number in range(1, 9):
        hours = "40,40,5,5" if number <= 4 else "16,24,4,5"
        lines.append(f"desk-{number},desk,{'full' if number <= 4 else 'half'},{hours},mon-fri,")
    for number in range(1, 17):
        nights = number <= 4
        lines.append(
            f"line-{number:02},hotline,{'night' if nights else 'full|night'},32,40,4,5,,"
            f"{'night' if nights else ''}"
        )
    return lines


def availability() -> list[str]:
    """Leave, a fixed shift, and wishes."""
    return [
        "agent,start,end,kind,weight",
        "desk-2,2027-03-11,2027-03-12,leave,",
        "desk-5,2027-03-08T08:00,2027-03-08T13:00,available,",
        "line-06,2027-03-10T14:00,2027-03-10T22:30,fixed,",
        "line-07,2027-03-13,2027-03-14,wish-off,3",
        "line-09,2027-03-09,,wish-off,1",
        "line-12,2027-03-12T06:00,2027-03-12T09:00,wish-work,2",
    ]


def state() -> list[str]:
    """The week before, of the hotline's people: who had the nights and the weekend."""
    lines = ["agent,date,kind,start,end,pattern,paid_hours"]
    for number in range(1, 17):
        for day in range(5):
            on = MONDAY - timedelta(days=7 - (day + number) % 7)
            is_night = number <= 4 or number in {7, 8}
            start = datetime.combine(on, datetime.min.time()) + timedelta(hours=22 if is_night else 8)
            end = start + timedelta(minutes=510)
            pattern = "night" if is_night else "full"
            lines.append(
                f"line-{number:02},{on},shift,{start:%Y-%m-%dT%H:%M},{end:%Y-%m-%dT%H:%M},{pattern},8"
            )
    return lines


for name, lines in (
    ("requirement", requirement()),
    ("agents", agents()),
    ("availability", availability()),
    ("state", state()),
):
    (HERE / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")

"""What somebody works on a date and in a week, as it is told."""

from __future__ import annotations

from staffing.roster.search.place import Place, Week
from staffing.roster.setting import Setting


def in_words(setting: Setting, day: int, place: Place | None) -> str:
    """`full 14:00-22:30`, or `off`."""
    if place is None:
        return "off"
    candidates, zone = setting.ground.candidates, setting.ground.case.zone
    edges = candidates.start[day, place.candidate], candidates.end[day, place.candidate]
    start, end = (str(zone.wall(candidates.moment(int(edge))))[11:16] for edge in edges)
    pattern = setting.ground.case.patterns.names[int(candidates.pattern[day, place.candidate])]
    return f"{pattern} {start}-{end}"


def paid_hours(setting: Setting, week: Week, first: int, stop: int) -> float:
    """Of the days from `first` to before `stop`."""
    paid = setting.ground.candidates.paid_minutes
    minutes = (int(paid[day, place.candidate]) for day in range(first, stop) if (place := week[day]))
    return sum(minutes) / 60

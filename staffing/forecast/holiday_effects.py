"""What a public holiday does to a queue: a factor on the normal day, learnt from past holidays.

1. A past holiday gives its share of the normal day: the same weekday in the four weeks to each side. One
   without any row, with rows within two days of it, was a closure: share zero.
2. Past holidays of the same name count, else all, that fell on the same kind of day: busy (at least half
   of the contacts of the busiest weekday) or quiet. Observed days count with the holiday they stand for.
3. A day is either closed or open, never a bit of both: was the queue closed on most of them, it will be
   closed. Otherwise the mean of those on which it was open is shrunk towards the prior, which counts as one
   past holiday. Where they disagree, the note says so: only the planner knows.
4. The prior: a holiday brings what the queue's quietest open weekday brings, never more than normal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.daygrid.window import same_weekday_sum
from staffing.forecast.method import Past
from staffing.forecast.methods.mean_of_weeks import mean_of_weeks
from staffing.forecast.past.queue_series import QueueSeries
from staffing.forecast.past.special_days import Days, Event, SpecialDays
from staffing.forecast.sums.weekly import mean_where
from staffing.timegrid import weekday
from staffing.wording import counted

PRIOR_WEIGHT_HOLIDAYS = 1.0
BUSY_SHARE = 0.5
CLOSED_SHARE = 0.02  # of a normal day: a few calls to a closed line do not make it open


@dataclass(frozen=True, eq=False)
class PastHolidays:
    """The holidays that a queue has seen: their share of a normal day; and what normal days bring."""

    names: tuple[str, ...]
    weekday: Ints
    share: Floats
    normal_total: Floats  # [weekday]

    def factor(self, name: str, on_weekday: int) -> tuple[float, str]:
        """What a holiday multiplies a normal day by, and a sentence on why."""
        alike, same_name = self._alike(name, on_weekday)
        prior = self._prior(on_weekday)
        shares = self.share[alike]
        if not len(shares):
            why = f"as on the quietest open weekday ({self._unlike(name)})"
            return prior, f"{prior:.2f} of a normal day, {why}"
        is_open = shares >= CLOSED_SHARE
        past = counted(len(shares), "past holiday")
        unseen = "" if same_name else f"no earlier {_bare(name)} in the history"
        if is_open.sum() < len(shares) / 2:
            days_open = ", ".join(np.array(self.names)[alike][is_open].tolist())
            aside = _in_brackets(days_open and f"open on {days_open}", unseen)
            count = f"{(~is_open).sum()} of {past}" if is_open.any() else past
            was = "was" if len(shares) == 1 else "were"
            override = "; to open it, add an event" if is_open.any() else ""
            return 0.0, f"forecast as closed: {count} {was} closed{aside}{override}"
        weight = is_open.sum() / (is_open.sum() + PRIOR_WEIGHT_HOLIDAYS)
        factor = float(weight * shares[is_open].mean() + (1 - weight) * prior)
        some_open = "" if is_open.all() else f"open on {is_open.sum()} of them"
        override = "" if is_open.all() else "; to close it, add an event"
        aside = _in_brackets(some_open, unseen)
        return factor, f"{factor:.2f} of a normal day, from {past}{aside}{override}"

    def _alike(self, name: str, on_weekday: int) -> tuple[Bools, bool]:
        """The holidays to learn from: those of its name, where there are any; and whether there are."""
        busy = self.normal_total >= BUSY_SHARE * self.normal_total.max()
        same_kind: Bools = busy[self.weekday] == busy[on_weekday]
        same_name = same_kind & np.array([_bare(past) == _bare(name) for past in self.names], dtype=bool)
        return (same_name, True) if same_name.any() else (same_kind, False)

    def _unlike(self, name: str) -> str:
        """Why no past holiday tells: none of the name, or on days of the week that are busier or quieter."""
        of_name = sum(_bare(past) == _bare(name) for past in self.names)
        if not of_name:
            return "no such holiday before"
        past = "the past one" if of_name == 1 else f"the {of_name} past ones"
        return f"{past} of its name fell on days of the week unlike this one"

    def _prior(self, on_weekday: int) -> float:
        normal, open_days = self.normal_total[on_weekday], self.normal_total[self.normal_total > 0]
        return float(open_days.min() / normal) if normal > 0 else 1.0


def factors_ahead(
    series: QueueSeries, past: Past, special: SpecialDays, days_ahead: Days
) -> tuple[Floats, tuple[str, ...]]:
    """What to multiply each [day ahead, slot] by, and the reasons in words."""
    slots = series.offered.shape[1]
    factors, notes = np.ones((len(days_ahead), slots)), []
    public = np.flatnonzero(np.isin(days_ahead, np.array(list(special.holidays), dtype="datetime64[D]")))
    stays = special.are_holidays_ahead(days_ahead)
    if len(public):
        learnt = past_holidays(series, special, normal_total(past))
        for i in public:
            day, name = days_ahead[i], special.holidays[days_ahead[i]]
            if not stays[i]:
                notes.append(f"{day} {name}: an event replaces it")
                continue
            factor, reason = learnt.factor(name, int(weekday(days_ahead[i : i + 1])[0]))
            factors[i], aside = _beside_events(factor, special.factors_on(day))
            notes.append(f"{day} {name}: {reason}{aside}")
    coming = [event for event in special.events if event.covers(days_ahead).any()]
    if coming:
        touched = special.are_event_cells(series.days, slots).any(axis=1)
        share = _share_of_normal(series, special.are_holidays(series.days) | touched)
        for event in coming:
            factor, note = event_effect(event, special.events, series.days, share)
            factors[event.cells(days_ahead, slots)] *= factor
            notes.append(note)
    return factors, tuple(notes)


def _beside_events(holiday: float, events: Sequence[Event]) -> tuple[float, str]:
    """The factor of a holiday on which events have factors too, and what to say of it.

    A factor multiplies what the holiday does, as two events on one time do; it opens a holiday on which
    the queue would be closed.
    """
    if not events:
        return holiday, ""
    names = ", ".join(event.name or "event" for event in events)
    if holiday == 0:
        return 1.0, f"; opened by {names}, which counts alone"
    return holiday, f"; multiplied by {names}"


def event_effect(event: Event, events: Sequence[Event], days: Days, share: Floats) -> tuple[float, str]:
    """The factor of an event ahead, and a note with what past events of its name brought."""
    seen = [
        f"{day} {share[i]:.2f}"
        for past in events
        if past.name and past.name == event.name
        for i, day in enumerate(days)
        if past.covers(days[i : i + 1])[0] and np.isfinite(share[i])
    ]
    past_days = "in the past" if event.of_whole_days else "in the past, of the whole day"
    learnt = f"; {past_days}: {', '.join(seen)}" if seen else ""
    factor, why = event.factor, f"by its effect {event.effect}"
    if event.like is not None:
        alike = np.flatnonzero((days == event.like) & np.isfinite(share))
        factor = float(share[alike[0]]) if len(alike) else 1.0
        why = f"like {event.like}" + ("" if len(alike) else ", which has no known contacts")
    normal = "a normal day" if event.of_whole_days else "what is normal then"
    return factor, f"{event.span} {event.name or 'event'}: {factor:.2f} of {normal}, {why}{learnt}"


def past_holidays(series: QueueSeries, special: SpecialDays, normal_total: Floats) -> PastHolidays:
    """The holidays in a queue's history whose share of a normal day is known."""
    days = series.days
    holiday = special.are_holidays(days)
    share = _share_of_normal(series, holiday | special.are_event_days(days))
    known = np.flatnonzero(holiday & np.isfinite(share))
    names = tuple(special.holidays[day] for day in days[known])
    return PastHolidays(names, weekday(days[known]), share[known], normal_total)


def _share_of_normal(series: QueueSeries, special: Bools) -> Floats:
    """[day]: what came over what the same weekday brings nearby, where both are known; NaN if nothing is."""
    known = np.isfinite(series.offered)
    usual_cells = known & ~special[:, None]
    count = same_weekday_sum(usual_cells)
    usual = same_weekday_sum(np.where(usual_cells, series.offered, 0.0)) / np.maximum(count, 1.0)
    both = known & (count > 0)
    came_mean, usual_mean = mean_where(series.offered, both, axis=1), mean_where(usual, both, axis=1)
    share = np.full(len(special), np.nan)
    np.divide(came_mean, usual_mean, out=share, where=usual_mean > 0)
    return np.where(series.silent_day, 0.0, share)


def normal_total(past: Past) -> Floats:
    """[weekday]: contacts of a normal day."""
    total = np.empty(7)
    total[past.weekdays(past.origin, 7)] = mean_of_weeks(past, 7).sum(axis=1)
    return total


def _in_brackets(*texts: str) -> str:
    """` (one; two)` of the texts that are not empty; nothing of none."""
    given = "; ".join(text for text in texts if text)
    return f" ({given})" if given else ""


def _bare(name: str) -> str:
    return name.replace(" (observed)", "")

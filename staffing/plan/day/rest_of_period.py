"""What the rest of a day must still reach so that its day or week reaches its service level."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from staffing.arrays import Floats
from staffing.explanation.align import mean, places, total
from staffing.plan.day.actuals import actuals_of, expected_of
from staffing.plan.need.period import PeriodTarget, period_target, periods_of
from staffing.plan.run.published import Published
from staffing.records.columns import ALL_QUEUES
from staffing.records.history import History
from staffing.records.need import Need
from staffing.requirement.pooled import pooled_service_level

RECORDED = ("answered_within_target", "service_level")  # words of a history that tell of service
MOST = 0.999  # of service level: all of it cannot be had


@dataclass(frozen=True, eq=False)
class RestOfPeriod:
    """Heads that no interval of the rest of the day may fall below, and the level it must reach: its target.

    `needed` may be above what can be had, or 0. `contacts` and `service_level` are of the period's other
    intervals: as recorded or predicted up to now, as planned on the days to come.
    """

    target: PeriodTarget
    contacts: float
    service_level: float
    needed: float
    asked: float
    period: str

    def as_note(self) -> str:
        """For the planner."""
        others = "so far" if self.period == "day" else "and the other days of its week"
        had = f"the {self.period} has {self.service_level:.1%} of {self.contacts:,.0f} contacts {others}"
        if self.needed > 1.0:
            return f"{had}: {self.asked:.0%} can no longer be reached"
        return f"{had}: the rest of the day needs {self.needed:.1%} for {self.asked:.0%}"


def rest_of_period(run: Published, history: History, actuals: str, heads: Need) -> RestOfPeriod | None:
    """What `heads`, the rest of a day, must bring to its day or week; None for a target by the interval.

    `history` holds the contacts so far, from the file `actuals`.
    """
    asked = period_target(run.plan.target_period, heads, run.options, str(run.folder / "forecast.csv"))
    if asked is None:
        return None
    offered, level = _others(run, history, actuals, heads)
    contacts, served = float(offered.sum()), float(offered @ level)
    rest = float(asked.service.contacts.sum())
    target = float(run.options.targets.service_level)
    needed = max(target * (contacts + rest) - served, 0.0) / rest if rest > 0 else 0.0
    return RestOfPeriod(
        target=replace(asked, service=replace(asked.service, target=min(needed, MOST))),
        contacts=contacts,
        service_level=served / contacts if contacts > 0 else target,
        needed=needed,
        asked=target,
        period=asked.kind,
    )


def _others(run: Published, history: History, actuals: str, heads: Need) -> tuple[Floats, Floats]:
    """Contacts and service level of the period's intervals beside the rest of the day; elsewhere nobody."""
    planned = run.coverage
    starts = planned.interval_start
    period = periods_of(run.plan.sections.service.period, planned)
    is_rest = np.isin(starts, heads.interval_start)
    others = ~is_rest & (period == period[np.argmax(is_rest)])
    past = others & (starts < heads.interval_start[0])
    came = _came(run, history)
    predicted = pooled_service_level(came, planned.working * came.phone_share, run.options)
    level = np.where(past, predicted, np.nan)
    if any(np.isfinite(history.measures.get(word, np.nan)).any() for word in RECORDED):
        found = actuals_of(history, run, actuals)
        recorded = run.options.targets.service_level_of(found.pooled)
        level[found.place] = np.where(past[found.place], recorded, np.nan)
    level = np.where(np.isfinite(level), level, planned.service_level)
    return np.where(others, came.offered, 0.0), np.nan_to_num(level)


def _came(run: Published, history: History) -> Need:
    """The run's intervals with the contacts that came, as far as they are known, else those expected."""
    planned = run.coverage
    place, everything = places(history, planned.interval_start), np.ones(len(history), dtype=np.bool_)
    size = len(planned)
    came = total(place, history.offered, everything, size)
    aht = mean(place, history.aht_seconds, np.nan_to_num(history.offered), everything, size)
    expected, expected_aht = expected_of(run.forecast, planned.interval_start, (ALL_QUEUES,))
    return Need(
        **planned.same_rows(),
        required=planned.required,
        offered=np.where(np.isfinite(came), came, np.nan_to_num(expected)),
        aht_seconds=np.where(np.isfinite(aht), aht, expected_aht),
        phone_share=run.need.phone_share,
    )

"""Who got through: abandonment, answered rate, blockage, and how many came."""

from __future__ import annotations

import numpy as np

from staffing.arrays import Floats
from staffing.scorecard.evidence import (
    breaks_at_peaks,
    handle_time_off_forecast,
    misdials,
    moved,
    off,
    short_peaks,
    understaffed,
    volume_off_forecast,
)
from staffing.scorecard.metric import Cause, Definitions, Metric, fixed
from staffing.scorecard.way import Way, Words, mean, share


def _abandon_rate(definitions: Definitions) -> tuple[Way, ...]:
    """Short abandons are counted in a column of their own, or within a target of just that length."""

    def less(short: str, seconds: str) -> Way:
        return Way(
            "history",
            ("abandoned", "offered", short),
            lambda c: c["abandoned"] - c[short],
            lambda c: c["offered"] - c[short],
            f"short abandons ({seconds}) removed from both",
        )

    own = less("abandoned_short", "as the history counts them")
    whole = share(
        "abandoned", "offered", variant="short abandons included: the history does not count them separately"
    )
    if definitions.short_seconds == 0:
        return (share("abandoned", "offered", variant="short abandons included"),)
    if definitions.short_seconds != definitions.target_seconds:
        return own, whole
    return own, less("abandoned_within_target", f"≤ {definitions.short_seconds:g} s"), whole


def _came(c: Words) -> Floats:
    """Who came, row by row: abandoned + answered, else offered; and those of the blocked that are told."""
    offered = c.get("offered", np.array(np.nan))
    through = c["abandoned"] + c["answered"] if {"abandoned", "answered"} <= c.keys() else offered
    blocked = np.nan_to_num(c["blocked"]) if "blocked" in c else 0.0
    return np.where(np.isnan(through), offered, through) + blocked


def _total(*words: str, variant: str) -> Way:
    return Way("history", words, _came, None, variant)


METRICS = {
    "abandon_rate": Metric(
        key="abandon_rate",
        formula="abandoned ÷ offered, short abandons (≤ 20 s, configurable) removed",
        unit="share",
        group="access",
        reported=("day", "week", "month"),
        ways=_abandon_rate,
        norm="3%",
        aim=(0.03, 0.05),
        better="low",
        causes={
            "high": (
                Cause("waits too long", off("speed_of_answer", "high")),
                Cause("forecast too low", volume_off_forecast(+1)),
                Cause("call content changed: contacts take longer", handle_time_off_forecast(+1)),
                Cause("holds grew", moved("hold_time", +1)),
                Cause("staff does not match volume", understaffed),
                Cause("lunches start or end at the wrong time", breaks_at_peaks),
                Cause("short peaks", short_peaks),
            )
        },
    ),
    "time_to_abandon": Metric(
        key="time_to_abandon",
        formula="mean seconds waited by callers who gave up",
        unit="seconds",
        group="access",
        reported=("day", "week"),
        ways=fixed(mean("abandon_wait_seconds", "abandoned")),
        norm="60 s",
        aim=(20, 60),
        causes={
            "low": (
                Cause("misdials rather than queueing", misdials),
                Cause("callers had trouble getting through", off("blockage", "high")),
                Cause("callers have been put off by long queues", off("queue_time", "high")),
                Cause("impatient callers with an alternative"),
            ),
            "high": (Cause("patient callers, kept waiting long", off("speed_of_answer", "high")),),
        },
    ),
    "answered_rate": Metric(
        key="answered_rate",
        formula="answered ÷ received",
        unit="share",
        group="access",
        reported=("day",),
        ways=fixed(share("answered", "offered")),
        norm="98%",
        aim=(0.98, None),
        causes={
            "low": (
                Cause("short peaks", short_peaks),
                Cause("volume under-forecast", volume_off_forecast(+1)),
                Cause("promotions not announced to planning, season: volume rose", moved("total_calls", +1)),
                Cause("planning rules not followed", off("adherence", "low")),
                Cause("lines opened too late"),
                Cause("too many unskilled agents at once"),
                Cause("needless overflow"),
                Cause("history misused in the forecast"),
            )
        },
    ),
    "blockage": Metric(
        key="blockage",
        formula="calls met by a busy signal ÷ call attempts",
        unit="share",
        group="access",
        reported=("hour",),
        ways=fixed(
            Way(
                "history",
                ("blocked", "offered"),
                lambda c: c["blocked"],
                lambda c: c["blocked"] + c["offered"],
                "attempts: blocked + offered",
            )
        ),
        norm="1%",
        aim=(0.01, 0.03),
        better="low",
        causes={
            "high": (
                Cause("too few agents behind the lines", off("service_level", "low")),
                Cause("repeat dialling inflates the counts: one caller, many attempts"),
                Cause("too few lines"),
            )
        },
    ),
    "total_calls": Metric(
        key="total_calls",
        formula="blocked + abandoned + answered",
        unit="contacts",
        group="access",
        reported=("hour", "day", "week", "month"),
        ways=fixed(
            _total("blocked", "abandoned", "answered", variant="blocked + abandoned + answered"),
            _total("abandoned", "answered", variant="abandoned + answered: the history has no blocked calls"),
            _total("offered", variant="offered: the history has no other counts"),
        ),
        norm="explain every large change",
        causes={
            "high": (
                Cause("blocked lines: callers dial again", off("blockage", "high")),
                Cause("unsolved contacts come back", off("first_call_resolution", "low")),
                Cause("a promotion or a new product"),
                Cause("a competitor's failure"),
                Cause("callers try several channels"),
            ),
            "low": (
                Cause("blocked lines", off("blockage", "high")),
                Cause("a season, or a promotion that ended"),
            ),
        },
    ),
}

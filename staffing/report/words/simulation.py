"""A play in words: the intervals that lose most, and why."""

from __future__ import annotations

import datetime as dt

from staffing.records.simulation import Simulated, WorstInterval
from staffing.wording import counted

_REASONS = {
    "ramp": "contacts rise or fall inside it",
    "breaks": "lunches and breaks leave it uneven",
    "absence": "people are missing by chance",
    "forecast error": "the forecast of the day may be wrong",
}
WORST = "the intervals that lose the most contacts against their target"


def played_sentence(played: Simulated) -> str:
    """`Played 200 times: service level 79.9% (±0.4 points), on target on 54% of days.`"""
    whole = played.whole
    text = f"Played {counted(played.replications, 'time')}: service level "
    text += "unknown" if whole.service_level is None else f"{whole.service_level:.1%}"
    if whole.service_level_se is not None:
        text += f" (±{200 * whole.service_level_se:.1f} points)"
    share = played.share_of_days
    return f"{text}." if share is None else f"{text}, on target on {share:.0%} of days."


def worst_sentence(one: WorstInterval, *, several: bool) -> str:
    """`Mon 2026-11-23 10:00: 61.2 % of 120 contacts, predicted 81.6 %; contacts rise …`; `several` queues."""
    moment = dt.datetime.fromisoformat(one.interval_start)
    where = f"{moment:%a %Y-%m-%d %H:%M}" + (f", {one.queue}" if several else "")
    predicted = one.predicted_service_level
    beside = "" if predicted is None else f", predicted {predicted:.1%}"
    text = f"{where}: {one.service_level:.1%} of {one.offered:,.0f} contacts{beside}"
    if one.reason and one.points is not None:
        return f"{text}; {_REASONS[one.reason]}, which costs {one.points:.1f} points ({one.reason})"
    return f"{text}; no single reason"

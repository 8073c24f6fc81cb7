"""A play in words: the intervals that lose most, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from staffing.records.schedule import RepairRound, Summary
from staffing.records.simulation import Simulated, WorstInterval
from staffing.wording import counted

_REASONS = {
    "ramp": "volume rises or falls within it",
    "breaks": "lunches and breaks are spread unevenly",
    "absence": "chance absences",
}
WORST = "the intervals that miss their target by the most contacts, with volumes as forecast"


def played_sentence(played: Simulated) -> str:
    """`Simulated 200 times: service level 79.9% (±0.4 points, two standard errors), on target on 54% of …`

    Without the days where no day has a target.
    """
    whole = played.whole
    often = counted(played.replications, "time") if played.replications else "as in [simulation]"
    text = f"Simulated {often}: service level "
    text += "unknown" if whole.service_level is None else f"{whole.service_level:.1%}"
    if whole.service_level_se is not None:
        text += f" (±{200 * whole.service_level_se:.1f} points, two standard errors)"
    share = played.share_of_days
    return f"{text}." if share is None else f"{text}, on target on {share:.0%} of days."


def repair_sentence(rounds: Sequence[RepairRound]) -> str | None:
    """What the repair of a schedule by playing it gained and cost; None where nothing was tried.

    `Repaired in 2 rounds: simulated with contacts as forecast, intervals miss their targets by 0.09 points on
    average instead of 0.15, for 3,678.0 paid hours instead of 3,694.5 (-0.4%).`
    """
    kept = [one for one in rounds if one.is_kept]
    if not rounds:
        return None
    if len(kept) == 1:
        return "Repair: the schedule is unchanged; no other one found meets the targets better for its cost."
    first, last = kept[0], kept[-1]
    change = last.paid_hours / first.paid_hours - 1.0 if first.paid_hours > 0 else 0.0
    short = f"by {100 * last.shortfall:.2f} points on average instead of {100 * first.shortfall:.2f}"
    hours = f"{last.paid_hours:,.1f} paid hours instead of {first.paid_hours:,.1f} ({change:+.1%})"
    repaired = f"Repaired in {counted(len(kept) - 1, 'round')}"
    return (
        f"{repaired}: simulated with contacts as forecast, intervals miss their targets {short}, for {hours}."
    )


def confidence_sentence(summary: Summary) -> str | None:
    """`Price of confidence: 90% of days instead of 54% meet their target …`; None where it is not asked."""
    share, before = summary.days_on_target, summary.days_on_target_expected
    hours, asked = summary.paid_hours_expected, summary.confidence
    if share is None or before is None or asked is None or hours is None or hours <= 0:
        return None
    if summary.paid_hours == hours and before >= asked:
        return (
            f"Without more people {_per_cent(before)} of days meet their target "
            f"(asked for: {_per_cent(asked)}): none are added."
        )
    days = (
        f"{_per_cent(share)} of days instead of {_per_cent(before)} meet their target "
        f"(asked for: {_per_cent(asked)})"
    )
    paid = f"{summary.paid_hours:,.1f} instead of {hours:,.1f}"
    return (
        f"Price of confidence: {days}, for {summary.paid_hours / hours - 1.0:.1%} more paid hours ({paid})."
    )


def _per_cent(share: float) -> str:
    """To a tenth, where it has one."""
    return f"{100 * share:.1f}".removesuffix(".0") + "%"


def worst_sentence(one: WorstInterval, *, several: bool) -> str:
    """`Mon 2026-11-23 10:00: 61.2% of 120 contacts, predicted 81.6%; contacts rise …`; `several` queues."""
    moment = dt.datetime.fromisoformat(one.interval_start)
    where = f"{moment:%a %Y-%m-%d %H:%M}" + (f", {one.queue}" if several else "")
    predicted = one.predicted_service_level
    beside = "" if predicted is None else f", predicted {predicted:.1%}"
    text = f"{where}: {one.service_level:.1%} of {one.offered:,.0f} contacts{beside}"
    if one.reason and one.points is not None:
        return f"{text}; {_REASONS[one.reason]}, which costs {one.points:.1f} points ({one.reason})"
    return f"{text}; no single cause"

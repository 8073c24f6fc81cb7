"""Agents: adherence, attendance, occupancy, calls per hour, quality, turnover."""

from __future__ import annotations

import numpy as np

from staffing.arrays import Floats
from staffing.scorecard.evidence import few_monitored, off, overstaffed, pressed, volume_off_forecast
from staffing.scorecard.metric import Cause, Definitions, Metric, fixed
from staffing.scorecard.metrics.handling import parts
from staffing.scorecard.way import Way, Words


def _came(c: Words, amount: Floats) -> Floats:
    """Unknown where the agent did not come: who is away is a matter of attendance, not of adherence."""
    return np.where(c["present"] == 0, np.nan, amount) if "present" in c else amount


def _adherence(definitions: Definitions) -> tuple[Way, ...]:
    """Of an hour scheduled, a quarter late and made up after: 75 %, 60 % with the overrun, conformance 100 %.

    Genesys: 1 − exceptions ÷ scheduled, and optionally with time out of schedule on both sides.
    """
    ready, within, planned = "ready_seconds", "adherent_seconds", "scheduled_seconds"
    ways = {
        "schedule": Way(
            "people",
            (within, planned),
            lambda c: _came(c, c[within]),
            lambda c: c[planned],
            "ready within the schedule ÷ scheduled, of agents who came",
        ),
        "overrun": Way(
            "people",
            (within, ready, planned),
            lambda c: _came(c, c[within]),
            lambda c: c[planned] + c[ready] - c[within],
            "ready within the schedule ÷ (scheduled + ready outside), of agents who came",
        ),
        "conformance": Way(
            "people",
            (ready, planned),
            lambda c: _came(c, c[ready]),
            lambda c: c[planned],
            "conformance: ready at any time ÷ scheduled, of agents who came",
        ),
    }
    chosen = ways[definitions.adherence]
    return (chosen, ways["conformance"]) if definitions.adherence == "schedule" else (chosen,)


def _occupancy(definitions: Definitions) -> tuple[Way, ...]:
    """Busy ÷ (busy + idle), after-call work counted as neither, or as busy."""
    with_wrap = definitions.occupancy == "with-wrap"
    busy = parts("talk_seconds", "hold_seconds", *(("wrap_seconds",) if with_wrap else ()))
    all_of_it = parts("talk_seconds", "hold_seconds", "wrap_seconds")
    named = f"after-call work {'busy' if with_wrap else 'left out'}"
    needs = ("talk_seconds", "answered", *(("wrap_seconds",) if with_wrap else ()))
    return (
        Way("people", (*needs, "idle_seconds"), busy, lambda c: busy(c) + c["idle_seconds"], named),
        Way(
            "people",
            (*needs, "ready_seconds"),
            busy,
            lambda c: busy(c) + np.maximum(c["ready_seconds"] - all_of_it(c), 0.0),
            f"{named}; idle: ready less handling",
        ),
    )


METRICS = {
    "adherence": Metric(
        key="adherence",
        formula="time signed in and ready ÷ time scheduled to answer",
        unit="share",
        group="people",
        reported=("day", "week", "month"),
        ways=_adherence,
        aim=(0.92, None),
        causes={
            "low": (
                Cause("absence", off("attendance", "low")),
                Cause("too much off-phone work for the volume", off("after_call_work", "high")),
                Cause("its importance is not understood"),
                Cause("too few supervisors, new hires unguided"),
                Cause("rules misread"),
                Cause("the workforce tool not used"),
            )
        },
    ),
    "attendance": Metric(
        key="attendance",
        formula="people at work ÷ people planned",
        unit="share",
        group="people",
        reported=("day",),
        ways=fixed(
            Way("people", ("present",), lambda c: c["present"] * c["planned"], lambda c: c["planned"])
        ),
        norm="95%",
        aim=(0.95, None),
        causes={"low": (Cause("ask why people are away; talk with them"),)},
    ),
    "occupancy": Metric(
        key="occupancy",
        formula="(talk + hold) ÷ (talk + hold + idle)",
        unit="share",
        group="people",
        reported=("day", "week", "month"),
        ways=_occupancy,
        norm="above 85–90% burnout is the usual warning",
        aim=(0.90, None),
        causes={
            "low": (
                Cause("overstaffed", overstaffed),
                Cause("fewer contacts than forecast", volume_off_forecast(-1)),
                Cause("train, supervise"),
            )
        },
    ),
    "calls_per_hour": Metric(
        key="calls_per_hour",
        formula="calls answered by an agent ÷ hours signed in",
        unit="per hour",
        group="people",
        reported=("day",),
        ways=fixed(
            Way(
                "people",
                ("answered", "signed_in_seconds"),
                lambda c: c["answered"],
                lambda c: c["signed_in_seconds"] / 3600,
            )
        ),
        norm="never a target alone",
        aim=(5, 100),
        causes={
            "low": (
                Cause("long contacts", off("handle_time", "high")),
                Cause("overstaffed", off("occupancy", "low")),
            ),
            "high": (Cause("speed at the cost of quality", off("first_call_resolution", "low")),),
        },
    ),
    "monitoring_score": Metric(
        key="monitoring_score",
        formula="mean quality score of monitored calls",
        unit="score",
        group="people",
        reported=("month",),
        ways=fixed(Way("quality", ("score",), lambda c: c["score"], lambda c: c["one"])),
        norm="4–5 monitored calls per agent a month",
        causes={
            "low": (
                Cause("too few monitored contacts to judge by", few_monitored),
                Cause("coaching, training"),
            )
        },
    ),
    "turnover": Metric(
        key="turnover",
        formula="leavers in the period ÷ full-time headcount",
        unit="share",
        group="people",
        reported=("month", "quarter", "year"),
        ways=fixed(
            Way(
                "leavers",
                ("leavers", "headcount"),
                lambda c: c["leavers"],
                lambda c: c["headcount"],
                "mean headcount of the period",
                level=True,
            )
        ),
        norm="25% a year; replacing one agent costs about 7,000",
        aim=(0.15, 0.30),
        better="low",
        per_year=True,
        causes={
            "high": (
                Cause("pressure", pressed),
                Cause("supervision"),
                Cause("environment"),
                Cause("pay, less often"),
            )
        },
    ),
}

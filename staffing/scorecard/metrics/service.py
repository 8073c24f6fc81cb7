"""How long callers wait for an answer: service level, speed of answer, time in queue, placement, rings."""

from __future__ import annotations

from staffing.definitions import DEFINITIONS
from staffing.scorecard.evidence import (
    breaks_at_peaks,
    handle_time_off_forecast,
    moved,
    off,
    overstaffed,
    short_peaks,
    understaffed,
    volume_off_forecast,
)
from staffing.scorecard.metric import Cause, Definitions, Metric, fixed
from staffing.scorecard.way import Way, mean, share, weighted


def _service_level(definitions: Definitions) -> tuple[Way, ...]:
    """By the chosen definition, of counts."""
    chosen = DEFINITIONS[definitions.service_level]
    named = f"{definitions.service_level}, within {definitions.target_seconds:g} s"
    return (
        Way(
            "history",
            chosen.counts,
            lambda c: chosen.of_counts(c.__getitem__)[0],
            lambda c: chosen.of_counts(c.__getitem__)[1],
            named,
        ),
    )


_QUEUE_TIME = Way(
    "history",
    ("wait_seconds", "answered", "abandon_wait_seconds", "abandoned", "queued"),
    lambda c: (
        weighted(c["wait_seconds"], c["answered"]) + weighted(c["abandon_wait_seconds"], c["abandoned"])
    ),
    lambda c: c["queued"],
    "all waiting, answered or not",
)

METRICS = {
    "service_level": Metric(
        key="service_level",
        formula="answered within X seconds ÷ offered, by the chosen definition",
        unit="share",
        group="service",
        reported=("half-hour", "hour", "day", "week", "month"),
        ways=_service_level,
        norm="80% in 20 s",
        aim=(0.80, None),
        causes={
            "low": (
                Cause("more volume than forecast", volume_off_forecast(+1)),
                Cause("longer contacts than forecast", handle_time_off_forecast(+1)),
                Cause("adherence too low", off("adherence", "low")),
                Cause("fewer agents came to work than planned", off("attendance", "low")),
                Cause("lunches start or end at the wrong time", breaks_at_peaks),
                Cause("fewer people planned than required", understaffed),
                Cause("short peaks", short_peaks),
                Cause("priorities badly set by supervisors"),
                Cause("history and other data not consulted"),
            ),
            "high": (
                Cause("fewer contacts than planned", volume_off_forecast(-1)),
                Cause("shorter contacts than planned", handle_time_off_forecast(-1)),
                Cause("too many agents on", overstaffed),
            ),
        },
    ),
    "speed_of_answer": Metric(
        key="speed_of_answer",
        formula="total queue time of the answered ÷ calls answered (ASA)",
        unit="seconds",
        group="service",
        reported=("half-hour",),
        ways=fixed(mean("wait_seconds", "answered")),
        aim=(None, 20),
        causes={
            "high": (
                Cause("after-call work over target", off("after_call_work", "high")),
                Cause("hold longer than planned", off("hold_time", "high")),
                Cause("volume forecast wrong", volume_off_forecast(+1)),
                Cause("adherence below plan", off("adherence", "low")),
            )
        },
    ),
    "queue_time": Metric(
        key="queue_time",
        formula="mean seconds in queue of the callers who queued",
        unit="seconds",
        group="service",
        reported=("day", "week", "month"),
        ways=fixed(_QUEUE_TIME),
        norm="150 s",
        aim=(30, 90),
        causes={
            "high": (
                Cause("no extra staff at peaks", short_peaks),
                Cause("new procedures or policies: contacts take longer", moved("handle_time", +1)),
                Cause("too many inexperienced agents scheduled together"),
                Cause("routine calls that an IVR could take"),
            ),
            "low": (Cause("near zero means paying people to wait", off("occupancy", "low")),),
        },
    ),
    "queue_placement": Metric(
        key="queue_placement",
        formula="calls queued ÷ calls received",
        unit="share",
        group="service",
        reported=("week",),
        ways=fixed(share("queued", "offered")),
        norm="15%",
        aim=(0.10, 0.20),
        better="low",
        causes={
            "high": (
                Cause("too few full-time, part-time or overflow agents at the time", understaffed),
                Cause("more volume than forecast", volume_off_forecast(+1)),
            )
        },
    ),
    "rings": Metric(
        key="rings",
        formula="mean rings before an agent or the IVR answers",
        unit="rings",
        group="service",
        reported=("day",),
        ways=fixed(mean("rings", "answered")),
        norm="2–3",
        aim=(2, 4),
        better="low",
        causes={"high": (Cause("too few agents at the time", off("service_level", "low")),)},
    ),
}

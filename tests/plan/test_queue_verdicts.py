"""What explain says of queues with a target of their own."""

from __future__ import annotations

import numpy as np

from staffing.plan.day.queue_verdicts import queue_verdicts
from staffing.plan.file.schema import ServiceChoice
from staffing.records.history import History


def test_a_queue_is_held_against_its_own_target() -> None:
    """85 % meet the target of one queue and miss that of the other; rows of other days do not count."""
    start = np.datetime64("2026-01-05T08:00", "s") + np.arange(3) * np.timedelta64(1800, "s")
    history = History(
        interval_start=np.tile(start, 2),
        utc_offset_minutes=np.zeros(6, dtype=np.int64),
        queue=np.repeat([0, 1], 3),
        queues=("sales", "service"),
        interval_minutes=30,
        timezone="UTC",
        offered=np.full(6, 100.0),
        aht_seconds=np.full(6, 240.0),
    )
    here = np.array([True, True, False] * 2)
    counts = {"offered": history.offered, "answered_within_target": np.array([85.0, 85, 0] * 2)}
    asked = ServiceChoice.model_validate(
        {"override": [{"queue": "sales", "target": "90/15"}, {"queue": "service", "target": "70/20"}]}
    )
    sales, service = queue_verdicts(history, here, counts, asked)
    assert sales.startswith("queue sales: 85.0% within 20 s beside its own target of 90% within 15 s: missed")
    assert sales.endswith("as far as 20 s can tell")
    assert service == "queue service: 85.0% within 20 s beside its own target of 70% within 20 s: met"


def test_of_several_queues_those_without_a_target_of_their_own_have_the_plan_s() -> None:
    """And where it changes by the time of day, the mean over the contacts that came."""
    start = np.datetime64("2026-01-05T08:00", "s") + np.arange(2) * np.timedelta64(1800, "s")
    history = History(
        interval_start=np.tile(start, 2),
        utc_offset_minutes=np.zeros(4, dtype=np.int64),
        queue=np.repeat([0, 1], 2),
        queues=("sales", "service"),
        interval_minutes=30,
        timezone="UTC",
        offered=np.array([100.0, 100, 100, 300]),
        aht_seconds=np.full(4, 240.0),
    )
    counts = {"offered": history.offered, "answered_within_target": 0.75 * history.offered}
    asked = ServiceChoice.model_validate(
        {"override": [{"queue": "service", "target": "60/20", "start": "08:30"}]}
    )
    everywhere = np.ones(4, dtype=bool)
    sales, service = queue_verdicts(history, everywhere, counts, asked)
    assert sales == "queue sales: 75.0% within 20 s beside the target of 80% within 20 s: missed"
    assert service == "queue service: 75.0% within 20 s beside the target of 65% within 20 s: met"
    assert not list(queue_verdicts(history, history.queue == 0, counts, asked))

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

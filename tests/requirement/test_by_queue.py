"""Several queues, scheduled together: the service shown is that of each queue's own agents."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from staffing.arrays import Floats
from staffing.plan.file.schema import ServiceChoice
from staffing.plan.need.heads import heads_of
from staffing.records.demand import Demand
from staffing.records.need import Need
from staffing.records.people import People
from staffing.records.requirement import Requirement
from staffing.records.schedule import QueueService
from staffing.records.service import Service
from staffing.requirement.by_queue import (
    levels_of_rows,
    pooled_service_level,
    service_level_of,
    services_by_queue,
)
from staffing.requirement.size import size

PEOPLE = People(attendance=0.9)
SERVICE = Service("80/20", model="erlang-c", people=PEOPLE)
TARGETS = {"sales": (0.9, 15.0), "help": (0.8, 20.0), "tech": (0.7, 60.0)}


def requirement_of(contacts: dict[str, list[float]]) -> Requirement:
    """Sized for the targets of the queues, in intervals of half an hour."""
    count = len(next(iter(contacts.values())))
    start = np.datetime64("2026-11-02T08:00:00") + np.arange(count) * np.timedelta64(1800, "s")
    names = tuple(contacts)
    own = [TARGETS[name] for name in names for _ in range(count)]
    demand = Demand(
        interval_start=np.tile(start, len(names)),
        utc_offset_minutes=np.zeros(count * len(names), dtype=np.int64),
        queue=np.repeat(np.arange(len(names)), count),
        queues=names,
        interval_minutes=30,
        timezone="UTC",
        offered=np.concatenate([np.array(each, dtype=np.float64) for each in contacts.values()]),
        aht_seconds=np.full(count * len(names), 240.0),
        target_service_level=np.array([level for level, _ in own]),
        target_seconds=np.array([seconds for _, seconds in own]),
    )
    return size(demand, SERVICE)


def asked_of() -> ServiceChoice:
    """The targets as a plan writes them."""
    targets = [f"{level * 100:g}/{seconds:g}" for level, seconds in TARGETS.values()]
    return ServiceChoice.model_validate(
        {"override": [{"queue": q, "target": t} for q, t in zip(TARGETS, targets, strict=True)]}
    )


def need_of(contacts: dict[str, list[float]]) -> tuple[Need, Requirement]:
    """The heads that the queues need together, and what each of them does."""
    requirement = requirement_of(contacts)
    return heads_of(requirement, PEOPLE, asked_of()), requirement


def services_with(need: Need, working: Floats) -> tuple[QueueService, ...]:
    """Of each queue, with so many heads at work."""
    return services_by_queue(need, levels_of_rows(need, working, SERVICE), SERVICE)


THREE: dict[str, list[float]] = {"sales": [60, 80, 0], "help": [40, 30, 20], "tech": [9, 8, 0]}


def test_with_the_heads_required_each_queue_gets_what_it_was_sized_for() -> None:
    """Each within the seconds of its own target; over all their mean by contacts, far below a pool's."""
    need, requirement = need_of(THREE)
    level = service_level_of(need, need.required, SERVICE)
    offered = requirement.offered.reshape(3, 3)
    own = (offered * requirement.service_level.reshape(3, 3)).sum(axis=0) / offered.sum(axis=0)
    np.testing.assert_allclose(level, own, rtol=1e-12)
    queues = services_with(need, need.required)
    assert [(one.queue, one.target) for one in queues] == [
        ("help", 0.8),
        ("sales", pytest.approx(0.9)),
        ("tech", pytest.approx(0.7)),
    ]
    for one in queues:
        mine = requirement.queue_names == one.queue
        known = np.average(requirement.service_level[mine], weights=requirement.offered[mine])
        assert one.service_level == pytest.approx(known, rel=1e-12)
        assert one.offered == requirement.offered[mine].sum()
    pool = pooled_service_level(need, need.required * need.phone_share, SERVICE)
    assert (pool[:2] > level[:2] + 0.05).all()


def test_more_heads_never_lower_the_service_of_any_queue() -> None:
    """All gain by more, all lose by fewer; nobody at work, nobody is answered."""
    need, _ = need_of(THREE)
    before = np.zeros(3)
    for share in (0.0, 0.8, 0.9, 1.0, 1.1, 1.5):
        found = services_with(need, share * need.required)
        level = np.array([one.service_level for one in found])
        assert (level >= before - 1e-12).all()
        before = level
    assert [one.service_level for one in services_with(need, 0 * need.required)] == [0, 0, 0]


def test_the_mean_of_the_queues_is_that_of_the_intervals() -> None:
    """Whatever the heads at work: both are of the same contacts."""
    need, _ = need_of(THREE)
    working = need.required * np.array([1.2, 0.9, 1.0])
    level = service_level_of(need, working, SERVICE)
    queues = services_with(need, working)
    levels = levels_of_rows(need, working, SERVICE)
    assert service_level_of(need, working, SERVICE, levels).tolist() == level.tolist()
    total = sum(one.offered * (one.service_level or 0.0) for one in queues)
    assert total / need.offered.sum() == pytest.approx(np.average(level, weights=need.offered), rel=1e-12)


def test_one_queue_is_as_it_was() -> None:
    """There is no share to be had."""
    need, _ = need_of({"help": [40, 30, 20]})
    assert need.by_queue is None
    level = service_level_of(need, need.required, SERVICE)
    assert level.tolist() == pooled_service_level(need, need.required * need.phone_share, SERVICE).tolist()
    assert services_with(need, need.required) == ()


def test_a_queue_whose_contacts_are_unknown_leaves_the_interval_unknown() -> None:
    """The others alone would not be all contacts."""
    need, requirement = need_of(THREE)
    offered = requirement.offered.copy()
    offered[0] = np.nan
    need = heads_of(replace(requirement, offered=offered), PEOPLE)
    level = service_level_of(need, need.required, SERVICE)
    assert np.isnan(level).tolist() == [True, False, False]


def test_a_queue_of_unknown_handle_time_leaves_the_interval_unknown() -> None:
    """Contacts without a handle time are not contacts without work; where none come it is not asked for."""
    need, requirement = need_of(THREE)
    need = heads_of(replace(requirement, aht_seconds=np.full(9, np.nan)), PEOPLE)
    level = service_level_of(need, need.required, SERVICE)
    assert np.isnan(level).tolist() == [True, True, True]

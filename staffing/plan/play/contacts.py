"""The contacts of a queue as the simulation takes them, from its demand and the service asked for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.errors import UsageError
from staffing.plan.play.choice import PlayChoice
from staffing.queueing.chat import gain
from staffing.queueing.model import Traffic
from staffing.records.demand import Demand
from staffing.records.forecast import NORMAL_QUANTILE_90
from staffing.records.service import Service
from staffing.requirement.size import targets_of, traffic_of
from staffing.requirement.variation.profile import slopes_of
from staffing.simulation.incoming import Incoming
from staffing.simulation.pool import PoolRules
from staffing.timegrid import local_day

LEVEL = "sipp"  # the variation whose rate does not move inside an interval


def incoming_of(demand: Demand, service: Service, choice: PlayChoice, origin: np.datetime64) -> Incoming:
    """The rows of one queue, in order of time; `origin` is second 0."""
    seconds = 60.0 * demand.interval_minutes
    start = (demand.interval_start - origin).astype("timedelta64[s]").astype(np.float64)
    day = (local_day(demand.local) - local_day(demand.local)[0]).astype(np.int64)
    moves = service.variation != LEVEL
    target = np.broadcast_to(targets_of(demand, service).target_seconds, start.shape)
    return Incoming(
        start=start,
        seconds=seconds,
        traffic=_traffic(demand, service),
        slope=slopes_of(demand, demand.offered) if moves else np.zeros(len(start)),
        target_seconds=np.array(target, dtype=np.float64),
        day=day,
        day_variation=_day_variation(demand, day, exact=choice.exact_forecast),
        handle_times=choice.law,
    )


def _traffic(demand: Demand, service: Service) -> Traffic:
    """With what the model leaves out left out: nobody gives up in Erlang C."""
    if service.model == "erlang-c":
        patient = np.full(len(demand), np.inf)
        demand, service = (
            replace(demand, patience_seconds=patient),
            replace(service, patience_law="exponential"),
        )
    traffic = traffic_of(demand, service)
    if service.at_once == 1:
        return traffic
    return traffic.handled(service.at_once / gain(service.at_once, service.writing_ratio))


def _day_variation(demand: Demand, day: Ints, *, exact: bool) -> Floats:
    """By day: how far its contacts may be from the forecast, beyond chance, ÷ the contacts.

    What the range p10 to p90 of each interval holds beyond Poisson is taken as one factor of the day: an
    upper bound of what the intervals of a day have in common.
    """
    days = int(day.max(initial=0)) + 1
    if exact or demand.offered_p10 is None or demand.offered_p90 is None:
        return np.zeros(days)
    spread = np.nan_to_num((demand.offered_p90 - demand.offered_p10) / (2.0 * NORMAL_QUANTILE_90))
    beyond = np.sqrt(np.maximum(spread * spread - demand.offered, 0.0))
    total, contacts = np.bincount(day, beyond, days), np.bincount(day, demand.offered, days)
    variation: Floats = np.divide(total, contacts, out=np.zeros(days), where=contacts > 0)
    return variation


def require_one_at_a_time(service: Service) -> None:
    """UsageError for what groups of skills are not played with."""
    limited = service.lines is not None or service.redial or service.redial_blocked
    if limited or service.at_once > 1 or service.model == "erlang-b":
        hint = "leave it out, or give agents by queue"
        raise UsageError("lines, redials, several contacts at once and erlang-b: not with groups", hint=hint)


def pool_rules(service: Service) -> PoolRules:
    """What becomes of those who are not answered."""
    return PoolRules(
        turned_away=service.model == "erlang-b",
        redial=service.redial,
        redial_blocked=service.redial_blocked,
    )


def asked_of(demand: Demand, service: Service) -> Floats:
    """Service level asked of each row; NaN where none is."""
    level = np.broadcast_to(targets_of(demand, service).service_level, demand.offered.shape)
    return np.where(level > 0, level, np.nan)

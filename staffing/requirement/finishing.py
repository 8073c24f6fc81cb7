"""Contacts finished after the end: who is to leave, or to rest, first ends the contact in hand.

Of n heads who are due at a moment the share ρ, the occupancy, has a contact in hand. What is left of it is
again exponential with the mean AHT, so n ρ e^(−s/AHT) of them are on the phones s seconds later: heads beyond
the plan, all of them busy, with contacts that the others would have had. Rests keep their length, so the same
heads come back as much later. x_p, the heads added at the start of part p, follow

    x_p = x_{p−1} e^(−part/AHT) + ρ_{p−1} (ended_p + rests_p − back_p),

and over the part there are x_p (AHT/part)(1 − e^(−part/AHT)) of them on average. After the end of a shift it
is unpaid, or overtime: ended · ρ · AHT on the phones in all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from staffing.arrays import Floats
from staffing.records.need import Need
from staffing.records.schedule import ShiftPlan
from staffing.records.service import Service
from staffing.records.shift_count import LEAST_PART_MINUTES, HeadsInParts, heads_in_parts
from staffing.requirement.by_queue import agents_of
from staffing.requirement.size import predict

SECONDS_PER_HOUR = 3600.0


@dataclass(frozen=True, eq=False)
class AtWork:
    """Heads at work in parts of intervals, as shifts say it and as it comes.

    effective:  [interval, part] with those who finish a contact beyond the plan
    late_hours: hours on the phones after the end of shifts, by interval
    """

    heads: HeadsInParts
    effective: Floats
    late_hours: Floats


def at_work(
    need: Need,
    shifts: ShiftPlan,
    service: Service,
    *,
    cyclic_week: bool,
    part_minutes: int | None = None,
    on_work: Floats | None = None,
) -> AtWork:
    """The heads that every prediction takes, on the finest grain that the shifts use, or on a finer one.

    Without those `on_work` of each interval, who are at work that may wait (NaN: nobody).

    Where contacts are finished it is five minutes: those who finish are gone before a longer part is over.
    """
    minutes = need.interval_minutes
    if service.finish_contacts and minutes % LEAST_PART_MINUTES == 0:
        part_minutes = LEAST_PART_MINUTES
    heads = heads_in_parts(
        shifts, need.interval_start, minutes, cyclic_week=cyclic_week, part_minutes=part_minutes
    )
    working = heads.working
    if on_work is not None:
        working = np.maximum(working - np.nan_to_num(on_work)[:, None], 0.0)
    if not service.finish_contacts or not (working > 0).any():
        return AtWork(heads, working, np.zeros(len(need)))
    busy, aht = _busy(need, working, service)
    parts, seconds = heads.parts, 60.0 * heads.part_minutes
    shape = working.shape
    occupied = np.repeat(busy, parts)
    before = np.roll(occupied, 1)
    before[0] = before[0] if cyclic_week else occupied[0]
    handled = np.repeat(aht, parts)
    decay = np.exp(-seconds / handled)
    let_go = (heads.ended + heads.rests).reshape(-1) * before
    late = heads.back.reshape(-1) * before
    added = _carried(let_go - late, decay, rounds=2 if cyclic_week else 1)
    mean = added * (1.0 - decay) * handled / seconds
    effective = np.maximum(working + mean.reshape(shape), 0.0)
    on_phones = np.repeat(need.phone_share, parts)
    after_end = heads.ended.reshape(-1) * before * on_phones * handled / SECONDS_PER_HOUR
    return AtWork(heads, effective, after_end.reshape(shape).sum(axis=1))


def _carried(added: Floats, decay: Floats, rounds: int) -> Floats:
    """x_p = x_{p−1} · decay_{p−1} + added_p; around once more where the first part follows the last."""
    found, x = np.zeros(len(added)), 0.0
    kept, new = decay.tolist(), added.tolist()
    for _ in range(rounds):
        for place, value in enumerate(new):
            x = x * kept[place - 1] + value
            found[place] = x
    return found


def _busy(need: Need, working: Floats, service: Service) -> tuple[Floats, Floats]:
    """Per interval how busy those on the phones are, and their handle time: the last known where none is."""
    rows = need.queue_rows
    agents = agents_of(need, rows, working[rows.place])
    known = np.isfinite(rows.demand.offered) & (
        np.isfinite(rows.demand.aht_seconds) | (rows.demand.offered == 0)
    )
    asked = replace(rows.demand, offered=np.where(known, rows.demand.offered, 0.0))
    mean, size = agents.mean(axis=1), len(need)
    found = predict(asked, mean, replace(service, uncertainty=None))
    at_phones = np.bincount(rows.place, mean, size)
    occupied = np.bincount(rows.place, mean * np.nan_to_num(found.occupancy), size)
    busy = np.divide(occupied, at_phones, out=np.zeros(size), where=at_phones > 0)
    load = np.nan_to_num(asked.offered * asked.aht_seconds)
    contacts = np.bincount(rows.place, asked.offered, size)
    work = np.bincount(rows.place, load, size)
    aht = np.divide(work, contacts, out=np.full(size, np.nan), where=contacts > 0)
    known_at = np.flatnonzero(np.isfinite(aht) & (aht > 0))
    if not len(known_at):
        return np.zeros(size), np.full(size, SECONDS_PER_HOUR)
    last = np.maximum.accumulate(np.where(np.isfinite(aht) & (aht > 0), np.arange(size), 0))
    return busy, np.where(aht[last] > 0, aht[last], aht[known_at[0]])

"""The scorecard: every metric at its grain, of the centre and its members, with status, trend and causes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Floats
from staffing.errors import UsageError
from staffing.records.scorecard import WHOLE_SHARE, Scorecard, Scores
from staffing.records.service_target import ServiceTarget
from staffing.scorecard import GRAINS, METRICS
from staffing.scorecard.causes import likely_causes
from staffing.scorecard.facts import MEMBERS, Facts
from staffing.scorecard.known_share import LEDGERS, elapsed_shares, known_shares, position
from staffing.scorecard.measure import Cells, measured_cells, needs_of, usable
from staffing.scorecard.metric import Definitions, Metric, metric_named
from staffing.scorecard.periods import (
    coarser,
    labels,
    minutes_of,
    slot_of_week,
    starts,
    year_before,
    year_share,
)
from staffing.scorecard.shown_rows import rows_shown
from staffing.scorecard.status import statuses
from staffing.scorecard.way import Way

Aim = tuple[float | None, float | None]
SERVICE_LEVEL = "service_level"  # the metric that targets of queues are of


@dataclass(frozen=True)
class ScorecardOptions:
    """`by` is the grain (a metric reported more coarsely keeps its own); `members` of queue, team, agent.

    `aims` replace the standard's; `queue_targets` are of queues with a target of their own, in the seconds
    that their counts are of; `period` (a label) is the one in front, else the last whole one.
    """

    by: str = "week"
    members: tuple[str, ...] = ()
    definitions: Definitions = field(default_factory=Definitions)
    aims: Mapping[str, Aim] = field(default_factory=dict)
    period: str | None = None
    queue_targets: Mapping[str, ServiceTarget] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.by not in GRAINS:
            raise UsageError(f"--by: '{self.by}' is not known", hint=f"choose {', '.join(GRAINS)}")


def make_scorecard(facts: Facts, options: ScorecardOptions) -> Scorecard:
    """All scores and, for the period in front, what is likely behind those that are off.

    UsageError where the history's rows are coarser than the grain asked, or no period has the label asked.
    """
    minutes = facts.sources["history"].minutes
    if minutes > minutes_of(options.by):
        grain = next(grain for grain in GRAINS if minutes_of(grain) >= minutes)
        rows = {"day": "a row a day", "month": "a row a month"}.get(grain, f"rows of {minutes} minutes")
        raise UsageError(f"--by: the history has {rows}", hint=f"choose {grain} or coarser")
    parts = [part for key in METRICS for part in _scores_of(metric_named(key), facts, options)]
    scores = Scores.joined(parts)
    shown = rows_shown(scores, options.by, options.period)
    notes = (*_partial(scores), *_monitored(facts), *(_later(facts) if options.period is None else ()))
    return Scorecard(scores, shown, likely_causes(facts, scores, shown), notes)


def _scores_of(metric: Metric, facts: Facts, options: ScorecardOptions) -> list[Scores]:
    """Of the whole centre, and of every kind of member that the inputs tell apart."""
    ways = metric.ways(options.definitions)
    way = usable(ways, facts, None)
    if way is None:
        return [_missing(metric, needs_of(ways, facts))]
    parts = [_measured(metric, way, facts, options, None)]
    for by in MEMBERS:
        own = usable(ways, facts, by) if by in options.members else None
        if own is not None and len(np.unique(facts.sources[own.source].members[by])) > 1:
            parts.append(_measured(metric, own, facts, options, by))
    if not len(parts[0]):
        return [_missing(metric, _without_rows(way))]
    return parts


def _without_rows(way: Way) -> str:
    if way.bottom_source is not None:
        return f"{way.source} of every day of a period that {way.bottom_source} has"
    return f"{way.source}: rows in which {', '.join(way.needs)} are all known"


def _measured(metric: Metric, way: Way, facts: Facts, options: ScorecardOptions, by: str | None) -> Scores:
    grain = coarser(options.by, metric.reported[0])
    cells = measured_cells(way, facts, grain, by)
    known_share = _known(way, facts, cells, grain, by)
    if way.bottom_source is not None:  # of the amount of the whole period, the part of what is known below
        cells = replace(cells, value=cells.value * known_share)
    partial = known_share < WHOLE_SHARE
    grows = way.bottom is None or way.level  # with the days that are known
    comparable = np.where(partial, np.nan, cells.value) if grows else cells.value
    previous, last_year = _before(cells, comparable, grain)
    if grows:
        previous, last_year = (np.where(partial, np.nan, before) for before in (previous, last_year))
    low, high = _aims(metric, options, cells, known_share, grain)
    offset = ((cells.wall - cells.start).astype(np.int64) // 60).astype(np.int64)
    rows = len(cells.value)
    empty = _same("", rows)
    return Scores(
        grain=_same(grain, rows),
        period=labels(cells.start, offset, grain),
        start=cells.start,
        queue=cells.member if by == "queue" else empty,
        team=cells.member if by == "team" else empty,
        agent=cells.member if by == "agent" else empty,
        metric=_same(metric.key, rows),
        value=cells.value,
        unit=_same(metric.unit, rows),
        count=cells.count,
        aim_low=low,
        aim_high=high,
        status=statuses(
            cells.value, (low, high), (previous, last_year), better=metric.better, unit=metric.unit
        ),
        previous=previous,
        last_year=last_year,
        known_share=known_share,
        variant=_variants(metric, way, options, cells),
        needs=empty,
    )


def _known(way: Way, facts: Facts, cells: Cells, grain: str, by: str | None) -> Floats:
    """The known share of each cell; of two inputs that of the denominator's rows of which it is known."""
    if way.bottom_source is not None and way.bottom is not None:
        source = facts.sources[way.bottom_source]
        told = source.rows(np.isfinite(way.bottom(source.words)))
        return np.nan_to_num(known_shares(way.bottom_source, told, cells, grain, by), nan=1.0)
    if way.source in LEDGERS:
        return elapsed_shares(facts.sources[way.source], facts.sources["history"], cells, grain)
    return known_shares(way.source, facts.sources[way.source], cells, grain, by)


def _same(text: str, rows: int) -> NDArray[Any]:
    """One text for all rows, held once: millions of half-hours would fill the memory with copies."""
    return np.full(rows, text, dtype=object)


def _before(cells: Cells, value: Floats, grain: str) -> tuple[Floats, Floats]:
    """The value of the last period before that has one, and of the same period a year before.

    Of half-hours, hours and days the last of the same time and weekday: Mondays are compared with Mondays.
    """
    if not len(value):
        return value, value
    row = np.lexsort((cells.start, slot_of_week(cells.wall, grain), cells.place))
    alike = np.stack((cells.place, slot_of_week(cells.wall, grain)))[:, row]
    told = np.maximum.accumulate(np.where(np.isfinite(value[row]), np.arange(len(row)), -1))
    last = np.concatenate(([-1], told[:-1]))
    same = (last >= 0) & (alike[:, np.maximum(last, 0)] == alike).all(axis=0)
    previous = np.full(len(value), np.nan)
    previous[row] = np.where(same, value[row][last], np.nan)
    year = position(cells, year_before(cells.wall, grain))
    return previous, np.where(year >= 0, value[year], np.nan)


def _aims(
    metric: Metric, options: ScorecardOptions, cells: Cells, known_share: Floats, grain: str
) -> tuple[Floats, Floats]:
    """Of a metric aimed at by the year the part of the year that the known days of a period are."""
    bounds = options.aims.get(metric.key, metric.aim)
    part = known_share * year_share(cells.start, grain) if metric.per_year else np.ones(len(cells.value))
    low, high = (np.nan if bound is None else bound for bound in bounds)
    return _own_levels(metric, options, cells, low * part), high * part


def _own_levels(metric: Metric, options: ScorecardOptions, cells: Cells, low: Floats) -> Floats:
    """The least service level of each cell: of a queue with a target of its own that target's."""
    if metric.key != SERVICE_LEVEL:
        return low
    own = low.copy()
    for queue, target in options.queue_targets.items():
        own[cells.member == queue] = target.service_level or np.nan
    return own


def _variants(metric: Metric, way: Way, options: ScorecardOptions, cells: Cells) -> NDArray[Any]:
    """How the metric is measured, cell by cell: a queue with its own target is counted by its seconds."""
    variant = _same(way.variant, len(cells.value))
    if metric.key == SERVICE_LEVEL:
        for queue, target in options.queue_targets.items():
            own = replace(options.definitions, target_seconds=target.seconds)
            variant[cells.member == queue] = metric.ways(own)[0].variant
    return variant


def _missing(metric: Metric, needs: str) -> Scores:
    """One row that says what the metric needs."""
    unknown, empty = np.array([np.nan]), _same("", 1)
    return Scores(
        grain=_same(metric.reported[0], 1),
        period=empty,
        start=np.array(["NaT"], dtype="datetime64[s]"),
        queue=empty,
        team=empty,
        agent=empty,
        metric=_same(metric.key, 1),
        value=unknown,
        unit=_same(metric.unit, 1),
        count=unknown,
        aim_low=unknown,
        aim_high=unknown,
        status=np.array(["missing"]),
        previous=unknown,
        last_year=unknown,
        known_share=unknown,
        variant=empty,
        needs=_same(needs, 1),
    )


def _partial(scores: Scores) -> Iterator[str]:
    periods = scores.period[(scores.known_share < WHOLE_SHARE) & (scores.metric == "total_calls")]
    count = len(np.unique(periods))
    if count:
        verb = "period is" if count == 1 else "periods are"
        yield f"{count} {verb} partial: a holiday, a gap, or the edge of the history"


def _later(facts: Facts) -> Iterator[str]:
    """People's days after the history's last do not move the period shown."""
    last = {name: source.wall.max().astype("datetime64[D]") for name, source in facts.sources.items()}
    if "people" in last and last["people"] > last["history"]:
        runs = f"the people file runs to {last['people']}, the history to {last['history']}"
        yield f"{runs}: --period shows later periods"


def _monitored(facts: Facts) -> Iterator[str]:
    """The standard asks not for a score but for how many contacts are monitored."""
    quality = facts.sources.get("quality")
    if quality is None:
        return
    month = starts(quality.start, quality.wall, "month")
    last = month == np.sort(np.unique(month))[-2:][0]  # the last month may have only begun
    agents = len(np.unique(quality.members["agent"][last]))
    label = labels(month[last][:1], np.zeros(1, dtype=np.int64), "month")[0]
    yield f"{label}: {last.sum() / agents:.1f} contacts monitored per agent with any; 4–5 a month are usual"

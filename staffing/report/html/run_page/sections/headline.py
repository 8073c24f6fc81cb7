"""The first screen: is it good, what does it cost, where does it hurt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from staffing.records.columns import ALL_QUEUES
from staffing.records.run_page import RunPage
from staffing.records.schedule import QueueService, Summary
from staffing.records.simulation import Simulated, SimulatedQueue, WorstInterval
from staffing.report.html.run_page.open_rows import OpenRows, day_names
from staffing.report.html.run_page.section import PageSection
from staffing.report.html.template import render
from staffing.report.words.proof import proof_words
from staffing.report.words.queue_costs import queue_costs_words
from staffing.timegrid import clock
from staffing.wording import counted

_NEAR = 0.02  # of a target: a play of some hundred days cannot tell less from chance
_MOST_PLACES = 5
_WHY = {
    "ramp": "volume ramps",
    "breaks": "uneven breaks",
    "absence": "chance absences",
}

_TEMPLATE = """
<div class="answers">
<section class="answer {{ mark }}"><h2>Is it good?</h2>
<p class="verdict">{{ verdict }}</p>
{% for line in service %}<p>{{ line }}</p>{% endfor %}
</section>
<section class="answer"><h2>What does it cost?</h2>
<p class="verdict">{{ hours }} paid hours</p>
{% for line in cost %}<p>{{ line }}</p>{% endfor %}
</section>
<section class="answer"><h2>Where does it hurt?</h2>
{% if places %}<ul class="places">
{% for place in places %}<li>
{%- if place.row is none %}{{ place.when }}{% else %}
<button type="button" class="go" data-row="{{ place.row }}">{{ place.when }}</button>
{%- endif %}{{ place.text }}</li>
{% endfor %}</ul>{% else %}<p class="verdict">Nowhere</p>
<p>No interval stands out: each has the heads it needs.</p>{% endif %}
</section>
</div>
"""


class NamedPlace(NamedTuple):
    """An interval, what is said of it, and its row on the page (None: it is not shown)."""

    when: str
    text: str
    row: int | None


def section(page: RunPage, rows: OpenRows) -> PageSection:
    """Answers in words; a button leads to each interval that is named."""
    summary = page.summary
    mark, verdict = _verdict(page)
    html = render(
        _TEMPLATE,
        mark=mark,
        verdict=verdict,
        service=list(_service(page)),
        hours=f"{summary.paid_hours:,.0f}",
        cost=list(_cost(page)),
        places=_places(page, rows),
    )
    return PageSection("summary", "Summary", html)


def _verdict(page: RunPage) -> tuple[str, str]:
    """`good`, `near` or `bad`, and the service level in a few words."""
    level = _level(page.summary)
    if level is None:
        return "", "Service level unknown"
    asked = page.asked.service_level[np.nan_to_num(page.requirement.offered) > 0]
    if not (asked > 0).all() or not len(asked):
        return "", f"{level:.1%} service level"
    weights = page.requirement.offered[page.requirement.offered > 0]
    target = float(np.average(asked, weights=weights))
    if level >= target:
        return "good", f"Yes: {level:.1%} against {target:.0%}"
    if level >= target - _NEAR:
        return "near", f"Nearly: {level:.1%} against {target:.0%}"
    return "bad", f"No: {level:.1%} against {target:.0%}"


def _level(summary: Summary) -> float | None:
    """As played, where it was; else as predicted."""
    played = summary.simulated_service_level
    return summary.service_level if played is None else played


def _service(page: RunPage) -> Iterator[str]:
    summary, played = page.summary, page.played
    yield f"Target: {page.target}."
    if summary.simulated_service_level is not None:
        times = f" {counted(played.replications, 'time')}" if played and played.replications else ""
        error = summary.simulated_service_level_se
        yield (
            f"Simulated contact by contact{times}: {summary.simulated_service_level:.1%}"
            + ("" if error is None else f" (±{200 * error:.1f} points)")
            + ("." if summary.service_level is None else f"; {summary.service_level:.1%} predicted.")
        )
    if summary.days_on_target is not None:
        yield f"The chance that a day meets the target is {summary.days_on_target:.0%} on average."
    queues: Sequence[SimulatedQueue | QueueService] = (played.queues if played else ()) or summary.queues
    known = [one for one in queues if one.service_level is not None and one.target is not None]
    if len(known) > 1:
        met = [one for one in known if (one.service_level or 0) >= (one.target or 0)]
        missed = [one.queue for one in known if one not in met]
        below = f"; below: {', '.join(missed)}" if missed else ""
        yield f"{len(met)} of {counted(len(known), 'queue')} meet their target{below}."


def _cost(page: RunPage) -> Iterator[str]:
    summary = page.summary
    contacts = summary.offered
    yield f"{counted(summary.shifts, 'shift')} for {contacts:,.0f} contacts" + (
        f": {60 * summary.paid_hours / contacts:.1f} paid minutes per contact." if contacts > 0 else "."
    )
    yield f"{proof_words(summary).capitalize()}."
    if summary.queue_costs is not None:
        yield queue_costs_words(summary.queue_costs)
    yield f"{summary.over_agent_hours:,.0f} hours spare, {summary.under_agent_hours:,.1f} hours short."
    if summary.hours_after_shift_end >= 1:
        yield f"About {summary.hours_after_shift_end:,.0f} more hours finish contacts after shifts end."


def _places(page: RunPage, rows: OpenRows) -> list[NamedPlace]:
    """Where the play loses most; where nothing was played, where most heads are missing."""
    played = page.played
    if played is not None and played.worst:
        several = len(played.queues) > 1
        return [
            NamedPlace(*_worst(one, several=several), _row_of(rows, one.interval_start))
            for one in played.worst[:_MOST_PLACES]
        ]
    names = day_names(rows.dates)
    if played is not None:
        return [
            NamedPlace(f"{names[rows.day[row]]} {clock(int(rows.minute[row]))}", said, row)
            for row, said in _lost(page, played, rows)
        ]
    coverage = page.coverage.together()
    under = np.nan_to_num(rows.column(coverage.interval_start, coverage.under))
    worst = np.argsort(-under, kind="stable")[:_MOST_PLACES].tolist()
    return [
        NamedPlace(
            f"{names[rows.day[row]]} {clock(int(rows.minute[row]))}", f": {under[row]:.1f} heads short", row
        )
        for row in worst
        if under[row] > 0.05
    ]


def _worst(one: WorstInterval, *, several: bool) -> tuple[str, str]:
    """`Mon 17 Nov 11:30` and `, sales: 72.8% of 1,827 contacts (uneven breaks)`."""
    moment = dt.datetime.fromisoformat(one.interval_start)
    queue = f", {one.queue}" if several else ""
    why = f" ({_WHY[one.reason]})" if one.reason in _WHY else ""
    level = f"{one.service_level:.1%} of {one.offered:,.0f} contacts"
    return f"{moment:%a %d %b %H:%M}", f"{queue}: {level}{why}"


def _lost(page: RunPage, played: Simulated, rows: OpenRows) -> Iterator[tuple[int, str]]:
    """Of a play that is read back: the rows that lose most contacts against their targets, in words."""
    needed, came = page.requirement, played.intervals
    several = len(needed.queues) > 1
    found = []
    for at, queue in enumerate(needed.queues or (ALL_QUEUES,)):
        own, mine = needed.queue == at, came.queue_names == queue
        start = came.interval_start[mine]
        level = rows.column(start, came.service_level[mine])
        offered = rows.column(start, came.offered[mine])
        target = rows.column(needed.interval_start[own], page.asked.service_level[own])
        lost = np.nan_to_num(offered * (target - level))
        for row in np.argsort(-lost, kind="stable")[:_MOST_PLACES].tolist():
            if level[row] < target[row] - _NEAR:
                name = f", {queue}" if several else ""
                found.append((-lost[row], row, f"{name}: {level[row]:.1%} of {offered[row]:,.0f} contacts"))
    for _, row, said in sorted(found)[:_MOST_PLACES]:
        yield row, said


def _row_of(rows: OpenRows, moment: str) -> int | None:
    """The row of the interval that begins then, by ISO 8601 with an offset."""
    utc = dt.datetime.fromisoformat(moment).astimezone(dt.UTC).replace(tzinfo=None)
    place = np.flatnonzero(rows.start == np.datetime64(utc, "s"))
    return int(place[0]) if len(place) else None

"""A play as a part of the page of its schedule: predicted beside simulated by day, and where it fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from staffing.records.columns import ALL_QUEUES
from staffing.records.schedule import RepairRound, Summary
from staffing.records.simulation import Simulated, SimulatedQueue
from staffing.report.html.page import escape
from staffing.report.words.simulation import (
    WORST,
    confidence_sentence,
    played_sentence,
    repair_sentence,
    worst_sentence,
)
from staffing.wording import counted

_HEADS = "<th>offered<th>predicted<th>simulated<th>±<th>bad day<th>on target"


def simulation_section(played: Simulated, summary: Summary) -> str:
    """Under the heading Played: a table of days, of queues where there are several, and the worst intervals.

    ± are two standard errors; a bad day is the tenth percentile over the replications.
    """
    several = len(played.queues) > 1
    rows = [
        *_days(played),
        *((_queue(one) for one in played.queues) if several else ()),
        _queue(played.whole),
    ]
    return (
        f'<section class="played"><h2>Played {counted(played.replications, "time")}</h2>\n'
        f"<p>{escape(played_sentence(played))} Contact by contact, person by person. ±: two standard errors; "
        "a bad day: one day in ten is worse; on target: how likely the day makes its target.</p>\n"
        f"<table><thead><tr><th>{_HEADS}</tr></thead><tbody>{''.join(rows)}</tbody></table>\n"
        f"{_worst(played, several=several)}{_confidence(summary)}{_repair(summary.repair)}</section>"
    )


def _days(played: Simulated) -> Iterator[str]:
    days = played.days.rows(played.days.queue_names == ALL_QUEUES)
    for row in np.flatnonzero(days.offered > 0).tolist():
        cells = (
            f"{days.offered[row]:,.0f}",
            _percent(days.predicted_service_level[row]),
            _percent(days.service_level[row]),
            _percent(2 * days.service_level_se[row]),
            _percent(days.service_level_p10[row]),
            _percent(days.probability[row], 0),
        )
        yield _row(f"{days.day[row].item():%a %Y-%m-%d}", cells)


def _queue(queue: SimulatedQueue) -> str:
    name = "all contacts" if queue.queue == ALL_QUEUES else escape(queue.queue)
    error = None if queue.service_level_se is None else 2 * queue.service_level_se
    levels = (queue.predicted_service_level, queue.service_level, error)
    shown = (_percent(np.nan if level is None else level) for level in levels)
    return _row(name, (f"{queue.offered:,.0f}", *shown, "", ""))


def _worst(played: Simulated, *, several: bool) -> str:
    if not played.worst:
        return ""
    items = "".join(f"<li>{escape(worst_sentence(one, several=several))}" for one in played.worst)
    return f"<p>{WORST.capitalize()}:</p><ul>{items}</ul>"


def _confidence(summary: Summary) -> str:
    said = confidence_sentence(summary)
    return "" if said is None else f"<p>{escape(said)}</p>"


def _repair(rounds: Sequence[RepairRound]) -> str:
    """The rounds of the repair, the first schedule first."""
    said = repair_sentence(rounds)
    if said is None:
        return ""
    rows = "".join(
        _row(
            f"round {number}" if number else "at first",
            (
                f"{one.evened:,}",
                f"{one.raised:,}",
                f"{one.lowered:,}",
                f"{one.paid_hours:,.1f}",
                f"{100 * one.shortfall:.2f}",
                _percent(np.nan if one.service_level is None else one.service_level),
                "yes" if one.is_kept else "no",
            ),
        )
        for number, one in enumerate(rounds)
    )
    heads = "<th>evened<th>raised<th>lowered<th>paid hours<th>points short<th>as forecast<th>kept"
    return (
        f"<p>{escape(said)} Evened: intervals whose heads were asked for in "
        "each part. Raised, lowered: targets in place of which more or less was aimed at.</p>"
        f"<table><thead><tr><th>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _row(name: str, cells: tuple[str, ...]) -> str:
    return f"<tr><td>{name}" + "".join(f"<td>{cell}" for cell in cells) + "</tr>"


def _percent(value: float, digits: int = 1) -> str:
    return f"{100 * value:.{digits}f}%" if np.isfinite(value) else "·"

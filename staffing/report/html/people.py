"""A page for each person of a roster, in one file: when they work, their hours, burdens and wishes.

Printed, each begins on a sheet of its own, to be handed to that person and nobody else.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from staffing.records.by_person import ShiftsByPerson
from staffing.records.roster import AgentTotals, RosterExceptions
from staffing.report.html.page import escape, write_page
from staffing.timegrid import DAY_NAMES, weekday
from staffing.wording import counted

_STYLE = """<style>
  section.person { break-before: page; }  .person td { text-align: left; }
  section.person + section.person { border-top: 1px solid var(--line); margin-top: 2rem; }
</style>"""
_BURDENS = ("early", "late", "night", "weekend")


def write_people_html(
    path: str | Path, shifts: ShiftsByPerson, totals: AgentTotals, exceptions: RosterExceptions
) -> None:
    """Write the file; people in the order of their names, those who do not work included."""
    of_person = {str(name): np.flatnonzero(shifts.agent == name) for name in np.unique(shifts.agent)}
    broken = {str(name): np.flatnonzero(exceptions.agent == name) for name in np.unique(exceptions.agent)}
    nothing = np.zeros(0, dtype=np.int64)
    sections = []
    for row, name in enumerate(totals.agent.tolist()):
        parts = (
            f'<section class="person"><h2>{escape(name)}</h2>',
            f'<p class="sub">{escape(str(totals.group[row]))}</p>',
            f"<dl>{''.join(_tiles(totals, row))}</dl>",
            _burdens(totals, row),
            _shifts(shifts.rows(of_person.get(name, nothing))),
            _exceptions(exceptions.rows(broken.get(name, nothing))),
            "</section>",
        )
        sections.append("\n".join(filter(None, parts)))
    days = shifts.date.astype("datetime64[D]")
    span = f" from {days.min()} to {days.max()}" if len(days) else ""
    head = f'<h1>People</h1>\n<p class="sub">{counted(len(totals), "person", "people")}{span}</p>'
    write_page(path, "People", "\n".join([_STYLE, head, *sections]))


def _tiles(totals: AgentTotals, row: int) -> Iterator[str]:
    rest = float(totals.shortest_rest_hours[row])
    for label, value in (
        ("paid hours", f"{totals.paid_hours[row]:,.1f}"),
        ("hours of leave", f"{totals.leave_hours[row]:,.1f}"),
        ("shifts", str(totals.shifts[row])),
        ("wishes granted", f"{totals.granted[row]} of {totals.wishes[row]}"),
        ("weekends off", str(totals.weekends_off[row])),
        ("longest run, days", str(totals.longest_run[row])),
        ("shortest rest, hours", f"{rest:.1f}" if np.isfinite(rest) else "–"),
    ):
        yield f"<div><dt>{label}</dt><dd>{value}</dd></div>"


def _burdens(totals: AgentTotals, row: int) -> str:
    """Early, late, night and weekend shifts, of the period and of the rolling window that ends with it."""
    lines = "".join(
        f"<tr><td>{when}" + "".join(f"<td>{getattr(totals, kind + end)[row]}" for kind in _BURDENS) + "</tr>"
        for when, end in (("these weeks", ""), ("with the weeks before", "_window"))
    )
    heads = "".join(f"<th>{kind}" for kind in _BURDENS)
    return f"<table><thead><tr><th>shifts{heads}</tr></thead><tbody>{lines}</tbody></table>"


def _shifts(shifts: ShiftsByPerson) -> str:
    if not len(shifts):
        return "<p>No shifts.</p>"
    rests = [name.replace("_", " ") for name in shifts.rest_names]
    heads = "".join(f"<th>{word}" for word in ("date", "start", "end", *rests, "pattern", "paid hours"))
    names = [DAY_NAMES[day] for day in weekday(shifts.date).tolist()]
    start, end = (_clocks(shifts, moments) for moments in (shifts.start, shifts.end))
    begins = [_clocks(shifts, shifts.rest_start[:, k]) for k in range(len(rests))]
    lines = []
    for row in range(len(shifts)):
        when = f"{names[row]} {shifts.date[row].astype('datetime64[D]')}"
        rest = [column[row] for column in begins]
        hours = f"{shifts.paid_hours[row]:.1f}"
        cells = (when, start[row], end[row], *rest, escape(str(shifts.pattern[row])), hours)
        lines.append("<tr>" + "".join(f"<td>{cell}" for cell in cells) + "</tr>")
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(lines)}</tbody></table>"


def _clocks(shifts: ShiftsByPerson, moments: np.ndarray) -> list[str]:
    """Local times of day; nothing for no moment."""
    return [
        "" if np.isnat(one) else str(one)[11:16] for one in shifts.zone.local(moments).astype("datetime64[m]")
    ]


def _exceptions(exceptions: RosterExceptions) -> str:
    """Wishes not granted and rules that were bent."""
    items = "".join(
        f"<li>{exceptions.date[row].astype('datetime64[D]')}: {escape(str(exceptions.rule[row]))}: "
        f"{escape(str(exceptions.reason[row]))}"
        for row in range(len(exceptions))
    )
    return f"<p>Not kept:</p><ul>{items}</ul>" if items else ""

"""The rest of a day in a planner's words: how it looks, and what each proposal brings."""

from __future__ import annotations

import numpy as np

from staffing.arrays import Bools
from staffing.records.adjustment import Adjusted, Adjustments
from staffing.report.text.repair import rests, share
from staffing.timegrid import clock, minute_of_day
from staffing.wording import counted

SHOWN = 10  # proposals of a kind


def adjustment_report(day: Adjusted) -> list[str]:
    """Lines to print."""
    believed, expected, proposals = day.contacts_believed, day.contacts_expected, day.proposals
    more = f", {expected / believed - 1:+.1%} against the plan" if believed > 0 else ""
    lines = [
        f"Rest of the day: {counted(round(expected), 'contact')}{more}",
        f"{'':24}{'service level':>15}{'agent-hours short':>20}",
    ]
    lines += [
        f"{one.what:24}{share(one.service_level):>15}{one.under_agent_hours:>20,.1f}" for one in day.outlook
    ]
    for action in ("move", "overtime", "leave"):
        rows = np.flatnonzero((proposals.action == action) & _changes(proposals))
        largest = rows[np.argsort(-proposals.people[rows], kind="stable")][:SHOWN]
        lines += [_line(proposals, row) for row in np.sort(largest).tolist()]
        if len(rows) > SHOWN:
            lines.append(f"… and {len(rows) - SHOWN} smaller ones ({action})")
    if _changes(proposals).any():
        return lines
    return [*lines, "No changes proposed: none would improve the day."]


def _changes(proposals: Adjustments) -> Bools:
    """Whether a proposal is worth a line: not a move that, as printed, changes neither service nor hours."""
    before, after = np.round(proposals.service_level_before, 3), np.round(proposals.service_level_after, 3)
    saves = np.round(np.nan_to_num(proposals.hours_saved), 1) > 0
    return np.asarray((proposals.action != "move") | (before != after) | saves)


def _line(proposals: Adjustments, row: int) -> str:
    """`Move 6 lunches of full-time from 12:00 to 13:30: 74.1% → 77.9%`: the day without it, and with."""
    people, pattern = int(proposals.people[row]), proposals.pattern[row]
    moments = proposals.begin[row], proposals.end[row]
    begin, end = (_clock(proposals.zone.wall(moment)) for moment in moments)
    who = counted(people, f"{pattern} agent")
    match proposals.action[row]:
        case "move":
            since = f"from {begin} to {end}" if begin else f"to {end}"
            what = f"Move {rests(str(proposals.rest[row]), people)} of {pattern} {since}"
        case "overtime":
            what = f"Overtime: {who} from {begin} to {end}"
        case _:
            what = f"Leave early: {who} at {begin} instead of {end}"
    before, after = proposals.service_level_before[row], proposals.service_level_after[row]
    if np.isnan(after):
        return what
    saved = proposals.hours_saved[row]
    if (after <= before or f"{before:.1%}" == f"{after:.1%}") and saved > 0:
        # what it is for: a shortage that is spread, or lies where few call
        return f"{what}: saves {saved:.1f} weighted hours"
    return f"{what}: {before:.1%} → {after:.1%}"


def _clock(wall: np.datetime64) -> str:
    return "" if np.isnat(wall) else clock(int(minute_of_day(np.array([wall]))[0]))

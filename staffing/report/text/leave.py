"""Leave in a planner's words: room by day, then the answers."""

from __future__ import annotations

import numpy as np

from staffing.records.leave import LeaveAnswers, LeaveRoom
from staffing.report.text.cells import named
from staffing.wording import counted

SHOWN = 28  # days of a group; requests refused


def leave_report(room: LeaveRoom, answers: LeaveAnswers | None) -> list[str]:
    """Lines of at most 80 columns; `+1` is what one more person away would leave short, and cost."""
    lines = [_row("date", "group", "on shift", "may be away", "+1: h short", "+1: cost", "granted")]
    for row in range(min(len(room), SHOWN)):
        is_known = bool(np.isfinite(room.next_cost[row]))
        lines.append(
            _row(
                str(room.date[row]),
                str(room.group[row]),
                str(room.on_shift[row]),
                str(room.may_be_away[row]),
                f"{room.next_short_hours[row]:.1f}" if is_known else "-",
                f"{room.next_cost[row]:.1f}" if is_known else "-",
                str(room.granted[row]),
            )
        )
    if len(room) > SHOWN:
        lines.append(f"… and {len(room) - SHOWN} more: --out writes all")
    return lines if answers is None else [*lines, *_answers(answers)]


def _answers(answers: LeaveAnswers) -> list[str]:
    refused = np.flatnonzero(answers.answer == "refused").tolist()
    granted = len(answers) - len(refused)
    lines = [f"{counted(len(answers), 'request')}: {granted} granted, {len(refused)} refused"]
    for row in refused[:SHOWN]:
        span = f"{answers.start[row]} to {answers.end[row]}"
        lines.append(f"refused: {answers.agent[row]}, {span}: {answers.reason[row]}")
    if len(refused) > SHOWN:
        lines.append(f"… and {len(refused) - SHOWN} more")
    return lines


def _row(*cells: str) -> str:
    date, group, on_shift, away, hours, cost, granted = cells
    return f"{date:<12}{named(group, 16)}{on_shift:>9}{away:>12}{hours:>12}{cost:>9}{granted:>8}"

"""The daily repair in a planner's words: a table of before and after, and what to tell whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from staffing.records.repair import Repair
from staffing.wording import counted

SHOWN_MOVES = 12


def repair_report(repair: Repair) -> list[str]:
    """Lines to print, at most 80 columns."""
    rows = [
        ("", "before", "after"),
        ("agent-hours short", *(f"{hours:,.1f}" for hours in repair.under_agent_hours)),
        ("intervals short", *(f"{count:,}" for count in repair.under_agent_intervals)),
        ("most heads short", *(f"{heads:,.1f}" for heads in repair.worst_heads_short)),
        ("  at", *(_moment(at) if at else "–" for at in repair.worst_interval)),
        ("service level", *(share(level) for level in repair.service_level)),
    ]
    lines = [f"{name:20}{before:>18}{after:>18}".rstrip() for name, before, after in rows]
    lines.append(_proof(repair))
    if repair.moved_rests:
        rests = "lunches and breaks" if repair.moved_rests > 1 else "lunch or break"
        people = "people move" if repair.moved_people > 1 else "person moves"
        lines.append(f"{repair.moved_rests:,} {rests} of {repair.moved_people:,} {people}:")
    return lines + moves_report(repair.moves)


def moves_report(moves: Sequence[Mapping[str, str | int | None]]) -> list[str]:
    """`Move 6 lunches (full-time) on 2003-10-27 from 12:00 to 13:30`: the largest, in order of time."""
    largest = sorted(moves, key=lambda move: (-int(move["people"] or 0), str(move["to"])))[:SHOWN_MOVES]
    lines = [_move(move) for move in sorted(largest, key=lambda move: str(move["to"]))]
    more = len(moves) - len(largest)
    return [f"  {line}" for line in lines] + ([f"  … and {more:,} smaller ones"] if more else [])


def share(level: float | None) -> str:
    """`81.3%`; unknown is a dash."""
    return "–" if level is None else f"{level:.1%}"


def rests(name: str, people: int) -> str:
    """`1 lunch`, `6 lunches`, `2 breaks (break_1)`."""
    if name == "lunch":
        return counted(people, "lunch", "lunches")
    return f"{counted(people, 'break')} ({name})"


def _move(move: Mapping[str, str | int | None]) -> str:
    people, to = int(move["people"] or 0), str(move["to"])
    what = f"{rests(str(move['rest']), people)} of {move['pattern']}"
    if move["from"] is None:
        return f"{to[:10]}: place {what} at {to[11:16]}"
    length = ""
    if move["minutes"] != move["minutes_before"]:
        length = f", {move['minutes']} minutes instead of {move['minutes_before']}"
    if move["from"] == move["to"]:
        return f"{to[:10]}: {what} at {to[11:16]}{length}"
    return f"{to[:10]}: move {what} from {str(move['from'])[11:16]} to {to[11:16]}{length}"


def _proof(repair: Repair) -> str:
    """How much less short it could be at best."""
    _, after = repair.weighted_hours_short
    spare = 1.0 - repair.lower_bound_hours / after if after > 0 else 0.0
    if spare < 1e-6:
        return "These break times are proven optimal."
    return f"Other break times could be at most {spare:.2%} better (proven)."


def _moment(text: str) -> str:
    return f"{text[:10]} {text[11:16]}"

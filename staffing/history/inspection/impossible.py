"""Numbers that contradict each other: no centre can have measured them."""

from __future__ import annotations

import numpy as np

from staffing.arrays import Bools, Floats
from staffing.history.inspection.finding import EVERY_QUEUE, Finding
from staffing.records.history import History
from staffing.wording import counted

ROUNDING = 1e-6
SHORTEST_AHT, LONGEST_AHT = 5.0, 7200.0


def impossible_findings(history: History) -> list[Finding]:
    """What cannot be, what is unlikely, and what is blank, over all queues."""
    findings: list[Finding | None] = list(contradictions(history))
    known = history.measures.get("answered", history.offered) > 0
    short = known & (history.aht_seconds < SHORTEST_AHT)
    long = known & (history.aht_seconds > LONGEST_AHT)
    findings.append(_found("unlikely handle time", f"handle time under {SHORTEST_AHT:g} s", short, history))
    findings.append(_found("unlikely handle time", f"handle time over {LONGEST_AHT:g} s", long, history))
    findings.append(
        _found("blank", "offered is blank: unknown, not zero", np.isnan(history.offered), history)
    )
    if np.isfinite(history.aht_seconds).any():
        rows = np.isnan(history.aht_seconds) & (history.offered > 0)
        findings.append(_found("no handle time", "contacts, but no handle time", rows, history))
    return [finding for finding in findings if finding is not None]


def contradictions(history: History) -> list[Finding]:
    """Rows whose parts exceed their whole: their shares are over 100 %."""
    taken = "answered" if "answered" in history.measures else "offered"
    tests = {
        "answered + abandoned > offered": _more(history, ("answered", "abandoned"), "offered"),
        f"answered within the target > {taken}": _more(history, ("answered_within_target",), taken),
        "abandoned within the target > abandoned": _more(history, ("abandoned_within_target",), "abandoned"),
        "queued > offered": _more(history, ("queued",), "offered"),
        "transferred > answered": _more(history, ("transferred",), "answered"),
        "solved at first contact > coded": _more(history, ("resolved_first",), "coded"),
        "talk + hold + wrap > handle time": _more(
            history, ("talk_seconds", "hold_seconds", "wrap_seconds"), "aht_seconds"
        ),
    }
    found = [_found("impossible", name, rows, history) for name, rows in tests.items()]
    return [finding for finding in found if finding is not None]


def _column(history: History, word: str) -> Floats | None:
    if word in {"offered", "aht_seconds"}:
        return history.offered if word == "offered" else history.aht_seconds
    return history.measures.get(word)


def _more(history: History, parts: tuple[str, ...], whole: str) -> Bools:
    """Rows in which the parts exceed the whole; a part that the file lacks adds nothing."""
    limit = _column(history, whole)
    there = [c for part in parts if (c := _column(history, part)) is not None]
    if limit is None or not there:
        return np.zeros(len(history), dtype=bool)
    total = np.sum([np.nan_to_num(column) for column in there], axis=0)
    allowance = 1.0 if whole == "aht_seconds" else ROUNDING  # averages are rounded to seconds
    return np.asarray(total > limit + allowance)


def _found(kind: str, what: str, rows: Bools, history: History) -> Finding | None:
    count = int(rows.sum())
    if not count:
        return None
    first = int(np.flatnonzero(rows)[0])
    moment = history.rows(np.array([first])).iso()[0]
    where = f"first at {moment}, queue {history.queues[history.queue[first]]}"
    return Finding(kind, EVERY_QUEUE, count, "intervals", f"{what} in {counted(count, 'interval')}, {where}")

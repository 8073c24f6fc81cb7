"""An account on a terminal: the sentence, the table behind it, and a line for each period."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np

from staffing.records.explanation import ExplainedRun, Explanation
from staffing.report.words.explanation import (
    cause_rows,
    headline,
    lunch_sentence,
    others,
    percent,
    remarks,
    signed,
)

MOST_PERIODS = 31
_WIDTH = 80


def explanation_lines(run: ExplainedRun) -> list[str]:
    """Lines of at most 80 columns. Of many periods only those that cost the most contacts are shown."""
    whole, account = run.whole, run.explanation
    lines = [f"{run.name}: {whole.periods[0].replace('/', ' to ')}", *_wrapped(headline(whole, 0)), ""]
    lines += _table(whole)
    lines += [
        "",
        *_wrapped(others(whole, 0)),
        *(line for text in remarks(whole, 0) for line in _wrapped(text)),
    ]
    if run.lunches:
        lines += ["", "too many lunches and breaks at the same time:"]
        for found in run.lunches:
            lines += textwrap.wrap(lunch_sentence(found), _WIDTH, subsequent_indent="    ")
    if len(account.periods) > 1:
        shown = _worst(account)
        said = f", the {len(shown)} with the largest losses" if len(shown) < len(account.periods) else ""
        lines += ["", f"by {account.by}{said}:"]
        for period in shown:
            text = f"{_named(account, period)}  {headline(account, period)}"
            lines += textwrap.wrap(text, _WIDTH, subsequent_indent="    ")
    return lines


def _table(whole: Explanation) -> list[str]:
    lines = [f"{'':34}{'points':>8}  {'planned':>14}  {'actual':>16}"]
    lines += [
        f"{row.title:34}{row.points:>8}  {row.planned:>14}  {row.actual:>16}" for row in cause_rows(whole, 0)
    ]
    gap = signed(100 * float(whole.actual[0, 0] - whole.planned[0, 0]))
    service = f"{percent(whole.planned[0, 0]):>14}  {percent(whole.actual[0, 0]):>16}"
    return [line.rstrip() for line in [*lines, f"{'service level':34}{gap:>8}  {service}"]]


def _worst(account: Explanation) -> Sequence[int]:
    """All periods, or of many those that lost the most contacts against plan, in order of time."""
    if len(account.periods) <= MOST_PERIODS:
        return range(len(account.periods))
    lost = (account.planned[0] - account.actual[0]) * account.inputs_actual[0]
    return sorted(np.argsort(-np.nan_to_num(lost, nan=-np.inf), kind="stable")[:10].tolist())


def _named(account: Explanation, period: int) -> str:
    """Days with their weekday, since that is how they are remembered."""
    name = account.periods[period]
    if account.by != "day":
        return name
    return f"{np.datetime64(name).item():%a} {name}"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH)

"""From a history to the contacts and handle time expected per interval, with an honest 80 % range.

A method is a file of this folder that ends in `METHOD = ...`, a `Method` (`method.py`), and a line below.
The names are those of `--method` and of the plan's `[forecast] method`. The registry holds module names
rather than methods so that listing the choices imports no NumPy.

    make.py             the stage itself: `make_forecast`, with its `options.py` and `horizon.py`
    one_queue.py        one queue's forecast, from its series to its quantiles
    local_rows.py       where the rows stand on the local calendar
    series.py           a queue's history by day and slot: what was seen, what is unknown
    backtest.py         how well each method would have done; auto.py: which to take
    accuracy.py         the backtest as a table, for people
    quantiles.py        the range
    intraday.py         what today's contacts so far say of the rest of the day
    handle_time.py      the handle time
    new_queues.py       a queue without a history: the shape of others, the planner's total
    leads.py            how far ahead: ranges of days that err alike
    processes.py        many queues on all cores
    special_days.py     holidays and events; holiday_effects.py: what holidays do
    level_calendar_profile.py   the house method, step by step; combination.py: the default, mixed from it
    robust.py           medians; decay.py: fading sums
    weekly.py           the week as the unit of memory, shared by the methods; window.py: sums over weeks
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from staffing.forecast.method import Method

AUTO = "auto"
FALLBACK = "mean-of-weeks"

# What `auto` chooses from: the first, unless another is clearly better in the queue's own backtest.
AUTO_CHOICES = ("combination", FALLBACK, "seasonal-naive")

METHODS: dict[str, str] = {
    "combination": "combination",
    "level-calendar-profile": "level_calendar_profile",  # day_totals, calendar_effects, day_effects, …
    "median-of-weeks": "median_of_weeks",
    "smoothed-profile": "smoothed_profile",
    FALLBACK: "mean_of_weeks",
    "seasonal-naive": "seasonal_naive",
}


def load_method(name: str) -> Method:
    """The method of that name; UsageError with the nearest known name for an unknown one."""
    from importlib import import_module

    check_method(name, [*METHODS])
    method: Method = import_module(f"{__name__}.{METHODS[name]}").METHOD
    return method


def check_method(name: str, choices: list[str]) -> None:
    """UsageError with the nearest known name where `name` is none of the choices."""
    from difflib import get_close_matches

    from staffing.errors import UsageError

    if name not in choices:
        near = get_close_matches(name, choices, n=1, cutoff=0.4)
        guess = f"did you mean {near[0]!r}? " if near else ""
        raise UsageError(f"unknown forecast method {name!r}", hint=f"{guess}known: {', '.join(choices)}")

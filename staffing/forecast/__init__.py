"""From a history to the contacts and handle time expected per interval, with an honest 80 % range.

A method is a file of `methods/` that ends in `METHOD = ...`, a `Method` (`method.py`), and a line below.
The names are those of `--method` and of the plan's `[forecast] method`. The registry holds module names
rather than methods so that listing the choices imports no NumPy.

    make.py        the stage itself: `make_forecast`; one_queue.py: one queue, from series to quantiles
    public.py      the same as `staffing.forecast`, the function
    methods/       the methods; the house method is `level_calendar_profile.py`, step by step
    past/          what is learnt from: rows on the local calendar, a queue by day and slot, special days
    sums/          medians, fading sums, weeks: what several methods share
    accuracy/      the backtest as a table; published forecasts that drift
"""

from __future__ import annotations

import sys
from importlib import import_module
from inspect import Signature, signature
from types import ModuleType
from typing import TYPE_CHECKING, Any

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
    check_method(name, [*METHODS])
    method: Method = import_module(f"{__name__}.methods.{METHODS[name]}").METHOD
    return method


def check_method(name: str, choices: list[str]) -> None:
    """UsageError with the nearest known name where `name` is none of the choices."""
    from staffing.errors import unknown_name

    if name not in choices:
        raise unknown_name("forecast method", name, choices)


class CallableFolder(ModuleType):
    """This folder, which is called as the public function of its name: `staffing.forecast(history, days=28)`.

    Python sets the attribute `forecast` of the package to this folder as soon as anything in it is imported.
    A function of that name would be overwritten then; a folder that can be called stays right in any order.
    """

    @property
    def __signature__(self) -> Signature:
        """That of the function, for `help` and notebooks."""
        return signature(_function())

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """See `staffing.forecast.public.forecast`."""
        return _function()(*arguments, **options)


def _function() -> Any:
    return import_module(f"{__name__}.public").forecast


sys.modules[__name__].__class__ = CallableFolder

"""`auto`: the method that did best on the queue's own past, the first one having the benefit of the doubt."""

from __future__ import annotations

from staffing.arrays import Floats
from staffing.forecast import AUTO, AUTO_CHOICES, FALLBACK, load_method
from staffing.forecast.backtest import Errors, Score, backtests, best, origins, score
from staffing.forecast.method import Method, Past


def choose_method(past: Past, days_ahead: int, asked: str = AUTO) -> tuple[str, Errors, dict[str, Score]]:
    """The method, its backtest errors, and the scores of the methods it was chosen from."""
    names = [*AUTO_CHOICES] if asked == AUTO else [asked]
    errors = backtests(past, {name: load_method(name) for name in names}, days_ahead)
    scores = {name: score(of_method) for name, of_method in errors.items()} if origins(past) else {}
    method = best(scores, FALLBACK) if asked == AUTO else asked
    return method, errors[method], scores


def auto(days_asked: int) -> Method:
    """`auto` as a method: it chooses by what was known then, for all days asked for, as it always does."""

    def chosen(past: Past, days_ahead: int, /) -> Floats:
        return load_method(choose_method(past, days_asked)[0])(past, days_ahead)

    return chosen

"""`auto`: the method that did best on the queue's own past, the first one having the benefit of the doubt."""

from __future__ import annotations

from staffing.forecast import AUTO, AUTO_CHOICES, FALLBACK, load_method
from staffing.forecast.backtest import Errors, Score, backtest, best, origins, score
from staffing.forecast.method import Past
from staffing.records import Floats


def choose(past: Past, days_ahead: int, asked: str = AUTO) -> tuple[str, Errors, dict[str, Score]]:
    """The method, its backtest errors, and the scores of the methods it was chosen from."""
    names = [*AUTO_CHOICES] if asked == AUTO else [asked]
    errors = {name: backtest(past, load_method(name), days_ahead) for name in names}
    scores = {name: score(of_method) for name, of_method in errors.items()} if origins(past) else {}
    method = best(scores, FALLBACK) if asked == AUTO else asked
    return method, errors[method], scores


def auto(past: Past, days_ahead: int, /) -> Floats:
    """What `auto` would have forecast: chosen by what was known then, so that its backtest is honest."""
    return load_method(choose(past, days_ahead)[0])(past.until(past.origin), days_ahead)

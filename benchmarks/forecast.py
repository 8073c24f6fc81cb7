"""Score `staffing forecast` by a protocol of rolling origins, beside what others measured by it.

    python benchmarks/forecast.py REFERENCE [--out benchmarks/forecast.md] [--method auto] [--series NAME]

REFERENCE is a folder with `protocol.json`, `evaluate.py`, `leaderboard.csv` and the data; it is no part of
the project. Needs pandas, which that scorer uses. Every series is forecast with the same options; only the
country of its public holidays differs.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import statistics
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from staffing.forecast.make import make_forecast
from staffing.forecast.options import ForecastOptions
from staffing.records import Forecast, History

BOUNDS = {"lo95": 0.025, "lo80": 0.1, "hi80": 0.9, "hi95": 0.975}
SHOWN_PEERS = 12


def main() -> None:
    """Run the protocol, print the scores, write the page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("reference", type=Path)
    parser.add_argument("--out", type=Path, help="the Markdown page to write")
    parser.add_argument("--method", default="auto")
    parser.add_argument("--series", help="only this one")
    chosen = parser.parse_args()
    scorer = load_scorer(chosen.reference / "evaluate.py")
    protocol, truth = scorer.load(str(chosen.reference / "protocol.json"))
    if chosen.series:
        protocol["series"] = {chosen.series: protocol["series"][chosen.series]}
    forecasts, seconds = run(protocol, truth, chosen.method)
    scores = scorer.score(forecasts, protocol, truth, f"staffing {chosen.method}")
    print(scores.drop(columns="method").round(4).to_string(index=False))
    page = report(scores, seconds, chosen.reference / "leaderboard.csv", chosen.method)
    print(page)
    if chosen.out:
        chosen.out.write_text(page, encoding="utf-8")


def load_scorer(path: Path) -> ModuleType:
    """The protocol's own scorer, so that the numbers are its and not ours."""
    spec = importlib.util.spec_from_file_location("evaluate", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(protocol: dict[str, Any], truth: dict[str, Any], method: str) -> tuple[Any, list[float]]:
    """A forecast from every origin of every series, and the CPU seconds each took."""
    import pandas as pd

    parts, seconds = [], []
    for name, series in protocol["series"].items():
        country = "-".join(filter(None, (series["country"], series.get("subdiv"))))
        for origin in series["origins"]:
            options = ForecastOptions(
                days=protocol["horizon_days"],
                method=method,
                as_of=np.datetime64(origin, "s"),
                holidays=country,
                quantiles=(0.025, 0.975),
            )
            history = known_before(truth[name], np.datetime64(origin), series["freq_min"])
            start = time.process_time()
            made = make_forecast(history, options)
            seconds.append(time.process_time() - start)
            parts.append(
                pd.DataFrame({"series": name, "origin": pd.Timestamp(origin), **columns(made.forecast)})
            )
    return pd.concat(parts), seconds


def known_before(counts: Any, origin: np.datetime64, interval_minutes: int) -> History:
    """The history that may be seen; its wall-clock times, which the protocol scores, are taken for UTC."""
    seen = counts[counts.index < origin]
    start = seen.index.to_numpy().astype("datetime64[s]")
    return History(
        interval_start=start,
        utc_offset_minutes=np.zeros(len(start), dtype=np.int64),
        queue=np.zeros(len(start), dtype=np.int64),
        queues=("all",),
        interval_minutes=interval_minutes,
        timezone="UTC",
        offered=seen.to_numpy().astype(np.float64),
        aht_seconds=np.full(len(start), np.nan),
    )


def columns(forecast: Forecast) -> dict[str, Any]:
    """A forecast in the words of the protocol."""
    further = dict(forecast.quantiles)
    bounds = {0.1: forecast.offered_p10, 0.9: forecast.offered_p90, **further}
    return {
        "interval_start": forecast.interval_start.astype("datetime64[ns]"),
        "offered": forecast.offered,
        **{name: bounds[probability] for name, probability in BOUNDS.items()},
    }


def geometric_mean(values: Any) -> float:
    """The protocol's way to average ratios."""
    return float(np.exp(np.log(np.asarray(values, dtype=float)).mean()))


def report(scores: Any, seconds: list[float], leaderboard: Path, method: str) -> str:
    """The page: our row beside the others', and our scores by series."""
    by_horizon = [geometric_mean(scores.relWAPE[scores.horizon == h]) for h in ("1d", "1w", "4w")]
    coverage = float((scores.cov80 * scores.n).sum() / scores.n.sum())
    ours = [
        f"**staffing {method}**",
        *(f"{value:.4f}" for value in (geometric_mean(scores.relWAPE), *by_horizon)),
        f"{coverage:.3f}",
        f"{scores.pinball.mean():.4f}",
        f"{statistics.median(seconds):.3f}",
    ]
    with leaderboard.open(encoding="utf-8") as stream:
        peers = [list(row.values())[:8] for row in csv.DictReader(stream)]
    rows = sorted([ours, *peers], key=lambda row: float(row[1]))
    shown = rows[: SHOWN_PEERS + 1]
    lines = [
        "# Forecast accuracy",
        "",
        "Made by `python benchmarks/forecast.py REFERENCE --out benchmarks/forecast.md`: seven real series,",
        "eight origins each, 28 days ahead, one default method for all. relWAPE is the geometric mean, over",
        "series and horizons, of WAPE against last week's value; all rows were measured by one protocol.",
        "",
        "| method | relWAPE | 1 day | 1 week | 4 weeks | 80 % coverage | pinball | CPU s per forecast |",
        "|---|---|---|---|---|---|---|---|",
        *("| " + " | ".join(row) + " |" for row in shown),
        "",
        "| series | horizon | WAPE | last week's WAPE | ratio | bias | 80 % coverage | pinball |",
        "|---|---|---|---|---|---|---|---|",
        *(
            f"| {s.series} | {s.horizon} | {s.WAPE:.4f} | {s.snaive_WAPE:.4f} | {s.relWAPE:.3f} "
            f"| {s.bias:+.3f} | {s.cov80:.3f} | {s.pinball:.4f} |"
            for s in scores.itertuples()
        ),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()

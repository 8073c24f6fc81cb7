"""Growth that a planner expects beside the trend that the forecast has learnt."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from staffing.records.forecast import Forecast

DAYS_OF_A_YEAR = 365.25


def grown(forecast: Forecast, growth_per_year: float) -> Forecast:
    """The forecast with a steady growth from its first moment on; 0.1 is 10 % more contacts after a year."""
    if growth_per_year == 0:
        return forecast
    since = (
        (forecast.interval_start - forecast.interval_start.min()).astype("timedelta64[s]").astype(np.float64)
    )
    factor = (1.0 + growth_per_year) ** (since / (DAYS_OF_A_YEAR * 86400))
    columns = {name: getattr(forecast, name) * factor for name in ("offered", "offered_p10", "offered_p90")}
    return replace(forecast, **columns)

"""How long callers are willing to wait, estimated from interval data."""

from __future__ import annotations

import numpy as np

from staffing.errors import InputError, Problem
from staffing.records.history import History

_NEEDED = ("answered", "abandoned", "wait_seconds", "abandon_wait_seconds")


def estimate_patience_seconds(history: History, file: str) -> float:
    """Total time waited by all ÷ number who gave up, over the whole history.

    The maximum-likelihood estimate of the mean under exponential patience with waits of the answered
    censored (Brown et al. 2005, JASA 100:36-50, section 6; Gans, Koole and Mandelbaum 2003).
    Raises InputError where the history does not hold what it takes.
    """
    missing = [name for name in _NEEDED if name not in history.measures]
    if missing:
        hint = "add the columns, or set patience_seconds to a number of seconds such as 180"
        raise InputError(Problem(file, f"columns {', '.join(missing)} to estimate patience from", hint))
    mean = mean_patience_seconds(history)
    if mean is None:
        hint = "set patience_seconds to a number of seconds such as 180"
        raise InputError(Problem(file, "contacts who gave up, to estimate patience from", hint))
    return mean


def mean_patience_seconds(history: History) -> float | None:
    """The same estimate; None where the history does not hold what it takes, or nobody gave up."""
    if any(name not in history.measures for name in _NEEDED):
        return None
    answered, abandoned, wait, abandon_wait = (history.measures[name] for name in _NEEDED)
    # Blank is not zero: a row counts only where the waits of all its contacts are known.
    known = (np.isfinite(wait) | (answered == 0)) & (np.isfinite(abandon_wait) | (abandoned == 0))
    known &= np.isfinite(answered) & np.isfinite(abandoned)
    answered, abandoned = answered[known], abandoned[known]
    wait, abandon_wait = np.nan_to_num(wait[known]), np.nan_to_num(abandon_wait[known])
    gave_up = float(abandoned.sum())
    if gave_up == 0:
        return None
    return float((answered * wait + abandoned * abandon_wait).sum()) / gave_up

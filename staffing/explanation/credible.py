"""What of a difference is more than chance: means of few contacts, drawn towards the day's.

Contacts of a half-hour are a Poisson count and their handle time is a mean of a few: both differ from plan
without any cause. Taken at face value they would count twice, since the model has that chance in it already.
So each ratio to plan is drawn towards the day's by its credibility Z = τ² ÷ (τ² + its own variance), where
τ² is how much more the ratios differ than chance makes them, by moments.

Sources: H. Bühlmann and E. Straub (1970), "Glaubwürdigkeit für Schadensätze", Mitteilungen der Vereinigung
schweizerischer Versicherungsmathematiker 70, 111–133; the estimator of τ² is that of R. DerSimonian and
N. Laird (1986), "Meta-analysis in clinical trials", Controlled Clinical Trials 7, 177–188.
"""

from __future__ import annotations

import numpy as np

from staffing.arrays import Floats


def beyond_chance(ratio: Floats, variance: Floats) -> Floats:
    """Ratios to plan of the intervals of one day, each with the variance that chance alone gives it (> 0)."""
    weight = 1.0 / variance
    total = weight.sum()
    mean = (weight * ratio).sum() / total
    degrees = len(ratio) - 1
    room = total - (weight**2).sum() / total
    if degrees < 1 or room <= 0:
        return np.asarray(ratio)
    excess = (weight * (ratio - mean) ** 2).sum() - degrees
    spread = max(0.0, float(excess / room))
    return np.asarray(mean + spread / (spread + variance) * (ratio - mean))

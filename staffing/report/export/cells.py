"""How the layouts of other systems write a number."""

from __future__ import annotations

import math


def decimal(value: float) -> str:
    """Two decimals; 0.00 where it is not known, as those systems ask for."""
    return f"{value if math.isfinite(value) else 0.0:.2f}"

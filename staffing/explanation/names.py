"""Names that the command line offers; here, so that listing them does not wait for NumPy."""

from __future__ import annotations

PERIODS = ("half-hour", "day", "week")
WHOLE = "all"

"""What happened, and why: the gap between planned and actual service as a sum of causes.

Pure: arrays of what was planned and of what happened go in, a table comes out; the theory that says what a
given day would have given is a function that the caller hands over (`account.Predict`).
"""

from __future__ import annotations

PERIODS = ("half-hour", "day", "week")  # here, so that the command line lists them without NumPy
WHOLE = "all"

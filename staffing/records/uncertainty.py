"""How the range of a forecast counts when it is staffed."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

from staffing.errors import UsageError
from staffing.wording import fraction


@dataclass(frozen=True)
class Uncertainty:
    """What is asked of an uncertain forecast.

    probability: None = the expected service level, weighted with contacts, meets the targets; else the
                 targets are met with that probability, in (0, 1)
    """

    probability: float | None = None


def parse_uncertainty(text: str) -> Uncertainty | None:
    """`none`, `expected`, or `probability:0.9`; UsageError for anything else."""
    kind, _, share = text.strip().lower().partition(":")
    if kind in ("none", "expected") and not share:
        return None if kind == "none" else Uncertainty()
    try:
        probability = fraction(share)
    except ValueError:
        probability = nan
    if kind != "probability" or not 0 < probability < 1:
        hint = "write none, expected, or probability:0.9"
        raise UsageError(f"{text!r} is not a way to treat uncertainty", hint=hint)
    return Uncertainty(probability)

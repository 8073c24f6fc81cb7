"""A service-level target as people write it: 80/20."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import NamedTuple

from staffing.errors import UsageError

DEFAULT_TARGET_SECONDS = 20.0
LOW_PERCENT, LONG_SECONDS = 50, 50  # below and from these on: most often the two numbers changed places


class ServiceTarget(NamedTuple):
    """ "80/20": answer the fraction `service_level` (0.8; 0 = not asked) within `seconds` (20)."""

    service_level: float
    seconds: float


def parse_target(text: str) -> ServiceTarget:
    """`80/20`, `80 % / 20 s` or `none`, as the plan and `--target` give it.

    `none` asks for no service level; the threshold that reports still need is then 20 seconds. `20/80`, which
    is 80/20 with its numbers swapped, is taken only with its units: `20 % / 80 s`.
    UsageError for anything else.
    """
    if text.strip().lower() == "none":
        return ServiceTarget(0.0, DEFAULT_TARGET_SECONDS)
    percent_text, slash, seconds_text = text.partition("/")
    percent, seconds = _number(percent_text.replace("%", "")), _number(seconds_text.strip().removesuffix("s"))
    if percent is None or seconds is None:
        hint = "write 80/20 for 80 % within 20 seconds, or none"
        if percent is not None and not slash:
            given = percent if percent >= 1 else 100 * percent
            hint = f"add the seconds: did you mean {given:g}/20?"
        raise UsageError(f"{text!r} is not a service-level target", hint=hint)
    if 0 < percent < 1:
        hint = f"the first number is a percentage: did you mean {percent * 100:g}/{seconds:g}?"
        raise UsageError(f"target {text!r} asks for less than 1 %", hint=hint)
    if not 0 < percent < 100:
        hint = "no number of agents answers everybody in time: ask for 99, say, or none"
        raise UsageError(f"the percentage of target {text!r} must lie in (0, 100)", hint=hint)
    if percent < LOW_PERCENT and seconds >= LONG_SECONDS and not {"%", "s"} & set(text):
        swapped = f"did you mean {seconds:g}/{percent:g}? " if seconds < 100 else ""
        hint = f"{swapped}if it is meant so, write it with its units: {percent:g} % / {seconds:g} s"
        raise UsageError(f"target {text!r} asks for {percent:g} % within {seconds:g} seconds", hint=hint)
    if not 0 <= seconds < inf:
        hint = "write 80/20 for 80 % within 20 seconds"
        raise UsageError(f"the seconds of target {text!r} must be zero or more", hint=hint)
    return ServiceTarget(percent / 100.0, seconds)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


@dataclass(frozen=True)
class TargetPeriod:
    """A `day` or `week` whose mean service level is the target, and the least of each of its intervals."""

    kind: str
    least_service_level: float

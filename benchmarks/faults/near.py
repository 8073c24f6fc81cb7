"""A value of a plan put in place of another of its kind: what mostly passes the door and is worked with."""

from __future__ import annotations

import random
import re

_DAYS = ("mon-fri", "mon-sun", "sat-sun", "mon", "sun", "mon,wed,fri", "fri-mon", "tue-thu", "all")
_KINDS = (
    _DAYS,
    ("erlang-a", "erlang-b", "erlang-c"),
    ("exponential", "deterministic", "weibull", "lognormal", "hyperexponential", "lognormal:0.8"),
    ("sipp", "sipp-max", "lag-sipp", "mol-psa"),
    ("none", "expected", "probability:0.9", "probability:0.55"),
    ("offered", "offered-less-short", "answered", "with-abandons"),
    ("80/20", "70/30", "95/5", "99.9/1", "1/600", "none", "100/10", "80/0"),
    ("interval", "day", "week"),
    ("keep", "merge", "leave-out"),
    ("auto", "mean-of-weeks", "seasonal-naive", "median-of-weeks", "combination"),
    ("low", "normal"),
    ("America/New_York", "Europe/London", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "UTC"),
    ("full", "half", "night", "full-time", "part-time"),
    ("desk", "line", "billing", "technical", "both"),
)
_VALUE = re.compile(
    r'(?P<clock>\b\d\d:\d\d\b)|"(?P<text>[^"]*)"|\b(?P<truth>true|false)\b|(?<![\w.-])(?P<number>\d+(?:\.\d+)?)(?![\w"])'
)
_FACTORS = (0.0, 0.001, 0.1, 0.5, 0.5, 0.9, 1.1, 2, 2, 5, 50)
_MINUTES = (-600, -120, -60, -30, -15, 15, 30, 60, 120, 600)


def near(line: str, rng: random.Random) -> str:
    """The line with one of its values another of its kind; the same line where it has none that is known."""
    head, equals, values = line.partition("=")
    found = [(one, others) for one in _VALUE.finditer(values) if (others := _others(one))]
    if not found:
        return line
    one, others = rng.choice(found)
    return head + equals + values[: one.start()] + rng.choice(others) + values[one.end() :]


def _others(value: re.Match[str]) -> list[str]:
    """What might have stood there instead."""
    if clock := value["clock"]:
        minutes = int(clock[:2]) * 60 + int(clock[3:])
        return [f"{moved // 60:02d}:{moved % 60:02d}" for more in _MINUTES if (moved := minutes + more) >= 0]
    if number := value["number"]:
        if "." in number:
            return [repr(float(number) * factor) for factor in _FACTORS]
        return [str(int(int(number) * factor)) for factor in _FACTORS] + [str(int(number) + 1)]
    if truth := value["truth"]:
        return ["false" if truth == "true" else "true"]
    return [f'"{other}"' for kind in _KINDS if value["text"] in kind for other in kind]

"""A variant of a plan: more contacts, other handle times, another target, other people.

    busy: volume=+10% volume=sales=+25% aht=+20 target=85/15

`volume` and `aht` hold for one queue where its name stands before the change. What is not named is the
plan's. A change is `+10%`, `-5%` or `x1.1`; of a handle time also `+20` (seconds more) or `300` (seconds).
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from pydantic import ValidationError

from staffing.arrays import Floats
from staffing.errors import UsageError, did_you_mean
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.file.schema import Section
from staffing.records.forecast import Forecast
from staffing.wording import fraction

EVERY = ""  # queue
DEMAND, SERVICE, PEOPLE = ("volume", "aht"), ("target", "patience"), ("attendance", "adherence", "shrinkage")
KEYS = (*DEMAND, *SERVICE, *PEOPLE)
_NUMBER = r"(\d+(?:\.\d+)?)"
_WRITE = "write --variant 'busy: volume=+10% aht=+20'"
S = TypeVar("S", bound=Section)


@dataclass(frozen=True)
class Change:
    """What becomes of a figure: figure × `factor` + `added`, or `value` in its place."""

    factor: float = 1.0
    added: float = 0.0
    value: float | None = None

    def of(self, figures: Floats) -> Floats:
        """The figures changed; handle times stay above nought."""
        if self.value is not None:
            return np.where(np.isfinite(figures), self.value, figures)
        return np.asarray(figures * self.factor + self.added)


@dataclass(frozen=True)
class Variant:
    """`demand`: for volume and aht the changes by queue; `settings`: the other keys, as text."""

    name: str
    demand: Mapping[str, Mapping[str, Change]]
    settings: Mapping[str, str]

    def plan_of(self, plan: PlanFile) -> PlanFile:
        """The plan with its target, patience and people; UsageError where it would refuse them."""
        service = {"target": self.settings.get("target"), "patience_seconds": self._number("patience")}
        people = {key: self._number(key) for key in PEOPLE}
        if service["patience_seconds"] is not None and plan.patience_curve is not None:
            hint = "leave out patience, or patience_curve of the plan"
            raise UsageError(f"{self.name}: the plan's patience is a measured curve", hint=hint)
        sections = plan.sections.model_copy(
            update={
                "service": self._changed(plan.sections.service, service),
                "people": self._changed(plan.sections.people, people),
            }
        )
        return replace(plan, sections=sections, kept_curve=plan.patience_curve)

    def forecast_of(self, forecast: Forecast) -> Forecast:
        """The forecast with its contacts and handle times; UsageError for a queue that it does not have."""
        volume, aht = (self._by_row(forecast, key) for key in DEMAND)
        changed = _changed_rows(forecast.aht_seconds, aht)
        if (changed[np.isfinite(changed)] <= 0).any():
            raise UsageError(f"{self.name}: a handle time would be 0 or less", hint="take less off aht")
        quantiles = {key: _changed_rows(values, volume) for key, values in forecast.quantiles.items()}
        return replace(
            forecast,
            offered=_changed_rows(forecast.offered, volume),
            offered_p10=_changed_rows(forecast.offered_p10, volume),
            offered_p90=_changed_rows(forecast.offered_p90, volume),
            aht_seconds=changed,
            quantiles=quantiles,
        )

    def patience_seconds(self) -> float | None:
        """None: the plan's."""
        return self._number("patience")

    def _by_row(self, forecast: Forecast, key: str) -> list[tuple[Change, Floats]]:
        changes = []
        for queue, change in self.demand.get(key, {}).items():
            if queue != EVERY and queue not in forecast.queues:
                hint = f"{did_you_mean(queue, forecast.queues)}queues: {', '.join(forecast.queues)}"
                raise UsageError(f"{self.name}: no queue '{queue}' in the forecast", hint=hint)
            rows = np.ones(len(forecast)) if queue == EVERY else (forecast.queue_names == queue) * 1.0
            changes.append((change, rows))
        return changes

    def _number(self, key: str) -> float | None:
        text = self.settings.get(key)
        if text is None:
            return None
        try:
            number = float(text) if key == "patience" else fraction(text)
        except ValueError:
            hint = f"write {key}=120 (seconds)" if key == "patience" else f"write {key}=0.9 or {key}=90%"
            raise UsageError(f"{self.name}: '{text}' is not a number for {key}", hint=hint) from None
        if key in PEOPLE and 1 < number <= 100:
            hint = f"did you mean {number / 100:g}?"
            raise UsageError(f"{self.name}: {key} is a share from 0 to 1", hint=hint)
        return number

    def _changed(self, section: S, update: Mapping[str, object]) -> S:
        """The section checked anew; what is None stays as it is."""
        given = {key: value for key, value in update.items() if value is not None}
        if not given:
            return section
        content = {**json.loads(section.model_dump_json()), **given}
        try:
            return type(section).model_validate_json(json.dumps(content))
        except ValidationError as fault:
            detail = fault.errors(include_url=False)[0]
            key, expected = detail["loc"][0], detail["msg"].removeprefix("Value error, ")
            hint = detail.get("ctx", {}).get("hint") or "see docs/reference/plan.md for what it may be"
            message = f"{self.name}: {key}={given.get(str(key))}: {expected[:1].lower()}{expected[1:]}"
            raise UsageError(message, hint=hint) from None


def parse_variant(text: str) -> Variant:
    """A variant of `NAME: KEY=VALUE …`; without a name its changes name it. UsageError for anything else."""
    name, colon, rest = text.partition(":")
    if not colon or "=" in name:
        name, rest = "", text
    try:
        words = shlex.split(rest)
    except ValueError as fault:
        raise UsageError(f"--variant: {text!r} ({fault})", hint="close the quotes") from None
    given: dict[str, list[str]] = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals or key not in KEYS:
            hint = f"{did_you_mean(key, KEYS)}{_WRITE}; keys: {', '.join(KEYS)}"
            raise UsageError(f"--variant: '{word}' is not a change", hint=hint)
        given.setdefault(key, []).append(value)
    if not given:
        raise UsageError(f"--variant: {text!r} changes nothing", hint=_WRITE)
    return variant_of(given, name.strip())


def variant_of(given: Mapping[str, Sequence[str]], name: str = "") -> Variant:
    """A variant of texts by key: several of a key of demand, one of any other."""
    named = name or ", ".join(f"{key} {value}" for key, values in given.items() for value in values)
    demand: dict[str, dict[str, Change]] = {}
    settings: dict[str, str] = {}
    for key, values in given.items():
        if key not in DEMAND:
            if len(values) > 1:
                raise UsageError(f"{named}: {key} is given twice", hint="make it two variants")
            settings[key] = values[0]
            continue
        changes = demand.setdefault(key, {})
        for value in values:
            queue, _, change = value.rpartition("=")
            if queue in changes:
                raise UsageError(f"{named}: {key} of one queue is given twice", hint="make it two variants")
            changes[queue] = _change(key, change)
    return Variant(named, demand, settings)


def _change(key: str, text: str) -> Change:
    if match := re.fullmatch(rf"([+-]){_NUMBER} ?%", text):
        factor = 1.0 + (1 if match[1] == "+" else -1) * float(match[2]) / 100
        if factor > 0:
            return Change(factor=factor)
    elif match := re.fullmatch(rf"[x×*]{_NUMBER}", text):
        if float(match[1]) > 0:
            return Change(factor=float(match[1]))
    elif key == "aht" and (match := re.fullmatch(rf"([+-]?){_NUMBER} ?s?", text)):
        seconds = float(match[2])
        if match[1]:
            return Change(added=seconds if match[1] == "+" else -seconds)
        if seconds > 0:
            return Change(value=seconds)
    hint = "write +10%, -5% or x1.1, or +20 for seconds more" if key == "aht" else "write +10%, -5% or x1.1"
    raise UsageError(f"{key}: '{text}' is not a change", hint=f"{hint}; of one queue sales=+10%")


def _changed_rows(figures: Floats, changes: Sequence[tuple[Change, Floats]]) -> Floats:
    """That of all queues first, then that of the row's own queue on top."""
    for change, rows in sorted(changes, key=lambda pair: -pair[1].sum()):
        figures = np.where(rows > 0, change.of(figures), figures)
    return figures

"""What is asked of an interval: service level, wait, abandonment, occupancy, a minimum of agents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from staffing.arrays import Bools, Floats
from staffing.definitions import DEFINITIONS
from staffing.errors import UsageError
from staffing.records.service_target import DEFAULT_TARGET_SECONDS

if TYPE_CHECKING:
    from staffing.queueing.performance import Performance


@dataclass(frozen=True, eq=False)
class Targets:
    """Targets of one interval or of many: each is a number, an array of one per interval, or not asked.

    service_level:    fraction answered within `target_seconds`, in [0, 1), by `definition`
    max_wait_seconds: mean wait of the answered at most, > 0
    max_abandonment:  fraction of the offered, in (0, 1]
    max_occupancy:    in (0, 1]
    min_agents:       whole agents in any case, contacts or not

    What is not asked is held as the bound that always holds (0 or infinity). UsageError outside these
    bounds.
    """

    service_level: Floats
    target_seconds: Floats
    max_wait_seconds: Floats
    max_abandonment: Floats
    max_occupancy: Floats
    min_agents: Floats
    definition: str

    def __init__(
        self,
        service_level: ArrayLike | None = None,
        target_seconds: ArrayLike = DEFAULT_TARGET_SECONDS,
        *,
        definition: str = "offered",
        max_wait_seconds: ArrayLike | None = None,
        max_abandonment: ArrayLike | None = None,
        max_occupancy: ArrayLike | None = None,
        min_agents: ArrayLike = 0,
    ) -> None:
        given = {
            "service_level": 0.0 if service_level is None else service_level,
            "target_seconds": target_seconds,
            "max_wait_seconds": np.inf if max_wait_seconds is None else max_wait_seconds,
            "max_abandonment": np.inf if max_abandonment is None else max_abandonment,
            "max_occupancy": np.inf if max_occupancy is None else max_occupancy,
            "min_agents": min_agents,
        }
        for name, value in given.items():
            column = np.array(value, dtype=np.float64)
            _check(name, column)
            column.setflags(write=False)
            object.__setattr__(self, name, column)
        if definition not in DEFINITIONS:
            known = ", ".join(DEFINITIONS)
            raise UsageError(f"unknown service-level definition {definition!r}", hint=f"known: {known}")
        object.__setattr__(self, "definition", definition)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Targets):
            return NotImplemented
        return all(
            np.array_equal(getattr(self, item.name), getattr(other, item.name)) for item in fields(self)
        )

    def __hash__(self) -> int:
        return hash((self.definition, self.service_level.tobytes(), self.target_seconds.tobytes()))

    @property
    def asked(self) -> int:
        """How many kinds of target are asked anywhere, a minimum of agents not counted."""
        upper = (self.max_wait_seconds, self.max_abandonment, self.max_occupancy)
        return int((self.service_level > 0).any()) + sum(int(np.isfinite(limit).any()) for limit in upper)

    def rows(self, index: NDArray[np.intp], *, least: float | None = None) -> Targets:
        """The targets of those intervals alone; `least`: with that minimum of agents instead of their own."""
        columns = {item.name: getattr(self, item.name) for item in fields(self) if item.name != "definition"}
        taken = {name: column[index] if column.ndim else column for name, column in columns.items()}
        if least is not None:
            taken["min_agents"] = np.asarray(least)
        return Targets(definition=self.definition, **taken)

    def service_level_of(self, performance: Performance) -> Floats:
        """The service level by the definition chosen."""
        return DEFINITIONS[self.definition].level(performance)

    def met_by(self, performance: Performance) -> Bools:
        """Where every target is met."""
        return self.slack(performance) >= 0

    def slack(self, performance: Performance) -> Floats:
        """The least slack of all targets: continuous in the agents, negative where one is missed."""
        least: Floats = np.minimum.reduce([slack(self, performance) for slack in SLACK.values()])
        return least


def _slack_of_wait(targets: Targets, performance: Performance) -> Floats:
    """Relative to the limit; the mean wait, costly in some models, is read only where it is limited."""
    limited = np.isfinite(targets.max_wait_seconds)
    if not limited.any():
        return np.full(performance.answered.shape, np.inf)
    limit = np.where(limited, targets.max_wait_seconds, 1.0)
    return np.where(limited, (limit - performance.mean_wait_seconds) / limit, np.inf)


SLACK: dict[str, Callable[[Targets, Performance], Floats]] = {
    "service_level": lambda asked, found: asked.service_level_of(found) - asked.service_level,
    "mean_wait": _slack_of_wait,
    "abandonment": lambda asked, found: asked.max_abandonment - found.abandoned,
    "occupancy": lambda asked, found: asked.max_occupancy - found.occupancy,
}
"""Each target by the name it has in `bound_by`, and by how much a performance keeps it (negative: misses)."""


class _Bound(NamedTuple):
    text: str
    low: float
    high: float
    low_allowed: bool
    high_allowed: bool
    hint: str

    def holds(self, column: Floats) -> Bools:
        above = column >= self.low if self.low_allowed else column > self.low
        below = column <= self.high if self.high_allowed else column < self.high
        return np.asarray(above & below)


_FRACTION = "a fraction is meant: write 0.8 for 80 %"
_BOUNDS = {
    "service_level": _Bound("lie in [0, 1)", 0, 1, True, False, _FRACTION),
    "target_seconds": _Bound("be zero or more seconds", 0, np.inf, True, False, "20 is usual for calls"),
    "max_wait_seconds": _Bound("be more than 0 seconds", 0, np.inf, False, True, "leave it out for no limit"),
    "max_abandonment": _Bound("lie in (0, 1]", 0, 1, False, True, _FRACTION),
    "max_occupancy": _Bound("lie in (0, 1]", 0, 1, False, True, _FRACTION),
    "min_agents": _Bound("be zero or more", 0, np.inf, True, False, "leave it out for no minimum"),
}


def _check(name: str, column: Floats) -> None:
    bound = _BOUNDS[name]
    unasked = np.isposinf(column) if name.startswith("max_") else np.zeros(column.shape, dtype=np.bool_)
    wrong = column[~(bound.holds(column) | unasked)]
    if wrong.size == 0:
        return
    value = float(wrong.flat[0])
    hint = f"did you mean {value / 100:g}?" if bound.high == 1 and 1 < value <= 100 else bound.hint
    raise UsageError(f"{name} must {bound.text}, got {value:g}", hint=hint)

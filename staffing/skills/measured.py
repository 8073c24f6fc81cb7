"""The service of every queue of a system, exact or with standard errors."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from staffing.arrays import Bools, Floats, Ints


@dataclass(frozen=True, eq=False)
class Measured:
    """One number for each queue; standard errors are 0 where the number is exact.

    service_level:     answered within the target ÷ offered
    mean_wait_seconds: of the answered
    abandonment:       gave up ÷ offered
    """

    service_level: Floats
    mean_wait_seconds: Floats
    abandonment: Floats
    service_level_se: Floats
    mean_wait_seconds_se: Floats
    abandonment_se: Floats

    @property
    def is_exact(self) -> Bools:
        """Whether nothing of a queue was simulated."""
        return np.asarray((self.service_level_se == 0) & (self.mean_wait_seconds_se == 0))

    def rounded(self) -> Measured:
        """To a billionth: machines add in different orders, which shows in what is left out."""
        return Measured(*(np.round(getattr(self, item.name), 9) for item in fields(self)))

    @classmethod
    def exact(cls, service_level: Floats, mean_wait_seconds: Floats, abandonment: Floats) -> Measured:
        """Without chance."""
        none = np.zeros(len(service_level))
        return cls(service_level, mean_wait_seconds, abandonment, none, none, none)

    @classmethod
    def of_parts(cls, parts: list[tuple[Ints, Measured]], queues: int) -> Measured:
        """Parts of a system together, each with the places of its queues."""
        columns = {item.name: np.zeros(queues) for item in fields(cls)}
        for places, part in parts:
            for name, column in columns.items():
                column[places] = getattr(part, name)
        return cls(**columns)

    @classmethod
    def mean_of(cls, weights: Floats, parts: list[Measured]) -> Measured:
        """Of staffings that are there by chance, each with its probability."""
        columns = {}
        for item in fields(cls):
            values = np.array([getattr(part, item.name) for part in parts])
            is_error = item.name.endswith("_se")
            columns[item.name] = np.sqrt(weights**2 @ values**2) if is_error else weights @ values
        return cls(**columns)

"""What is asked of the queues of a system, and how near a prediction is to it."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.skills.measured import Measured


@dataclass(frozen=True, eq=False)
class QueueTargets:
    """Of each queue the least service level (0: none), longest mean wait, most abandonment (inf: none)."""

    service_level: Floats
    max_wait_seconds: Floats
    max_abandonment: Floats

    @property
    def key(self) -> bytes:
        """The same for the same targets."""
        return b"".join(getattr(self, item.name).tobytes() for item in fields(self))

    @property
    def is_level_only(self) -> bool:
        """Whether nothing but service level is asked."""
        return not (np.isfinite(self.max_wait_seconds).any() or np.isfinite(self.max_abandonment).any())

    def part(self, queues: Ints) -> QueueTargets:
        """Of some queues."""
        return QueueTargets(*(getattr(self, item.name)[queues] for item in fields(self)))

    def margin(self, found: Measured) -> tuple[Floats, Floats]:
        """By how much each queue keeps its tightest target, as a fraction, and the standard error of that."""
        margins = [found.service_level - self.service_level]
        errors = [found.service_level_se]
        if not self.is_level_only:
            with np.errstate(invalid="ignore"):
                limit = np.where(np.isfinite(self.max_wait_seconds), self.max_wait_seconds, 1.0)
                wait = 1.0 - found.mean_wait_seconds / limit
                margins.append(np.where(np.isfinite(self.max_wait_seconds), wait, np.inf))
                errors.append(found.mean_wait_seconds_se / limit)
                margins.append(self.max_abandonment - found.abandonment)
                errors.append(found.abandonment_se)
        which = np.argmin(margins, axis=0)[None, :]
        pick = (np.take_along_axis(np.array(column), which, axis=0)[0] for column in (margins, errors))
        margin, error = pick
        return np.where(np.isnan(margin), -1.0, margin), np.nan_to_num(error)

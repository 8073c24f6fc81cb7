"""How a play is played."""

from __future__ import annotations

from dataclasses import dataclass

from staffing.parallel import AS_WORTHWHILE, Engine


@dataclass(frozen=True)
class Playing:
    """How often, with which numbers, and where; how service level is defined."""

    replications: int
    seed: int
    definition: str
    engine: Engine = AS_WORTHWHILE

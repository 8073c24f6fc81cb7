"""What a roster was made of."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class RosterTrace:
    """What roster.json holds: the files by their absolute paths, `-` for standard input, None for none.

    `state` is one that stands in for that of the plan; `absent` are the texts of `--absent`, such as
    `a017:2027-03-08`.
    """

    version: str
    plan: str
    requirement: str
    agents: str | None = None
    shifts: str | None = None
    absent: list[str] = field(default_factory=list)
    state: str | None = None

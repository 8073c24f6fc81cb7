"""What a pool asks of those who answer, in every replication at once."""

from __future__ import annotations

from typing import Protocol

from staffing.arrays import Bools, Floats

NEVER = float("inf")


class Staff(Protocol):
    """Places at which contacts are handled one at a time, first come, first served.

    J. Kiefer and J. Wolfowitz (1955), Trans. Amer. Math. Soc. 78, 1–18: it is enough to know when each place
    is free again; the next contact gets the one that is free first. Arrays have one element per replication.
    """

    def first_free(self, time: Floats, start: Floats) -> None:
        """Put into `start` when contacts that come at `time` would be answered; `NEVER`: not at all.

        Times never fall from call to call. Of several idle places it is the one that has been idle longest.
        """
        ...

    def take(self, takes: Bools, until: Floats) -> None:
        """The places found by the last `first_free` handle the contacts until then, where `takes` holds."""
        ...

    def close(self, time: float) -> None:
        """Nobody comes until then any more: what changes by then has changed."""
        ...

    def present(self) -> Floats:
        """Seconds on the phones, of shape (replications, intervals)."""
        ...

"""What a pool asks of those who answer, in every replication at once, and of games side by side."""

from __future__ import annotations

from typing import Protocol

from staffing.arrays import Bools, Floats

NEVER = float("inf")


class Staff(Protocol):
    """Places at which contacts are handled one at a time, first come, first served.

    J. Kiefer and J. Wolfowitz (1955), Trans. Amer. Math. Soc. 78, 1–18: it is enough to know when each place
    is free again; the next contact gets the one that is free first. Arrays have one element per replication,
    of each of the games that are played side by side.
    """

    def first_free(self, time: Floats, start: Floats) -> None:
        """Put into `start` when contacts that come at `time` would be answered; `NEVER`: not at all.

        Times never fall from call to call. Of several idle places it is the one that has been idle longest.
        """
        ...

    def take(self, takes: Bools, until: Floats) -> None:
        """The places found by the last `first_free` handle the contacts until then, where `takes` holds."""
        ...

    def answer_all(self, time: Floats, latest: Floats, handle: Floats, start: Floats) -> None:
        """All contacts of a block, of shape (contacts, replications): each is answered by `latest` or leaves.

        Put into `start` when each begins, where it lies behind `latest`: would have begun. The last row is
        of none, later than the others.
        """
        ...

    def close(self, time: float) -> None:
        """Nobody comes until then any more: what changes by then has changed."""
        ...

    def present(self) -> list[Floats]:
        """Seconds on the phones, of shape (replications, intervals), of each game that is played."""
        ...

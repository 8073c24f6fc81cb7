"""What came of the cases of one kind of fault."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class Record:
    """How often which exit code came (below 0: the signal that ended the command), and what was wrong."""

    kind: str
    codes: Counter[int] = field(default_factory=Counter)
    failed: int = 0

    def add(self, code: int, faults: Iterable[str]) -> None:
        """One more case; what is wrong is printed at once."""
        found = list(faults)
        for fault in found:
            print(f"{self.kind}: {fault}", file=sys.stderr, flush=True)
        self.codes[code] += 1
        self.failed += bool(found)

    def row(self) -> str:
        """A line of the table."""
        codes = " ".join(f"{code}:{count:,}" for code, count in sorted(self.codes.items()))
        return f"{self.kind:44}{self.codes.total():>7,}{self.failed:>7,}   {codes}"


HEADER = f"{'fault':44}{'cases':>7}{'wrong':>7}   exit codes, each with how often it came"

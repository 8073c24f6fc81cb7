"""A share of many names, told by the names alone: so machines that know nothing of each other divide work."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from staffing.errors import UsageError

_HEX_DIGITS = 15  # of the SHA-256 of a name: what a shell can count with, too


@dataclass(frozen=True)
class Shard:
    """The `number`-th of `count` shares, counted from 1: every name is in exactly one of them."""

    number: int
    count: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= self.count:
            raise _wrong(f"{self.number}/{self.count}")

    @classmethod
    def parse(cls, text: str) -> Shard:
        """`3/16` is the third of sixteen; UsageError for what is no share."""
        found = re.fullmatch(r"\s*(\d{1,9})\s*/\s*(\d{1,9})\s*", text, re.ASCII)
        if found is None:
            raise _wrong(text)
        return cls(int(found[1]), int(found[2]))

    def holds(self, name: str) -> bool:
        """Whether the name is in this share: the same on every machine and in every version of Python."""
        digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
        return int(digest[:_HEX_DIGITS], 16) % self.count == self.number - 1


def _wrong(text: str) -> UsageError:
    return UsageError(
        f"--shard: '{text}' is not a share of the work",
        hint="write 3/16 for the third of sixteen; the first is 1/16",
    )

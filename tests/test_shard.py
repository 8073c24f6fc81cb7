"""Shares of the work: together everything once, the same on every machine."""

from __future__ import annotations

import hashlib

import pytest

from staffing.errors import UsageError
from staffing.shard import Shard

NAMES = [f"queue {index}" for index in range(500)]


@pytest.mark.parametrize("count", [1, 2, 3, 16])
def test_every_name_is_in_exactly_one_share(count: int) -> None:
    """However many there are; and none of them is without work where names are many."""
    shares = [{name for name in NAMES if Shard(number, count).holds(name)} for number in range(1, count + 1)]
    assert sorted(name for share in shares for name in share) == sorted(NAMES)
    assert all(shares)


def test_a_share_is_told_by_what_other_programs_can_compute() -> None:
    """The first fifteen digits of the SHA-256 of the name, modulo the number of shares."""
    for name in ("sales", "Äpfel", ""):
        number = int(hashlib.sha256(name.encode()).hexdigest()[:15], 16) % 16 + 1
        assert Shard.parse(f"{number}/16").holds(name)
    assert [number for number in range(1, 17) if Shard(number, 16).holds("sales")] == [7]


@pytest.mark.parametrize("text", ["0/3", "4/3", "1/0", "3", "a/b", "1/2/3", "-1/2", "", "²/3"])
def test_what_is_no_share_is_refused(text: str) -> None:
    """With an example of one."""
    with pytest.raises(UsageError, match="share of the work") as error:
        Shard.parse(text)
    assert "3/16" in error.value.hint

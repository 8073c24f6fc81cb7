"""Several contacts at once."""

from __future__ import annotations

import pytest

from staffing.errors import UsageError
from staffing.queueing import load_model
from staffing.queueing.chat import Chat, gain
from staffing.queueing.model import Traffic


def test_gain_has_its_limits() -> None:
    """One chat is one; two with equal writing times 1.6 − at most 1 + r; never more than k."""
    assert gain(1, 2.0) == 1
    assert gain(2, 1.0) == pytest.approx((1 - 1 / 5) / (1 / 2))
    for ratio in (0.1, 1.0, 5.0):
        gains = [gain(k, ratio) for k in range(1, 60)]
        assert gains == sorted(gains)
        assert all(got <= min(k, 1 + ratio) + 1e-12 for k, got in enumerate(gains, 1))
        assert gains[-1] == pytest.approx(1 + ratio, rel=1e-6)


def test_dividing_the_handle_time_flatters() -> None:
    """Three at once serve better than one, worse than a third of the handle time would."""
    traffic = Traffic(0.1, 400, 120)
    alone = load_model("erlang-a").performance(traffic, 16, 20).answered_within_target
    three = Chat(load_model("erlang-a"), 3, 2.0).performance(traffic, 16, 20).answered_within_target
    third = load_model("erlang-a").performance(traffic.handled(1 / 3), 16, 20).answered_within_target
    assert alone < three < third


def test_impossible_chats_are_refused() -> None:
    """At least one, and a ratio above 0."""
    for at_once, ratio in ((0, 1.0), (2, 0.0)):
        with pytest.raises(UsageError, match="chats"):
            Chat(load_model("erlang-a"), at_once, ratio)

"""Random numbers by their address."""

from __future__ import annotations

import numpy as np
import pytest

from staffing.simulation.numbers import Draws, Purpose, exponential, key, uniform

MANY = 200_000


def test_an_address_has_one_number() -> None:
    """Wherever it is asked for, alone or with others."""
    together = uniform(key(1, 2, np.arange(10)), np.arange(5)[:, None])
    assert uniform(key(1, 2, 7), 3)[0] == together[3, 7]
    assert np.unique(together).size == together.size


@pytest.mark.parametrize("other", [(2, 1, 0), (1, 2, 0), (1, 1, 1)])
def test_other_addresses_have_other_numbers(other: tuple[int, int, int]) -> None:
    """Another seed, purpose or place is uncorrelated."""
    index = np.arange(MANY)
    here, there = (uniform(key(*address), index) for address in ((1, 1, 0), other))
    assert abs(np.corrcoef(here, there)[0, 1]) < 4 / np.sqrt(MANY)


def test_numbers_are_uniform_along_and_across_keys() -> None:
    """Counts in a hundred cells are within chance (chi-squared at 1e-6), neighbours are uncorrelated."""
    along = uniform(key(5, 1, 0), np.arange(MANY))
    across = uniform(key(5, 1, np.arange(MANY)), 0)
    for numbers in (along, across):
        assert numbers.min() > 0
        assert numbers.max() < 1
        counts = np.bincount((100 * numbers).astype(int), minlength=100)
        assert ((counts - MANY / 100) ** 2 / (MANY / 100)).sum() < 180
        assert abs(np.corrcoef(numbers[1:], numbers[:-1])[0, 1]) < 4 / np.sqrt(MANY)


def test_exponential_numbers_have_mean_and_deviation_one() -> None:
    """Within four standard errors."""
    numbers = exponential(key(3, 1), np.arange(MANY))
    assert numbers.mean() == pytest.approx(1.0, abs=4 / np.sqrt(MANY))
    assert numbers.std() == pytest.approx(1.0, abs=4 * np.sqrt(8 / MANY) / 2)


def test_queues_share_people_and_not_contacts() -> None:
    """A person comes to all queues or to none."""
    rows = np.arange(3)
    one, two = (Draws(1, rows, queue) for queue in (0, 1))
    people = (Purpose.ATTENDANCE, rows, 4)
    assert np.array_equal(one.of_people(*people), two.of_people(*people))
    assert not np.array_equal(one.of_queue(Purpose.HANDLE), two.of_queue(Purpose.HANDLE))

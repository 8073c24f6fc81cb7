"""How a day's contacts spread over its slots: recent shares by weekday, shrunk to those of similar days.

The share of a slot is the exponentially weighted count there over the weighted count of the day. Shares of
a small queue are noisy, so they are shrunk, as the mean of a Dirichlet prior, to the pool of the weekday's
kind (Monday to Friday, or the weekend), which may be smoothed over neighbouring slots. How strongly, and how
long the memory, is what would have given the last six weeks the greatest multinomial likelihood.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.forecast.method import Past
from staffing.forecast.sums.weekly import KINDS_OF_DAY, weeks_back

MEMORIES_WEEKS = (4.0, 8.0, 16.0, 32.0)
PRIOR_CONTACTS = (25.0, 100.0, 400.0, 1600.0, 6400.0, 25600.0)
USUAL_PRIOR_CONTACTS = 100.0
TRIAL_WEEKS = 6
FEWEST_WEEKS = 4
MOST_WEEKS = 104
LEAST_SHARE = 1e-6


@dataclass(frozen=True)
class ProfileChoice:
    """Memory (the weeks after which a count weighs 1 ÷ e), prior in contacts; is the pool smoothed?"""

    memory_weeks: float = 8.0
    prior_contacts: float = USUAL_PRIOR_CONTACTS
    smoothed: bool = False


@dataclass(frozen=True, eq=False)
class WeekCounts:
    """[weeks ago, weekday, slot]: contacts, and the day's contacts where the slot is known (else zero)."""

    contacts: Floats
    exposure: Floats


def week_counts(past: Past) -> WeekCounts:
    """The counts of past weeks. Days that are missing count for nothing."""
    stack = weeks_back(past, MOST_WEEKS)
    known = np.isfinite(stack)
    contacts = np.where(known, stack, 0.0)
    return WeekCounts(contacts, contacts.sum(axis=2, keepdims=True) * known)


def choose_profile(counts: WeekCounts) -> ProfileChoice:
    """The memory, prior and smoothing with the greatest likelihood of the last six weeks."""
    trials = min(TRIAL_WEEKS, len(counts.contacts) - FEWEST_WEEKS)
    if trials < 1:
        return ProfileChoice()
    memory = np.repeat(MEMORIES_WEEKS, trials)
    recent = _weighted(counts, memory, np.tile(np.arange(1, trials + 1), len(MEMORIES_WEEKS)))
    truth = np.tile(counts.contacts[:trials], (len(MEMORIES_WEEKS), 1, 1))
    pool = _pool(*recent)
    likelihood = np.array(
        [_likelihood(truth, *recent, smoothed) for smoothed in (pool, _smoothed(pool))]
    )  # [smoothing, prior, case]
    of_memory = likelihood.reshape(2, len(PRIOR_CONTACTS), len(MEMORIES_WEEKS), trials).sum(axis=3)
    smoothing, prior, which = np.unravel_index(of_memory.argmax(), of_memory.shape)
    return ProfileChoice(MEMORIES_WEEKS[which], PRIOR_CONTACTS[prior], bool(smoothing))


def _likelihood(truth: Floats, contacts: Floats, exposure: Floats, pool: Floats) -> Floats:
    """[prior, case]: the multinomial log-likelihood of a true week under the shares remembered before it."""
    prior = np.array(PRIOR_CONTACTS)[:, None, None, None]
    shares = _shrunk(contacts, exposure, pool, prior)
    return np.asarray((truth * np.log(np.maximum(shares, LEAST_SHARE))).sum(axis=(2, 3)))


def day_profile(
    counts: WeekCounts, choice: ProfileChoice, further_memories: tuple[float, ...] = ()
) -> Floats:
    """[weekday, slot]: shares that add to one; zero throughout for a weekday without contacts nearby.

    With further memories beside the chosen one, their mean.
    """
    memory = np.array([choice.memory_weeks, *further_memories])
    recent = _weighted(counts, memory, np.zeros(len(memory), dtype=np.int64))
    pool = _pool(*recent)
    shares = _shrunk(*recent, _smoothed(pool) if choice.smoothed else pool, choice.prior_contacts)
    return np.asarray(shares.mean(axis=0))


def _weighted(counts: WeekCounts, memory_weeks: Floats, from_week: Ints) -> tuple[Floats, Floats]:
    """[case, weekday, slot]: contacts and exposure as remembered `from_week[case]` weeks ago."""
    weeks, weekdays, slots = counts.contacts.shape
    age = np.arange(weeks) - from_week[:, None]
    weight = np.where(age >= 0, np.exp(-np.maximum(age, 0) / memory_weeks[:, None]), 0.0)
    both = (weight @ part.reshape(weeks, weekdays * slots) for part in (counts.contacts, counts.exposure))
    contacts, exposure = (part.reshape(len(from_week), weekdays, slots) for part in both)
    return contacts, exposure


def _pool(contacts: Floats, exposure: Floats) -> Floats:
    """[case, weekday, slot]: the shares of all days of the weekday's kind, or of all days if it has none."""
    pool = np.empty_like(contacts)
    overall = _ratio(contacts.sum(axis=1, keepdims=True), exposure.sum(axis=1, keepdims=True), 0.0)
    for kind in KINDS_OF_DAY:
        share = contacts[:, kind].sum(axis=1, keepdims=True), exposure[:, kind].sum(axis=1, keepdims=True)
        pool[:, kind] = _ratio(*share, overall)
    return pool


def _smoothed(shares: Floats) -> Floats:
    """Each slot with a quarter of each neighbour; slots that never see a contact stay empty, edges keep."""
    round_the_clock = np.concatenate([shares[..., -1:], shares, shares[..., :1]], axis=-1)
    left, right = round_the_clock[..., :-2], round_the_clock[..., 2:]
    beside = np.where(left > 0, left, shares) + np.where(right > 0, right, shares)
    return np.where(shares > 0, 0.5 * shares + 0.25 * beside, 0.0)


def _shrunk(contacts: Floats, exposure: Floats, pool: Floats, prior: Floats | float) -> Floats:
    shares = (contacts + prior * pool) / (exposure + prior)
    total = shares.sum(axis=-1, keepdims=True)
    return np.asarray(shares / np.where(total > 0, total, 1.0))


def _ratio(above: Floats, below: Floats, otherwise: Floats | float) -> Floats:
    out = np.full(above.shape, otherwise, dtype=np.float64)
    return np.divide(above, below, out=out, where=below > 0)

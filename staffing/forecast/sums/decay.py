"""Exponentially decaying sums over days, for several rates at once and without a loop over days."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from staffing.arrays import Floats

BLOCK = 64


def decayed_sums(values: Floats, keep: Floats) -> Floats:
    """[day, rate, column]: sums in which each day counts `keep` times as much as the next one.

    In blocks of days: within a block by one matrix product, from block to block by the sum carried over.
    """
    days, columns = values.shape
    blocks = max(-(-days // BLOCK), 1)
    padded = np.zeros((blocks * BLOCK, columns))
    padded[:days] = values
    within, fade = _weights(keep.tobytes())
    sums = within @ padded.reshape(blocks, 1, BLOCK, columns)
    for block in range(1, blocks):
        sums[block] += fade[:, :, None] * sums[block - 1][:, -1:, :]
    return np.asarray(sums.transpose(0, 2, 1, 3).reshape(blocks * BLOCK, len(keep), columns)[:days])


@lru_cache(maxsize=8)
def _weights(keep_bytes: bytes) -> tuple[Floats, Floats]:
    """For each rate what the days of a block weigh at each of them, and what the block before does."""
    keep = np.frombuffer(keep_bytes)
    age = np.arange(BLOCK)[:, None] - np.arange(BLOCK)
    within = np.where(age >= 0, keep[:, None, None] ** np.maximum(age, 0), 0.0)
    return within, keep[:, None] ** np.arange(1, BLOCK + 1)

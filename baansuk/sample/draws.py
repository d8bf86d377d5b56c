"""Chance that repeats: one named stream of random numbers for each thing that is drawn."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Whole = NDArray[np.int64]
Real = NDArray[np.float64]


def stream(seed: int, *names: str) -> np.random.Generator:
    """Return the stream of this name; streams do not disturb each other, so one part can be made without the others."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, zlib.crc32("/".join(names).encode())])))


def choose(rng: np.random.Generator, count: int, weights: Sequence[float] | Real) -> Whole:
    """Draw ``count`` indexes with these weights (they need not add up to one)."""
    ladder = np.cumsum(np.asarray(weights, dtype=np.float64))
    return np.searchsorted(ladder / ladder[-1], rng.random(count), side="right").astype(np.int64)


def between(rng: np.random.Generator, count: int, low: float, high: float) -> Real:
    """Draw ``count`` even numbers from low to high."""
    return low + (high - low) * rng.random(count)

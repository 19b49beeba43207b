"""Random numbers of ``seed=``."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

Seed: TypeAlias = "int | np.random.Generator | np.random.SeedSequence | None"


def generator(seed: Seed) -> np.random.Generator:
    """The random numbers of ``seed=``; fresh ones for None."""
    whole = isinstance(seed, (int, np.integer)) and not isinstance(seed, bool) and seed >= 0
    if seed is None or whole or isinstance(seed, (np.random.Generator, np.random.SeedSequence)):
        return np.random.default_rng(seed)
    raise TypeError(
        f"seed= takes None, a whole number of 0 or more or a numpy Generator, got {seed!r}"
    )

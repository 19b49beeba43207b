"""What one pass over a dense design cannot do without: read X, one syrk, one exp of n."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from time import perf_counter

import numpy as np
import pandas as pd
from workloads import Workload

BLOCK = 8192


def floor(workload: Workload, frame: pd.DataFrame, threads: int = 1) -> Callable:
    """A call that does the floor's work once and returns the seconds of each part."""
    ones = pd.DataFrame({"(Intercept)": np.ones(len(frame))})
    columns = list(workload.numbers)
    x = np.asfortranarray(np.hstack([ones.to_numpy(), frame[columns].to_numpy(float)]))
    w, eta, out = np.full(len(x), 0.25), x[:, 1].copy(), np.empty(len(x))
    rows = np.linspace(0, len(x), threads + 1).astype(int)
    parts = [slice(*ends) for ends in pairwise(rows)]
    works = {
        "read": lambda part: [np.add.reduce(x[part, j]) for j in range(x.shape[1])],
        "syrk": lambda part: _gram(x[part], w[part]),
        "exp": lambda part: np.exp(eta[part], out=out[part]),
    }

    def call(tight: bool = False) -> dict[str, float]:
        with ThreadPoolExecutor(threads) as pool:
            return {name: _seconds(pool, work, parts) for name, work in works.items()}

    return call


def all_cores(workload: Workload, frame: pd.DataFrame) -> Callable:
    """`floor` with the rows dealt out to every core, a harder bar where rglm uses threads."""
    return floor(workload, frame, threads=len(os.sched_getaffinity(0)))


def _seconds(pool: ThreadPoolExecutor, work: Callable, parts: list[slice]) -> float:
    begun = perf_counter()
    list(pool.map(work, parts))
    return perf_counter() - begun


def _gram(x: np.ndarray, w: np.ndarray) -> np.ndarray:
    from scipy.linalg.blas import dsyrk

    total = np.zeros((x.shape[1],) * 2, order="F")
    room = np.empty((BLOCK, x.shape[1]), order="F")
    for start in range(0, len(x), BLOCK):
        block = room[: min(BLOCK, len(x) - start)]
        np.multiply(x[start : start + BLOCK], w[start : start + BLOCK, None], out=block)
        if len(block) < BLOCK:
            block = np.asfortranarray(block)  # a part of `room` is not contiguous
        total = dsyrk(1.0, block, 1.0, total, trans=1, overwrite_c=1)
    return total


def passes(call: Callable) -> float | None:
    """How often rglm read every row in a call; None if its source no longer sums by `total`.

    A pass over some of the rows counts as that part of one.
    """
    from rglm.sources.memory import MemorySource

    real = getattr(MemorySource, "total", None)
    if real is None:
        return None
    rows = []

    def counted(self: MemorySource, *given: object, **named: object) -> object:
        rows.append(self.nrows)
        return real(self, *given, **named)

    MemorySource.total = counted
    try:
        call(False)
    finally:
        MemorySource.total = real
    return sum(rows) / max(rows) if rows else None

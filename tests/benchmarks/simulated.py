"""The data of each workload: simulated once, written as raw columns for Python and R alike."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from workloads import Workload

SEED = 20251123
Columns = dict[str, np.ndarray]


def write(workload: Workload, folder: Path) -> None:
    """Write a workload's columns, float64 one after another, and those of its toy."""
    for each in {workload, workload.toy()}:
        columns = _shipped(each) if each.dataset else simulate(each)
        with (folder / each.name).open("wb") as file:
            for values in columns.values():
                np.ascontiguousarray(values, dtype=float).tofile(file)


def read(workload: Workload, folder: Path) -> pd.DataFrame:
    """The written data as a frame; factors are Categoricals of strings."""
    names = (workload.response, *workload.numbers, *workload.factors)
    values = np.fromfile(folder / workload.name).reshape(len(names), workload.n)
    return frame(workload, dict(zip(names, values, strict=True)))


def frame(workload: Workload, columns: Columns) -> pd.DataFrame:
    """Columns of numbers and codes as a frame."""
    named = dict(columns)
    for name, size in zip(workload.factors, workload.levels, strict=True):
        labels = [f"L{i:06d}" for i in range(size)]
        named[name] = pd.Categorical.from_codes(columns[name].astype(np.int32), labels)
    return pd.DataFrame(named)


def simulate(workload: Workload) -> Columns:
    """A response from its model, and the columns it depends on."""
    rng = np.random.default_rng(SEED)
    n, binomial = workload.n, workload.family == "binomial"
    eta = np.full(n, 0.1 if binomial else 1.0)
    columns: Columns = {workload.response: eta}
    for name in workload.numbers:
        columns[name] = _values(rng.standard_normal(n), workload.rounded)
        eta += rng.normal(0, 0.2 if binomial else 0.08) * columns[name]
    for name, size in zip(workload.factors, workload.levels, strict=True):
        columns[name] = rng.permutation(np.arange(n) % size)
        eta += rng.normal(0, 0.2, size)[columns[name]]
    y = _DRAW[workload.family](rng, eta)
    columns[workload.response] = _unseparated(workload, columns, y) if binomial else y
    return columns


def _values(numbers: np.ndarray, count: int) -> np.ndarray:
    """Normal numbers, rounded to about `count` equidistant values if there is a count."""
    if not count:
        return numbers
    return np.clip(np.round(numbers * count / 8), -(count // 2), (count - 1) // 2) * 8 / count


_DRAW = {
    "gaussian": lambda rng, eta: rng.normal(eta, 1.0),
    "binomial": lambda rng, eta: (rng.random(len(eta)) < 1 / (1 + np.exp(-eta))).astype(float),
    "poisson": lambda rng, eta: rng.poisson(np.exp(eta)).astype(float),
    "Gamma": lambda rng, eta: rng.gamma(2, np.exp(eta) / 2),
}


def _unseparated(workload: Workload, columns: Columns, y: np.ndarray) -> np.ndarray:
    """Flip the first row of each level that has one outcome only: its effect would be infinite."""
    for name, size in zip(workload.factors, workload.levels, strict=True):
        share = np.bincount(columns[name], y, size) / np.bincount(columns[name], minlength=size)
        first = np.unique(columns[name], return_index=True)[1]
        flipped = first[(share == 0) | (share == 1)]
        y[flipped] = 1 - y[flipped]
    return y


def _shipped(workload: Workload) -> Columns:
    found = _reference(workload.dataset) if workload.coded else _dataset(workload.dataset)
    return {name: found[name].to_numpy() for name in (workload.response, *workload.numbers)}


def _dataset(name: str) -> pd.DataFrame:
    from rglm.datasets import load

    return load(name)


def _reference(name: str) -> pd.DataFrame:
    """A data set of R that the reference values are made from."""
    return pd.read_csv(Path(__file__).parents[1] / "reference" / "data" / f"{name}.csv")

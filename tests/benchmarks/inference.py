"""Time what is asked of a fitted model, beside R: profile intervals, step, influence.

    python tests/benchmarks/inference.py [ROWS]

A logistic regression on simulated data of 100,000 rows (or as many as given) by 15 columns, three
of which have no effect. Both sides are warm, get the same numbers and fit before the clock runs;
the answers are compared. The exit status is 1 if they differ or R is quicker somewhere.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd

from rglm import binomial, glm

HERE = Path(__file__).parent
COLUMNS = tuple(f"x{i + 1}" for i in range(14))
NO_EFFECT = 3
ROUNDS = 5
# R's intervals are read off a spline through some ten points, its influence is that of the fit's
# last step but one: what both leave, relative to the largest number
AGREE = {"confint": 1e-4, "influence": 1e-4}


def influence(fit: Any) -> list[float]:
    """Leverages, changes of coefficients and leave-one-out scales, summed to be compared."""
    found = fit.influence()
    return [found.hat.sum(), found.coefficients.abs().to_numpy().sum(), found.sigma.sum()]


QUESTIONS: dict[str, Callable[[Any], Any]] = {
    "confint": lambda fit: fit.confint().to_numpy().ravel(),
    "step": lambda fit: sorted(fit.step(trace=0).coef().index),
    "influence": influence,
}


def main(rows: int = 100_000) -> int:
    """Print a table; 1 if something is wrong."""
    data = simulate(rows)
    theirs = in_r(data)
    for ask in QUESTIONS.values():
        ask(fitted(data.head(500)))
    print(f"| {rows:,} x 15, binomial | rglm, s | R, s | R / rglm | answers |")
    print("| --- | ---: | ---: | ---: | --- |")
    return max(_row(name, ask, data, *theirs[name]) for name, ask in QUESTIONS.items())


def _row(name: str, ask: Callable, data: Any, seconds: float, answer: list[str]) -> int:
    ours, times = None, []
    for _ in range(ROUNDS):
        fit = fitted(data)  # one that remembers nothing
        begun = perf_counter()
        ours = ask(fit)
        times.append(perf_counter() - begun)
    gap = differ(name, ours, answer)
    took = median(times)
    said = "differ" if gap > AGREE.get(name, 0) else "agree"
    print(f"| {name} | {took:.3g} | {seconds:.3g} | {seconds / took:.3g} | {said} ({gap:.1e}) |")
    return int(said == "differ" or took > seconds)


def differ(name: str, ours: Any, theirs: list[str]) -> float:
    """The largest difference, relative to the largest number; of words 0 or 1."""
    if name not in AGREE:
        return float(ours != theirs)
    theirs = np.array(theirs, dtype=float)
    return float(np.max(np.abs(np.asarray(ours) - theirs) / np.max(np.abs(theirs))))


def simulate(rows: int) -> pd.DataFrame:
    """Normal columns and an outcome that eleven of them move."""
    rng = np.random.default_rng(7)
    x = rng.standard_normal((rows, len(COLUMNS)))
    effects = np.r_[rng.normal(0, 0.3, len(COLUMNS) - NO_EFFECT), np.zeros(NO_EFFECT)]
    y = rng.random(rows) < 1 / (1 + np.exp(0.5 - x @ effects))
    return pd.DataFrame({"y": y.astype(float), **dict(zip(COLUMNS, x.T, strict=True))})


def fitted(data: pd.DataFrame) -> Any:
    """The fit that is asked."""
    return glm(f"y ~ {' + '.join(COLUMNS)}", data, family=binomial())


def in_r(data: pd.DataFrame) -> dict[str, tuple[float, list[str]]]:
    """Seconds and answers of R, by question."""
    with tempfile.TemporaryDirectory() as folder:
        numbers, out = Path(folder) / "data", Path(folder) / "out"
        data.to_numpy().T.tofile(numbers)
        given = [str(numbers), str(len(data)), ",".join(data.columns), str(out)]
        subprocess.run(["Rscript", "--vanilla", str(HERE / "inference.R"), *given], check=True)
        lines = [line.split() for line in out.read_text(encoding="utf-8").splitlines()]
    return {name: (float(seconds), answer) for name, seconds, *answer in lines}


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))

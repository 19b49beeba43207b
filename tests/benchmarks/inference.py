"""Time what is asked of a fitted model, beside R: intervals, tables, step, influence.

    python tests/benchmarks/inference.py [ROWS] [--against 0.1=FOLDER ...]

A logistic regression on simulated data of 100,000 rows (or as many as given) by 15 columns, three
of which have no effect. Both sides are warm, get the same numbers and fit before the clock runs;
the answers are compared. ``--against`` adds other versions of rglm, each a clone of the repository
at some commit; all versions take turns, each in a process of its own. The exit status is 1 if
answers differ or R is quicker somewhere.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd
import rounds
import run
from rounds import Worker

from rglm import binomial, glm

HERE = Path(__file__).parent
COLUMNS = tuple(f"x{i + 1}" for i in range(14))
NO_EFFECT = 3
ROUNDS = 5
# R's intervals are read off a spline through some ten points, its influence is that of the fit's
# last step but one: what both leave, relative to the largest number
AGREE = {"confint": 1e-4, "influence": 1e-4, "anova": 1e-9, "drop1": 1e-9}


def influence(fit: Any) -> list[float]:
    """Leverages, changes of coefficients and leave-one-out scales, summed to be compared."""
    found = fit.influence()
    return [found.hat.sum(), found.coefficients.abs().to_numpy().sum(), found.sigma.sum()]


QUESTIONS: dict[str, Callable[[Any], Any]] = {
    "confint": lambda fit: fit.confint().to_numpy().ravel(),
    "anova": lambda fit: fit.anova().table["Resid. Dev"].to_numpy(),
    "drop1": lambda fit: fit.drop1().table["Deviance"].to_numpy(),
    "step": lambda fit: sorted(fit.step(trace=0).coef().index),
    "influence": influence,
}


def main(given: list[str] | None = None) -> int:
    """Print a table; 1 if something is wrong."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=100_000)
    parser.add_argument("--against", action="append", default=[], metavar="0.1=FOLDER")
    chosen = parser.parse_args(given)
    rounds.AGAINST.update(run.older(chosen.against))
    theirs = in_r(simulate(chosen.rows))
    versions = ["rglm", *rounds.AGAINST]
    heads = " | ".join(f"{version}, s" for version in [*versions, "R"])
    print(f"| {chosen.rows:,} x 15, binomial | {heads} | R / rglm | answers |")
    print(f"| --- |{' ---: |' * (len(versions) + 2)} --- |")
    workers = [
        Worker.of(v, [sys.executable, __file__, "--apart", str(chosen.rows)]) for v in versions
    ]
    return max([_row(name, workers, *theirs[name]) for name in QUESTIONS])


def _row(name: str, workers: list[Worker], seconds: float, answer: list[str]) -> int:
    found = [[worker.ask(name) for worker in workers] for _ in range(ROUNDS)]
    took = [median(one["seconds"] for one in column) for column in zip(*found, strict=True)]
    gap = differ(name, found[0][0]["answer"], answer)
    said = "differ" if gap > AGREE.get(name, 0) else "agree"
    shown = " | ".join(f"{each:.3g}" for each in [*took, seconds])
    print(f"| {name} | {shown} | {seconds / took[0]:.3g} | {said} ({gap:.1e}) |", flush=True)
    return int(said == "differ" or took[0] > seconds)


def apart(rows: str) -> None:
    """What a worker runs: the answer to each question on standard input, as JSON."""
    reply, sys.stdout = sys.stdout, sys.stderr
    data = simulate(int(rows))
    for ask in QUESTIONS.values():
        ask(fitted(data.head(500)))
    print("{}", file=reply, flush=True)
    for line in sys.stdin:
        fit = fitted(data)  # one that remembers nothing
        begun = perf_counter()
        answer = QUESTIONS[line.strip()](fit)
        seconds = perf_counter() - begun
        shown = {"seconds": seconds, "answer": np.asarray(answer).tolist()}
        print(json.dumps(shown), file=reply, flush=True)


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
    if "--apart" in sys.argv:
        apart(*sys.argv[2:])
    else:
        sys.exit(main())

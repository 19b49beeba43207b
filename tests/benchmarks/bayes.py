"""Time `brm` beside rstanarm (R) and bambi: effective draws per second of the same posterior.

    python tests/benchmarks/bayes.py [--bambi PYTHON] [--large]

Two posteriors with the same explicit priors on every side: has_gc ~ logmass of the galaxies, and
(``--large``) a logistic regression on 100,000 rows by 20 columns. Every side is warm: packages are
loaded, a first fit is made, and rstanarm's models come compiled; bambi's is compiled within each
fit, since it has no way to keep it. A figure is the smallest bulk effective sample size of any
parameter over the wall seconds of a fit, warmup included. The R side of the large case runs one
chain of fewer iterations, half of them warmup: what counts is the ratio. ``--bambi`` names the
Python of an environment that has bambi and nutpie. The posterior means are compared; the exit
status is 1 if they differ by more than their Monte Carlo errors explain, or if a bar is missed: 50
times rstanarm on the galaxies, 20 times on the large data.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd

from rglm import brm
from rglm.bayes import bernoulli
from rglm.datasets import load
from rglm.priors import normal, prior

HERE = Path(__file__).parent
ROUNDS = 5
MAX_ERRORS = 4.5  # Monte Carlo errors between two means; there are up to 21 of them
BARS = {"galaxies": 50.0, "logistic 100,000 x 21": 20.0}
PRIORS = [prior(normal(0, 2.5), class_="b"), prior(normal(0, 2.5), class_="Intercept")]


def galaxies() -> tuple[str, pd.DataFrame]:
    """The formula, and the galaxies."""
    data = load("galaxies")[["has_gc", "logmass"]]
    return "has_gc ~ logmass", data.astype({"has_gc": int})


def large() -> tuple[str, pd.DataFrame]:
    """The formula, and 100,000 rows of 20 normal columns."""
    rng = np.random.default_rng(1)
    x = rng.standard_normal((100_000, 20))
    x[:, 1] += 0.8 * x[:, 0]
    eta = 0.5 + x @ rng.normal(0, 0.3, 20)
    data = pd.DataFrame(x, columns=[f"x{i + 1}" for i in range(20)])
    data["y"] = (rng.random(len(x)) < 1 / (1 + np.exp(-eta))).astype(int)
    return "y ~ " + " + ".join(data.columns[:-1]), data


def in_rglm(formula: str, data: pd.DataFrame, algorithm: str = "auto") -> dict[str, Any]:
    """Seconds, effective draws, means and standard deviations."""
    family, times = bernoulli(), []
    brm(formula, data.head(500), family=family, prior=PRIORS, seed=1, algorithm=algorithm)
    for seed in range(ROUNDS if len(data) < 1000 else 3):
        begun = perf_counter()
        fit = brm(
            formula,
            data,
            family=family,
            prior=PRIORS,
            seed=seed,
            algorithm=algorithm,
            progress=False,
        )
        times.append(perf_counter() - begun)
    table = fit.summary().fixed
    return {
        "seconds": median(times),
        "ess": float(table["Bulk_ESS"].min()),
        "mean": table["Estimate"].tolist(),
        "sd": table["Est.Error"].tolist(),
    }


def elsewhere(command: list[str], formula: str, data: pd.DataFrame) -> dict[str, Any]:
    """What a script of another package writes: the same as `in_rglm`."""
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder) / "data.csv", Path(folder) / "out.json"
        data.to_csv(path, index=False)
        subprocess.run([*command, str(path), formula, str(out)], check=True, cwd=HERE)
        return json.loads(out.read_text(encoding="utf-8"))


def compare(name: str, formula: str, data: pd.DataFrame, bambi: str | None) -> bool:
    """Print the rows of a posterior; whether all is as it should be."""
    sides = {
        "rglm brm": in_rglm(formula, data),
        "rstanarm": elsewhere(["Rscript", "bayes.R"], formula, data),
    }
    if len(data) < 1000:
        sides["rglm NUTS"] = in_rglm(formula, data, "sampling")
    if bambi:
        sides["bambi"] = elsewhere([bambi, "bayes_bambi.py"], formula, data)
    ours = sides["rglm brm"]
    rate = {side: found["ess"] / found["seconds"] for side, found in sides.items()}
    is_right = rate["rglm brm"] >= BARS[name] * rate["rstanarm"]
    for side, found in sides.items():
        gap = np.abs(np.subtract(found["mean"], ours["mean"])) / np.array(ours["sd"])
        error = np.sqrt(1 / found["ess"] + 1 / ours["ess"])
        is_right &= bool(gap.max() < MAX_ERRORS * error)
        print(
            f"| {name} | {side} | {found['seconds']:.3g} | {found['ess']:.0f} | "
            f"{rate[side]:.3g} | {rate['rglm brm'] / rate[side]:.3g} | {gap.max():.2f} |",
            flush=True,
        )
    return is_right


def main() -> int:
    """Print a table; 1 if a bar is missed or answers differ."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--bambi")
    arguments.add_argument("--large", action="store_true")
    given = arguments.parse_args()
    print("| posterior | by | seconds | ESS | ESS/s | brm / it | means differ by, sd |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: |")
    cases = {"galaxies": galaxies()}
    if given.large:
        cases["logistic 100,000 x 21"] = large()
    found = [compare(name, *case, given.bambi) for name, case in cases.items()]
    return int(not all(found))


if __name__ == "__main__":
    raise SystemExit(main())

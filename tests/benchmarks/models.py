"""Time the models that are no glm beside R's and statsmodels'.

    python tests/benchmarks/models.py [ROWS]

Simulated data of 100,000 rows (or as many as given) and 10 columns, one of each kind of response.
Every side is warm, gets the same numbers, and ends with standard errors; coefficients and standard
errors are compared, at what the loosest optimiser leaves. The exit status is 1 if they differ, or
if R or statsmodels is quicker somewhere.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd

from rglm import betabinomial, glm_nb, hurdle, multinom, polr, zeroinfl

HERE = Path(__file__).parent
COLUMNS = tuple(f"x{i + 1}" for i in range(9))
ROUNDS = 3
# R's and statsmodels' optimisers stop at 1e-8 of the likelihood or earlier, in standard errors
AGREE = 0.05
TERMS = " + ".join(COLUMNS)
MODELS: dict[str, Callable[[pd.DataFrame], Any]] = {
    "glm_nb": lambda d: glm_nb(f"counts ~ {TERMS}", d),
    "polr": lambda d: polr(f"ordered(level) ~ {TERMS}", d),
    "multinom": lambda d: multinom(f"factor(kind) ~ {TERMS}", d),
    "zeroinfl poisson": lambda d: zeroinfl(f"zip ~ {TERMS}", d),
    "zeroinfl negbin": lambda d: zeroinfl(f"zinb ~ {TERMS}", d, dist="negbin"),
    "hurdle poisson": lambda d: hurdle(f"zip ~ {TERMS}", d),
    "hurdle negbin": lambda d: hurdle(f"zinb ~ {TERMS}", d, dist="negbin"),
    "betabinomial": lambda d: betabinomial(f"cbind(won, lost) ~ {TERMS}", d),
}


def main(rows: int = 100_000) -> int:
    """Print a table; 1 if something is wrong."""
    data = simulate(rows)
    in_r_ = in_r(data)
    print(f"| {rows:,} x 10 | rglm, s | R, s | statsmodels, s | R / rglm | sm / rglm | answers |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | --- |")
    return max(_row(name, fit, data, *in_r_[name]) for name, fit in MODELS.items())


def _row(name: str, fit: Callable, data: Any, seconds: float, answer: np.ndarray) -> int:
    fit(data.head(2000))
    times = []
    for _ in range(ROUNDS):
        begun = perf_counter()
        found = fit(data)
        error = np.sqrt(found._unscaled_variances)
        times.append(perf_counter() - begun)
    beta, took = found._estimates.to_numpy(), median(times)
    gap = float(np.max(np.abs(np.sort(beta) - np.sort(answer)) / np.sort(error)[0]))
    said = "differ" if gap > AGREE * error.max() / error.min() else "agree"
    other = in_statsmodels(name, data)
    ratio = f"{other / took:.3g}" if other else "-"
    print(
        f"| {name} | {took:.3g} | {seconds:.3g} | {f'{other:.3g}' if other else '-'} | "
        f"{seconds / took:.3g} | {ratio} | {said} ({gap:.1e} se) |"
    )
    return int(said == "differ" or took > seconds or bool(other and took > other))


def simulate(rows: int) -> pd.DataFrame:
    """Normal columns, and a response of every kind that they move."""
    rng = np.random.default_rng(11)
    x = rng.standard_normal((rows, len(COLUMNS)))
    effects = np.linspace(-0.3, 0.3, len(COLUMNS))
    eta = x @ effects
    mean = np.exp(0.5 + eta)
    mixed = rng.poisson(mean * rng.gamma(1.5, 1 / 1.5, rows))
    kept = rng.random(rows) > 1 / (1 + np.exp(1 + eta / 2))
    logistic = rng.logistic(size=rows)
    odds = np.exp(np.column_stack([np.zeros(rows), 0.3 + eta, -0.2 - eta / 2]))
    share = (odds / odds.sum(axis=1, keepdims=True)).cumsum(axis=1)
    p = 1 / (1 + np.exp(-eta))
    won = rng.binomial(12, rng.beta(4 * p, 4 * (1 - p)))
    responses = {
        "counts": mixed,
        "zip": np.where(kept, rng.poisson(mean), 0),
        "zinb": np.where(kept, mixed, 0),
        "level": np.digitize(eta + logistic, [-1.0, 0.0, 1.5]),
        "kind": (rng.random((rows, 1)) > share).sum(axis=1),
        "won": won,
        "lost": 12 - won,
    }
    return pd.DataFrame({**responses, **dict(zip(COLUMNS, x.T, strict=True))}).astype(float)


def in_statsmodels(name: str, data: pd.DataFrame) -> float | None:
    """Seconds of statsmodels' same model, after a warming run; None where it has none."""
    import statsmodels.api as sm
    from statsmodels.discrete.count_model import ZeroInflatedNegativeBinomialP, ZeroInflatedPoisson
    from statsmodels.discrete.truncated_model import HurdleCountModel
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    x = sm.add_constant(data[list(COLUMNS)].to_numpy())
    quiet = {"disp": 0, "maxiter": 200}
    fits: dict[str, Callable[[np.ndarray, pd.DataFrame], Any]] = {
        "glm_nb": lambda x, d: sm.NegativeBinomial(d["counts"].to_numpy(), x).fit(**quiet),
        "polr": lambda x, d: OrderedModel(
            d["level"].astype("category").cat.as_ordered(), x[:, 1:], distr="logit"
        ).fit(method="bfgs", **quiet),
        "multinom": lambda x, d: sm.MNLogit(d["kind"].to_numpy(), x).fit(**quiet),
        "zeroinfl poisson": lambda x, d: ZeroInflatedPoisson(
            d["zip"].to_numpy(), x, exog_infl=x
        ).fit(method="bfgs", **quiet),
        "zeroinfl negbin": lambda x, d: ZeroInflatedNegativeBinomialP(
            d["zinb"].to_numpy(), x, exog_infl=x
        ).fit(method="bfgs", **quiet),
        "hurdle poisson": lambda x, d: HurdleCountModel(d["zip"].to_numpy(), x).fit(**quiet),
        "hurdle negbin": lambda x, d: HurdleCountModel(
            d["zinb"].to_numpy(), x, dist="negbin", zerodist="negbin"
        ).fit(**quiet),
    }
    if name not in fits:
        return None
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        fits[name](x[:2000], data.head(2000))
        begun = perf_counter()
        found = fits[name](x, data)
        assert len(found.bse)  # standard errors, as on the other sides
        return perf_counter() - begun


def in_r(data: pd.DataFrame) -> dict[str, tuple[float, np.ndarray]]:
    """Seconds and coefficients of R, by model."""
    with tempfile.TemporaryDirectory() as folder:
        numbers, out = Path(folder) / "data", Path(folder) / "out"
        data.to_numpy().T.tofile(numbers)
        given = [str(numbers), str(len(data)), ",".join(data.columns), str(out)]
        subprocess.run(["Rscript", "--vanilla", str(HERE / "models.R"), *given], check=True)
        lines = [line.split("|") for line in out.read_text(encoding="utf-8").splitlines()]
    return {
        name: (float(seconds), np.array(answer.split(), dtype=float))
        for name, seconds, answer in lines
    }


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))

"""Weights of models from their pointwise log predictive densities."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.optimize import minimize

BOOTSTRAP_DRAWS = 1000
BOOTSTRAP_CELLS = 1 << 20  # draws by rows that are in memory at once
MAX_STEPS = 500
SMALL_GAIN = 1e-14  # of the mean log score
LEAST_WEIGHT = 1e-12


def stacking_weights(elpd: np.ndarray) -> np.ndarray:
    """The weights (K,) of the mixture of K models that predicts rows left out best.

    max over w of sum_i log sum_k w_k exp(elpd_ik), w on the simplex: a concave problem.

    Parameters
    ----------
    elpd : (n, K) float array

    References
    ----------
    Yao, Y., Vehtari, A., Simpson, D. and Gelman, A. (2018). Using stacking to average Bayesian
    predictive distributions. Bayesian Analysis 13, 917-1003.
    """
    count = elpd.shape[1]
    densities = np.exp(elpd - elpd.max(axis=1, keepdims=True))

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        mixture = np.maximum(densities @ w, 1e-300)
        return -np.log(mixture).mean(), -(densities / mixture[:, None]).mean(axis=0)

    sum_is_one: Any = {"type": "eq", "fun": lambda w: w.sum() - 1, "jac": np.ones_like}
    found = minimize(
        loss,
        np.full(count, 1 / count),
        jac=True,
        method="SLSQP",
        bounds=[(0.0, 1.0)] * count,
        constraints=sum_is_one,
        options={"maxiter": MAX_STEPS, "ftol": SMALL_GAIN},
    )
    return _polished(densities, found.x)


def _polished(densities: np.ndarray, w: np.ndarray) -> np.ndarray:
    """Weights after steps of the EM algorithm, none of which makes the score worse."""
    w = np.where(w > LEAST_WEIGHT, w, 0.0)
    w /= w.sum()
    for _ in range(20):
        w = w * (densities / np.maximum(densities @ w, 1e-300)[:, None]).mean(axis=0)
    return w / w.sum()


def pseudo_bma_weights(elpd: np.ndarray) -> np.ndarray:
    """Weights (K,) proportional to exp(sum_i elpd_ik)."""
    return _shares(elpd.sum(axis=0))


def bootstrapped_pseudo_bma_weights(elpd: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The mean of such weights over Bayesian bootstraps of the rows: pseudo-BMA+."""
    n = len(elpd)
    step, total = max(BOOTSTRAP_CELLS // n, 1), np.zeros(elpd.shape[1])
    for start in range(0, BOOTSTRAP_DRAWS, step):
        shares = rng.dirichlet(np.ones(n), min(step, BOOTSTRAP_DRAWS - start))
        total += _shares(n * shares @ elpd).sum(axis=0)
    return total / BOOTSTRAP_DRAWS


def _shares(logs: np.ndarray) -> np.ndarray:
    """exp(logs) over its sum in the last axis."""
    shares = np.exp(logs - logs.max(axis=-1, keepdims=True))
    out: np.ndarray = shares / shares.sum(axis=-1, keepdims=True)
    return out

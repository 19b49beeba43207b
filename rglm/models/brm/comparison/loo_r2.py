"""``loo_R2()``: the share of the variance explained of rows left out; ``brms::loo_R2``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.bayes.comparison.relative_efficiency import relative_efficiency
from rglm.bayes.psis import smooth_weights
from rglm.inference.random_seed import Seed, generator
from rglm.models.brm.comparison.bayes_r2 import check_numbers, means_and_response
from rglm.models.brm.comparison.row_likelihoods import check_posterior
from rglm.models.brm.posterior_estimates import PROBS, estimate_columns, posterior_estimates
from rglm.models.brm.row_blocks import row_blocks, weighted_values

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit

BOOTSTRAP_DRAWS = 4000
ROWS_AT_ONCE = 1 << 20  # numbers of bootstrap weights


def loo_R2(
    fit: BrmFit,
    summary: bool = True,
    robust: bool = False,
    probs: Sequence[float] = PROBS,
    seed: Seed = None,
) -> pd.DataFrame:
    """The share of the variance of rows left out that is explained; ``brms::loo_R2``.

        1 - var_i(y_i - E(y_i | y_-i)) / var_i(y_i)

    with the rows weighted by 4000 Bayesian bootstraps, which give its error.

    Parameters
    ----------
    summary, robust, probs
        As in `bayes_R2`; without summary all bootstraps.
    seed : int, optional
        Of the bootstraps; by default that of the fit.

    Returns
    -------
    DataFrame
        One row "R2" with Estimate, Est.Error, Q2.5, Q97.5; or a column R2 of the bootstraps.

    Raises
    ------
    ValueError
        Categories without an order, which have no variance; draws of the prior alone.

    References
    ----------
    Gelman, Goodrich, Gabry & Vehtari (2019), R-squared for Bayesian regression models, The
    American Statistician 73, and the authors' notes on its leave-one-out version.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> fit = brm("mpg ~ wt + hp", load("mtcars"), seed=1, draws=1000)
    >>> bool(fit.loo_R2()["Estimate"].item() < fit.bayes_R2()["Estimate"].item())
    True
    """
    check_posterior(fit, "loo_R2")
    check_numbers(fit, "loo_R2")
    columns = estimate_columns(probs)
    values = np.concatenate(list(fit._map_chunks(_left_out, "loo_R2")))
    rng = generator(fit.seed if seed is None else seed)
    draws = _bootstrapped(values[:, 0], values[:, 1], rng)
    if not summary:
        return pd.DataFrame({"R2": draws})
    table = posterior_estimates(draws[:, None], tuple(probs), robust)
    return pd.DataFrame(table, index=["R2"], columns=columns)


def _left_out(fit: Any) -> np.ndarray:
    """The mean of each row given the others, minus the response, and the response: (n, 2)."""
    parts = []
    for block in row_blocks(fit._rows_source, fit._theta.shape[1] * max(len(fit._levels), 1)):
        log_lik = weighted_values(fit._likelihood, fit._theta, block)
        efficiency = relative_efficiency(fit._sample, log_lik)
        pairs = zip(log_lik, efficiency, strict=True)
        logs = np.array([smooth_weights(-row, share)[0] for row, share in pairs])
        means, y = means_and_response(fit, block)
        parts.append(np.column_stack([(np.exp(logs) * means).sum(axis=1) - y, y]))
    return np.concatenate(parts)


def _bootstrapped(error: np.ndarray, y: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """R2 of Bayesian bootstraps of the rows, from -1 to 1."""
    step, out = max(ROWS_AT_ONCE // len(y), 1), []
    for start in range(0, BOOTSTRAP_DRAWS, step):
        shares = rng.dirichlet(np.ones(len(y)), min(step, BOOTSTRAP_DRAWS - start))
        out.append(1 - _variances(shares, error) / _variances(shares, y))
    return np.clip(np.concatenate(out), -1, 1)


def _variances(shares: np.ndarray, values: np.ndarray) -> np.ndarray:
    """The variances of values whose weights are the rows of `shares`."""
    centred = values - values.mean()
    found: np.ndarray = shares @ centred**2 - (shares @ centred) ** 2
    return found

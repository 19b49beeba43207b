"""Sums over the rows of a fit: the null deviance, the likelihood, Pearson's chi-square."""

from __future__ import annotations

from typing import Any

import numpy as np

from rglm.design.block import Block
from rglm.fitting.control import Control
from rglm.fitting.irls import irls
from rglm.fitting.working import Predictor, residuals_at, weights_at


def sizes(block: Block) -> np.ndarray:
    """Of a block: its rows, those with a weight, and the sum of the weights."""
    weights = block.rows.weights
    return np.array([len(weights), np.count_nonzero(weights), weights.sum()])


def null_deviance(source: Any, family: Any, control: Control, intercept: bool) -> float:
    """The deviance of the intercept alone, beside the offset if there is one.

    Without an offset the fitted value is the weighted mean of y; with one it takes a fit; without
    an intercept the offset alone is the null model (R's ``glm``).
    """
    if not intercept:
        return source.total(lambda block: _deviance(family, block, block.rows.offset))
    if source.total(lambda block: float(np.abs(block.rows.offset).sum())) > 0:
        return irls(source.select([0]), family, control, None).deviance
    total = source.total(_weighted)
    with np.errstate(all="ignore"):
        eta = float(family.link.linkfun(np.array(total[0] / total[1])))
    return source.total(lambda block: _deviance(family, block, np.full(len(block.rows.y), eta)))


def _deviance(family: Any, block: Block, eta: np.ndarray) -> float:
    """The deviance at a linear predictor; infinite where its mean is not one of the family's."""
    with np.errstate(all="ignore"):
        mu = family.link.linkinv(eta)
        found = float(family.dev_resids(block.rows.y, mu, block.rows.weights).sum())
    return found if np.isfinite(mu).all() and not np.isnan(found) else np.inf


def _weighted(block: Block) -> np.ndarray:
    return np.array([block.rows.weights @ block.rows.y, block.rows.weights.sum()])


def total_aic(
    source: Any, family: Any, at: Predictor, deviance: float, sizes: dict[str, float]
) -> float:
    """-2 log-likelihood at the fit, plus 2 for a dispersion that it estimates."""
    dispersion = family.ml_dispersion(deviance, sizes["n"], sizes["weight"])

    def log_likelihood(block: Block) -> float:
        rows = block.rows
        with np.errstate(all="ignore"):
            mu = family.link.linkinv(at.eta(block))
            found = family.log_density(rows.y, mu, rows.weights, rows.trials, dispersion)
        return float(np.sum(found))

    return -2 * source.total(log_likelihood) + 2 * family.extra_parameters


def pearson_chi2(source: Any, at: Predictor, before: Predictor) -> float:
    """Sum w r^2: working residuals at the fit, working weights of the last step (as in R)."""

    def chi2(block: Block) -> float:
        weight, residual = weights_at(before, block), residuals_at(at, block)
        return float((weight[weight > 0] * residual[weight > 0] ** 2).sum())

    return source.total(chi2)

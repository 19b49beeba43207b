"""Sums over the rows of a fit: the null deviance, the log-likelihood, Pearson's chi-square."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rglm.design.block import Block, Rows
from rglm.families.glm.family import Family
from rglm.fitting.control import Control
from rglm.fitting.irls.irls import irls, warn_if_in_doubt
from rglm.fitting.irls.working_statistics import Predictor, residuals_at, weights_at
from rglm.fitting.zero_one_response import deviance_at_mean, log_likelihood, zero_one_weights
from rglm.linalg.constant_array import is_constant
from rglm.sources.row_sums import RowSums
from rglm.sources.source import Source, total_in_threads

Statistic = Callable[[Block], float]


def null_deviance(source: Source, family: Family, control: Control, intercept: bool) -> float:
    """The deviance of the null model: the intercept alone, beside the offset if there is one.

    Without an offset its mean is the weighted mean of y; with an offset it takes a fit. Without an
    intercept the null model is the offset alone (R's ``glm``).
    """
    if intercept and (deviance := _zero_one_null_deviance(source, family)) is not None:
        return deviance
    statistic = null_statistic(source, family, intercept)
    if statistic is None:
        result = irls(source.select([0]), family, control, None)
        warn_if_in_doubt(result, control)
        return result.deviance
    return total_in_threads(source, statistic) + source.within_deviance


def _zero_one_null_deviance(source: Source, family: Family) -> float | None:
    """The null deviance of responses of 0 and 1; None of others, and of rows with an offset."""
    if source.is_chunked or not is_constant(source.rows.offset) or source.rows.offset[0]:
        return None
    weights = zero_one_weights(source, family)
    if weights is None or not (weights.zeros > 0 and weights.ones > 0):
        return None
    mean = weights.ones / (weights.zeros + weights.ones)
    with np.errstate(all="ignore"):
        eta = family.link.linkfun(np.array(mean))
        return deviance_at_mean(family, weights, float(family.link.linkinv(eta)))


def null_statistic(source: Source, family: Family, intercept: bool) -> Statistic | None:
    """The null deviance of a block; None where it takes a fit."""
    if not intercept:
        return lambda block: _deviance_at(family, block, block.rows.offset)
    sizes = source.row_sums
    if sizes.offset > 0:
        return None
    with np.errstate(all="ignore"):
        eta = family.link.linkfun(np.array([sizes.response / sizes.weight]))
        mean = family.link.linkinv(eta)
    return lambda block: _deviance(family, block, np.full(len(block.rows.y), mean))


def _deviance_at(family: Family, block: Block, eta: np.ndarray) -> float:
    """The deviance at a linear predictor."""
    with np.errstate(all="ignore"):
        return _deviance(family, block, family.link.linkinv(eta))


def _deviance(family: Family, block: Block, mu: np.ndarray) -> float:
    """The deviance of means; infinite where the family does not allow them."""
    with np.errstate(all="ignore"):
        deviance = float(family.dev_resids(block.rows.y, mu, block.rows.weights).sum())
    return deviance if np.isfinite(mu).all() and not np.isnan(deviance) else np.inf


def total_aic(
    source: Source, family: Family, predictor: Predictor, deviance: float, sizes: RowSums
) -> float:
    """-2 log-likelihood at the fit, plus 2 for a dispersion that is estimated."""
    weights = zero_one_weights(source, family) if family.is_fixed_by_mean else None
    known = None if weights is None else log_likelihood(family, weights, deviance)
    if known is None:
        known = total_in_threads(source, loglik_statistic(family, predictor, deviance, sizes))
    return -2 * known + 2 * family.extra_parameters


def loglik_statistic(
    family: Family, predictor: Predictor, deviance: float, sizes: RowSums
) -> Statistic:
    """The log-likelihood of a block."""
    loglik = loglik_of_rows(family, deviance, sizes)
    return lambda block: loglik(block.rows, predictor.eta(block))


def loglik_of_rows(
    family: Family, deviance: float, sizes: RowSums
) -> Callable[[Rows, np.ndarray], float]:
    """The log-likelihood of some rows at their linear predictor."""
    dispersion = family.ml_dispersion(deviance, sizes.n, sizes.weight)
    has_trials = sizes.several > 0

    def loglik(rows: Rows, eta: np.ndarray) -> float:
        with np.errstate(all="ignore"):
            mu = family.link.linkinv(eta)
            terms = family.log_density_of_rows(
                rows.y, mu, rows.weights, rows.trials, dispersion, has_trials
            )
        return float(np.sum(terms) if rows.counts is None else terms @ rows.counts)

    return loglik


def pearson_chi2(source: Source, predictor: Predictor, before: Predictor) -> float:
    """Sum w r^2: working residuals at the fit, working weights of the last step (as in R).

    A row that stands for several adds (w/a) sum a_i (y_i - mean)^2 / (dmu/deta)^2.
    """
    return total_in_threads(source, pearson_statistic(predictor, before))


def pearson_statistic(predictor: Predictor, before: Predictor) -> Statistic:
    """Pearson's chi-square of a block."""

    def chi2(block: Block) -> float:
        weight, residual = weights_at(before, block), residuals_at(predictor, block)
        square, used = residual**2, weight > 0
        if block.rows.squares is not None:
            with np.errstate(all="ignore"):
                slope = predictor.family.link.mu_eta(predictor.eta(block))
                square += np.asarray(block.rows.squares) / block.rows.weights / slope**2
        return float((weight[used] * square[used]).sum())

    return chi2

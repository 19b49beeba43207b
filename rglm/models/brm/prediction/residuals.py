"""Residuals: the response less its mean or less a random response; brms' ``residuals``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.option_check import check_option
from rglm.inference.random_seed import Seed
from rglm.models.brm.posterior_estimates import PROBS
from rglm.models.brm.prediction.draw_frame import draw_frame, drawn_numbers
from rglm.models.brm.prediction.drawn_rows import DrawnBlock, DrawnRows, Quantity
from rglm.models.brm.prediction.posterior_predict import response_generator
from rglm.models.brm.prediction.row_quantities import expectation, random_response
from rglm.models.brm.prediction.row_summaries import summary_frame

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit

METHODS = ("posterior_epred", "posterior_predict")
TYPES = ("ordinary", "pearson")


def residuals(
    fit: BrmFit,
    newdata: Any = None,
    method: str = "posterior_epred",
    type: str = "ordinary",
    ndraws: int | None = None,
    summary: bool = True,
    robust: bool = False,
    probs: Sequence[float] = PROBS,
    seed: Seed = None,
) -> pd.DataFrame:
    """The response less its mean, with errors and quantiles; brms' ``residuals``.

    Parameters
    ----------
    newdata : table, optional
        New rows with their response; by default those of the fit.
    method : {"posterior_epred", "posterior_predict"}
        What is subtracted of the response at each draw: its mean, or a new response.
    type : {"ordinary", "pearson"}
        "pearson" divides by the standard deviation of the new responses of the row.
    ndraws : int, optional
        So many draws, evenly spaced; by default all.
    summary : bool
        False gives all draws, (S, n).
    robust : bool
        Medians and median absolute deviations (times 1.4826) in place of means and standard
        deviations.
    probs : sequence of float
        Of the quantiles.
    seed : int or numpy Generator, optional
        Of the new responses; by default that of the fit.

    Returns
    -------
    DataFrame (n, 4)
        Estimate, Est.Error, Q2.5, Q97.5.

    Raises
    ------
    ValueError
        The response has categories; an unknown type or method; `newdata` lack the response.

    Notes
    -----
    Of successes out of trials the mean and its residual are proportions, as in `glm`; a residual
    of new responses is in successes.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> cars = load("mtcars")
    >>> fit = brm("mpg ~ wt + hp", cars, seed=1)
    >>> found = fit.residuals()["Estimate"]
    >>> bool(np.allclose(found, cars["mpg"] - fit.fitted()["Estimate"]))
    True
    """
    quantity = _residual(fit, method, type, seed)
    rows = DrawnRows.of(fit, newdata, ndraws, needs_response=True)
    return summary_frame(rows, quantity, robust, probs) if summary else draw_frame(rows, quantity)


def predictive_error(
    fit: BrmFit,
    newdata: Any = None,
    method: str = "posterior_predict",
    ndraws: int | None = None,
    seed: Seed = None,
) -> pd.DataFrame:
    """Draws of the response less a new response; ``brms::predictive_error``.

    Parameters
    ----------
    newdata : table, optional
        New rows with their response; by default those of the fit.
    method : {"posterior_predict", "posterior_epred"}
        What is subtracted at each draw: a new response, or its mean.
    ndraws : int, optional
        So many draws, evenly spaced; by default all.
    seed : int or numpy Generator, optional
        The same seed gives the same responses; by default that of the fit.

    Returns
    -------
    DataFrame (S, n)
        A row for each draw and a column for each row of the data; of trials in successes.

    Raises
    ------
    ValueError
        The response has categories; an unknown method; `newdata` lack the response.

    Examples
    --------
    >>> from rglm import brm, poisson
    >>> from rglm.datasets import load
    >>> breaks = load("warpbreaks")
    >>> fit = brm("breaks ~ wool", breaks, family=poisson(), seed=1)
    >>> total = fit.predictive_error() + fit.posterior_predict()
    >>> bool((total == breaks["breaks"]).all(axis=None))
    True
    """
    quantity = _residual(fit, method, "ordinary", seed)
    return drawn_numbers(DrawnRows.of(fit, newdata, ndraws, needs_response=True), quantity)


def _residual(fit: BrmFit, method: str, type: str, seed: Seed) -> Quantity:
    """The residual of each row at each draw.

    Raises
    ------
    ValueError
        The response has categories.
    """
    check_option("method", method, METHODS)
    check_option("type", type, TYPES)
    if fit.family.has_levels:
        raise ValueError(
            f"residuals are not defined for the categories of {fit.family.name}(): log_lik(), "
            "predict() and pp_check() compare them with the model"
        )
    drawn = random_response(fit, response_generator(fit, seed))
    is_mean = method == "posterior_epred"
    subtracted = expectation(fit) if is_mean else drawn
    if type == "ordinary":
        return partial(_difference, subtracted, is_mean)
    return partial(_standardized, subtracted, drawn, is_mean)


def _difference(subtracted: Quantity, is_mean: bool, part: DrawnBlock) -> np.ndarray:
    """The response less a mean in its unit, or less a random response."""
    y = _per_trial(part.observed, part) if is_mean else part.observed
    return y[:, None] - subtracted(part)


def _standardized(
    subtracted: Quantity, drawn: Quantity, is_mean: bool, part: DrawnBlock
) -> np.ndarray:
    """The difference by the standard deviation of random responses."""
    responses = drawn(part)
    spread = responses.std(axis=1, ddof=1)
    spread = _per_trial(spread, part) if is_mean else spread
    values = _difference(subtracted if is_mean else lambda _: responses, is_mean, part)
    with np.errstate(divide="ignore", invalid="ignore"):
        return values / spread[:, None]


def _per_trial(values: np.ndarray, part: DrawnBlock) -> np.ndarray:
    """Values by row over the trials, NaN of a row without any."""
    missing = np.full(len(values), np.nan)
    return np.divide(values, part.trials, out=missing, where=part.trials > 0)

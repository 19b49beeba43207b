"""Draws of the linear predictor of each row; ``brms::posterior_linpred``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from rglm.models.brm.prediction.draw_frame import draw_frame
from rglm.models.brm.prediction.drawn_rows import DrawnRows
from rglm.models.brm.prediction.row_quantities import (
    MEAN,
    expectation,
    linear_predictor,
    parameter,
)

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit


def posterior_linpred(
    fit: BrmFit,
    transform: bool = False,
    newdata: Any = None,
    dpar: str | None = None,
    ndraws: int | None = None,
) -> pd.DataFrame:
    """Draws of the linear predictor of each row, x'b + offset; ``brms::posterior_linpred``.

    Parameters
    ----------
    transform : bool
        After the inverse link; of categories their probabilities.
    newdata : table, optional
        New rows; by default those of the fit.
    dpar : str, optional
        Which linear predictor: "mu", "zi" or "hu" (of the probability of zero), "mu<level>" of
        `categorical`. A parameter that is the same in all rows, such as "sigma", is as it is.
    ndraws : int, optional
        So many draws, evenly spaced; by default all.

    Returns
    -------
    DataFrame (S, n)
        A row for each draw and a column for each row of the data. Of `categorical` the predictor
        of each level but the first, in columns ``(row, level)``; of `cumulative` x'b without the
        cut points.

    Raises
    ------
    ValueError
        A column missing in `newdata`; a level the fit has not seen; a `dpar` that the model lacks.

    References
    ----------
    Bürkner (2017), brms: An R package for Bayesian multilevel models using Stan, Journal of
    Statistical Software 80(1).

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.bayes import bernoulli
    >>> from rglm.datasets import load
    >>> fit = brm("has_gc ~ logmass", load("galaxies"), family=bernoulli(), seed=1)
    >>> eta = fit.posterior_linpred(newdata={"logmass": [7]})
    >>> expected = fit.draws["Intercept"] + 7 * fit.draws["logmass"]
    >>> bool((eta[0] - expected).abs().max() < 1e-12)
    True
    """
    rows = DrawnRows.of(fit, newdata, ndraws)
    if transform and dpar is None and fit.family.has_levels:
        return draw_frame(rows, expectation(fit), fit._levels)
    if transform:
        return draw_frame(rows, parameter(fit, dpar or MEAN))
    return draw_frame(rows, linear_predictor(fit, dpar), fit._levels[1:])

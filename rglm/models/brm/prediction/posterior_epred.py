"""Draws of the mean of each row; ``brms::posterior_epred``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from rglm.models.brm.prediction.draw_frame import draw_frame
from rglm.models.brm.prediction.drawn_rows import DrawnRows
from rglm.models.brm.prediction.row_quantities import expectation, parameter

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit


def posterior_epred(
    fit: BrmFit, newdata: Any = None, dpar: str | None = None, ndraws: int | None = None
) -> pd.DataFrame:
    """Draws of the mean of each row, E(Y | theta); ``brms::posterior_epred``.

    Parameters
    ----------
    newdata : table, optional
        New rows, as ``predict`` of a `glm` takes them; by default those of the fit. A row with a
        missing value has NaN.
    dpar : str, optional
        A parameter of the response in place of its mean: "mu", "sigma", "shape", "phi", "zi",
        "hu", or "mu<level>" of `categorical`.
    ndraws : int, optional
        So many draws, evenly spaced; by default all.

    Returns
    -------
    DataFrame (S, n)
        A row for each draw and a column for each row of the data, under its label. Of categories
        the probability of each, in columns ``(row, level)``, (S, n m):
        ``epred.xs("high", axis=1, level="level")`` are those of one.

    Raises
    ------
    ValueError
        A column missing in `newdata`; a level the fit has not seen; a `dpar` that the model lacks.

    Notes
    -----
    Of successes out of trials it is their proportion, as in `glm` and rstanarm; brms multiplies it
    by the trials. Of zero-inflated and hurdle models it is the mean of all, zeros among them, and
    ``dpar="mu"`` is the parameter mu of the distribution alone. The ``dpar`` of categories is
    their linear predictor.

    References
    ----------
    Bürkner (2017), brms: An R package for Bayesian multilevel models using Stan, Journal of
    Statistical Software 80(1); Goodrich, Gabry, Ali & Brilleman, rstanarm: Bayesian applied
    regression modeling via Stan.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.bayes import bernoulli
    >>> from rglm.datasets import load
    >>> fit = brm("has_gc ~ logmass", load("galaxies"), family=bernoulli(), seed=1)
    >>> fit.posterior_epred({"logmass": [6, 7, 8]}).shape
    (4000, 3)
    """
    rows = DrawnRows.of(fit, newdata, ndraws)
    if dpar is not None:
        return draw_frame(rows, parameter(fit, dpar))
    return draw_frame(rows, expectation(fit), fit._levels)

"""Draws of the log-likelihood of each row; ``brms::log_lik``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from rglm.models.brm.prediction.draw_frame import draw_frame
from rglm.models.brm.prediction.drawn_rows import DrawnRows
from rglm.models.brm.prediction.row_quantities import log_likelihood

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit


def log_lik(fit: BrmFit, newdata: Any = None, ndraws: int | None = None) -> pd.DataFrame:
    """Draws of the log-likelihood of each row, w log p(y | theta); ``brms::log_lik``.

    Parameters
    ----------
    newdata : table, optional
        New rows with their response (and the columns of ``weights=``); by default those of the
        fit. A row with a missing value has NaN.
    ndraws : int, optional
        So many draws, evenly spaced; by default all.

    Returns
    -------
    DataFrame (S, n)
        A row for each draw and a column for each row of the data. A row of weight w counts w
        times.

    Raises
    ------
    ValueError
        `newdata` lack the response or another column, or have a level that the fit has not seen.

    References
    ----------
    Vehtari, Gelman & Gabry (2017), Practical Bayesian model evaluation using leave-one-out
    cross-validation and WAIC, Statistics and Computing 27.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.bayes import bernoulli
    >>> from rglm.datasets import load
    >>> fit = brm("has_gc ~ logmass", load("galaxies"), family=bernoulli(), seed=1)
    >>> fit.log_lik().shape
    (4000, 232)
    """
    rows = DrawnRows.of(fit, newdata, ndraws, needs_response=True)
    return draw_frame(rows, log_likelihood(fit, rows.theta))

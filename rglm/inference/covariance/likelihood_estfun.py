"""The score of each row of a fit by maximum likelihood; R's sandwich::estfun."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rglm.protocol.capabilities import HasLikelihoodModel
from rglm.sources.source import Source


def estfun(fit: HasLikelihoodModel) -> pd.DataFrame:
    """The estimating functions: the gradient of each row's log-likelihood; R's ``estfun``.

    Each column sums to zero at the estimates; those of aliased coefficients are NaN. A row of
    weight w counts for w observations, whose gradients are added up.

    Returns
    -------
    DataFrame (n, p)

    Examples
    --------
    >>> from rglm import polr
    >>> from rglm.datasets import load
    >>> scores = polr("ordered(tension) ~ breaks", load("warpbreaks")).estfun()
    >>> scores.shape, bool((scores.sum().abs() < 1e-6).all())
    ((54, 3), True)
    """
    out = np.full((len(fit._index), len(fit.names)), np.nan)
    out[:, fit._solution.system.estimable] = row_scores(fit)
    return fit._pad_omitted(pd.DataFrame(out, index=fit._index, columns=list(fit.names)))


def row_scores(fit: HasLikelihoodModel) -> np.ndarray:
    """The gradient of each row by the coefficients that are not aliased, (n, r): w s."""
    return scores_of_rows(fit, fit._rows_source)


def scores_of_rows(fit: HasLikelihoodModel, source: Source) -> np.ndarray:
    """`row_scores` of the rows of another source."""
    scores = source.by_row(fit._likelihood_model.scores(fit._parameters))
    return scores[:, : fit._solution.system.rank]

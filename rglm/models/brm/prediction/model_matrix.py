"""The columns of a linear predictor of a Bayesian fit; R's model.matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from rglm.formatting.hints.option_check import check_option
from rglm.inference.covariance.matrix_size import check_matrix_size
from rglm.inference.prediction.model_frame import MATRIX_SIZE_MESSAGE
from rglm.models.brm.prediction.row_quantities import MEAN

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit


def model_matrix(fit: BrmFit, dpar: str | None = None) -> pd.DataFrame:
    """X, n x p, under R's names; R's ``model.matrix``.

    Parameters
    ----------
    dpar : str, optional
        Of which linear predictor: "mu", the default, "zi" or "hu".

    Returns
    -------
    DataFrame (n, p)
        Under the index of the data. An ordered response has cut points in place of a constant.

    Raises
    ------
    ValueError
        The fit was stripped of its rows, or the matrix would not fit into memory; there is no
        such linear predictor.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> fit = brm("mpg ~ wt + factor(cyl)", load("mtcars"), seed=1)
    >>> fit.model_matrix().columns.tolist()
    ['(Intercept)', 'wt', 'factor(cyl)6', 'factor(cyl)8']
    """
    by_name = {one.dpar or MEAN: one for one in reversed(fit._predictors)}
    is_several = MEAN not in by_name  # of `categorical`, which all have the same columns
    names = (MEAN, *by_name) if is_several else tuple(by_name)
    name = check_option("dpar", MEAN if dpar is None else dpar, names)
    predictor = fit._predictors[0] if is_several else by_name[name]
    columns = fit._rows_source.columns.select(predictor.columns)
    check_matrix_size(columns.nrows, len(columns), *MATRIX_SIZE_MESSAGE)
    return pd.DataFrame(columns.matrix(), index=fit._index, columns=list(columns.names))

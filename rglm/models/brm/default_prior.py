"""The priors of a model before it is fitted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from rglm.formatting.hints.argument_hints import check_arguments
from rglm.models.brm.brm import BrmCall
from rglm.models.brm.page.prior_frame import prior_frame


@check_arguments
def default_prior(
    formula: str,
    data: Any = None,
    family: Any = "gaussian",
    weights: str | Sequence[float] | pd.Series | None = None,
    offset: str | Sequence[float] | pd.Series | None = None,
    subset: str | Sequence[bool] | pd.Series | None = None,
    na_action: str = "na_omit",
    contrasts: Mapping[str, Any] | None = None,
    prior: Any = None,
    context: Mapping[str, Any] | None = None,
) -> pd.DataFrame:
    """Priors that a model of `rglm.brm` would have, by class and coefficient.

    The model is not fitted. The table says which classes, coefficients and parts
    `rglm.priors.prior` may name. It is brms' ``default_prior``, once ``get_prior``.

    Parameters
    ----------
    formula, data, family, weights, offset, subset, na_action, contrasts, context
        As in `rglm.brm`.
    prior : prior, list of priors, optional
        Priors to be seen in their place among the others, as by brms' ``validate_prior``.

    Returns
    -------
    DataFrame
        The columns prior, class, coef, dpar, lb, ub and source, as ``fit.prior_summary()`` has
        them.

    Raises
    ------
    ValueError
        What `rglm.brm` raises of data, family and priors.

    Examples
    --------
    >>> from rglm.datasets import load
    >>> from rglm.priors import default_prior
    >>> table = default_prior("mpg ~ wt", load("mtcars"))
    >>> table["prior"].tolist()
    ['normal(20.1, 15.1)', 'normal(0, 15.4)', 'exponential(0.166)']
    >>> table["class"].tolist()
    ['Intercept', 'b', 'sigma']
    """
    arguments = {**BrmCall.defaults(), **locals()}
    return prior_frame(BrmCall.of(arguments).prior_table())

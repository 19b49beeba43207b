"""The posterior means of the coefficients."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from rglm.formatting.tables.named_index import named_index

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit


def coef(fit: BrmFit) -> pd.Series:
    """The posterior means of the coefficients; R's ``coef``.

    The mean minimises the expected squared error. brms' ``coef`` is of models with groups, which
    are not here; `fixef` has the table.

    Returns
    -------
    Series (p,)
        Under the names of `fixef`: coefficients, and the cut points of an ordinal model.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> fit = brm("mpg ~ wt", load("mtcars"), seed=1)
    >>> fit.coef().index.tolist()
    ['Intercept', 'wt']
    """
    places = fit._coefficient_places
    means = fit.draws.to_numpy()[:, places].mean(axis=0)
    return pd.Series(means, index=named_index(tuple(fit.names[i] for i in places)))

"""A posterior in one row; broom.mixed's glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.formatting.tables.wide_frame import WideFrame

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit


def glance(fit: BrmFit) -> pd.DataFrame:
    """The draws of a fit and their quality in one row; R's ``broom.mixed::glance``.

    Returns
    -------
    DataFrame (1, 8)
        ``algorithm``; ``pss``, the number of draws; ``nobs``; ``sigma``, the mean of the residual
        standard deviation; then what says whether the draws can be trusted: ``k_hat`` of
        importance sampling, ``rhat``, the largest of the parameters, of chains; ``ess``, the
        smallest effective sample size of a parameter; ``divergences`` of chains. What a fit has
        not is NaN. ``pd.concat`` puts the rows of several fits together.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> row = brm("mpg ~ wt", load("mtcars"), seed=1).glance()
    >>> row[["algorithm", "pss", "nobs"]]
        algorithm   pss  nobs
    0  importance  4000    32
    """
    found, report = fit._sample.diagnostics(fit._space), fit._sample.sampling
    # a column may be called sigma too
    places = [i for i in fit._auxiliary_places if fit.names[i] == "sigma"]
    sigma = fit.draws.iloc[:, places[0]].mean() if places else np.nan
    values = {
        "algorithm": fit.algorithm,
        "pss": len(fit.draws),
        "nobs": fit.nobs(),
        "sigma": float(sigma),
        "k_hat": fit.k_hat,
        "rhat": float(np.max(found.scale)) if found.is_rhat else np.nan,
        "ess": float(np.min(found.bulk_ess)),
        "divergences": np.nan if report is None else report.divergence_count,
    }
    return WideFrame({name: [value] for name, value in values.items()})

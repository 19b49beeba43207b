"""R-hat and the ratio of effective to drawn numbers of draws, of each parameter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.formatting.tables.named_index import named_index
from rglm.models.brm.estimates.draw_counts import ndraws
from rglm.models.brm.estimates.parameter_names import parameter_places

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit


def rhat(fit: BrmFit, pars: str | Sequence[str] | None = None) -> pd.Series:
    """R-hat of each parameter, the potential scale reduction on split chains.

    It is 1 where the chains agree, in mean and in spread; above 1.01 they are too short.

    Parameters
    ----------
    pars : name or names, optional
        Which parameters; all by default.

    Returns
    -------
    Series (P,)

    Raises
    ------
    ValueError
        The draws are no Markov chains; a name is no parameter.

    References
    ----------
    Vehtari, Gelman, Simpson, Carpenter & Bürkner (2021), Rank-normalization, folding, and
    localization: an improved R-hat for assessing convergence of MCMC, Bayesian Analysis 16.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> brm("mpg ~ wt", load("mtcars"), seed=1).rhat()
    Traceback (most recent call last):
    ValueError: rhat() compares Markov chains, and these draws are by importance sampling; ...
    """
    found = fit._sample.diagnostics(fit._space)
    if not found.is_rhat:
        raise ValueError(
            f"rhat() compares Markov chains, and these draws are {_ORIGINS[fit.algorithm]}"
        )
    return _series(fit, found.scale[fit._order], pars)


def neff_ratio(fit: BrmFit, pars: str | Sequence[str] | None = None) -> pd.Series:
    """The effective sample size of the mean of each parameter over the number of draws.

    `summary` has the size itself, as Bulk_ESS.

    Parameters
    ----------
    pars : name or names, optional
        Which parameters; all by default.

    Returns
    -------
    Series (P,)

    Raises
    ------
    ValueError
        A name is no parameter.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> bool((brm("mpg ~ wt", load("mtcars"), seed=1).neff_ratio() > 0.2).all())
    True
    """
    found = fit._sample.diagnostics(fit._space)
    return _series(fit, found.bulk_ess[fit._order] / ndraws(fit), pars)


def _series(fit: BrmFit, values: np.ndarray, pars: str | Sequence[str] | None) -> pd.Series:
    places = parameter_places(fit, pars)
    return pd.Series(values[places], index=named_index(tuple(fit.names[i] for i in places)))


_ORIGINS = {
    "importance": "by importance sampling; summary() has their k-hat, algorithm='sampling' of "
    "brm() runs chains",
    "prior": "independent draws of the prior",
}

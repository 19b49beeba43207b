"""Responses drawn from a fitted model."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from rglm.inference.random_seed import Seed, generator
from rglm.protocol.model_result import ModelResult


def simulate(fit: ModelResult, nsim: int = 1, seed: Seed = None) -> pd.DataFrame:
    """Draw responses from the fitted model, (n, nsim); R's ``simulate``.

    Each is what the model could have given at the same rows, so that a fit to it, by the same
    function with the same arguments, is a parametric bootstrap.

    Parameters
    ----------
    nsim : int
        How many to draw.
    seed : int or numpy Generator, optional
        The same seed gives the same responses; None draws afresh.

    Returns
    -------
    DataFrame (n, nsim)
        Columns ``sim_1``, ``sim_2``, ... under the index of the data. They are as the response of
        the formula was: counts, measurements, proportions; for a response of two levels
        Categoricals with its levels, of logicals bools. For ``cbind(s, f)`` there are two columns
        for each, ``("sim_1", "s")`` and ``("sim_1", "f")``, and for counts of several levels a
        column a level, with the totals of the rows. Rows that ``na_exclude`` left out are
        missing, and so are rows of weight 0 where the distribution needs the weight.

    Raises
    ------
    ValueError
        A quasi family, which has no distribution; a `tweedie` with a power other than 0, 1, 2, 3
        and between 1 and 2; binomial proportions whose weights are not whole numbers of trials.

    Warns
    -----
    FamilyWarning
        Counts of a fit with prior weights, which have no part in the drawing.

    Notes
    -----
    y has mean mu and dispersion phi / a, a the prior weight. phi is the estimate in the summary
    (Pearson's), for the inverse Gaussian family the mean deviance; R takes the maximum likelihood
    estimate for the gamma family (``MASS::gamma.shape``). Where ``cbind`` and prior weights come
    together the successes are out of the trials; R multiplies these by the weights. R gives 0 and
    1 for logicals.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool", load("warpbreaks"), poisson())
    >>> fit.simulate(2, seed=1).head(2)
       sim_1  sim_2
    0     31     28
    1     28     36
    """
    check_nsim(nsim)
    rng, distribution = generator(seed), fit._response_distribution()
    columns: dict[Hashable, Any] = {}
    for i in range(1, nsim + 1):
        columns |= distribution.drawn_columns(f"sim_{i}", distribution.simulate(rng))
    return _padded(fit, pd.DataFrame(columns, index=fit._index))


def check_nsim(nsim: Any) -> None:
    """Check that ``nsim=`` is a whole number of 1 or more."""
    if isinstance(nsim, bool) or not isinstance(nsim, (int, np.integer)) or nsim < 1:
        raise ValueError(f"nsim= takes a whole number of 1 or more, got {nsim!r}")


def _padded(fit: ModelResult, drawn: pd.DataFrame) -> pd.DataFrame:
    """With the rows that ``na_exclude`` left out put back as missing."""
    omitted = fit.na_action
    if omitted is not None and omitted.action == "na_exclude":
        places = np.where(omitted.kept, np.cumsum(omitted.kept) - 1, -1)
        drawn = drawn.reset_index(drop=True).reindex(places).set_axis(omitted.index, axis=0)
    if fit._is_padded_elsewhere:  # chunks with and without missing rows have the same type
        return drawn
    for name in drawn:
        if drawn[name].dtype == "boolean" and not drawn[name].isna().any():
            drawn[name] = drawn[name].astype(bool)
    return drawn

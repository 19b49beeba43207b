"""Draws of new responses of each row; ``brms::posterior_predict``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from rglm.inference.random_seed import Seed, generator
from rglm.models.brm.prediction.draw_frame import drawn_categories, drawn_numbers
from rglm.models.brm.prediction.drawn_rows import DrawnRows
from rglm.models.brm.prediction.row_quantities import random_response

if TYPE_CHECKING:
    import numpy as np

    from rglm.models.brm.brm_fit import BrmFit


def posterior_predict(
    fit: BrmFit, newdata: Any = None, ndraws: int | None = None, seed: Seed = None
) -> pd.DataFrame:
    """Draws of new responses of each row, Y ~ p(y | theta); ``brms::posterior_predict``.

    Parameters
    ----------
    newdata : table, optional
        New rows; by default those of the fit. A row with a missing value has a missing response.
        Of successes out of trials the trials are those of the formula's response,
        ``cbind(s, f)``, or ``weights=``.
    ndraws : int, optional
        So many draws, evenly spaced; by default all.
    seed : int or numpy Generator, optional
        The same seed gives the same responses; by default that of the fit.

    Returns
    -------
    DataFrame (S, n)
        A row for each draw and a column for each row of the data: counts as integers, of trials
        the number of successes, of a response of two outcomes 0 and 1, and of categories a
        Categorical in each column (also where the response counts several levels: one category).

    Raises
    ------
    ValueError
        A column missing in `newdata`; a level the fit has not seen.

    Notes
    -----
    Weights (of other responses than trials) have no part in it, as in brms. Over data in chunks
    each chunk has random numbers of its own, so that its responses are not those of the same rows
    in memory.

    References
    ----------
    Gelman, Carlin, Stern, Dunson, Vehtari & Rubin (2013), *Bayesian Data Analysis*, chapter 6.

    Examples
    --------
    >>> from rglm import brm, poisson
    >>> from rglm.datasets import load
    >>> fit = brm("breaks ~ wool", load("warpbreaks"), family=poisson(), seed=1)
    >>> new = fit.posterior_predict({"wool": ["A", "B"]}, ndraws=100)
    >>> new.shape, str(new[0].dtype)
    ((100, 2), 'int64')
    """
    rows = DrawnRows.of(fit, newdata, ndraws, needs_trials=True)
    quantity = random_response(fit, response_generator(fit, seed))
    if fit.family.has_levels:
        return drawn_categories(rows, quantity, fit._levels, fit.family.has_ordered_levels)
    return drawn_numbers(rows, quantity)


def response_generator(fit: BrmFit, seed: Seed) -> np.random.Generator:
    """The random numbers of new responses: those of `seed`, or of the fit's own."""
    return generator(fit.seed if seed is None else seed)

"""Responses drawn from a fitted model."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from rglm.design.values.r_values import Factor, Logical, Matrix
from rglm.inference.diagnostics.quantile_residuals import Seed, distribution_dispersion, generator


def simulate(fit: Any, nsim: int = 1, seed: Seed = None) -> pd.DataFrame:
    """Draw responses from the fitted model, (n, nsim); R's ``simulate``.

    Each is what the model could have given at the same rows, so that a fit to it, ``glm`` with
    the same arguments, is a parametric bootstrap.

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
        for each, ``("sim_1", "s")`` and ``("sim_1", "f")``. Rows that ``na_exclude`` left out are
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
    rng, rows, mu = generator(seed), fit.rows_source.rows, fit.fitted_values.to_numpy()
    phi, response = distribution_dispersion(fit), fit.variables[fit.schema.parsed.response.name]
    weights = rows.weights
    if isinstance(response, Matrix):
        weights = rows.trials
    elif isinstance(response, (Factor, Logical)) and fit.family.of_two:
        weights = (weights > 0).astype(float)  # one trial a row, whatever it counts for
    parts: dict[Any, Any] = {}
    for i in range(1, nsim + 1):
        drawn = fit.family.simulate(mu, weights, rng, phi)
        parts |= like(response, f"sim_{i}", drawn, rows.trials, fit.family.of_two)
    return padded(fit, pd.DataFrame(parts, index=fit.index))


def check_nsim(nsim: Any) -> None:
    """Check that ``nsim=`` is a whole number of 1 or more."""
    if isinstance(nsim, bool) or not isinstance(nsim, (int, np.integer)) or nsim < 1:
        raise ValueError(f"nsim= takes a whole number of 1 or more, got {nsim!r}")


def like(
    response: Any, name: str, drawn: np.ndarray, trials: np.ndarray, of_two: bool
) -> dict[Any, Any]:
    """Drawn numbers in the form of the response."""
    if isinstance(response, Matrix):
        success = np.rint(np.where(trials > 0, drawn, 0) * trials)
        first, second = (*response.suffixes, "", "")[:2]
        return {
            (name, first or "successes"): whole(success),
            (name, second or "failures"): whole(trials - success),
        }
    if not of_two or not isinstance(response, (Factor, Logical)):
        return {name: whole(drawn)}
    codes = np.where(np.isnan(drawn), -1, drawn).astype(int)
    if isinstance(response, Logical):
        return {name: pd.array(np.where(codes < 0, None, codes == 1), dtype="boolean")}
    levels = list(response.levels)
    return {name: pd.Categorical.from_codes(codes, levels, ordered=response.ordered)}


def whole(values: np.ndarray) -> np.ndarray:
    """Integers, where all of the values are."""
    with np.errstate(invalid="ignore"):
        whole = bool((np.rint(values) == values).all()) and np.abs(values).max(initial=0) < 2**53
    return values.astype(np.int64) if whole else values


def padded(fit: Any, found: pd.DataFrame) -> pd.DataFrame:
    """With the rows that ``na_exclude`` left out put back as missing."""
    left_out = fit.na_action is not None and fit.na_action.action == "na_exclude"
    if left_out:
        kept, index = fit.na_action.kept, fit.na_action.index
        places = np.where(kept, np.cumsum(kept) - 1, -1)
        found = found.reset_index(drop=True).reindex(places).set_axis(index, axis=0)
    if vars(fit).get("_incomplete"):  # other parts miss some: all have the same type
        return found
    for name in found:
        if found[name].dtype == "boolean" and not found[name].isna().any():
            found[name] = found[name].astype(bool)
    return found

"""``posterior_interval()``: equal-tailed intervals and intervals of highest density."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from rglm.bayes.highest_density import highest_density_intervals
from rglm.formatting.hints.option_check import check_option
from rglm.formatting.tables.named_index import named_index
from rglm.inference.confidence_level import check_level
from rglm.inference.intervals.confint import Intervals
from rglm.models.brm.estimates.parameter_names import parameter_places

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit

METHODS = ("eti", "hdi")


def posterior_interval(
    fit: BrmFit,
    prob: float = 0.9,
    method: str = "eti",
    pars: str | Sequence[str] | None = None,
) -> Intervals:
    """Credible intervals of all parameters; rstanarm's ``posterior_interval``.

    Parameters
    ----------
    prob : float
        The probability; 0.9 as in rstanarm (brms has 0.95).
    method : {"eti", "hdi"}
        eti: equal tails, from the quantile (1 - prob) / 2 of the draws to (1 + prob) / 2. hdi:
        highest density, the shortest interval that holds this share of the draws. Of a
        skewed posterior it lies nearer to the mode. It is not kept by transformations: that of
        exp(b) is not exp of that of b.
    pars : name or names, optional
        Which parameters; all by default.

    Returns
    -------
    Intervals (P, 2)
        ``5%`` and ``95%``, or ``lower`` and ``upper`` of hdi. ``attrs`` has method and prob.

    Raises
    ------
    ValueError
        A name is no parameter; the method is unknown; `prob` is outside (0, 1).

    References
    ----------
    Chen & Shao (1999), Monte Carlo estimation of Bayesian credible and HPD intervals, Journal of
    Computational and Graphical Statistics 8.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> fit = brm("mpg ~ wt", load("mtcars"), seed=1)
    >>> fit.posterior_interval().columns.tolist()
    ['5%', '95%']
    >>> fit.posterior_interval(method="hdi", pars="sigma").columns.tolist()
    ['lower', 'upper']
    """
    check_level(prob, "prob")
    check_option("method", method, METHODS)
    places, tail = parameter_places(fit, pars), (1 - prob) / 2
    draws = fit.draws.to_numpy()[:, places]
    if method == "hdi":
        ends, columns = highest_density_intervals(draws, prob), ["lower", "upper"]
    else:
        ends = np.quantile(draws, [tail, 1 - tail], axis=0).T
        columns = [f"{100 * p:g}%" for p in (tail, 1 - tail)]
    out = Intervals(ends, index=named_index(tuple(fit.names[i] for i in places)), columns=columns)
    out.attrs.update(method=method, prob=prob)
    return out

"""The parameters of a posterior as a tidy table; broom.mixed's tidy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.bayes.highest_density import highest_density_intervals
from rglm.formatting.hints.option_check import check_option
from rglm.formatting.tables.wide_frame import WideFrame
from rglm.inference.confidence_level import check_level
from rglm.models.brm.posterior_estimates import posterior_estimates

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit

METHODS = ("quantile", "HPDinterval")
FIXED, AUXILIARY = "fixed", "auxiliary"
EFFECTS = (FIXED, AUXILIARY)


def tidy(
    fit: BrmFit,
    conf_int: bool = True,
    conf_level: float = 0.95,
    conf_method: str = "quantile",
    robust: bool = False,
    exponentiate: bool = False,
    effects: str | Sequence[str] = EFFECTS,
    rhat: bool = False,
    ess: bool = False,
) -> pd.DataFrame:
    """The parameters as a table with a row for each; R's ``broom.mixed::tidy`` of a brms fit.

    Parameters
    ----------
    conf_int : bool
        Credible intervals too.
    conf_level : float
        Their probability.
    conf_method : {"quantile", "HPDinterval"}
        Their ends: quantiles of equal tails, or the shortest interval.
    robust : bool
        Medians and median absolute deviations (times 1.4826) in place of means and standard
        deviations.
    exponentiate : bool
        Summaries of the draws of exp(b), such as odds ratios of a logistic model; other parameters
        than coefficients stay what they are.
    effects : {"fixed", "auxiliary"} or both
        Coefficients and cut points; sigma, shape, phi and the like.
    rhat : bool
        R-hat of chains, or k-hat of importance sampling, too.
    ess : bool
        The effective sample size of the mean too.

    Returns
    -------
    DataFrame
        ``effect component term estimate std_error``, with `conf_int` ``conf_low conf_high``; then
        ``rhat`` (or ``k_hat``) and ``ess``. The component is "cond", or the parameter of the
        response that a linear predictor is of: "zi", "hu", "mu<level>".

    Raises
    ------
    ValueError
        An unknown method or effect; a probability that is none.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> fit = brm("mpg ~ wt", load("mtcars"), seed=1)
    >>> fit.tidy()[["effect", "component", "term"]]
          effect component       term
    0      fixed      cond  Intercept
    1      fixed      cond         wt
    2  auxiliary      cond      sigma
    """
    check_level(conf_level, "conf_level")
    check_option("conf_method", conf_method, METHODS)
    kinds = [effects] if isinstance(effects, str) else list(effects)
    for kind in kinds:
        check_option("effects", kind, EFFECTS)
    is_fixed = np.isin(np.arange(len(fit.names)), fit._coefficient_places)
    draws = fit.draws.to_numpy()
    if exponentiate:
        with np.errstate(over="ignore"):
            draws = np.where(is_fixed, np.exp(draws), draws)
    parameters = [fit._priors.parameters[i] for i in fit._order]
    estimates = posterior_estimates(draws, (), robust)
    table = WideFrame(
        {
            "effect": np.where(is_fixed, FIXED, AUXILIARY),
            "component": [one.dpar or "cond" for one in parameters],
            "term": list(fit.names),
            "estimate": estimates[:, 0],
            "std_error": estimates[:, 1],
        }
    )
    if conf_int:
        ends = interval_ends(draws, conf_level, conf_method)
        table["conf_low"], table["conf_high"] = ends.T
    if rhat or ess:
        found = fit._sample.diagnostics(fit._space)
        if rhat:
            table["rhat" if found.is_rhat else "k_hat"] = found.scale[fit._order]
        if ess:
            table["ess"] = found.bulk_ess[fit._order]
    shown = table[table["effect"].isin(kinds)].reset_index(drop=True)
    return WideFrame(shown)


def interval_ends(draws: np.ndarray, level: float, method: str = "quantile") -> np.ndarray:
    """The ends of an interval of each column of draws (S, k), (k, 2)."""
    if method == "quantile":
        ends: np.ndarray = np.quantile(draws, ((1 - level) / 2, (1 + level) / 2), axis=0).T
        return ends
    return highest_density_intervals(draws, level)

"""``hurdle``: whether there is something at all, and how much of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.formula.parsed_formula import parse
from rglm.families.glm.binomial import binomial
from rglm.families.likelihoods.count_distribution import COUNT_DISTRIBUTIONS
from rglm.families.likelihoods.hurdle import Hurdle, hurdle_density
from rglm.families.likelihoods.positive_density import POSITIVE_DENSITIES, PositiveDensity
from rglm.families.links.link import Link
from rglm.fitting.control import Control
from rglm.formatting.hints.argument_hints import check_arguments
from rglm.formatting.hints.option_check import check_option
from rglm.models.likelihood.starting_values import StartingGlm, StartingGlmOf
from rglm.models.twopart.twopart_call import (
    ZERO_LINKS,
    TwoPartCall,
    two_formulas,
)
from rglm.models.twopart.twopart_fit import TwoPartFit


@check_arguments
def hurdle(
    formula: str,
    data: Any = None,
    dist: str = "poisson",
    zero_dist: str = "binomial",
    link: str = "logit",
    weights: str | Sequence[float] | pd.Series | None = None,
    subset: str | Sequence[bool] | pd.Series | None = None,
    na_action: str = "na_omit",
    offset: str | Sequence[float] | pd.Series | None = None,
    control: Mapping[str, Any] | Control | None = None,
    contrasts: Mapping[str, Any] | None = None,
    progress: bool = True,
    context: Mapping[str, Any] | None = None,
) -> TwoPartFit:
    """Fit a hurdle model; R's ``pscl::hurdle``, and its kin for a positive amount.

    A zero part says whether y is above zero, q_i = P(Y_i > 0), and a distribution f what it is
    then: P(Y_i = y) = q_i f(y) / (1 - f(0)) for a count y > 0, density q_i f(y) for an amount. The
    two parts are estimated separately. Note the sign: a positive gamma, the coefficients of the
    zero part, makes y > 0 likelier.

    Parameters
    ----------
    formula : str
        ``"y ~ x | z"``: the terms of what is above zero, then those of the zero part; without
        ``|`` both have the same. See `glm` for the language.
    data, subset, na_action, contrasts
        As in `glm`.
    weights : expression, array or Series, optional
        Numbers of observations: a row of weight 2 is two rows, in estimates, standard errors and
        robust covariances. ``nobs()`` (pscl's ``fit$n``), ``df_residual`` and BIC count rows, as
        in pscl.
    dist : {"poisson", "negbin", "geometric", "lognormal", "gamma"}
        Counts truncated at zero, with log(mu_i) = x_i' beta + o_i for the mean of the distribution
        that is not truncated. For an amount: log y normal with mean x_i' beta + o_i and standard
        deviation sigma, or gamma with log mean x_i' beta + o_i and a shape.
    zero_dist : {"binomial", "poisson", "negbin", "geometric"}
        binomial: g(q_i) = z_i' gamma. Else q_i = 1 - f(0) of a count distribution with
        log mean z_i' gamma.
    link : {"logit", "probit", "cloglog", "cauchit", "log"}
        g, of a binomial zero part.
    offset : expression, array or Series, optional
        Added to the count part only; an ``offset(...)`` belongs to the part that it stands in, and
        without ``|`` to both, as in R.
    control : dict, optional
        ``{"maxit": 200}``: Newton steps allowed.
    progress, context
        As in `glm`.

    Returns
    -------
    TwoPartFit
        Coefficients named ``count_...`` and ``zero_...``; ``predict(type="response" | "prob" |
        "count" | "zero")``, ``summary()``, ...

    Raises
    ------
    ValueError
        A response with negative values (or fractional ones, for a count), without zeros or with
        nothing else; an unknown `dist`, `zero_dist` or `link`; what `glm` raises of data and
        arguments.

    Warns
    -----
    RankWarning, ConvergenceWarning, BoundaryWarning
        Aliased coefficients (NaN); no maximum found; parameters that are infinite: a zero part
        that is separated, or theta where the counts are not overdispersed.

    Notes
    -----
    The maximum is found by Newton's method from the glms of both parts, and the covariance is the
    inverse of the exact Hessian (R: a quasi-Newton method and a Hessian by differences).

    References
    ----------
    Mullahy (1986), Specification and testing of some modified count data models, Journal of
    Econometrics 33; Zeileis, Kleiber & Jackman (2008), Regression models for count data in R,
    Journal of Statistical Software 27(8).

    Examples
    --------
    >>> from rglm import hurdle
    >>> from rglm.datasets import load
    >>> fit = hurdle("n_gc ~ logmass", load("galaxies"), dist="negbin")
    >>> fit.coefficients.index.tolist()
    ['count_(Intercept)', 'count_logmass', 'zero_(Intercept)', 'zero_logmass']
    """
    return HurdleCall.of(locals()).fit()


@dataclass(frozen=True, kw_only=True, eq=False)
class HurdleCall(TwoPartCall):
    """The arguments of a call of `hurdle`."""

    zero_dist: str

    function = staticmethod(hurdle)
    shown = (*TwoPartCall.shown, "dist", "zero_dist", "link")

    @property
    def zero_distribution(self) -> str:
        """``zero_dist=``."""
        return self.zero_dist

    @property
    def has_count_response(self) -> bool:
        """Whether the response is a count, and not an amount."""
        return self.density().has_count_response

    def check(self) -> None:
        """Check the names of the parts, and whether they can be told apart."""
        check_option("dist", self.dist, [*COUNT_DISTRIBUTIONS, *POSITIVE_DENSITIES])
        check_option("zero_dist", self.zero_dist, ["binomial", *COUNT_DISTRIBUTIONS])
        check_option("link", self.link, ZERO_LINKS)
        data = self.read_data()
        _check_identified(self.zero_dist, self.formula, [] if data is None else data.columns)

    def density(self) -> Hurdle:
        """The density of the response of a row."""
        return hurdle_density(self.dist, self.zero_dist, self.link)

    def starting_glms(self) -> tuple[StartingGlmOf, StartingGlmOf]:
        """The glms of what is above zero, and of whether something is."""
        density = self.density()
        zero = partial(_above_zero_glm, density.zero.starting_link)
        return partial(_positive_glm, density.positive), zero


def _check_identified(zero_dist: str, formula: str, columns: Iterable[str]) -> None:
    """Check that the zero part has terms where it has a mean and a shape."""
    zeros = parse(two_formulas(formula)[1], list(columns)) if zero_dist == "negbin" else None
    if zeros is not None and not zeros.terms:
        raise ValueError(
            "zero_dist='negbin' is not identified with an intercept only in the zero part: one "
            "share of zeros cannot give a mean and a theta; use zero_dist='binomial'"
        )


def _positive_glm(positive: PositiveDensity, y: np.ndarray, weights: np.ndarray) -> StartingGlm:
    """The glm of the responses above zero."""
    response = positive.starting_response(y)
    return StartingGlm(positive.starting_family, response, weights * (y > 0))


def _above_zero_glm(link: str | Link, y: np.ndarray, weights: np.ndarray) -> StartingGlm:
    """Whether a row is above zero."""
    return StartingGlm(binomial(link), (y > 0).astype(float), weights)

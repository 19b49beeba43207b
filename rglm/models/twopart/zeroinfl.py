"""``zeroinfl``: counts with more zeros than their distribution has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from rglm.families.glm.binomial import binomial
from rglm.families.likelihoods.count_distribution import COUNT_DISTRIBUTIONS
from rglm.families.likelihoods.zero_inflated import ZeroInflated
from rglm.fitting.control import Control
from rglm.formatting.hints.argument_hints import check_arguments
from rglm.formatting.hints.option_check import check_option
from rglm.models.likelihood.starting_values import StartingGlm, StartingGlmOf
from rglm.models.twopart.twopart_call import ZERO_LINKS, TwoPartCall
from rglm.models.twopart.twopart_fit import TwoPartFit


@check_arguments
def zeroinfl(
    formula: str,
    data: Any = None,
    dist: str = "poisson",
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
    """Fit a zero-inflated count model; R's ``pscl::zeroinfl``.

    With probability p_i the count is a structural zero, else it is from a count distribution f of
    mean mu_i: P(Y_i = 0) = p_i + (1 - p_i) f(0), P(Y_i = y) = (1 - p_i) f(y), where
    log(mu_i) = x_i' beta + o_i and g(p_i) = z_i' gamma. Note the sign: a positive gamma
    makes zeros likelier.

    Parameters
    ----------
    formula : str
        ``"y ~ x | z"``: the terms of the counts, then those of the zeros; without ``|`` both have
        the same. See `glm` for the language.
    data, subset, na_action, contrasts
        As in `glm`.
    weights : expression, array or Series, optional
        Numbers of observations: a row of weight 2 is two rows, in estimates, standard errors and
        robust covariances. ``nobs()`` (pscl's ``fit$n``), ``df_residual`` and BIC count rows, as
        in pscl.
    dist : {"poisson", "negbin", "geometric"}
        f; the negative binomial has variance mu + mu^2/theta, the geometric theta = 1.
    link : {"logit", "probit", "cloglog", "cauchit", "log"}
        g, the link of the zeros.
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
        A response with negative or fractional values, without zeros, or with nothing else; an
        unknown `dist` or `link`; what `glm` raises of data and arguments.

    Warns
    -----
    RankWarning, ConvergenceWarning, BoundaryWarning
        Aliased coefficients (NaN); no maximum found; parameters that are infinite: a zero part
        that is nearly separated, or not needed because the counts have no zeros too many, or
        theta where the counts are not overdispersed.

    Notes
    -----
    *Is the zero part needed?* Many zeros are no sign of it: a count distribution of small mean has
    many. Compare AIC with the model without it, ``compare(glm_nb(...), zeroinfl(...))``. That
    model is at the edge of this one (p = 0), where neither the likelihood ratio test nor Vuong's
    has its usual distribution (Wilson 2015, Economics Letters 127): of a zero part that is an
    intercept `lrtest` halves the p-value.

    *Fewer zeros than f has?* No p is below 0; `hurdle` may have fewer.

    The maximum is found by Newton's method from the glms of both parts, and the covariance is the
    inverse of the exact Hessian (R: a quasi-Newton method and a Hessian by differences).

    References
    ----------
    Lambert (1992), Zero-inflated Poisson regression, with an application to defects in
    manufacturing, Technometrics 34; Zeileis, Kleiber & Jackman (2008), Regression models for count
    data in R, Journal of Statistical Software 27(8).

    Examples
    --------
    >>> from rglm import zeroinfl
    >>> from rglm.datasets import load
    >>> fit = zeroinfl("n_gc ~ logmass", load("galaxies"), dist="negbin")
    >>> fit.coefficients.index.tolist()
    ['count_(Intercept)', 'count_logmass', 'zero_(Intercept)', 'zero_logmass']
    """
    return ZeroinflCall.of(locals()).fit()


@dataclass(frozen=True, kw_only=True, eq=False)
class ZeroinflCall(TwoPartCall):
    """The arguments of a call of `zeroinfl`."""

    function = staticmethod(zeroinfl)
    shown = (*TwoPartCall.shown, "dist", "link")

    @property
    def zero_distribution(self) -> None:
        """None: the zero part has a link only."""
        return None

    @property
    def has_count_response(self) -> bool:
        """Whether the response is a count, and no amount."""
        return True

    def density(self) -> ZeroInflated:
        """The density of the response of a row."""
        check_option("dist", self.dist, COUNT_DISTRIBUTIONS)
        return ZeroInflated(self.dist, check_option("link", self.link, ZERO_LINKS))

    def starting_glms(self) -> tuple[StartingGlmOf, StartingGlmOf]:
        """The glms of the counts and of the zeros."""
        return partial(StartingGlm, "poisson"), partial(_zero_glm, self.link)


def _zero_glm(link: str, y: np.ndarray, weights: np.ndarray) -> StartingGlm:
    """Whether a row is zero."""
    return StartingGlm(binomial(link), (y == 0).astype(float), weights)

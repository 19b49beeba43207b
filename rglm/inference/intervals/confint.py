"""Confidence intervals of coefficients by profile likelihood, by Wald, or by Student's t."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

import numpy as np

from rglm.formatting.hints.option_check import check_option
from rglm.formatting.tables.matrix_frame import MatrixFrame
from rglm.inference.confidence_level import check_level, t_quantile
from rglm.inference.covariance.given_covariance import own_or_given_errors
from rglm.inference.covariance.model_covariance import coefficient_places
from rglm.protocol.argument_types import Vcov
from rglm.protocol.capabilities import HasWorkingWeights
from rglm.protocol.model_result import ModelResult

METHODS = ("profile", "wald")


class Intervals(MatrixFrame):
    """A table of intervals that prints as R's matrix."""

    def _missing_texts(self) -> list[str]:
        undefined = self.attrs.get("undefined", [])
        is_nan = undefined if len(undefined) == len(self) else [False] * len(self)
        return ["NaN" if nan else "NA" for nan in is_nan]


def confint(
    fit: ModelResult,
    parm: str | Sequence[str] | None = None,
    level: float = 0.95,
    method: str | None = None,
    vcov: Vcov = None,
) -> Intervals:
    """Confidence intervals of the coefficients; R's ``confint``.

    Parameters
    ----------
    parm : name or names, optional
        Which coefficients; all by default.
    level : float
        The coverage.
    method : {"profile", "wald"}, optional
        wald: estimate -+ z se, z the normal quantile (R's ``confint.default``). profile: the two
        values at which the deviance, with the other coefficients fitted again, has risen by z^2
        dispersions (R's ``confint`` of a glm, here solved for and not interpolated). The
        dispersion, and the theta of `glm_nb`, stay at their estimates. z is normal, as in R, also
        where the table of `summary` has t.

        Every model by maximum likelihood has both. The default is R's: profile for `glm`, `glm_nb`
        and `polr`; wald for `multinom`, `zeroinfl`, `hurdle` and `betabinomial`, for a fit by
        ``method="brglm"``, and where `vcov` is given.

        The intervals of an `lm` are estimate -+ t se, t Student's quantile on ``df_residual``:
        exact for normal errors of one variance, so that it needs no profile.
    vcov : str, dict, matrix or function, optional
        Another covariance for the standard errors: a type (``"HC3"``), arguments
        of ``fit.vcov()`` (``{"cluster": "g"}``), a matrix or a function of the fit; R's
        ``lmtest::coefci``.

    Returns
    -------
    Intervals (k, 2)
        A DataFrame with a row for each coefficient and a column for each limit, ``2.5 %`` and
        ``97.5 %``; ``attrs["method"]`` is the method. Prints R's matrix.

    Raises
    ------
    ValueError
        A name is unknown or belongs to two coefficients; the method is unknown; the level is
        outside (0, 1); `vcov` is given with ``method="profile"``, or that with an `lm`.

    Notes
    -----
    All but those of `lm` are for large samples. Where the dispersion is estimated from few rows
    the normal quantile is too small: of gamma samples of 8 rows "95%" intervals held the true
    slope in about nine of ten. With ``t = scipy.stats.t.ppf(0.975, fit.df_residual)`` take the
    estimate -+ t se, or the profile with ``level=2 * scipy.stats.norm.cdf(t) - 1``.

    Wald's intervals are symmetric, as if the likelihood were quadratic. Where it is not, as near
    separation, they reach too far towards 0 and not far enough to the other side (Hauck & Donner
    1977, JASA 72): of 400 logistic samples of 50 rows with a slope of 3 it was above the interval
    in 2% and below it in none.

    References
    ----------
    Venzon & Moolgavkar (1988), A method for computing profile-likelihood-based confidence
    intervals, Applied Statistics 37.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool", load("warpbreaks"), poisson())
    >>> fit.confint()
                     2.5 %     97.5 %
    (Intercept)  3.3667027  3.5021316
    woolB       -0.3072626 -0.1050639
    """
    places = fit._interval_places if parm is None else coefficient_places(fit, parm)
    return intervals(fit, places, level, method, vcov)


def intervals(
    fit: ModelResult,
    places: Iterable[int],
    level: float = 0.95,
    method: str | None = None,
    vcov: Vcov = None,
) -> Intervals:
    """Confidence intervals of the coefficients at some places; see `confint`."""
    method = _interval_method(fit, method, vcov)
    check_level(level)
    from scipy.special import ndtri

    tail, places = (1 - level) / 2, list(places)
    if method == "profile":
        limits = fit._profile_limits(places, float(-ndtri(tail)))
    else:
        limits = _wald_limits(fit, vcov, tail)[places]
    columns = percent_labels([100 * tail, 100 - 100 * tail])
    names = [fit.names[i] for i in places]
    out = Intervals(np.array(limits).reshape(-1, 2), index=names, columns=columns)
    out.attrs["method"] = method
    if np.isnan(fit.dispersion):  # no degree of freedom is left; aliased ones are NA
        out.attrs["undefined"] = np.isfinite(fit._estimates.to_numpy()[places]).tolist()
    return out


def _interval_method(fit: ModelResult, method: str | None, vcov: Vcov) -> str:
    """The method of the intervals: profile or wald.

    Raises
    ------
    ValueError
        The method is unknown, or the fit, or an argument, does not go with a profile.
    """
    if method is None:
        method = "profile" if vcov is None and fit._has_profile_intervals else "wald"
    check_option("method", method, METHODS)
    if method == "profile":
        _check_profile(fit, vcov)
    return method


def _check_profile(fit: ModelResult, vcov: Vcov) -> None:
    if not fit._has_profile:
        raise ValueError(
            f"the intervals of {fit._function_name}() are Student's t, exact for normal errors, "
            "so that a profile would add nothing; leave method= out"
        )
    check_likelihood_profile(fit, vcov)


def check_likelihood_profile(fit: ModelResult, vcov: Vcov) -> None:
    """Check that a fit is at the maximum of a likelihood of rows that it has.

    Raises
    ------
    ValueError
        It is not, or a covariance is given besides.
    """
    if vcov is not None:
        raise ValueError(
            "vcov= goes with method='wald': a likelihood profile has no use for a covariance"
        )
    if isinstance(fit, HasWorkingWeights) and not fit._is_maximum_likelihood:
        raise ValueError(
            f"method='profile' needs the maximum of a likelihood, and method={fit.method!r} of "
            "glm() has another estimate; use method='wald'"
        )
    if fit._source is None:
        raise ValueError(
            "this fit was stripped of its rows, which a likelihood profile needs; "
            "method='wald' does without them"
        )


def percent_labels(percents: list[float]) -> list[str]:
    """``2.5 %`` and ``97.5 %``: three significant digits, never in exponents."""
    exponents = [Decimal(f"{p:.3g}").normalize().as_tuple().exponent for p in percents]
    places = max(0, *(-int(exponent) for exponent in exponents))
    return [f"{p:.{places}f} %" for p in percents]


def _wald_limits(fit: ModelResult, vcov: Vcov, tail: float) -> np.ndarray:
    """Estimate -+ q se of each coefficient, (p, 2), q the normal or Student's quantile."""
    se, q = own_or_given_errors(fit, vcov), -t_quantile(fit._interval_df, tail)
    return fit._estimates.to_numpy()[:, None] + se[:, None] * [-q, q]

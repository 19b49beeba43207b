"""The dose at which the mean is a given number, as the lethal dose LD50; MASS's dose.p."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rglm.formatting.hints.argument_kinds import describe_value
from rglm.formatting.hints.warning_location import warn
from rglm.formatting.name_positions import name_positions
from rglm.formatting.numbers.number_format import format_numbers
from rglm.inference.covariance.given_covariance import given_covariance
from rglm.inference.covariance.vcov import covariance_at
from rglm.inference.doses.doses import AskedDoses, Doses
from rglm.protocol.argument_types import Vcov
from rglm.protocol.capabilities import HasWorkingWeights
from rglm.warnings import FitWarning


def dose_p(
    fit: HasWorkingWeights,
    p: float | Sequence[float] = 0.5,
    cf: Sequence[int] | Sequence[str] | None = None,
    vcov: Vcov = None,
) -> Doses:
    """The dose at which the mean is p, with its standard error; R's ``MASS::dose.p``.

    With a and b the coefficients of `cf` and g the link, a dose x has the mean p where
    g(p) = a + b x:

        x = (g(p) - a) / b,     se^2 = (var(a) + 2 x cov(a, b) + x^2 var(b)) / b^2.

    For p = 0.5 of a binomial model it is the lethal (or effective) dose, LD50.

    Parameters
    ----------
    p : float or sequence
        Means: of a binomial model probabilities.
    cf : two coefficients, optional
        The intercept and the slope of the dose, by place (from 0 on) or by name, as
        ``("sexF", "ldose")``. By default the first two, ``(0, 1)``.
    vcov : str, dict, matrix or function, optional
        Another covariance of the coefficients: a type (``"HC3"``), a matrix
        (``fit.vcov(cluster="g")``) or a function of the fit.

    Returns
    -------
    Doses (k, 2)
        A DataFrame with the columns ``Dose SE`` and a row ``p = 0.5:`` for each p; ``attrs["p"]``
        has the numbers. Prints R's table.

    Raises
    ------
    ValueError
        A p is outside the range of the mean; `cf` is not two coefficients of the fit, or one of
        them is aliased.

    Warns
    -----
    FitWarning
        There are more than two coefficients, and `cf` does not say which.

    Notes
    -----
    The standard error is by the delta method: rough where the slope is not many of its standard
    errors from 0. ``dose_p(...).confint(level=0.95, method=...)`` has intervals that are not by
    it: the likelihood's own (``"profile"``, the default) and Fieller's (``"fieller"``), beside
    ``"wald"``. Offsets are taken as 0, and so are all other terms: with a factor choose its
    intercept, by ``y ~ sex + dose - 1``.

    References
    ----------
    Venables & Ripley (2002), Modern Applied Statistics with S, section 7.2; Finney (1971), Probit
    Analysis.

    Examples
    --------
    >>> from rglm import binomial, glm
    >>> from rglm.datasets import load
    >>> fit = glm("cbind(dead, alive) ~ sex + ldose - 1", load("budworm"), binomial())
    >>> fit.dose_p([0.25, 0.5], cf=("sexF", "ldose"))
                  Dose        SE
    p = 0.25: 2.231265 0.2499089
    p = 0.50: 3.263587 0.2297539
    >>> fit.dose_p(0.5, cf=("sexF", "ldose")).confint()
                2.5 %   97.5 %
    p = 0.5: 2.817611 3.731522
    """
    means = _means(fit, p)
    places = _coefficient_places(fit, cf)
    intercept, slope = fit._estimates.to_numpy()[places]
    covariance = _covariance(fit, places, vcov)
    with np.errstate(all="ignore"):
        eta = fit.family.link.linkfun(means)
        dose = (eta - intercept) / slope
        by_estimates = -np.column_stack([np.ones(len(dose)), dose]) / slope
        variance = (by_estimates @ covariance * by_estimates).sum(axis=1)
        table = {"Dose": dose, "SE": np.sqrt(variance)}
    out = Doses(table, index=[f"p = {text}:" for text in format_numbers(means)])
    out.attrs["p"] = means.tolist()
    out.asked = AskedDoses(fit, eta, tuple(places), covariance, vcov)
    return out


def _means(fit: HasWorkingWeights, p: float | Sequence[float]) -> np.ndarray:
    """The means that are asked for, which the family has."""
    try:
        means = np.atleast_1d(np.asarray(p, dtype=float))
    except (TypeError, ValueError):
        means = np.zeros((0, 0))
    if means.ndim != 1 or not len(means):
        raise TypeError(f"p= takes a number or a list of numbers, got {describe_value(p)}")
    low, high = fit.family.mean_range
    outside = means[~((means >= low) & (means <= high))]
    if len(outside):
        raise ValueError(
            f"p={outside[0]:g}: the mean of {fit.model_name} lies between {low:g} and {high:g}"
        )
    return means


def _coefficient_places(
    fit: HasWorkingWeights, cf: Sequence[int] | Sequence[str] | None
) -> list[int]:
    """The places of the intercept and of the slope."""
    names = [str(name) for name in fit.names]
    if cf is None:
        cf = (0, 1)
        if len(names) > 2:
            warn(
                f"dose_p(): took {names[0]!r} for the intercept and {names[1]!r} for the slope of "
                "the dose, and all other terms as 0; choose two coefficients by cf=",
                FitWarning,
            )
    if isinstance(cf, str) or len(cf) != 2:
        raise ValueError(f"cf={cf!r}: give two coefficients, the intercept and the slope")
    places = [_place(one, names) for one in cf]
    if places[0] == places[1]:
        raise ValueError(f"cf={cf!r} is one coefficient twice; give the intercept and the slope")
    for place in places:
        if np.isnan(fit._estimates.iloc[place]):
            raise ValueError(f"cf={cf!r}: the coefficient {names[place]!r} is aliased")
    return places


def _place(one: int | str, names: list[str]) -> int:
    if isinstance(one, str):
        return name_positions([one], names, "cf=")[0]
    if not 0 <= one < len(names):
        raise ValueError(
            f"cf= has the place {one}, and the {len(names)} coefficients are at 0 to "
            f"{len(names) - 1}: {', '.join(names)}"
        )
    return int(one)


def _covariance(fit: HasWorkingWeights, places: list[int], vcov: Vcov) -> np.ndarray:
    """The covariance of two coefficients."""
    if vcov is None:
        return covariance_at(fit, np.array(places)).to_numpy()
    return given_covariance(fit, vcov)[np.ix_(places, places)]

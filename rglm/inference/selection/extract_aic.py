"""Akaike's criterion with the degrees of freedom that it counts; R's extractAIC."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from rglm.families.glm.family import Family
from rglm.inference.selection.selection_arguments import dispersion_scale
from rglm.protocol.capabilities import HasWorkingWeights
from rglm.protocol.model_result import ModelResult


class Criterion(NamedTuple):
    """Equivalent degrees of freedom and AIC."""

    edf: int
    AIC: float


def extractAIC(fit: ModelResult, scale: float = 0, k: float = 2) -> Criterion:
    """The degrees of freedom and the AIC of a fit, by which `step` chooses; R's ``extractAIC``.

    -2 log L + 2 s + k edf, where edf counts the coefficients and s the parameters that the family
    estimates beside them (the dispersion): unlike in ``fit.AIC(k=)``, k does not multiply those.
    Of `lm` it is n log(RSS / n) + k edf, which differs from ``fit.AIC(k=)`` by a constant.

    Parameters
    ----------
    scale : float
        Of `lm` the variance of the errors, where it is known: the criterion is then Mallows' Cp,
        RSS / scale - n + k edf. Other models do not use it, as in R.
    k : float
        The weight of a degree of freedom: 2 for AIC, ``log(n)`` for BIC.

    Returns
    -------
    Criterion
        The pair (edf, AIC); AIC is NaN for quasi families. As in R, edf is the number of rows
        less the residual degrees of freedom, so that rows of weight 0 count; of `lm` n counts
        them too.

    Raises
    ------
    ValueError
        A scale below 0.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool * tension", load("warpbreaks"), poisson())
    >>> edf, aic = fit.extractAIC()
    >>> edf, round(aic, 4)
    (6, 468.9692)
    """
    edf = int(fit.edf)
    return Criterion(edf, fit._penalized_criterion(edf, k, dispersion_scale(scale)))


def criteria(
    fit: HasWorkingWeights,
    ranks: np.ndarray,
    deviances: np.ndarray,
    nrows: int,
    scale: float,
    k: float,
) -> np.ndarray:
    """The AIC of models that differ from a fit by some terms, the fit itself in front, from
    their ranks and deviances.

    As in R the dispersion of all is that of the fit, unless the family is normal; and a constant
    is added that makes the first the fit's own AIC.
    """
    aic = minus_twice_loglik(fit, deviances, nrows, scale) + k * ranks
    with np.errstate(invalid="ignore"):  # infinite less infinite: NaN for all
        return aic + (extractAIC(fit, k=k).AIC - aic[0])


def minus_twice_loglik(
    fit: HasWorkingWeights, deviances: np.ndarray, nrows: int, scale: float
) -> np.ndarray:
    """-2 log L at some deviances, up to a constant."""
    with np.errstate(all="ignore"):
        if not is_normal(fit.family):
            return deviances / (scale or fit.dispersion)
        return deviances / scale if scale else nrows * np.log(deviances / nrows)


def is_normal(family: Family) -> bool:
    """Whether the variance does not depend on the mean: the dispersion then has a maximum
    likelihood estimate that a deviance gives.
    """
    variance = family.variance(np.array([0.25, 0.5, 0.75]))
    return family.extra_parameters > 0 and bool((variance == variance[0]).all())

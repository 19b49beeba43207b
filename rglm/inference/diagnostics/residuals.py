"""Residuals of every kind, by the response distribution of a fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, overload

import numpy as np
import pandas as pd

from rglm.formatting.hints.option_check import check_option
from rglm.inference.prediction.term_contributions import terms
from rglm.inference.random_seed import Seed, generator
from rglm.protocol.capabilities import HasLevels, HasMean, HasWorkingWeights
from rglm.protocol.model_result import ModelResult

# of any response distribution, and of those of a fit by IRLS
TYPES: Mapping[str, Callable[[Any], np.ndarray]] = {
    "response": lambda distribution: distribution.response_residuals(),
    "pearson": lambda distribution: distribution.pearson_residuals(),
}
IRLS_TYPES: Mapping[str, Callable[[Any], np.ndarray]] = {
    "deviance": lambda distribution: distribution.deviance_residuals(),
    "pearson": TYPES["pearson"],
    "working": lambda distribution: distribution.working_residuals(),
    "response": TYPES["response"],
}


@overload
def residuals(
    fit: HasWorkingWeights, type: Literal["partial"], seed: Seed = None
) -> pd.DataFrame: ...
@overload
def residuals(
    fit: HasWorkingWeights,
    type: Literal["deviance", "pearson", "working", "response", "quantile"] = "deviance",
    seed: Seed = None,
) -> pd.Series: ...
@overload
def residuals(
    fit: HasWorkingWeights, type: str, seed: Seed = None
) -> pd.Series | pd.DataFrame: ...
def residuals(
    fit: HasWorkingWeights, type: str = "deviance", seed: Seed = None
) -> pd.Series | pd.DataFrame:
    """Residuals of one kind: Series (n,), or for ``"partial"`` a DataFrame with a column a term.

    As R's ``residuals.glm``, and statmod's ``qresiduals``. Rows that ``na_exclude`` left out are
    NaN.

    Parameters
    ----------
    type : {"deviance", "pearson", "working", "response", "partial", "quantile"}
        deviance: sign(y - mu) sqrt(d_i); pearson: (y - mu) sqrt(a / V(mu)); working:
        (y - mu) / (dmu/deta); response: y - mu; partial: working plus each centred term;
        quantile: see the notes.
    seed : int or numpy Generator, optional
        Of quantile residuals, which are random where y is discrete; the same seed gives the same
        residuals.

    Returns
    -------
    Series (n,), or DataFrame (n, terms) for ``"partial"``
        Under the index of the data.

    Raises
    ------
    ValueError
        An unknown `type`; quantile residuals of a quasi family, or of a `tweedie` whose power is
        not 0, 2, 3 or between 1 and 2.

    Notes
    -----
    A quantile residual is Phi^-1(u), u the probability of a response up to y in the fitted
    distribution; where y has a mass of its own u is drawn between P(Y < y) and P(Y <= y). If the
    model is right they are standard normal, but for the error of the estimates, for counts and
    proportions too (Dunn & Smyth 1996). Rows of weight 0 are NaN.

    As in statmod an estimated dispersion is Pearson's, for the inverse Gaussian family the mean
    deviance; y is taken to have dispersion phi / a with prior weight a (statmod leaves the weight
    of an inverse Gaussian out). Counts have no use for prior weights, and a warning says so. They
    stay finite where a tail probability underflows.

    References
    ----------
    Dunn & Smyth (1996), Randomized quantile residuals, Journal of Computational and Graphical
    Statistics 5.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool * tension", load("warpbreaks"), poisson())
    >>> fit.residuals("quantile", seed=1).round(2).head(3).tolist()
    [-2.98, -2.21, 1.34]
    """
    check_type(type, [*IRLS_TYPES, "partial", "quantile"], seed)
    if type == "partial":
        return fit._pad_omitted(terms(fit).add(irls_residuals(fit, "working"), axis=0))
    return fit._pad_omitted(fit._row_series(_values(fit, type, seed, IRLS_TYPES)))


def irls_residuals(fit: HasWorkingWeights, type: str) -> pd.Series:
    """Residuals of the rows of a fit by IRLS, without those that ``na_exclude`` left out."""
    return fit._row_series(_values(fit, type, None, IRLS_TYPES))


def weighted_residuals(fit: HasWorkingWeights, drop0: bool = True) -> pd.Series:
    """The deviance residuals of the rows with a weight; R's ``weighted.residuals``.

    Of a linear model they are sqrt(w) (y - fitted), w the weight.

    Parameters
    ----------
    drop0 : bool
        Leave out the rows of weight 0, as R does; else their residual is 0.

    Returns
    -------
    Series
        Under the index of the data; rows that ``na_exclude`` left out are NaN.

    Examples
    --------
    >>> import pandas as pd
    >>> from rglm import lm
    >>> data = pd.DataFrame({"x": [1, 2, 3, 4], "y": [1, 3, 2, 6], "w": [1, 4, 0, 1]})
    >>> lm("y ~ x", data, weights="w").weighted_residuals().round(3).tolist()
    [-0.276, 0.207, -0.138]
    """
    values = irls_residuals(fit, "deviance")
    if not drop0:
        return fit._pad_omitted(values)
    zeros = fit._row_series((fit._rows.weights == 0).astype(float))
    is_zero = np.asarray(fit._pad_omitted(zeros) == 1)
    return fit._pad_omitted(values)[~is_zero]


def likelihood_residuals(fit: HasMean, type: str = "pearson", seed: Seed = None) -> pd.Series:
    """Residuals of each row, Series (n,); R's ``residuals.zeroinfl``.

    Parameters
    ----------
    type : {"pearson", "response", "quantile"}
        pearson: (y - mean) sqrt(weight / variance), mean and variance those of y, zeros and all,
        of a `betabinomial` those of the proportion, mu (1 - mu) (1 + (N - 1) rho) / N; response:
        y - mean, of a `zeroinfl` or `hurdle` times sqrt(weight), as pscl has it; quantile:
        Phi^-1(u) with u drawn between P(Y < y) and P(Y <= y) (Dunn & Smyth 1996), near to standard
        normal if the model is right. Rows without a trial are NaN.
    seed : int or numpy Generator, optional
        Of quantile residuals.

    Returns
    -------
    Series (n,)
        Under the index of the data.

    Raises
    ------
    ValueError
        An unknown `type`.

    Notes
    -----
    VGAM's Pearson residuals of a beta-binomial are other ones, of its two linear predictors.

    References
    ----------
    Dunn & Smyth (1996), Randomized quantile residuals, Journal of Computational and Graphical
    Statistics 5.

    Examples
    --------
    >>> from rglm import zeroinfl
    >>> from rglm.datasets import load
    >>> fit = zeroinfl("n_gc ~ logmass", load("galaxies"), dist="negbin")
    >>> bool(abs(fit.residuals("quantile", seed=1).mean()) < 0.2)
    True
    """
    check_type(type, [*TYPES, "quantile"], seed)
    return fit._pad_omitted(fit._row_series(_values(fit, type, seed, TYPES)))


@overload
def category_residuals(
    fit: HasLevels, type: Literal["quantile"], seed: Seed = None
) -> pd.Series: ...
@overload
def category_residuals(
    fit: HasLevels, type: Literal["response", "pearson"] = "response", seed: Seed = None
) -> pd.DataFrame: ...
@overload
def category_residuals(
    fit: HasLevels, type: str, seed: Seed = None
) -> pd.Series | pd.DataFrame: ...
def category_residuals(
    fit: HasLevels, type: str = "response", seed: Seed = None
) -> pd.Series | pd.DataFrame:
    """Residuals of each row, of each level or for ``"quantile"`` of all; R's residuals.multinom.

    Parameters
    ----------
    type : {"response", "pearson", "quantile"}
        response: whether the row is in a level (for counts the proportion) less the level's fitted
        probability p, a DataFrame (n, m) as R's ``residuals.multinom``. pearson: that times
        sqrt(w N / (p (1 - p))), N the row's count (1 if it has one level) and w its weight, level
        by level. quantile: Phi^-1(u) with u
        drawn between P(Y < y) and P(Y <= y) in the order of the levels, near to standard normal if
        the model is right (Dunn & Smyth 1996); for a response of one level a row.
    seed : int or numpy Generator, optional
        Of quantile residuals.

    Returns
    -------
    DataFrame (n, m), or Series (n,) for ``"quantile"``
        Under the index of the data.

    Raises
    ------
    ValueError
        An unknown `type`; quantile residuals of a matrix of counts.

    References
    ----------
    Dunn & Smyth (1996), Randomized quantile residuals, Journal of Computational and Graphical
    Statistics 5.

    Examples
    --------
    >>> from rglm import polr
    >>> from rglm.datasets import load
    >>> fit = polr("ordered(tension) ~ breaks", load("warpbreaks"))
    >>> fit.residuals().round(2).iloc[0].tolist()
    [0.72, -0.39, -0.33]
    """
    check_type(type, [*TYPES, "quantile"], seed)
    values = _values(fit, type, seed, TYPES)
    if type == "quantile":
        return fit._pad_omitted(fit._row_series(values))
    return fit._pad_omitted(pd.DataFrame(values, index=fit._index, columns=list(fit.lev)))


# all are the method residuals(), and messages call it so
likelihood_residuals.__name__ = category_residuals.__name__ = residuals.__name__


def check_type(type: str, types: Sequence[str], seed: Seed) -> None:
    """Check ``type=``, and that ``seed=`` goes with residuals that may be random."""
    check_option("type", type, types)
    if type != "quantile" and seed is not None:
        raise ValueError(f"seed= goes with type='quantile' only; type={type!r} draws nothing")


def _values(
    fit: ModelResult, type: str, seed: Seed, types: Mapping[str, Callable[[Any], np.ndarray]]
) -> np.ndarray:
    """Residuals of the rows of the fit, (n,), or of each level (n, m)."""
    distribution = fit._response_distribution()
    if type == "quantile":
        return distribution.quantile_residuals(generator(seed))
    return types[type](distribution)

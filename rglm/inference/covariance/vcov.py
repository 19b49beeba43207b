"""The covariance of the coefficients, whole or in part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.warning_location import warn
from rglm.formatting.name_positions import name_positions
from rglm.formatting.text.printable import listed
from rglm.inference.covariance.matrix_size import check_matrix_size
from rglm.protocol.model_result import ModelResult
from rglm.warnings import FitWarning

ROOM = 4e9  # bytes: the largest covariance that is made


def vcov(
    fit: ModelResult,
    parm: str | Sequence[str] | None = None,
    type: str | None = None,
    cluster: Any = None,
) -> pd.DataFrame:
    """The covariance of the coefficients, NaN where aliased; R's ``vcov``, ``vcovHC``, ``vcovCL``.

    Without `type` and `cluster` it is the model's own, phi (X'WX)^-1. With them it is a sandwich,
    B M B with B = (X'WX)^-1, which holds where the model's variance, or the independence of rows
    in a cluster, does not.

    Parameters
    ----------
    parm : name or names, optional
        Which coefficients; all by default.
    type : {None, "const", "HC0", "HC1", "HC2", "HC3", "HC4"}
        "const" is the model's own, as None (R's ``vcovHC(type = "const")`` of a glm is a
        variance of the working residuals and is not followed); "HC" is "HC0". HC1 multiplies by
        n/(n - k), HC2 divides a squared score by 1 - h, HC3 by (1 - h)^2, HC4 by
        (1 - h)^min(4, n h / k), h the leverage.
    cluster : str, Series, array, or a list of these, optional
        Which rows go together: the name of a column of the data or an expression in them
        (``"g"``, ``"~ g + h"``); a Series is matched by its index, an array has a value for each
        row of the data (or of the fit). A list clusters in several ways. `type` is then one of
        HC0 (the default, times G/(G - 1) for G clusters), HC1 (times (n - 1)/(n - k) too), HC2
        and HC3 (by the cluster's block of the hat matrix).

    Returns
    -------
    DataFrame (p, p)
        ``attrs["type"]`` names a robust one.

    Raises
    ------
    ValueError
        A name is no coefficient; an unknown type; a cluster that is missing, of the wrong
        length, or the only one; or there are so many coefficients that the matrix would not fit.

    Notes
    -----
    As in R's sandwich, working residuals and weights are those of the fit, and the dispersion
    cancels. Rows of weight 0 are as if they were not there (sandwich 3.0 counts them in one factor
    and not in another). With several ways of clustering the matrix need not be positive definite,
    as in R: a variance can then be below 0, and its standard error NaN.

    A row of a `glm` or `glm_nb` is one observation whatever its prior weight, as in R. The weights
    of the other models are numbers of observations: a robust covariance is that of the rows
    written out, n the sum of the weights; they have the types HC0 and HC1.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool", load("warpbreaks"), poisson())
    >>> fit.vcov(type="HC3").round(5)
                 (Intercept)    woolB
    (Intercept)      0.01003 -0.01003
    woolB           -0.01003  0.01525
    >>> fit.vcov(cluster="tension").shape
    (2, 2)
    """
    places = coefficient_places(fit, parm)
    return covariance_at(fit, places, type, cluster)


def covariance_at(
    fit: Any, places: np.ndarray, type: str | None = None, cluster: Any = None
) -> pd.DataFrame:
    """`vcov` of the coefficients at some places."""
    _check_size(len(places))
    if cluster is not None or type not in (None, "const"):
        return fit._robust_covariance(places, type, cluster)
    return named_matrix(fit, fit.dispersion * unscaled(fit, places), places)


def named_matrix(fit: Any, matrix: np.ndarray, places: np.ndarray) -> pd.DataFrame:
    """A matrix of the coefficients at some places under their names."""
    names = [fit.names[i] for i in places]
    return pd.DataFrame(matrix, index=names, columns=names)


def correlation_table(fit: Any, vcov: Any = None) -> pd.DataFrame:
    """The correlations of the coefficients, NaN where aliased."""
    found = given_covariance(fit, vcov)
    error = standard_errors(found)
    return named_matrix(fit, found / np.outer(error, error), np.arange(len(error)))


def given_covariance(fit: Any, vcov: Any = None) -> np.ndarray:
    """The covariance that ``vcov=`` asks for, (p, p) in the order of the coefficients.

    Parameters
    ----------
    vcov : {None, str, array, DataFrame, function}
        None is the fit's own; a string names a type, ``"HC3"``; a matrix is taken as it is, a
        DataFrame by its names (aliased coefficients may be left out; one whose names are those of
        the fit as it is); a function is called with the fit. NaN where aliased.

    Raises
    ------
    ValueError, TypeError
        A matrix of the wrong shape or names, or not symmetric; something that is no matrix.
    """
    names = list(fit.names)
    if isinstance(vcov, str):
        vcov = fit.vcov(type=vcov)
    elif vcov is None or callable(vcov):
        vcov = fit.vcov() if vcov is None else vcov(fit)
    kept = np.isin(np.arange(len(names)), fit._solution.system.estimable)
    if isinstance(vcov, pd.DataFrame):
        vcov = _by_name(vcov, names, np.flatnonzero(kept))
    try:
        found = np.array(vcov, dtype=float)
    except (TypeError, ValueError):
        raise TypeError(
            f"vcov= takes a type such as 'HC3', a matrix or a function of the fit, got {vcov!r}"
        ) from None
    if found.shape != (len(names),) * 2:
        raise ValueError(
            f"vcov= has shape {found.shape}; there are {len(names)} coefficients: {listed(names)}"
        )
    found[~kept] = found[:, ~kept] = np.nan
    size = np.nan_to_num(np.sqrt(np.abs(np.diag(found))))
    if (np.abs(found - found.T) > 1e-8 * np.outer(size, size)).any():
        raise ValueError("vcov= is not symmetric, as a covariance is")
    return found


def _by_name(matrix: pd.DataFrame, names: list[str], kept: np.ndarray) -> Any:
    """A DataFrame in the order of the coefficients.

    With all names in order, or all but the aliased ones, it is taken as it is; in another order it
    goes by its names.
    """
    estimated = [names[i] for i in kept]
    for places in (np.arange(len(names)), kept):
        order = [names[i] for i in places]
        if order == list(matrix.index) == list(matrix.columns):
            out = np.full((len(names),) * 2, np.nan, dtype=object)
            out[np.ix_(places, places)] = matrix
            return out
    if len(set(names)) < len(names):
        raise ValueError(
            "vcov= is ambiguous: a DataFrame is matched by its names, and some coefficients share "
            f"one; give its rows and columns in the order {listed(names)}"
        )
    for labels, what in ((matrix.index, "rows"), (matrix.columns, "columns")):
        wrong = [n for n in estimated if n not in labels] or [n for n in labels if n not in names]
        if wrong or not labels.is_unique:
            raise ValueError(
                f"vcov= has the {what} {listed(list(map(str, labels)))}; the coefficients are "
                f"{listed(names)}"
            )
    return matrix.reindex(index=names, columns=names)


def name_of(vcov: Any) -> str | None:
    """What a page calls the covariance that ``vcov=`` asked for; None for the fit's own."""
    if vcov is None or isinstance(vcov, str):
        return vcov
    if isinstance(vcov, pd.DataFrame):
        return vcov.attrs.get("type", "from the matrix given")
    named = getattr(vcov, "__name__", "<lambda>") if callable(vcov) else "<lambda>"
    if named != "<lambda>":
        return f"from {named}()"
    return "from the function given" if callable(vcov) else "from the matrix given"


def standard_errors(covariance: Any) -> np.ndarray:
    """The roots of the diagonal; NaN, with a warning, where a variance is below zero."""
    variances = np.diag(np.asarray(covariance))
    if (variances < 0).any():
        warn(
            "the covariance has a variance below 0, as clustering in several ways can give; its "
            "standard error is NaN",
            FitWarning,
        )
    return np.sqrt(np.where(variances < 0, np.nan, variances))


def own_or_given_errors(fit: Any, vcov: Any = None) -> np.ndarray:
    """The standard errors of all coefficients, from the covariance that ``vcov=`` asks for.

    Without it they are the fit's own, and no matrix is made.
    """
    if vcov is not None:
        return standard_errors(given_covariance(fit, vcov))
    with np.errstate(invalid="ignore"):
        return np.sqrt(fit.dispersion * fit._unscaled_variances)


def unscaled(fit: Any, columns: np.ndarray) -> np.ndarray:
    """(X'WX)^-1 of some columns, NaN where aliased.

    Raises
    ------
    ValueError
        It would take more than `ROOM` bytes.
    """
    _check_size(len(columns))
    solved, p = fit._solution.system, len(fit.names)
    place = np.full(p, -1)
    place[solved.estimable] = np.arange(solved.rank)
    found = place[columns]
    (kept,) = np.nonzero(found >= 0)
    out = np.full((len(columns),) * 2, np.nan)
    out[np.ix_(kept, kept)] = solved.covariance(found[kept])
    return out


def _check_size(count: int) -> None:
    check_matrix_size(
        count,
        count,
        f"a covariance of {count:,} coefficients",
        "name those you need, vcov(parm=['x', ...]). summary() has the standard errors of all",
        ROOM,
    )


def coefficient_places(fit: Any, parm: str | Sequence[str] | None) -> np.ndarray:
    """The places of the coefficients that ``parm=`` asks for; of all of them for None."""
    if parm is None:
        return np.arange(len(fit.names))
    asked = [parm] if isinstance(parm, str) or not isinstance(parm, Iterable) else list(parm)
    return np.array(name_positions(asked, fit.names, "parm="), dtype=int)

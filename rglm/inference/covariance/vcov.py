"""The covariance of the coefficients, whole or in part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from rglm.formatting.name_positions import name_positions
from rglm.inference.covariance.matrix_size import check_matrix_size
from rglm.protocol.argument_types import Cluster
from rglm.protocol.model_result import ModelResult

MAX_COVARIANCE_BYTES = 4e9


def vcov(
    fit: ModelResult,
    parm: str | Sequence[str] | None = None,
    type: str | None = None,
    cluster: Cluster = None,
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
        The cluster of each row: the name of a column of the data or an expression in them
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
        A name is no coefficient; the type is unknown; a cluster is missing, has the wrong length
        or is the only one; or the matrix would be too large for memory.

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
    fit: ModelResult, places: np.ndarray, type: str | None = None, cluster: Cluster = None
) -> pd.DataFrame:
    """The covariance of the coefficients at some places; see `vcov`."""
    _check_size(len(places))
    if cluster is not None or type not in (None, "const"):
        return fit._robust_covariance(places, type, cluster)
    return named_matrix(fit, fit.dispersion * unscaled_covariance(fit, places), places)


def named_matrix(fit: ModelResult, matrix: np.ndarray, places: np.ndarray) -> pd.DataFrame:
    """A matrix of the coefficients at some places under their names."""
    names = [fit.names[i] for i in places]
    return pd.DataFrame(matrix, index=names, columns=names)


def unscaled_covariance(fit: ModelResult, columns: np.ndarray) -> np.ndarray:
    """(X'WX)^-1 of some columns, NaN where aliased.

    Raises
    ------
    ValueError
        It would take more than `MAX_COVARIANCE_BYTES`.
    """
    _check_size(len(columns))
    system, p = fit._solution.system, len(fit.names)
    place_in_system = np.full(p, -1)
    place_in_system[system.estimable] = np.arange(system.rank)
    places = place_in_system[columns]
    (estimable,) = np.nonzero(places >= 0)
    out = np.full((len(columns),) * 2, np.nan)
    out[np.ix_(estimable, estimable)] = system.covariance(places[estimable])
    return out


def bread_column(fit: ModelResult, place: int) -> np.ndarray:
    """A column of (X'WX)^-1, (p,), 0 where aliased."""
    unit = np.zeros(len(fit._schema.names))
    unit[place] = 1.0
    return fit._solution.system.apply(unit)


def _check_size(count: int) -> None:
    check_matrix_size(
        count,
        count,
        f"a covariance of {count:,} coefficients",
        "name those you need, vcov(parm=['x', ...]). summary() has the standard errors of all",
        MAX_COVARIANCE_BYTES,
    )


def coefficient_places(fit: ModelResult, parm: str | Sequence[str] | None) -> np.ndarray:
    """The places of the coefficients that ``parm=`` asks for; all places for None."""
    if parm is None:
        return np.arange(len(fit.names))
    requested = [parm] if isinstance(parm, str) or not isinstance(parm, Iterable) else list(parm)
    return np.array(name_positions(requested, fit.names, "parm="), dtype=int)

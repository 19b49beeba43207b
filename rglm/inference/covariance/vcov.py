"""The covariance of the coefficients, whole or in part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rglm.formatting.tables.wide_frame import WideFrame
from rglm.inference.covariance.hac.hac import hac_covariance
from rglm.inference.covariance.hac.hac_options import NO_OPTIONS, HacOptions
from rglm.inference.covariance.model_covariance import (
    check_covariance_size,
    coefficient_places,
    named_matrix,
    unscaled_covariance,
)
from rglm.inference.covariance.sandwich_types import SERIAL_TYPES, check_type, robust_table
from rglm.inference.random_seed import Seed
from rglm.protocol.argument_types import Cluster, RowValues
from rglm.protocol.model_result import ModelResult

DEFAULT_RESAMPLES = 999
DEFAULT_SEED = 1  # so that a covariance is the same each time it is asked for


def vcov(
    fit: ModelResult,
    parm: str | Sequence[str] | None = None,
    type: str | None = None,
    cluster: Cluster = None,
    *,
    lag: int | None = None,
    kernel: str | None = None,
    bandwidth: float | str | None = None,
    prewhite: int | None = None,
    adjust: bool | None = None,
    order_by: RowValues | None = None,
    R: int | None = None,
    seed: Seed = DEFAULT_SEED,
) -> pd.DataFrame:
    """The covariance of the coefficients, the model's own or a robust one; R's ``vcov``.

    Without `type` and `cluster` it is the model's own, the inverse information: phi (X'WX)^-1 of
    `lm` and `glm`. With them it is a sandwich, B M B with B = (X'WX)^-1, as in R's ``vcovHC``,
    ``vcovCL``, ``vcovHAC`` and ``NeweyWest``. The sandwich holds where the model's variance, or
    the independence of rows in a cluster or in time, does not, if the mean is right and rows, or
    clusters, are many. M is the sum of the outer products of the scores of rows (HC), of the sums
    of scores in a cluster, or of scores some lags apart, with a weight for each lag.

    Parameters
    ----------
    parm : name or names, optional
        Which coefficients; all by default.
    type : {None, "const", "HC0", ..., "HC5", "HC4m", "HAC", "NeweyWest", "boot"}
        "const" is the model's own, as None (R's ``vcovHC(type = "const")`` of a glm is a
        variance of the working residuals and is not followed); "HC" is "HC0". HC1 multiplies by
        n/(n - k), HC2 divides a squared score by 1 - h, HC3 by (1 - h)^2, HC4 by
        (1 - h)^min(4, n h / k), h the leverage; HC4m by (1 - h)^d, d = min(1, n h / k) +
        min(1.5, n h / k); HC5 by the root of (1 - h)^d, d the smaller of n h / k and
        max(4, 0.7 n max(h) / k).
        "HAC" and "NeweyWest" are for rows that follow each other in time: see the options.
        "boot" is the covariance of the coefficients of fits to rows that are drawn with
        replacement, or with `cluster` to whole clusters: see `boot` (R's ``vcovBS``).
    cluster : str, Series, array, or a list of these, optional
        The cluster of each row: the name of a column of the data or an expression in them
        (``"g"``, ``"~ g + h"``); a Series is matched by its index, an array has a value for each
        row of the data (or of the fit). A list clusters in several ways. `type` is then one of
        HC0 (times G/(G - 1) for G clusters; the default), HC1 (times (n - 1)/(n - k) too; the
        default of `lm`, as in R), HC2 and HC3 (by the cluster's block of the hat matrix).
    lag : int, optional
        Of "NeweyWest": the largest lag, whose weight is 1 / (lag + 1) (Bartlett's kernel). Without
        it the rule of Newey and West (1994) chooses.
    kernel : {"Quadratic Spectral", "Bartlett", "Parzen", "Tukey-Hanning", "Truncated"}
        Of "HAC": how the weights of the lags fall; the first unless told.
    bandwidth : {"Andrews", "NeweyWest"} or float, optional
        Of "HAC": the rule that chooses the bandwidth, or the bandwidth.
    prewhite : int, optional
        The order of the vector autoregression by which the scores are whitened first: by default 1
        for "NeweyWest" and 0 for "HAC" (1 is R's ``kernHAC``).
    adjust : bool, optional
        Multiply by n / (n - k): by default for "HAC".
    order_by : str, Series, array or list of str, optional
        The time of each row, as `cluster` is given: ``"year"``; by year and in it by month
        ``"~ year + month"``. Without it rows are in the order of the data.
    R : int, optional
        Of "boot": the number of resamples, 999 unless told.
    seed : int or numpy Generator, optional
        Of "boot": the same seed gives the same covariance, as does leaving it out; None draws
        afresh.

    Returns
    -------
    DataFrame (p, p)
        NaN where a coefficient is aliased. ``attrs["type"]`` names a robust one.

    Raises
    ------
    ValueError
        A name is no coefficient; the type is unknown, or an option is not of the type; a cluster
        or a time is missing or has the wrong length; there is one cluster only; or the matrix
        would be too large for memory.

    Notes
    -----
    Clusters have to be many, each a small part of the rows. With few of them take HC3: of 300
    samples of 10 clusters a 95% interval by HC1 held the slope of a predictor that varies between
    clusters in 85%, by HC3 in 94%.

    As in R's sandwich, working residuals and weights are those of the fit, and the dispersion
    cancels. Rows of weight 0 are as if they were not there (sandwich 3.0 counts them in one factor
    and not in another). With several ways of clustering the matrix need not be positive definite,
    as in R: a variance can then be below 0, and its standard error NaN.

    "HAC" and "NeweyWest" need the scores of all rows in memory, n x p numbers, of data in chunks
    too. In the choice of a bandwidth the intercept has no part, as in R.

    A row of a `glm` or `glm_nb` is one observation whatever its prior weight, as in R. The weights
    of the other models are numbers of observations: a robust covariance is that of the rows
    written out, n the sum of the weights; they have the types HC0 and HC1.

    References
    ----------
    MacKinnon & White (1985), Some heteroskedasticity-consistent covariance matrix estimators with
    improved finite sample properties, Journal of Econometrics 29 (HC); Cribari-Neto (2004),
    Asymptotic inference under heteroskedasticity of unknown form, Computational Statistics & Data
    Analysis 45 (HC4); Cribari-Neto & da Silva (2011), AStA Advances in Statistical Analysis 95
    (HC4m); Cribari-Neto, Souza & Vasconcellos (2007), Communications in Statistics 36 (HC5);
    Cameron, Gelbach & Miller (2011), Robust inference with multiway clustering, Journal of
    Business & Economic Statistics 29 (clusters in several ways); Andrews (1991),
    Heteroskedasticity and autocorrelation consistent covariance matrix estimation, Econometrica 59
    (HAC); Newey & West (1987), A simple, positive semi-definite, heteroskedasticity and
    autocorrelation consistent covariance matrix, Econometrica 55, and (1994), Review of Economic
    Studies 61.

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
    >>> fit.vcov(type="boot", R=199).shape
    (2, 2)
    >>> fit.vcov(type="NeweyWest", lag=2, prewhite=0).round(5)
                 (Intercept)    woolB
    (Intercept)      0.01308 -0.01307
    woolB           -0.01307  0.01979
    """
    places = coefficient_places(fit, parm)
    options = HacOptions(lag, kernel, bandwidth, prewhite, adjust, order_by)
    resampling = ResamplingOptions(R, seed)
    return WideFrame.of(covariance_at(fit, places, type, cluster, options, resampling))


@dataclass(frozen=True)
class ResamplingOptions:
    """The options of ``type="boot"``: the number of resamples and their seed."""

    R: int | None = None
    seed: Seed = DEFAULT_SEED

    def check(self, type: str | None) -> None:
        """Check that the type has these options."""
        given = {"R": self.R is not None, "seed": self.seed != DEFAULT_SEED}
        for name in [name for name, is_given in given.items() if is_given and type != "boot"]:
            raise ValueError(f"{name}= is of type='boot', and the type is {type!r}")


def covariance_at(
    fit: ModelResult,
    places: np.ndarray,
    type: str | None = None,
    cluster: Cluster = None,
    options: HacOptions = NO_OPTIONS,
    resampling: ResamplingOptions | None = None,
) -> pd.DataFrame:
    """The covariance of the coefficients at some places; see `vcov`."""
    check_covariance_size(len(places))
    resampling = resampling or ResamplingOptions()
    resampling.check(type)
    if type in SERIAL_TYPES:
        check_type(type, cluster, SERIAL_TYPES)
        return _serial_covariance(fit, places, type, options)
    if options.set_names:
        raise ValueError(
            f"{options.set_names[0]}= is of type='HAC' or 'NeweyWest', and the type is {type!r}"
        )
    if type == "boot":
        return _bootstrap_covariance(fit, places, cluster, resampling)
    if cluster is not None or type not in (None, "const"):
        return fit._robust_covariance(places, type or fit._clustered_type, cluster)
    return named_matrix(fit, fit.dispersion * unscaled_covariance(fit, places), places)


def _bootstrap_covariance(
    fit: ModelResult, places: np.ndarray, cluster: Cluster, resampling: ResamplingOptions
) -> pd.DataFrame:
    """The covariance of fits to rows, or clusters, that are drawn."""
    count = DEFAULT_RESAMPLES if resampling.R is None else resampling.R
    result = fit.boot(count, cluster=cluster, seed=resampling.seed)
    matrix = result.vcov().to_numpy()[np.ix_(places, places)]
    return robust_table(fit, matrix, places, "boot", cluster)


def _serial_covariance(
    fit: ModelResult, places: np.ndarray, type: str, options: HacOptions
) -> pd.DataFrame:
    """The covariance where rows are correlated in time."""
    estimable = np.sort(fit._solution.system.estimable)
    bread = unscaled_covariance(fit, estimable)
    out = np.full((len(fit.names),) * 2, np.nan)
    out[np.ix_(estimable, estimable)] = hac_covariance(fit, bread, type, options)
    return robust_table(fit, out[np.ix_(places, places)], places, type, None)

"""The bootstrap of a fit; R's ``boot::boot`` and ``car::Boot``."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rglm.formatting.hints.option_check import check_option
from rglm.formatting.hints.warning_location import collect_warnings, warn
from rglm.inference.random_seed import Seed, generator
from rglm.inference.resampling.boot_result import Boot
from rglm.inference.resampling.refits import Refits, refits_to_responses, refits_to_rows
from rglm.inference.resampling.resample_notes import warn_of_resamples
from rglm.inference.resampling.resampled_responses import (
    DrawResponse,
    parametric_responses,
    residual_responses,
)
from rglm.inference.resampling.resampling_schemes import (
    RowResampling,
    batch_size,
    cluster_units,
    row_units,
)
from rglm.inference.resampling.rows_in_memory import check_resamples, check_rows_in_memory
from rglm.inference.resampling.statistics import Statistic, StatisticFunction
from rglm.protocol.argument_types import Cluster, RowValues
from rglm.protocol.model_result import ModelResult

TYPES = ("case", "parametric", "residual", "cluster")


def boot(
    fit: ModelResult,
    R: int = 999,
    type: str | None = None,
    statistic: StatisticFunction | None = None,
    *,
    seed: Seed = None,
    cluster: Cluster = None,
    strata: RowValues | None = None,
) -> Boot:
    """Bootstrap a fit: fit it again to R resamples; R's ``boot::boot`` and ``car::Boot``.

    Parameters
    ----------
    R : int
        The number of resamples. Of 999, the 25th and the 975th in order are the ends of a 95%
        percentile interval.
    type : {"case", "parametric", "residual", "cluster"}, optional
        What is drawn. "case", the default as in ``car::Boot``: rows with replacement, which needs
        neither the variance of the model nor its distribution, only independent rows. "cluster",
        the default with `cluster`: whole clusters, as many as there are. "parametric": responses
        from the fitted model, as `simulate` does, which trusts all of it. "residual": the fitted
        means plus residuals of `lm` or `glm` that are drawn with replacement, which trusts the
        mean and the variance of the model, and keeps the design as it is.
    statistic : function, optional
        A function of a fit that returns a number, array, Series or dict: ``lambda fit: fit.r2()``.
        By default the coefficients.
    seed : int or numpy Generator, optional
        The same seed gives the same resamples, with any number of threads; None draws afresh.
    cluster : str, Series, array, optional
        The cluster of each row, as ``vcov(cluster=)`` takes it, but not several ways at once.
    strata : str, Series, array, optional
        Of "case": the stratum of each row. As many rows as a stratum has are drawn from it.

    Returns
    -------
    Boot
        Printing shows R's page. ``confint()`` has the intervals of ``boot.ci``, ``summary()``,
        ``vcov()``, ``tidy()`` and ``plot()`` the rest; ``t0`` and ``t`` are the numbers.

    Raises
    ------
    ValueError
        R is below 2; the type is unknown, or does not take one of the arguments; the data are
        read in chunks, or the fit has no rows; "residual" of a 0/1 response, or of a model that
        has no residuals of equal variance; "parametric" of a quasi family.
    TypeError
        `statistic` returns something else than numbers, or other names for a resample.
    FitError
        The model could not be fitted to any resample.

    Warns
    -----
    FitWarning
        Some resamples could not be fitted, did not converge, or are separated; there are too few
        clusters.

    Notes
    -----
    A row of prior weight w that is drawn m times has the weight m w; it is m observations in the
    degrees of freedom. Offset and trials go with their row. Rows of weight 0 are not drawn. The
    columns of the design are those of the fit: levels, knots of splines and means stay. A level
    that a resample lacks leaves its coefficient NaN there; a level of the response that it lacks,
    or the zeros of a hurdle, makes it fail.

    *Frequencies.* A row that stands for many observations, by its weight, is still one row: it is
    drawn, or left out, as a whole, and "parametric" draws one category for all of them, as R does.
    Give a row to each observation, or the numbers of successes and failures by ``cbind``.

    *Infinite estimates.* A resample may be separated though the data are not. Its estimates are
    then infinite, and so they stay in `t`: an end of a percentile, basic or BCa interval is
    infinite where so many are. Bias, standard error, ``vcov()`` and the normal interval are those
    of the finite values, and so too small: the page says how many are infinite. NaN are left out
    of everything.

    *Few units.* m clusters, or rows, have (2m - 1)! / (m! (m - 1)!) different resamples: 462 of 6.
    Of few the standard errors are too small, by about sqrt(1 - 1 / m) and often more, and so are
    the intervals; below 10 or 20 clusters no bootstrap of whole clusters is to be trusted. Where
    the response or a predictor has few values, the replicates have few too, and so have the ends
    of intervals.

    *Residuals* are standardized, r = sqrt(a) (y - mu) / sqrt(V(mu) (1 - h)), less their mean; a
    response is mu + r* sqrt(V(mu) / a) (Davison & Hinkley 1997, sections 6.3 and 7.2.3). Counts
    are rounded, and negative ones 0; a gamma response is not below the smallest y / mu of the
    data times its mean. Where means are small this is crude: prefer "parametric" or "case".

    `lm` and `glm`, bias-reduced too, are fitted to all resamples at once. Other models, and a
    `statistic` of yours, need a fit for each.

    References
    ----------
    Davison & Hinkley (1997), *Bootstrap Methods and their Application*; Efron (1987), Better
    bootstrap confidence intervals, JASA 82; Fox & Weisberg (2019), *An R Companion to Applied
    Regression* (``Boot``).

    Examples
    --------
    >>> from rglm import glm, binomial
    >>> from rglm.datasets import load
    >>> fit = glm("has_gc ~ logmass", load("galaxies"), binomial())
    >>> result = fit.boot(R=199, seed=1)
    >>> result.t.shape
    (199, 2)
    >>> result.confint("logmass").columns.tolist()
    ['2.5 %', '97.5 %']
    """
    check_resamples(R)
    kind = _kind(type, cluster, strata)
    check_rows_in_memory(fit, "a bootstrap")
    statistic_of_fit, rng = Statistic.at(fit, statistic), generator(seed)
    units = _units(fit, kind, cluster, strata)
    if units is None:
        draw = parametric_responses(fit) if kind == "parametric" else residual_responses(fit)
        refits = _response_refits(fit, draw, R, rng, statistic_of_fit)
    else:
        refits = _row_refits(fit, units, R, rng, statistic_of_fit)
    warn_of_resamples(refits, statistic_of_fit, units)
    return Boot(
        fit=fit,
        t0=pd.Series(statistic_of_fit.t0, index=statistic_of_fit.names),
        t=pd.DataFrame(refits.values, columns=statistic_of_fit.names),
        R=R,
        type=kind,
        _refits=refits,
        _units=units,
        _statistic=statistic_of_fit,
    )


def _kind(type: str | None, cluster: Cluster, strata: RowValues | None) -> str:
    """The type, from what is given."""
    kind = type or ("case" if cluster is None else "cluster")
    check_option("type", kind, TYPES)
    if kind == "cluster" and cluster is None:
        raise ValueError("type='cluster' needs the cluster of each row: cluster='g'")
    if kind != "cluster" and cluster is not None:
        raise ValueError(f"cluster= is of type='cluster', and the type is {kind!r}")
    if kind != "case" and strata is not None:
        raise ValueError(f"strata= is of type='case', and the type is {kind!r}")
    return kind


def _units(
    fit: ModelResult, kind: str, cluster: Cluster, strata: RowValues | None
) -> RowResampling | None:
    """The rows or clusters that are drawn; None where responses are."""
    if kind == "case":
        return row_units(fit, strata)
    return cluster_units(fit, cluster) if kind == "cluster" else None


def _row_refits(
    fit: ModelResult, units: RowResampling, R: int, rng: np.random.Generator, statistic: Statistic
) -> Refits:
    """The fits to rows that are drawn."""
    out, size = Refits.empty(R, len(statistic.names)), batch_size(len(units.codes))
    for start in range(0, R, size):
        frequencies = units.frequencies(units.draw(rng, min(size, R - start)))
        out.write(start, refits_to_rows(fit, frequencies, statistic))
    return out


def _response_refits(
    fit: ModelResult, draw: DrawResponse, R: int, rng: np.random.Generator, statistic: Statistic
) -> Refits:
    """The fits to responses that are drawn."""
    out, size = Refits.empty(R, len(statistic.names)), batch_size(len(fit._index))
    with collect_warnings() as collected:  # each draw has the same
        for start in range(0, R, size):
            responses = [draw(rng) for _ in range(min(size, R - start))]
            out.write(start, refits_to_responses(fit, responses, statistic))
    for message, category in collected.items():
        warn(message, category)
    return out

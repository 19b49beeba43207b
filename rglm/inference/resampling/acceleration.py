"""Influence values: how a statistic changes with the weight of a row or cluster."""

from __future__ import annotations

import numpy as np

from rglm.inference.covariance.model_covariance import unscaled_covariance
from rglm.inference.resampling.refits import refits_to_rows
from rglm.inference.resampling.resampling_schemes import RowResampling
from rglm.inference.resampling.statistics import Statistic
from rglm.protocol.model_result import ModelResult

MAX_JACKKNIFE_UNITS = 1000  # of more the estimates have their influence functions
MAX_JACKKNIFE_GROUPS = 250  # of another statistic of more units


def influence_values(fit: ModelResult, units: RowResampling, statistic: Statistic) -> np.ndarray:
    """The influence of each unit, or group of units, on each value of a statistic, (m, k).

    It is (n - 1) (mean of T_(-j) - T_(-j)) / n, T_(-j) the statistic without unit j, and n and
    the mean those of its stratum (Davison & Hinkley 1997, sections 2.7.3 and 3.2.1). Estimates of
    more than 1,000 units, or of a model whose fits are made one by one, have the influence
    function: the sum over the rows of a unit of score times covariance. For another statistic
    more than 250 units are left out in groups of neighbours. What the fit without a unit does not
    have counts as 0.
    """
    if not statistic.is_of_estimates:
        return _jackknife(fit, units, statistic, MAX_JACKKNIFE_GROUPS / units.unit_count)
    if fit._has_many_fits and units.unit_count <= MAX_JACKKNIFE_UNITS:
        return _jackknife(fit, units, statistic, 1.0)
    return _influence_functions(fit, units)


def _jackknife(
    fit: ModelResult, units: RowResampling, statistic: Statistic, share: float
) -> np.ndarray:
    """The influence by leaving out units, or groups of them, whose number is a share of theirs."""
    out = []
    for stratum in units.strata:
        count = min(len(stratum), max(2, round(share * len(stratum))))
        groups = np.array_split(stratum, count)
        if count < 2:
            continue  # a stratum of one unit is in every resample
        frequencies = units.frequencies(units.without_each(groups))
        without = refits_to_rows(fit, frequencies, statistic).values
        without = np.where(np.isfinite(without), without, np.nan)
        known = np.maximum(np.isfinite(without).sum(axis=0), 1)
        mean = np.nansum(without, axis=0) / known
        out.append((count - 1) * np.nan_to_num(mean - without) / len(stratum))
    return np.concatenate(out) if out else np.zeros((0, len(statistic.names)))


def _influence_functions(fit: ModelResult, units: RowResampling) -> np.ndarray:
    """The sums of score times covariance over the rows of each unit, by its stratum's size."""
    estimable = np.sort(fit._solution.system.estimable)
    influence = fit._estimable_scores() @ unscaled_covariance(fit, estimable)
    used = units.codes >= 0
    out = np.zeros((units.unit_count, len(fit.names)))
    np.add.at(out, units.codes[used], _in_places(influence[used], estimable, out.shape[1]))
    for stratum in units.strata:
        out[stratum] -= out[stratum].mean(axis=0)
    return out


def _in_places(values: np.ndarray, places: np.ndarray, count: int) -> np.ndarray:
    """Columns at their places among `count`, 0 in the others."""
    out = np.zeros((len(values), count))
    out[:, places] = values
    return out

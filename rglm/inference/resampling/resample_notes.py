"""What has to be said of resamples that failed, or whose estimates are infinite."""

from __future__ import annotations

from math import comb

import numpy as np

from rglm.errors import FitError
from rglm.formatting.hints.warning_location import warn
from rglm.inference.resampling.refits import Refits
from rglm.inference.resampling.resampling_schemes import RowResampling
from rglm.inference.resampling.statistics import Statistic
from rglm.warnings import FitWarning

FEW_RESAMPLES = 250  # different ones
MANY_CLUSTERS = 12  # with more than a million


def warn_of_resamples(refits: Refits, statistic: Statistic, units: RowResampling | None) -> None:
    """Warn of resamples whose numbers are missing, infinite or doubtful."""
    count, failures = len(refits.values), refits.failures
    if len(failures) == count:
        last = failures[count - 1]
        raise FitError(f"the model could not be fitted to any of {count} resamples: {last}")
    notes = resample_notes(refits, statistic, units)
    if notes:
        warn(f"boot: {'. '.join(notes)}", FitWarning)


def resample_notes(refits: Refits, statistic: Statistic, units: RowResampling | None) -> list[str]:
    """What has to be said of the resamples, a sentence each."""
    count, failures = len(refits.values), refits.failures
    out = _few_clusters(units, count)
    if failures:
        last = failures[max(failures)]
        out.append(
            f"{len(failures)} of {count} resamples could not be fitted, and are left out. The "
            f"last: {last.rstrip('.')}"
        )
    if separated := int(refits.separated.sum()):
        out.append(
            f"{separated} of {count} resamples have infinite estimates, by separation. "
            "Percentile, basic and BCa intervals count them so; bias, standard errors and normal "
            "intervals are of the finite ones"
        )
    if slow := int(refits.not_converged.sum()):
        out.append(f"{slow} of {count} resamples did not converge")
    if missing := _most_missing(refits, statistic) - len(failures):
        out.append(
            f"up to {missing} of {count} resamples have no value of a coefficient or "
            "statistic (NaN), and are left out for it"
        )
    return out


def _few_clusters(units: RowResampling | None, count: int) -> list[str]:
    """What has to be said where clusters have few different resamples."""
    if units is None or not units.is_clustered or units.unit_count >= MANY_CLUSTERS:
        return []
    m = units.unit_count
    different = comb(2 * m - 1, m)
    if different >= max(count, FEW_RESAMPLES):
        return []
    return [
        f"{m} clusters have only {different} different resamples: standard errors and "
        "intervals of so few are unreliable, and mostly too small"
    ]


def _most_missing(refits: Refits, statistic: Statistic) -> int:
    """How many values are NaN of that which has most; not of what is aliased in the fit."""
    is_aliased = np.isnan(statistic.t0) & statistic.is_of_estimates
    return int(np.isnan(refits.values[:, ~is_aliased]).sum(axis=0).max(initial=0))

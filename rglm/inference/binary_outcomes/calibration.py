"""Observed shares beside predicted probabilities."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rglm.fitting.tie_groups import equal_weight_bins
from rglm.inference.binary_outcomes.outcomes import probability_groups, used_outcomes
from rglm.protocol.capabilities import HasBinaryResponse


def calibration_table(fit: HasBinaryResponse, bins: int = 10, level: float = 0.95) -> pd.DataFrame:
    """By bin of the predicted probability ``trials predicted observed low high``.

    Examples
    --------
    >>> from rglm import binomial, glm
    >>> from rglm.datasets import load
    >>> from rglm.inference.binary_outcomes.calibration import calibration_table
    >>> fit = glm("has_gc ~ logmass", load("galaxies"), binomial())
    >>> calibration_table(fit, bins=4)["trials"].tolist()
    [58.0, 57.0, 59.0, 58.0]
    """
    from scipy.special import ndtri

    if not isinstance(bins, int) or bins < 1:
        raise ValueError(f"bins={bins!r}: give a whole number of 1 or more")
    p, successes, trials = used_outcomes(fit)
    rows = pd.DataFrame({"trials": trials, "successes": successes, "p": p * trials})
    bin_numbers = equal_weight_bins(probability_groups(p), trials, bins)
    sums = rows.groupby(bin_numbers).sum().reset_index(drop=True)
    n, y, z = sums["trials"], sums["successes"] / sums["trials"], ndtri((1 + level) / 2)
    centre = (y + z * z / (2 * n)) / (1 + z * z / n)
    half_width = z / (1 + z * z / n) * np.sqrt(y * (1 - y) / n + z * z / (4 * n * n))
    return pd.DataFrame(
        {
            "trials": n,
            "predicted": sums["p"] / n,
            "observed": y,
            "low": centre - half_width,
            "high": centre + half_width,
        }
    )

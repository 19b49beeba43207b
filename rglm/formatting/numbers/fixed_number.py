"""A number with a given number of digits behind the point, as pages of posteriors have it."""

from __future__ import annotations

import numpy as np


def fixed_number(value: float, digits: int) -> str:
    """A number with so many digits behind the point; NA of a missing one.

    >>> [fixed_number(value, 1) for value in (2.25, -0.01, float("nan"), float("inf"))]
    ['2.2', '0.0', 'NA', 'Inf']
    """
    if not np.isfinite(value):
        return "NA" if np.isnan(value) else "Inf" if value > 0 else "-Inf"
    return f"{round(value, digits) + 0.0:.{digits}f}"  # -0 is written 0

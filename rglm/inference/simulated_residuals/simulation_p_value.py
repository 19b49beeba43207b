"""P-values by simulation, and p-values in words."""

from __future__ import annotations

import numpy as np

from rglm.formatting.hints.option_check import check_option

ALTERNATIVES = ("two_sided", "greater", "less")
SHOWN_LIMITS = (0.001, 0.01, 0.05, 0.1, 1.0)


def simulation_p_value(
    observed: float, simulated: np.ndarray, alternative: str = "two_sided"
) -> float:
    """The p-value of a statistic among those of N simulations.

    (1 + the number of simulations that are as large) / (N + 1) for ``"greater"``, accordingly for
    ``"less"``, and twice the smaller of both for ``"two_sided"``.

    Notes
    -----
    Source: Davison & Hinkley (1997), Bootstrap Methods and their Application, section 4.2.

    Examples
    --------
    >>> simulation_p_value(9.0, np.arange(19.0), "greater")
    0.55
    """
    check_option("alternative", alternative, ALTERNATIVES)
    above = (1 + np.count_nonzero(simulated >= observed)) / (len(simulated) + 1)
    below = (1 + np.count_nonzero(simulated <= observed)) / (len(simulated) + 1)
    sides = {"greater": above, "less": below, "two_sided": min(1.0, 2 * min(above, below))}
    return float(sides[alternative])


def p_text(p: float, smallest: float = 0.001) -> str:
    """``p = 0.012``, or ``p < 0.001``; of simulations not below what they can show."""
    if p <= smallest:
        return f"p < {next(limit for limit in SHOWN_LIMITS if limit >= min(smallest, 1.0)):g}"
    return f"p = {p:.2f}" if p >= 0.1 else f"p = {p:.3f}" if p >= 0.0095 else f"p = {p:.4f}"

"""Whether more responses than expected lie outside all simulations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.inference.simulated_residuals.simulation_p_value import p_text, simulation_p_value
from rglm.inference.simulated_residuals.verdict import SIGNIFICANCE_LEVEL, Verdict

if TYPE_CHECKING:
    from rglm.inference.simulated_residuals.simulated_responses import SimulatedResponses

SMALL_SHARE = 0.005  # of the rows, of outliers more than expected
MAX_LABELS = 5


def outlier_places(drawn: SimulatedResponses) -> np.ndarray:
    """The places of the responses below or above all simulations of their row."""
    low, high = drawn.simulations.min(axis=1), drawn.simulations.max(axis=1)
    return np.flatnonzero((drawn.observed < low) | (drawn.observed > high))


def simulated_outliers(drawn: SimulatedResponses) -> np.ndarray:
    """The number of outliers of each simulation among the others and the responses, (N,).

    The responses and the simulations are exchangeable if the model is right.
    """
    pool = np.column_stack([drawn.observed, drawn.simulations])
    counts = np.zeros(pool.shape[1])
    for ends in (pool.argmin(axis=1), pool.argmax(axis=1)):
        values = pool[np.arange(len(pool)), ends]
        is_alone = (pool == values[:, None]).sum(axis=1) == 1
        counts += np.bincount(ends[is_alone], minlength=len(counts))
    return counts[1:]


def outlier_test(drawn: SimulatedResponses) -> tuple[int, float, float]:
    """The number of outliers, the number expected and the two-sided p-value.

    Each response of a continuous distribution is an outlier with probability 2 / (N + 1) of N
    simulations, and their number is binomial. Counts have ties; there the number is compared with
    that of each simulation.
    """
    count, n = len(outlier_places(drawn)), len(drawn.observed)
    if drawn.is_discrete:
        simulated = simulated_outliers(drawn)
        return count, float(simulated.mean()), simulation_p_value(count, simulated)
    from scipy.stats import binomtest

    share = 2 / (drawn.simulations.shape[1] + 1)
    return count, n * share, float(binomtest(count, n, share).pvalue)


def outlier_verdict(drawn: SimulatedResponses, labels: pd.Index) -> Verdict:
    """The test in words, with the labels of some outliers."""
    count, expected, p = outlier_test(drawn)
    numbers = p_text(p, drawn.smallest_p if drawn.is_discrete else 0.001)
    rows = {0: "No row lies", 1: "1 row lies"}.get(count, f"{count:,} rows lie")
    nsim = drawn.simulations.shape[1]
    text = f"{rows} outside all {nsim:,} simulations ({expected:.2g} expected, {numbers})"
    title = f"Outliers: {count:,}, {expected:.2g} expected ({numbers})"
    if p >= SIGNIFICANCE_LEVEL:
        return Verdict("outliers", count, p, "ok", f"{text}.", title)
    if abs(count - expected) < SMALL_SHARE * len(drawn.observed):
        return Verdict("outliers", count, p, "minor", f"{text}.", title)
    if count < expected:
        text += ": the model expects more extreme responses than there are."
        return Verdict("outliers", count, p, "problem", text, title)
    shown = [str(label) for label in labels[outlier_places(drawn)[:MAX_LABELS]]]
    more = " and others" if count > MAX_LABELS else ""
    text += f". Look at {'row' if count == 1 else 'rows'} {', '.join(shown)}{more}."
    return Verdict("outliers", count, p, "problem", text, title)

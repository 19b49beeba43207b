"""Whether predicted probabilities are those that are observed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rglm.inference.binary_outcomes.hoslem_test import hoslem_test
from rglm.inference.simulated_residuals.alternatives import has_auxiliary_estimates
from rglm.inference.simulated_residuals.simulation_p_value import p_text
from rglm.inference.simulated_residuals.verdict import SIGNIFICANCE_LEVEL, Status, Verdict
from rglm.protocol.capabilities import HasBinaryResponse

SMALL_GAP = 0.05  # between observed shares and probabilities
MIN_BINS = 3
MIN_TRIALS = 20  # of the test


def calibration_verdict(fit: HasBinaryResponse, table: pd.DataFrame) -> Verdict | None:
    """The test of Hosmer and Lemeshow in words, with the largest gap of a calibration table.

    Parameters
    ----------
    table : DataFrame
        By bin ``trials predicted observed low high``.
    """
    if len(table) < MIN_BINS:
        return None
    gaps = (table["observed"] - table["predicted"]).abs()
    largest, missed = float(gaps.max()), int(_is_missed(table).sum())
    if has_auxiliary_estimates(fit) or table["trials"].sum() < MIN_TRIALS:
        return _of_intervals(len(table), missed, largest)
    try:
        test = hoslem_test(fit)
    except ValueError:  # a quasi family, few groups, or weights that are not whole
        return _of_intervals(len(table), missed, largest)
    statistic, p = test.statistic["X-squared"], test.p_value
    numbers = f"Hosmer-Lemeshow, {p_text(p)}"
    if p >= SIGNIFICANCE_LEVEL:
        text = f"Predicted probabilities are those observed ({numbers})."
        return Verdict(
            "calibration", statistic, p, "ok", text, f"Calibration: as observed ({p_text(p)})"
        )
    title = f"Calibration: off by up to {100 * largest:.2g} points ({p_text(p)})"
    text = f"Observed shares differ by up to {100 * largest:.2g} points from those predicted"
    status: Status = "minor" if largest < SMALL_GAP else "problem"
    return Verdict("calibration", statistic, p, status, f"{text} ({numbers}).", title)


def _is_missed(table: pd.DataFrame) -> pd.Series:
    return (table["predicted"] < table["low"]) | (table["predicted"] > table["high"])


def _of_intervals(bins: int, missed: int, largest: float) -> Verdict:
    """The verdict by the intervals of the bins, of which one in 20 may miss."""
    text = (
        f"{bins - missed} of {bins} bins have the predicted probability in their interval; "
        f"the largest gap is {100 * largest:.1f} points."
    )
    status: Status = "ok" if missed <= max(1, 0.1 * bins) else "minor"
    return Verdict(
        "calibration",
        np.nan,
        np.nan,
        status,
        text,
        f"Calibration: {bins - missed} of {bins} bins agree",
    )

"""Whether predictors say nearly the same: variance inflation factors."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rglm.formatting.hints.warning_location import collect_warnings
from rglm.inference.collinearity.vif import inflation_of_part
from rglm.inference.simulated_residuals.verdict import Status, Verdict
from rglm.protocol.model_result import ModelResult

HIGH_INFLATION, NOTABLE_INFLATION = 10.0, 5.0


def inflation_factors(fit: ModelResult) -> pd.Series:
    """GVIF^(1/Df) by predictor, which compares with the factor of a term with one coefficient.

    A predictor is taken with its interactions and all terms that read it. Empty where a part has
    one predictor, or coefficients are aliased.
    """
    if fit._estimates.isna().any():
        return pd.Series(dtype=float)
    tables = []
    with collect_warnings():
        for prefix, parsed in fit._formula_by_prefix.items():
            try:
                tables.append(inflation_of_part(fit, prefix, parsed, "predictor"))
            except ValueError:  # one predictor, or a matrix that is too large
                continue
    if not tables:
        return pd.Series(dtype=float)
    table = pd.concat(tables)
    out = table["GVIF^(1/(2*Df))"].astype(float) ** 2
    return out[np.isfinite(out)] if len(out) > 1 else out[:0]


def collinearity_verdict(factors: pd.Series) -> Verdict | None:
    """The largest factor in words; None without any."""
    if not len(factors):
        return None
    name, largest = factors.idxmax(), float(factors.max())
    size = f"{largest:.3g}" if largest < 1000 else f"{largest:,.0f}"
    if largest < NOTABLE_INFLATION:
        text = f"The predictors can be told apart: largest variance inflation {largest:.2g}."
        return Verdict(
            "collinearity",
            largest,
            np.nan,
            "ok",
            text,
            f"Collinearity: low (largest VIF {largest:.2g})",
        )
    text = (
        f"Predictors that say nearly the same: variance inflation of {name} is {size}. Standard "
        f"errors are up to {np.sqrt(largest):.2g} times as large as they would be without; "
        "predictions are not affected."
    )
    status: Status = "problem" if largest >= HIGH_INFLATION else "minor"
    title = f"Collinearity: high ({name}, VIF {size})"
    return Verdict("collinearity", largest, np.nan, status, text, title)

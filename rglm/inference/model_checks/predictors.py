"""Residuals along each numeric predictor."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rglm.inference.collinearity.interacting_predictors import predictors_by_term
from rglm.inference.simulated_residuals.quantile_curves import QuantileCurves, curve_verdict
from rglm.inference.simulated_residuals.simulated_residuals import SimulatedResiduals
from rglm.inference.simulated_residuals.simulation_p_value import p_text
from rglm.inference.simulated_residuals.verdict import SIGNIFICANCE_LEVEL, Verdict
from rglm.protocol.model_result import ModelResult

MAX_PREDICTORS = 50
SAME_RANKS = 1 - 1e-9  # the correlation from which two variables have the same order


def numeric_predictors(fit: ModelResult) -> list[str]:
    """The numeric columns of the data that the terms read, at most 50."""
    constants = {name for schema in fit._schemas for name in schema.borrowed}
    names: dict[str, None] = {}
    for parsed in fit._formula_by_prefix.values():
        for reads in predictors_by_term(parsed, constants).values():
            names |= dict.fromkeys(reads)
    numeric = [name for name in names if name in fit.data.columns and _is_number(fit.data[name])]
    return numeric[:MAX_PREDICTORS]


def _is_number(column: pd.Series) -> bool:
    is_number = pd.api.types.is_numeric_dtype(column)
    return is_number and not pd.api.types.is_bool_dtype(column)


def predictor_curves(residuals: SimulatedResiduals) -> dict[str, QuantileCurves]:
    """The residuals along the predictors whose order is not that of the fitted values."""
    fitted, out = residuals._curves(), {}
    for name in numeric_predictors(residuals._fit):
        curves = residuals._curves(name)
        if curves.can_be_tested and not is_same_order(curves.ranks, fitted.ranks):
            out[name] = curves
    return out


def is_same_order(one: np.ndarray, two: np.ndarray) -> bool:
    """Whether two variables have the same ranks, or opposite ones."""
    return bool(np.ptp(two) > 0 and abs(np.corrcoef(one, two)[0, 1]) > SAME_RANKS)


def worst_predictor(curves: dict[str, QuantileCurves]) -> tuple[str, float, float]:
    """The predictor with the smallest p-value, its statistic, and p times their number."""
    tests = {name: found.test() for name, found in curves.items()}
    name = min(tests, key=lambda key: tests[key][2])
    return name, tests[name][0], min(1.0, tests[name][2] * len(tests))


def has_bend(curves: dict[str, QuantileCurves]) -> bool:
    """Whether the residuals bend along the predictor that stands out most."""
    return curves[worst_predictor(curves)[0]].is_bent


def predictors_verdict(curves: dict[str, QuantileCurves]) -> Verdict | None:
    """The test along the predictor that stands out most, in words; None without any."""
    if not curves:
        return None
    name, statistic, p = worst_predictor(curves)
    if p >= SIGNIFICANCE_LEVEL:
        along = name if len(curves) == 1 else f"any of {len(curves)} predictors"
        text = f"No bend and no change of spread along {along} ({p_text(p)})."
        return Verdict(
            "predictors", statistic, p, "ok", text, f"Along {along}: level ({p_text(p)})"
        )
    return curve_verdict(
        curves[name], name, "predictors", statistic, p, f"Try ns({name}, 4), or an interaction."
    )

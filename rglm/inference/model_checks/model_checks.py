"""All questions to a fit that apply, each with its answer and the numbers behind it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from rglm.formatting.hints.warning_location import collect_warnings
from rglm.inference.binary_outcomes.calibration import calibration_table
from rglm.inference.diagnostics.influence import rstandard
from rglm.inference.model_checks.calibration import calibration_verdict
from rglm.inference.model_checks.collinearity import collinearity_verdict, inflation_factors
from rglm.inference.model_checks.estimates import estimates_verdict
from rglm.inference.model_checks.homogeneity import homogeneity_verdict
from rglm.inference.model_checks.influence import influence_verdict, largest_cooks_distances
from rglm.inference.model_checks.normality import normality_verdict
from rglm.inference.model_checks.predictors import predictor_curves, predictors_verdict
from rglm.inference.model_checks.response import response_verdict
from rglm.inference.simulated_residuals.alternatives import is_spread_known
from rglm.inference.simulated_residuals.quantile_curves import QuantileCurves
from rglm.inference.simulated_residuals.simulated_residuals import SimulatedResiduals
from rglm.inference.simulated_residuals.verdict import Verdict
from rglm.protocol.capabilities import HasBinaryResponse, HasLeverage
from rglm.protocol.model_result import ModelResult


@dataclass(frozen=True, eq=False)
class ModelChecks:
    """What was found, in the order in which it is shown.

    Attributes
    ----------
    fit : ModelResult
    residuals : SimulatedResiduals
    verdicts : dict of Verdict by question
    standardized : (n,) array
        Of the rows drawn for: standardized residuals of a linear model, else quantile residuals.
    curves : dict of QuantileCurves by predictor
    cooks : Series
        The largest Cook's distances; empty without leverages.
    inflation : Series by predictor
    calibration : DataFrame or None
    """

    fit: ModelResult
    residuals: SimulatedResiduals
    verdicts: dict[str, Verdict]
    standardized: np.ndarray
    curves: dict[str, QuantileCurves]
    cooks: pd.Series = field(default_factory=lambda: pd.Series(dtype=float))
    inflation: pd.Series = field(default_factory=lambda: pd.Series(dtype=float))
    calibration: pd.DataFrame | None = None

    def summary(self) -> str:
        """The answer in one sentence."""
        verdicts = self.verdicts.values()
        bad = [v.question for v in verdicts if v.status == "problem"]
        small = [v.question for v in verdicts if v.status == "minor"]
        if bad:
            return f"To look into: {', '.join(bad)}."
        if small:
            return f"Small departures only: {', '.join(small)}."
        return f"Nothing speaks against this model in {len(verdicts)} questions."


def model_checks(fit: ModelResult, residuals: SimulatedResiduals) -> ModelChecks:
    """Ask all questions."""
    with collect_warnings():
        standardized = _standardized(residuals)
        curves = predictor_curves(residuals)
        cooks = largest_cooks_distances(fit) if isinstance(fit, HasLeverage) else pd.Series()
        inflation = inflation_factors(fit)
        calibration = _calibration(residuals._fit)
    of_residuals = {verdict.question: verdict for verdict in residuals._verdicts()}
    verdicts = [
        estimates_verdict(fit),
        _distribution(residuals, standardized, of_residuals.pop("uniformity")),
        _renamed(of_residuals.pop("quantiles", None), "fitted values"),
        predictors_verdict(curves),
        *_of_spread(fit, residuals, standardized),
        *of_residuals.values(),
        *_of_response(residuals, calibration),
        influence_verdict(cooks),
        collinearity_verdict(inflation),
    ]
    found = {verdict.question: verdict for verdict in verdicts if verdict is not None}
    return ModelChecks(fit, residuals, found, standardized, curves, cooks, inflation, calibration)


def _renamed(verdict: Verdict | None, question: str) -> Verdict | None:
    return None if verdict is None else replace(verdict, question=question)


def _standardized(residuals: SimulatedResiduals) -> np.ndarray:
    fit, drawn = residuals._fit, residuals._drawn
    if not (fit._has_raw_residuals and isinstance(fit, HasLeverage)):
        return drawn.scores
    values, omitted = rstandard(fit).to_numpy(), fit.na_action
    if omitted is not None and len(values) != len(fit._index):  # na_exclude
        values = values[omitted.kept]
    values = values[drawn.places]
    return np.where(np.isfinite(values), values, drawn.scores)


def _distribution(
    residuals: SimulatedResiduals, standardized: np.ndarray, uniformity: Verdict
) -> Verdict | None:
    """Of a model that knows its spread the uniformity of residuals, else their normal shape."""
    fit = residuals._fit
    if is_spread_known(fit):
        return _renamed(uniformity, "distribution")
    return normality_verdict(standardized, fit._has_raw_residuals)


def _of_spread(
    fit: ModelResult, residuals: SimulatedResiduals, standardized: np.ndarray
) -> list[Verdict | None]:
    if not (fit._has_raw_residuals and isinstance(fit, HasLeverage)):
        return []
    return [homogeneity_verdict(fit, residuals._drawn.predicted, standardized)]


def _of_response(
    residuals: SimulatedResiduals, calibration: pd.DataFrame | None
) -> list[Verdict | None]:
    fit = residuals._fit
    if calibration is not None and isinstance(fit, HasBinaryResponse):
        return [calibration_verdict(fit, calibration)]
    return [response_verdict(residuals._drawn)]


def _calibration(fit: ModelResult) -> pd.DataFrame | None:
    """Observed shares by bins of the probability; None where there are no two outcomes."""
    if not isinstance(fit, HasBinaryResponse) or fit._binary_outcomes() is None:
        return None
    return calibration_table(fit)

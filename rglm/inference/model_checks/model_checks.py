"""All questions to a fit that apply, each with its answer and the numbers behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from rglm.formatting.hints.warning_location import collect_warnings
from rglm.formatting.text.deparse_lines import deparse_lines
from rglm.inference.binary_outcomes.calibration import calibration_table
from rglm.inference.diagnostics.influence import rstandard
from rglm.inference.model_checks.calibration import calibration_verdict
from rglm.inference.model_checks.collinearity import collinearity_verdict, inflation_factors
from rglm.inference.model_checks.estimates import estimates_verdict
from rglm.inference.model_checks.homogeneity import homogeneity_verdict
from rglm.inference.model_checks.influence import influence_verdict, largest_cooks_distances
from rglm.inference.model_checks.normality import normality_verdict
from rglm.inference.model_checks.predictors import has_bend, predictor_curves, predictors_verdict
from rglm.inference.model_checks.quasi_checks import (
    PearsonResiduals,
    lacks_distribution,
    pearson_residuals,
)
from rglm.inference.model_checks.response import response_verdict
from rglm.inference.random_seed import Seed
from rglm.inference.row_values import drop_padding
from rglm.inference.simulated_residuals.alternatives import is_spread_known
from rglm.inference.simulated_residuals.observation_rows import has_observation_counts
from rglm.inference.simulated_residuals.quantile_curves import QuantileCurves
from rglm.inference.simulated_residuals.simulate_residuals import MAX_ROWS, simulate_residuals
from rglm.inference.simulated_residuals.simulated_residuals import SimulatedResiduals
from rglm.inference.simulated_residuals.verdict import Verdict
from rglm.protocol.capabilities import HasBinaryResponse, HasLeverage
from rglm.protocol.model_result import ModelResult


@dataclass(frozen=True, eq=False)
class ModelChecks:
    """What was found, in the order in which it is shown.

    Attributes
    ----------
    fit, sample : ModelResult
        The fit, and on the rows that are looked at.
    verdicts : dict of Verdict by question
    heading : list of str
    residuals : SimulatedResiduals or None
        None of a quasi family, which has no distribution to draw from.
    pearson : PearsonResiduals or None
        Of a quasi family.
    standardized : (n,) array
        Standardized residuals of a linear model, else quantile residuals, or Pearson's.
    curves : dict of QuantileCurves by predictor
    cooks : Series
        The largest Cook's distances; empty without leverages.
    inflation : Series by predictor
    calibration : DataFrame or None
    """

    fit: ModelResult
    sample: ModelResult
    verdicts: dict[str, Verdict]
    heading: list[str]
    standardized: np.ndarray
    residuals: SimulatedResiduals | None = None
    pearson: PearsonResiduals | None = None
    curves: dict[str, QuantileCurves] = field(default_factory=dict)
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
        return f"Nothing speaks against this model ({len(verdicts)} checks)."


def model_checks(fit: ModelResult, nsim: int, seed: Seed) -> ModelChecks:
    """The answers to all questions that apply to a fit."""
    if isinstance(fit, HasLeverage) and lacks_distribution(fit):
        return _quasi_checks(fit)
    residuals = simulate_residuals(fit, nsim, seed)
    with collect_warnings():
        standardized = _standardized(residuals)
        curves = predictor_curves(residuals)
        sample = fit._row_sample(MAX_ROWS)
        is_counted = has_observation_counts(sample)  # a row is no single observation
        cooks = _influence(residuals._fit if is_counted else fit)
        inflation, calibration = inflation_factors(fit), _calibration(sample)
    verdicts = [
        estimates_verdict(fit),
        *_residual_verdicts(fit, residuals, standardized, curves),
        _response_verdict(residuals, sample, calibration),
        influence_verdict(cooks),
        collinearity_verdict(inflation),
    ]
    return ModelChecks(
        fit,
        residuals._fit if is_counted else sample,
        _by_question(verdicts),
        residuals._heading(),
        standardized,
        residuals=residuals,
        curves=curves,
        cooks=cooks,
        inflation=inflation,
        calibration=calibration,
    )


def _residual_verdicts(
    fit: ModelResult,
    residuals: SimulatedResiduals,
    standardized: np.ndarray,
    curves: dict[str, QuantileCurves],
) -> list[Verdict | None]:
    """What the residuals say, in words."""
    of_predictors = predictors_verdict(curves)
    is_bent = has_bend(curves) if of_predictors and of_predictors.status == "problem" else False
    by_question = {verdict.question: verdict for verdict in residuals._verdicts(is_bent)}
    return [
        _distribution_verdict(residuals, standardized, by_question.pop("uniformity")),
        _renamed(by_question.pop("quantiles", None), "fitted values"),
        of_predictors,
        *_spread_verdicts(fit, residuals, standardized),
        *by_question.values(),
    ]


def _quasi_checks(fit: HasLeverage) -> ModelChecks:
    """The questions that need no distribution."""
    residuals = pearson_residuals(fit._row_sample(MAX_ROWS))
    with collect_warnings():
        cooks, inflation = _influence(fit), inflation_factors(fit)
        calibration = _calibration(residuals.sample)
    verdicts = [
        estimates_verdict(fit),
        *residuals.verdicts(),
        _calibration_verdict(residuals.sample, calibration),
        influence_verdict(cooks),
        collinearity_verdict(inflation),
    ]
    n, nrows = len(residuals.fitted), int(fit._row_sums.informative)
    rows = f"{n:,} rows" if n == nrows else f"a sample of {n:,} of {nrows:,} rows"
    heading = deparse_lines(f"{fit.model_name}: {fit.formula}")
    heading += [f"{rows}, Pearson residuals: it has no distribution"]
    return ModelChecks(
        fit,
        residuals.sample,
        _by_question(verdicts),
        heading,
        residuals.residuals,
        pearson=residuals,
        cooks=cooks,
        inflation=inflation,
        calibration=calibration,
    )


def _by_question(verdicts: Sequence[Verdict | None]) -> dict[str, Verdict]:
    return {verdict.question: verdict for verdict in verdicts if verdict is not None}


def _influence(fit: ModelResult) -> pd.Series:
    """The largest Cook's distances; empty without leverages."""
    if not isinstance(fit, HasLeverage):
        return pd.Series(dtype=float)
    try:
        return largest_cooks_distances(fit)
    except ValueError:  # too many columns for a covariance matrix
        return pd.Series(dtype=float)


def _renamed(verdict: Verdict | None, question: str) -> Verdict | None:
    return None if verdict is None else replace(verdict, question=question)


def _standardized(residuals: SimulatedResiduals) -> np.ndarray:
    fit, drawn = residuals._fit, residuals._drawn
    if not (fit._has_raw_residuals and isinstance(fit, HasLeverage)):
        return drawn.scores
    values = drop_padding(fit, rstandard(fit))[drawn.places]
    return np.where(np.isfinite(values), values, drawn.scores)


def _distribution_verdict(
    residuals: SimulatedResiduals, standardized: np.ndarray, uniformity: Verdict
) -> Verdict | None:
    """Of a model that knows its spread the uniformity of residuals, else their normal shape."""
    fit = residuals._fit
    if is_spread_known(fit):
        return _renamed(uniformity, "distribution")
    return normality_verdict(standardized, fit._has_raw_residuals)


def _spread_verdicts(
    fit: ModelResult, residuals: SimulatedResiduals, standardized: np.ndarray
) -> list[Verdict | None]:
    if not (fit._has_raw_residuals and isinstance(fit, HasLeverage)):
        return []
    return [homogeneity_verdict(fit, residuals._drawn.predicted, standardized)]


def _response_verdict(
    residuals: SimulatedResiduals, sample: ModelResult, calibration: pd.DataFrame | None
) -> Verdict | None:
    if calibration is not None:
        return _calibration_verdict(sample, calibration)
    return response_verdict(residuals._drawn)


def _calibration_verdict(fit: ModelResult, table: pd.DataFrame | None) -> Verdict | None:
    if table is None or not isinstance(fit, HasBinaryResponse):
        return None
    return calibration_verdict(fit, table)


def _calibration(fit: ModelResult) -> pd.DataFrame | None:
    """Observed shares by bins of the probability; None where there are no two outcomes."""
    if not isinstance(fit, HasBinaryResponse) or fit._binary_outcomes() is None:
        return None
    return calibration_table(fit)

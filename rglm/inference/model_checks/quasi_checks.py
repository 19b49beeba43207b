"""The questions to a fit without a distribution: its mean and its variance function."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.formatting.hints.warning_location import collect_warnings
from rglm.inference.diagnostics.influence import rstandard
from rglm.inference.model_checks.mean_curve import MeanCurve, mean_verdict, spread_verdict
from rglm.inference.model_checks.predictors import is_same_order, numeric_predictors
from rglm.inference.row_values import drop_padding, row_values
from rglm.inference.simulated_residuals.verdict import SIGNIFICANCE_LEVEL, Verdict
from rglm.protocol.capabilities import HasLeverage
from rglm.protocol.model_result import ModelResult


@dataclass(frozen=True, eq=False)
class PearsonResiduals:
    """Standardized Pearson residuals of some rows, along the fitted values and predictors.

    Attributes
    ----------
    sample : HasLeverage
        The fit on the rows that are looked at.
    fitted, residuals : (n,) array
        Of the rows with a weight.
    curves : dict of MeanCurve
        By numeric predictor.
    """

    sample: HasLeverage
    fitted: np.ndarray
    residuals: np.ndarray
    curves: dict[str, MeanCurve]

    @property
    def along_fitted(self) -> MeanCurve:
        """The residuals along the fitted values."""
        return MeanCurve(self.fitted, self.residuals)

    @property
    def worst(self) -> str | None:
        """The predictor along which the residuals bend most clearly."""
        return min(self.curves, key=lambda name: self.curves[name].test_mean()[1], default=None)

    def verdicts(self) -> list[Verdict]:
        """What the residuals say, in words."""
        curve, out = self.along_fitted, []
        if curve.along.can_be_tested:
            statistic, p = curve.test_mean()
            name = "the fitted values"
            out.append(mean_verdict(curve, name, "fitted values", statistic, p))
        if self.worst is not None:
            out.append(self._of_predictors(self.worst))
        if curve.along.can_be_tested:
            out.append(spread_verdict(curve))
        return out

    def _of_predictors(self, worst: str) -> Verdict:
        statistic, p = self.curves[worst].test_mean()
        p = min(1.0, p * len(self.curves))
        several = p >= SIGNIFICANCE_LEVEL and len(self.curves) > 1
        along = f"any of {len(self.curves)} predictors" if several else worst
        advice = f"Try ns({worst}, 4), or an interaction."
        return mean_verdict(self.curves[worst], along, "predictors", statistic, p, advice)


def lacks_distribution(fit: ModelResult) -> bool:
    """Whether the responses have neither a likelihood nor quantiles, as of quasi families."""
    distribution = fit._row_sample(1)._response_distribution()
    if not np.isnan(distribution.log_density()).all():
        return False
    try:
        with collect_warnings():
            distribution.normal_scores()
    except ValueError:
        return True
    return False


def pearson_residuals(sample: HasLeverage) -> PearsonResiduals:
    """The residuals of a fit whose rows are in memory."""
    with collect_warnings():
        values = drop_padding(sample, rstandard(sample, "pearson"))
    used = np.isfinite(values) & (sample._rows_source.rows.weights > 0)
    residuals, fitted = values[used], sample.fitted_values.to_numpy()[used]
    along, curves = MeanCurve(fitted, residuals).along, {}
    for name in numeric_predictors(sample):
        x = np.asarray(row_values(sample, name, name, "x"), dtype=float)[used]
        curve = MeanCurve(x, residuals)
        if curve.along.can_be_tested and not is_same_order(curve.along.ranks, along.ranks):
            curves[name] = curve
    return PearsonResiduals(sample, fitted, residuals, curves)

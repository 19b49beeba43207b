"""The residuals of a fit by simulation, with their tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rglm.inference.htest import HTest
from rglm.inference.row_values import row_values
from rglm.inference.simulated_residuals.alternatives import (
    dispersion_advice,
    has_auxiliary_estimates,
    is_spread_known,
    zero_advice,
)
from rglm.inference.simulated_residuals.dispersion import dispersion_ratios, dispersion_verdict
from rglm.inference.simulated_residuals.outliers import outlier_test, outlier_verdict
from rglm.inference.simulated_residuals.quantile_curves import QuantileCurves, quantile_verdict
from rglm.inference.simulated_residuals.residual_rows import ResidualRows
from rglm.inference.simulated_residuals.simulation_p_value import simulation_p_value
from rglm.inference.simulated_residuals.uniformity import kolmogorov_smirnov, uniformity_verdict
from rglm.inference.simulated_residuals.verdict import (
    Verdict,
    VerdictTable,
    heading_html,
    verdict_html,
)
from rglm.inference.simulated_residuals.zeros import zero_counts, zero_verdict
from rglm.protocol.argument_types import RowValues

if TYPE_CHECKING:
    from rglm.plots.style import AxesOrPanels


@dataclass(frozen=True, eq=False, repr=False)
class SimulatedResiduals(ResidualRows):
    """Randomized quantile residuals of a fit, on (0, 1), and simulated responses.

    Printing shows the tests that apply, in words. If the model is right the residuals are uniform,
    but for the error of the estimates.

    Attributes
    ----------
    residuals, fitted, observed : Series (n,)
        By row, under the index of the data: the scaled residual, the mean (of `polr` the linear
        predictor) and the response (of successes and failures the proportion, of categories the
        code). Rows of weight 0 are left out; those that ``na_exclude`` left out are NaN.
    simulations : DataFrame (n, nsim)
    nrows : int
        The rows of the fit with a weight, of which n were looked at.
    nsim : int

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool * tension", load("warpbreaks"), poisson())
    >>> fit.simulate_residuals().test_dispersion().p_value < 0.01
    True
    """

    def test_uniformity(self) -> HTest:
        """Whether the residuals are uniform: the test of Kolmogorov and Smirnov.

        D is the largest gap between the share of the residuals below u and u. The p-value takes
        the parameters as known; they were estimated, so that it is too large, most of all where a
        variance was estimated with them.
        """
        statistic, p = kolmogorov_smirnov(self._drawn.residuals)
        return self._htest("Kolmogorov-Smirnov test of uniform residuals", {"D": statistic}, p)

    def test_dispersion(self, alternative: str = "two_sided") -> HTest:
        """Whether the responses vary as the simulations do.

        The ratio is sum (y - mu)^2 w / v of the responses over its mean in the simulations, each
        over its degrees of freedom.

        Parameters
        ----------
        alternative : {"two_sided", "greater", "less"}
            Greater: overdispersion.

        Raises
        ------
        ValueError
            The variance was estimated from these residuals, or a single 0 or 1, or a category, has
            none of its own; no residual degrees of freedom.
        """
        self._check_dispersion()
        ratios = dispersion_ratios(self._drawn)
        p = simulation_p_value(ratios.observed, ratios.simulated, alternative)
        return self._htest(
            "Dispersion of the responses beside simulations",
            {"ratio": ratios.observed},
            p,
            alternative=alternative,
            null_value={"ratio": 1.0},
        )

    def test_outliers(self) -> HTest:
        """Whether more responses than expected are below or above all of their simulations.

        Of continuous responses the number is binomial; of counts it is compared with that of each
        simulation among the others.
        """
        count, expected, p = outlier_test(self._drawn)
        return self._htest(
            "Responses outside all simulations",
            {"outliers": count, "expected": expected},
            p,
        )

    def test_zero_inflation(self, alternative: str = "two_sided") -> HTest:
        """Whether there are as many zeros as in the simulations.

        Parameters
        ----------
        alternative : {"two_sided", "greater", "less"}
            Greater: more zeros than the model expects.

        Raises
        ------
        ValueError
            Neither the responses nor the simulations have a zero, or all are 0 or 1.
        """
        if not self._drawn.has_zeros:
            raise ValueError(
                "test_zero_inflation() is for counts and amounts some of which are 0; these "
                f"{'are single zeros and ones' if self._drawn.is_binary else 'have none'}"
            )
        count, simulated = zero_counts(self._drawn)
        return self._htest(
            "Zeros of the responses beside simulations",
            {"zeros": count, "expected": float(simulated.mean())},
            simulation_p_value(count, simulated, alternative),
            alternative=alternative,
        )

    def test_quantiles(self, x: RowValues | None = None) -> HTest:
        """Whether the quartiles of the residuals are level along a variable.

        The indicators of residuals below 0.25, 0.5 and 0.75 are regressed on a natural spline of
        the ranks of x (on groups, where x has at most 6 values): a score test.

        Parameters
        ----------
        x : str, Series or array, optional
            A column or an expression in the columns, or a value for each row; by default the
            fitted values.

        Raises
        ------
        ValueError
            Fewer than 10 rows, or x is the same in all of them.
        """
        curves = self._curves(x)
        if not curves.can_be_tested:
            raise ValueError(
                "test_quantiles() needs 10 rows or more, and a variable that is not the same in "
                "all of them"
            )
        statistic, df, p = curves.test()
        name = "fitted values" if x is None else x if isinstance(x, str) else "x"
        return self._htest(
            f"Quartiles of the residuals along {name}", {"X-squared": statistic}, p, {"df": df}
        )

    def tests(self) -> VerdictTable:
        """All tests that apply: ``statistic p_value status verdict`` by question.

        Status is ``"ok"``, ``"minor"`` (significant, and too small to matter) or ``"problem"``.
        """
        return VerdictTable.of(self._verdicts())

    def _verdicts(self, is_bent: bool = False) -> list[Verdict]:
        """The tests in words; `is_bent` says that residuals bend along a predictor."""
        drawn, fit, curves = self._drawn, self._fit, self._curves()
        of_curves = []
        if curves.can_be_tested:
            of_curves = [quantile_verdict(curves, "the fitted values", "quantiles")]
            is_bent = is_bent or (of_curves[0].status == "problem" and curves.is_bent)
        out = [uniformity_verdict(drawn.residuals)]
        if self._why_no_dispersion is None:
            given = dispersion_advice(fit), has_auxiliary_estimates(fit), is_bent
            out.append(dispersion_verdict(drawn, *given))
        out.append(outlier_verdict(drawn, self._labels))
        if drawn.has_zeros and not drawn.is_proportion:
            advice = ". A missing curve can make this too" if is_bent else zero_advice(fit)
            out.append(zero_verdict(drawn, advice))
        return out + of_curves

    def _curves(self, x: RowValues | None = None) -> QuantileCurves:
        if x is None:
            return QuantileCurves(self._drawn.predicted, self._drawn.residuals)
        name = f"x={x}" if isinstance(x, str) else "x"
        values = np.asarray(row_values(self._fit, x, name, "x"), dtype=float)
        return QuantileCurves(values[self._drawn.places], self._drawn.residuals)

    @property
    def _why_no_dispersion(self) -> str | None:
        """Why the spread says nothing here; None where it can be tested."""
        if np.isnan(self._drawn.df_correction):
            return "the fit leaves no residual degrees of freedom"
        if self._drawn.is_binary or np.isnan(self._drawn.mean).all():
            return "the variance of a single 0 or 1, or of a category, is fixed by its mean"
        if not is_spread_known(self._fit):
            return "the variance was estimated from these residuals, so that they cannot differ"
        return None

    def _check_dispersion(self) -> None:
        if self._why_no_dispersion is not None:
            raise ValueError(f"test_dispersion(): {self._why_no_dispersion}")

    def _htest(
        self,
        method: str,
        statistic: dict[str, float],
        p: float,
        parameter: dict[str, float] | None = None,
        **given: Any,
    ) -> HTest:
        return HTest(statistic, p, method, self._fit.formula, parameter or {}, **given)

    def plot(
        self, x: RowValues | None = None, figsize: tuple[float, float] | None = None
    ) -> AxesOrPanels:
        """Draw the residuals against normal quantiles, and along the fitted values or x.

        Parameters
        ----------
        x : str, Series or array, optional
            As of `test_quantiles`.
        figsize : tuple of float, optional
            Width and height of the figure in inches.
        """
        from importlib import import_module  # pictures are above

        return import_module("rglm.plots.model_check.residual_panels").draw_residuals(
            self, x, figsize
        )

    def __repr__(self) -> str:
        head = ["", "Simulated residuals", *self._heading(), ""]
        return "\n".join([*head, repr(self.tests()), ""])

    __str__ = __repr__

    def _repr_html_(self) -> str:
        lines = heading_html(self._heading())
        return f"<p><b>Simulated residuals</b><br>{lines}</p>{verdict_html(self.tests())}"

"""The result of `glm`: R's components as attributes, R's generics as methods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from rglm.models.base.lazy_method import lazy_method
from rglm.models.base.response_pictures import BinaryPictures
from rglm.models.glm.glm_result import GlmResult
from rglm.protocol.result_rows import BinaryOutcomes

if TYPE_CHECKING:
    from rglm.inference.binary_outcomes import hoslem_test as _hoslem_test
    from rglm.inference.diagnostics import dispersion as _dispersion
    from rglm.inference.hypothesis_tests import anova as _anova


class GlmFit(GlmResult, BinaryPictures):
    """A fitted generalized linear model, as `glm` returns it.

    Printing shows R's short page; `summary` the long one. Row values are Series with the
    index of the data; coefficients and matrices carry R's names.

    Attributes
    ----------
    coefficients : Series (p,)
        The estimates, NaN where a coefficient is aliased.
    fitted_values, linear_predictors : Series (n,)
        mu and eta = X beta + offset.
    deviance, null_deviance, aic : float
    df_residual, df_null, rank, edf, iter : int
        `iter` counts the steps on all rows; from 100,000 rows on they start from the fit of a
        sample, so that their number is not R's.
    weights, prior_weights : Series (n,)
        Working weights of the last iteration, and the weights given.
    y : Series (n,)
        The response; a proportion where it was given as counts.
    converged, boundary : bool
    method : {"glm_fit", "brglm"}
        Maximum likelihood or bias reduction.
    separated : Separation or None
        What `separation` says, where the fit looked as if some coefficients were infinite.
    family, control, contrasts, xlevels, formula, terms, offset, data, call, na_action
        What the fit was made of.
    success : str or None
        For a response of two levels, the level whose probability is modelled.
    dispersion : float
        Known (1) or Pearson's chi-square over the residual degrees of freedom; bias-reduced with
        ``method="brglm"``.
    """

    @property
    def _has_many_fits(self) -> bool:
        return True

    @property
    def _success_level(self) -> str | None:
        return self.success

    def _submodel(self, formula: str, same_rows: bool = False) -> Self | None:
        """The model of some of its terms by the cells of the rows; None where it has none."""
        from rglm.models.glm.submodel import submodel

        return submodel(self, formula, same_rows)

    def _binary_outcomes(self) -> BinaryOutcomes | None:
        if not self.family.has_binary_response:
            return None
        p, trials = self.fitted_values.to_numpy(), self._rows.weights
        return p, self.y.to_numpy() * trials, trials

    if TYPE_CHECKING:
        anova = _anova.anova
        dispersiontest = _dispersion.dispersiontest
        hoslem_test = _hoslem_test.hoslem_test
    else:
        anova = lazy_method("inference.hypothesis_tests.anova")
        dispersiontest = lazy_method("inference.diagnostics.dispersion")
        hoslem_test = lazy_method("inference.binary_outcomes.hoslem_test")

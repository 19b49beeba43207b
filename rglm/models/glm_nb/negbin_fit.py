"""The result of `glm_nb`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from rglm.families.glm.negative_binomial import NegativeBinomial
from rglm.models.base.cached import cached
from rglm.models.base.lazy_method import lazy_method
from rglm.models.glm.glm_result import GlmResult

if TYPE_CHECKING:
    from rglm.models.glm.null_model import NullModel
    from rglm.models.glm_nb import anova as _anova


class NegbinFit(GlmResult):
    """A fitted negative binomial regression, as `glm_nb` returns it.

    All of a `GlmFit`, whose family has the estimated theta and the dispersion 1.

    Attributes
    ----------
    theta : float
        mu + mu^2/theta is the variance.
    SE_theta : float
        Its standard error, by the observed information; NaN where theta has no finite estimate.
    twologlik : float
        Twice the log-likelihood.
    th_warn : str or None
        What went wrong with theta.
    """

    _function_name = "glm_nb"

    family: NegativeBinomial

    def __init__(
        self,
        *args: Any,
        SE_theta: float,
        th_warn: str | None,
        **fit_arguments: Any,
    ) -> None:
        super().__init__(*args, **fit_arguments)
        self.SE_theta, self.th_warn = SE_theta, th_warn

    @property
    def theta(self) -> float:
        """The estimate of theta."""
        return self.family.theta

    @property
    def _separate_parameters(self) -> Mapping[str, tuple[float, float]]:
        return {"theta": (self.theta, self.SE_theta)}

    @property
    def twologlik(self) -> float:
        """Twice the log-likelihood."""
        return 2 * float(self.logLik())

    @property
    def _deletion_residual_df(self) -> float:
        """The residual degrees of freedom of a fit without the row, as car has it."""
        return self.df_residual - 1

    @cached
    def call(self) -> str:
        """The call, as R would print it, with theta where iteration would start next time."""
        from rglm.inference.tables import print_pages

        link = self.family.link.name
        return (
            f"{print_pages.call_text(self)[:-1]}, init_theta = {self.theta:.10g}, link = {link})"
        )

    def _penalized_criterion(self, edf: int, k: float, scale: float) -> float:
        """Akaike's criterion by which `step` chooses; as in MASS theta does not count."""
        return k * edf - self.twologlik

    def _null_model(self) -> NullModel:
        """The fit of the same counts to a constant, with a theta of its own."""
        from rglm.fitting.cell_likelihood import cells_of_responses
        from rglm.fitting.negbin.alternating_ml import alternating_ml
        from rglm.models.glm.null_model import NullModel

        control = replace(self.control, trace=False)
        source = (cells_of_responses(self._cells, self.family) or self._rows_source).constant()
        result = alternating_ml(source, replace(self.family, theta=np.nan), control)
        return NullModel(result.fit.beta, result.fit.deviance, result.family)

    def _print_footer(self) -> list[str]:
        """Theta and the likelihood, below R's page of a glm."""
        from rglm.formatting.numbers.number_format import format_round

        se = self.SE_theta
        places = int(max(2 - np.floor(np.log10(se)), 0)) if se > 0 else 0
        theta, error, likelihood = (
            format_round([value], to, 7, places, na="NaN")[0]
            for value, to in ((self.theta, places), (se, places), (self.twologlik, 3))
        )
        trouble = [] if self.th_warn is None else [f"Warning while fitting theta: {self.th_warn} "]
        return [
            "",
            f"              Theta:  {theta} ",
            f"          Std. Err.:  {error} ",
            *trouble,
            "",
            f" 2 x log-likelihood:  {likelihood} ",
        ]

    if TYPE_CHECKING:
        anova = _anova.anova
    else:
        anova = lazy_method("models.glm_nb.anova")

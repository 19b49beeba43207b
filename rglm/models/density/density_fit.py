"""The result of a model with one density and one linear predictor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.formatting.tables.html import number_cells
from rglm.formatting.tables.named_vector import named_vector_lines
from rglm.formatting.text.deparse_lines import deparse_lines
from rglm.inference.tables.print_pages import page_digits
from rglm.models.base.lazy_method import lazy_method
from rglm.models.base.rowwise import row_property
from rglm.models.density.response_distribution import DensityDistribution
from rglm.models.density.scalar_parameters import ScalarParameters
from rglm.models.likelihood.mean_fit import MeanFit
from rglm.models.quantities.chosen import Quantities
from rglm.protocol.likelihood_structure import LikelihoodStructure, PredictorPart
from rglm.protocol.quantities.row_quantity import FunctionQuantity, LinearQuantity, Predictors

if TYPE_CHECKING:
    from rglm.models.density import prediction as _prediction
    from rglm.models.density import summary as _summary


class DensityFit(ScalarParameters, MeanFit):
    """A fitted model whose response has a `ResponseDensity` in one linear predictor.

    Attributes
    ----------
    coefficients : Series (p,)
        NaN where aliased.
    scalars : Series
        The parameters that are no coefficients.
    fitted_values, linear_predictors, y : Series (n,)
        The means, eta = X beta + offset, and the response.
    """

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self._function_name = self._model_call.function.__name__
        self._models_title = f"{self._function_name} models"

    @property
    def coefficients(self) -> pd.Series:
        """The coefficients, NaN where aliased."""
        return self._estimates

    @property
    def _quantities(self) -> Quantities:
        density = self._likelihood_model.density

        def mean(eta: Predictors, scalars: np.ndarray) -> np.ndarray:
            return density.mean(eta, scalars)[:, None]

        def slopes(eta: Predictors, scalars: np.ndarray) -> list[np.ndarray]:
            return [slope[:, None] for slope in density.mean_slopes(eta, scalars)]

        return {
            "response": lambda: FunctionQuantity(None, None, density.mean_scale, mean, slopes),
            "link": lambda: LinearQuantity(None),
        }

    @property
    def _likelihood_structure(self) -> LikelihoodStructure:
        return LikelihoodStructure(
            "one part", {"mean": PredictorPart(repr(self._likelihood_model.density), "identity")}
        )

    def _response_distribution(self) -> DensityDistribution:
        return DensityDistribution(self)

    @row_property
    def fitted_values(self) -> pd.Series:
        """The means."""
        return self._row_series(self._response_distribution().mean())

    @row_property
    def y(self) -> pd.Series:
        """The response."""
        return self._row_series(self._rows.y)

    def _print_lines(self) -> list[str]:
        """The lines of the short page."""
        lines = ["", "Call:", *deparse_lines(self.call), "", "Coefficients:"]
        return [*lines, *named_vector_lines(self._all_estimates(), page_digits(), gap=2), ""]

    def _print_tables(self) -> dict[str, pd.DataFrame]:
        """The table of the short page."""
        return {"Coefficients": number_cells(self._all_estimates(), page_digits())}

    def _print_footer(self) -> list[str]:
        """The lines below the table of the summary."""
        return [
            f"Number of iterations in Newton optimization: {self.iter} ",
            f"Log-likelihood: {float(self.logLik()):.4g} on {self.edf} Df",
        ]

    def _all_estimates(self) -> pd.Series:
        return pd.concat([self.coefficients, self.scalars])

    if TYPE_CHECKING:
        summary = _summary.summary
        predict = _prediction.predict

        def coef(self) -> pd.Series: ...  # noqa: D102  (inherited)
    else:
        summary = lazy_method("models.density.summary")
        predict = lazy_method("models.density.prediction", rows=True)

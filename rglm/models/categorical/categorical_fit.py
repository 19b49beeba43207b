"""The base class of the fits of a response of categories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.inference.prediction.predicted_quantity import row_quantity
from rglm.models.base.lazy_method import lazy_method
from rglm.models.base.rowwise import row_property
from rglm.models.categorical.response_distribution import CategoryDistribution
from rglm.models.likelihood.likelihood_fit import LikelihoodFit
from rglm.protocol.capabilities import HasLevels

if TYPE_CHECKING:
    from rglm.inference.diagnostics import residuals as _residuals
    from rglm.models.categorical import dispersion as _dispersion
    from rglm.models.categorical import prediction as _prediction
    from rglm.plots.fitted import level_probabilities as _level_plots


class CategoricalFit(LikelihoodFit, HasLevels):
    """A fit of the probabilities of levels, m for each row."""

    _augment_residuals = None

    def __init__(self, *args: Any, levels: Sequence[str], ordered: bool, **given: Any) -> None:
        super().__init__(*args, **given)
        self.lev, self._is_ordered = tuple(levels), ordered

    def nobs(self) -> float:
        """The number of observations, which weights and counts add up; R's ``nobs``."""
        return self._observation_count

    @row_property
    def fitted_values(self) -> pd.DataFrame:
        """The probability of each level, (n, m)."""
        probabilities = self._rows_source.by_row(self._level_probabilities)
        return pd.DataFrame(probabilities, index=self._index, columns=list(self.lev))

    def _level_probabilities(self, block: Block) -> np.ndarray:
        """The probability of each level on a block, (n, m)."""
        return row_quantity(self, self._quantity("probs")).of_block(block, False)[0]

    def _response_distribution(self) -> CategoryDistribution:
        return CategoryDistribution(self)

    if TYPE_CHECKING:
        predict = _prediction.predict
        residuals = _residuals.category_residuals
        gof = _dispersion.gof
        check_overdispersion = _dispersion.check_overdispersion
        plot_probs = _level_plots.plot_probs

        def fitted(self) -> pd.DataFrame: ...  # noqa: D102  (inherited)
    else:
        predict = lazy_method("models.categorical.prediction", rows=True)
        residuals = lazy_method("inference.diagnostics.residuals", "category_residuals", rows=True)
        gof = lazy_method("models.categorical.dispersion")
        check_overdispersion = lazy_method("models.categorical.dispersion")
        plot_probs = lazy_method("plots.fitted.level_probabilities", sample=True)

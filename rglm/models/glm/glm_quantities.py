"""The parameters of a glm, the design of any rows, and what predictions are of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.design.columns import Columns
from rglm.models.base.cached import cached
from rglm.models.glm.glm_components import GlmComponents
from rglm.models.quantities.chosen import chosen_quantity
from rglm.models.quantities.mean_quantities import mean_quantities
from rglm.protocol.argument_types import Vcov
from rglm.protocol.quantities.design_rows import DesignRows, PredictorPlaces, offset_columns
from rglm.protocol.quantities.row_quantity import RowQuantity

if TYPE_CHECKING:
    from rglm.fitting.newton.newton_method import Objective


class GlmQuantities(GlmComponents):
    """One linear predictor, whose parameters are the coefficients that are not aliased."""

    @cached
    def _estimable_places(self) -> np.ndarray:
        """The places of the coefficients that are not aliased, in order."""
        return np.sort(self._solution.system.estimable)

    @property
    def _parameters(self) -> np.ndarray:
        return self._solution.beta[self._estimable_places]

    @property
    def _parameter_places(self) -> np.ndarray:
        return self._estimable_places

    def _parameter_covariance(self, vcov: Vcov = None) -> np.ndarray:
        from rglm.inference.covariance.given_covariance import given_covariance

        places = self._estimable_places
        return given_covariance(self, vcov)[np.ix_(places, places)]

    def _design_rows(self, data: pd.DataFrame, offset: np.ndarray | None = None) -> DesignRows:
        if offset is None:
            columns, offset = self._schema.apply(data)
        else:
            columns = self._schema.apply_columns(data)
        return self._rows_of_designs([columns], [offset])

    def _rows_of_designs(
        self, designs: Sequence[Columns], offsets: Sequence[np.ndarray]
    ) -> DesignRows:
        from rglm.inference.prediction.estimability import deviations

        (columns,), (offset,) = designs, offsets
        places = np.arange(len(self._estimable_places))
        return DesignRows(
            columns.select(self._estimable_places).matrix(),
            offset_columns(offset)[:, :1],
            (PredictorPlaces(places, places),),
            np.zeros(0, dtype=int),
            len(places),
            deviations(self._solution.system, columns),
        )

    @property
    def _quantity_types(self) -> tuple[str, ...]:
        return tuple(mean_quantities(self.family.link, self.family.mean_name))

    def _quantity(self, type: str) -> RowQuantity:
        return chosen_quantity(mean_quantities(self.family.link, self.family.mean_name), type)

    def _objective(self) -> Objective:
        """Minus the deviance over twice the dispersion, which is held."""
        from rglm.fitting.glm_objective import GlmObjective

        source, places = self._cell_source, self._estimable_places
        if len(places) < len(source.columns):
            source = source.select(places)
        return GlmObjective(source, self.family, self.dispersion)

"""The linear predictors of a fit by maximum likelihood, also of new rows."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.design.columns import Columns, constant_column, hstack
from rglm.design.frame.schema import Schema
from rglm.inference.prediction.estimability import deviations, warn_if_not_estimable
from rglm.models.base.fitted_model import FittedModel
from rglm.models.base.rowwise import row_property
from rglm.models.likelihood.predictor_source import predictor_source
from rglm.models.quantities.chosen import Quantities, chosen_quantity
from rglm.protocol.argument_types import Vcov
from rglm.protocol.capabilities import HasLikelihoodModel
from rglm.protocol.linear_predictor import LinearPredictor
from rglm.protocol.quantities.design_rows import DesignRows, PredictorPlaces, offset_columns
from rglm.protocol.quantities.row_quantity import RowQuantity
from rglm.sources.frames.as_frame import as_frame
from rglm.sources.memory import MemorySource


class LinearPredictors(FittedModel, HasLikelihoodModel):
    """The linear predictors, from the columns of one source."""

    _design_triangles: list[Any]
    """The triangle of each part of the formula that has aliased columns, else None."""

    @property
    def _named_schemas(self) -> list[tuple[str | None, Schema]]:
        return [(part.name, part.schema) for part in self._predictor_parts]

    @property
    def _predictor_parts(self) -> list[LinearPredictor]:
        """The linear predictors that a formula describes."""
        return [
            LinearPredictor.of(
                0,
                None,
                self._schema,
                self._likelihood_model.parts[0],
                self._likelihood_model.places[0],
            )
        ]

    @property
    def _centred_columns(self) -> np.ndarray:
        """Whether terms are centred on the mean of each column of the source."""
        out = np.zeros(self._column_count, dtype=bool)
        for part in self._predictor_parts:
            out[part.estimable] = part.centred
        return out

    @property
    def _column_count(self) -> int:
        """The number of columns of the source."""
        return len(self._schema.names)

    def _block_predictors(self, block: Block) -> list[np.ndarray]:
        """The linear predictors on a block."""
        x = self._likelihood_model.matrix(block.columns, block.row_slice)
        return self._likelihood_model.etas(x, block.rows.offset, self._parameters)

    @row_property
    def linear_predictors(self) -> Any:
        """The linear predictor, a Series; of several a DataFrame with a column each."""
        parts = self._predictor_parts
        values = self._rows_source.by_row(
            lambda block: np.column_stack(
                [self._block_predictors(block)[part.number] for part in parts]
            )
        )
        if parts[0].name is None:
            return self._row_series(values[:, 0])
        return pd.DataFrame(values, index=self._index, columns=[part.name for part in parts])

    def _new_rows_source(self, newdata: Any) -> tuple[MemorySource, pd.Index]:
        """New rows as a source: their columns and offsets, and nothing else."""
        data = as_frame(newdata, "newdata")
        designs, offsets = zip(*(schema.apply(data) for schema in self._schemas), strict=True)
        self._warn_if_not_estimable(designs)
        return predictor_source(self._all_columns(designs), self._all_offsets(offsets)), data.index

    def _all_columns(self, designs: Sequence[Columns]) -> Columns:
        """The columns of the source, from those of each part of the formula."""
        return hstack(designs)

    def _all_offsets(self, offsets: Sequence[np.ndarray]) -> Sequence[np.ndarray]:
        """The offset of each linear predictor, or one for all."""
        return offsets

    def _design_rows(self, data: pd.DataFrame, offset: np.ndarray | None = None) -> DesignRows:
        designs = [schema.apply_columns(data) for schema in self._schemas]
        given = np.empty((len(data), 0)) if offset is None else offset_columns(offset)
        offsets = [
            given[:, k] if k < given.shape[1] else schema.apply(data)[1]
            for k, schema in enumerate(self._schemas)
        ]
        return self._rows_of_designs(designs, offsets)

    def _rows_of_designs(
        self, designs: Sequence[Columns], offsets: Sequence[np.ndarray]
    ) -> DesignRows:
        shared = np.column_stack(self._all_offsets(offsets))
        return self._placed_rows(
            self._all_columns(designs).matrix(), shared, self._deviations(designs)
        )

    def _block_rows(self, block: Block) -> DesignRows:
        none = np.zeros((len(block.rows.offset), 0))
        return self._placed_rows(block.matrix(), offset_columns(block.rows.offset), none)

    def _placed_rows(
        self, x: np.ndarray, offsets: np.ndarray, deviation: np.ndarray
    ) -> DesignRows:
        """Rows of the columns of the source, with an offset for each predictor or one for all."""
        predictors = [PredictorPlaces(*p) for p in self._likelihood_model.predictor_places()]
        count, last = len(self._parameters), offsets.shape[1] - 1
        return DesignRows(
            x,
            offsets[:, [min(k, last) for k in range(len(predictors))]],
            tuple(predictors),
            np.arange(sum(len(one.parameters) for one in predictors), count),
            count,
            deviation,
        )

    @property
    @abstractmethod
    def _quantities(self) -> Quantities:
        """How each type of prediction is made."""

    @property
    def _quantity_types(self) -> tuple[str, ...]:
        return tuple(self._quantities)

    def _quantity(self, type: str) -> RowQuantity:
        return chosen_quantity(self._quantities, type)

    def _deviations(self, designs: Sequence[Columns]) -> np.ndarray:
        """By how much rows break what makes coefficients aliased, of each part."""
        pairs = zip(designs, self._design_triangles, strict=True)
        parts = [deviations(t, with_constant(x, t)) for x, t in pairs if t is not None]
        return np.hstack([np.zeros((designs[0].nrows, 0)), *parts])

    @property
    def _parameter_places(self) -> np.ndarray:
        return self._solution.system.estimable

    def _parameter_covariance(self, vcov: Vcov = None) -> np.ndarray:
        from rglm.inference.prediction.predicted_quantity import parameter_covariance

        return parameter_covariance(self, vcov)

    def _warn_if_not_estimable(self, parts: Sequence[Any]) -> None:
        """Warn where new rows break a relation that made a coefficient aliased."""
        for columns, triangle in zip(parts, self._design_triangles, strict=True):
            if triangle is None:
                continue
            source = predictor_source(with_constant(columns, triangle), [np.zeros(columns.nrows)])
            warn_if_not_estimable(triangle, source)


def with_constant(columns: Columns, triangle: Any) -> Columns:
    """The columns that a triangle is of: of `polr` with the intercept that the cut points are."""
    if len(triangle.order) == len(columns):
        return columns
    return hstack([constant_column(columns.nrows), columns])

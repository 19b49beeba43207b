"""The linear predictors of a fit by maximum likelihood, also of new rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.design.columns import constant_column, hstack
from rglm.design.frame.schema import Schema
from rglm.models.base.fitted_model import FittedModel
from rglm.models.base.rowwise import row_property
from rglm.models.likelihood.predictor_source import predictor_source
from rglm.protocol.capabilities import HasLikelihoodModel
from rglm.protocol.linear_predictor import LinearPredictor
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
        return predictor_source(hstack(designs), offsets), data.index

    def _warn_if_not_estimable(self, parts: Sequence[Any]) -> None:
        """Warn where new rows break a relation that made a coefficient aliased."""
        from rglm.inference.prediction.estimability import warn_if_not_estimable

        for columns, triangle in zip(parts, self._design_triangles, strict=True):
            if triangle is None:
                continue
            n = columns.nrows
            if len(triangle.order) > len(columns):  # the cut points are an intercept
                columns = hstack([constant_column(n), columns])
            warn_if_not_estimable(triangle, predictor_source(columns, [np.zeros(n)]))

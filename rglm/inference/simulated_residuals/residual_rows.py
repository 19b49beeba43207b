"""The rows of simulated residuals, as Series and tables."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rglm.formatting.hints.attribute_hints import AttributeHints
from rglm.formatting.text.deparse_lines import deparse_lines
from rglm.inference.simulated_residuals.simulated_responses import SimulatedResponses
from rglm.protocol.model_result import ModelResult

MANY_COEFFICIENTS, FEW_ROWS_EACH = 30, 50  # and rows for each of them, with which tests are rough


@dataclass(frozen=True, eq=False)
class ResidualRows(AttributeHints):
    """Residuals, fitted values, responses and simulations by row; see `SimulatedResiduals`."""

    nrows: int
    nsim: int
    _fit: ModelResult
    _drawn: SimulatedResponses

    @property
    def residuals(self) -> pd.Series:
        """The scaled residuals, each uniform on (0, 1) if the model is right."""
        return self._padded(self._drawn.residuals)

    @property
    def fitted(self) -> pd.Series:
        """The fitted means; of `polr` the linear predictors."""
        return self._padded(self._drawn.predicted)

    @property
    def observed(self) -> pd.Series:
        """The responses, each as one number."""
        return self._padded(self._drawn.observed)

    @property
    def simulations(self) -> pd.DataFrame:
        """The simulated responses, in the units of `observed`."""
        names = [f"sim_{i}" for i in range(1, self.nsim + 1)]
        return pd.DataFrame(self._drawn.simulations, self._labels, names)

    @property
    def _labels(self) -> pd.Index:
        return self._fit._index[self._drawn.places]

    def _padded(self, values: np.ndarray) -> pd.Series:
        """Row values under the labels; with ``na_exclude`` of all rows of the data."""
        omitted = self._fit.na_action
        is_padded = omitted is not None and omitted.action == "na_exclude"
        if not is_padded:
            return pd.Series(values, self._labels)
        everywhere = np.full(len(self._fit._index), np.nan)
        everywhere[self._drawn.places] = values
        return self._fit._pad_omitted(self._fit._row_series(everywhere))

    def _heading(self) -> list[str]:
        n = len(self._drawn.places)
        rows = f"{n:,} rows" if n == self.nrows else f"a sample of {n:,} of {self.nrows:,} rows"
        formula = deparse_lines(f"{self._fit.model_name}: {self._fit.formula}")
        out = [*formula, f"{rows}, {self.nsim} simulations"]
        rank = self._fit.rank
        if rank >= MANY_COEFFICIENTS and self.nrows < FEW_ROWS_EACH * rank:
            out.append(f"{rank:,} coefficients: with so many, the tests are rough")
        return out

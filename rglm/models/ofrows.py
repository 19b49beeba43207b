"""What a fit knows of its rows, and how it lets go of them."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import pandas as pd

from rglm.design.missing import NaAction

KEPT = ("_eta", "fitted_values", "linear_predictors")  # what a fit may have kept of its rows


class OfRows:
    """The rows of a fit: `source`, their `index`, and `na_action`."""

    source: Any
    index: pd.Index
    na_action: NaAction | None
    summed: ClassVar[tuple[str, ...]]

    @property
    def rows_source(self) -> Any:
        """The rows of the fit; an error after `strip`."""
        if self.source is None:
            raise ValueError(
                "this fit was stripped of its rows; what is left is predict() on new data, "
                "coef(), vcov(), summary() and the like"
            )
        return self.source

    @property
    def _rows(self) -> Any:
        return self.rows_source.rows

    def series(self, values: np.ndarray) -> pd.Series:
        """Row values under the index of the rows fitted; a copy, which may be changed."""
        return pd.Series(values, index=self.index, copy=True)

    def pad(self, values: pd.Series | pd.DataFrame) -> pd.Series | pd.DataFrame:
        """Row values with the rows that ``na_exclude`` left out put back as NaN."""
        if self.na_action is None or self.na_action.action != "na_exclude":
            return values
        return (
            values.set_axis(np.flatnonzero(self.na_action.kept), axis=0)
            .reindex(range(len(self.na_action.index)))
            .set_axis(self.na_action.index, axis=0)
        )

    def strip(self) -> Any:
        """A copy without anything that holds rows: it still predicts, and pickles in kilobytes.

        Examples
        --------
        >>> from rglm import glm, poisson
        >>> from rglm.datasets import load
        >>> fit = glm("breaks ~ wool", load("warpbreaks"), poisson())
        >>> import pickle
        >>> len(pickle.dumps(fit.strip())) < len(pickle.dumps(fit))
        True
        """
        if self.source is None:
            return self
        for name in self.summed:
            getattr(self, name)
        out = object.__new__(type(self))
        out.__dict__ = {k: v for k, v in self.__dict__.items() if k not in KEPT}
        out.source = out.data = out.variables = None
        out.arguments = {}
        out.index = self.index[:0]
        out.na_action = None if self.na_action is None else self.na_action.strip()
        return out

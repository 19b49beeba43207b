"""What a fit knows of its rows, and how it lets go of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from functools import partial, reduce
from operator import add
from typing import Any, ClassVar, TypeVar

import numpy as np
import pandas as pd

from rglm.design.frame.missing_values import NaAction
from rglm.protocol.model_call import ModelCall
from rglm.sources.chunks.model_chunk import ModelChunk

Result = TypeVar("Result")
Total = TypeVar("Total", float, np.ndarray)
RowValues = TypeVar("RowValues", pd.Series, pd.DataFrame)

KEPT = ("_eta", "fitted_values", "linear_predictors")  # what a fit may have kept of its rows


class RowAccess:
    """The rows of a fit: `source`, their `index`, and `na_action`."""

    _source: Any
    _index: pd.Index
    na_action: NaAction | None
    _is_padded_elsewhere = False  # whether a chunk of the same data may have missing rows
    _model_call: ModelCall[Any]
    _kept_by_strip: ClassVar[tuple[str, ...]]

    @property
    def _rows_source(self) -> Any:
        """The rows of the fit; an error after `strip`, or if their data were written to."""
        if self._source is None:
            raise ValueError(
                "this fit was stripped of its rows; what is left is predict() on new data, "
                "coef(), vcov(), summary() and the like"
            )
        self._source.check()
        return self._source

    @property
    def _rows(self) -> Any:
        return self._rows_source.rows

    def _row_series(self, values: np.ndarray) -> pd.Series:
        """Row values under the index of the rows fitted; a copy, which may be changed."""
        return pd.Series(values, index=self._index, copy=True)

    def _pad_omitted(self, values: RowValues) -> RowValues:
        """Row values with the rows that ``na_exclude`` left out put back as NaN."""
        if self.na_action is None or self.na_action.action != "na_exclude":
            return values
        return (
            values.set_axis(np.flatnonzero(self.na_action.kept), axis=0)
            .reindex(range(len(self.na_action.index)))
            .set_axis(self.na_action.index, axis=0)
        )

    @property
    def _is_chunked(self) -> bool:
        """Whether the data are seen part by part, and not in memory."""
        return self._source is not None and self._source.is_chunked

    def _map_chunks(
        self, function: Callable[[Any], Result], doing: str = "", also: Sequence[str] = ()
    ) -> Iterator[Result]:
        """What a function says of the fit on the rows of each part of the data, in order; on all
        at once where they are in memory. It sees the columns `also`, beside those of the fit.
        """
        if not self._is_chunked:
            yield function(self)
        else:
            known = partial(on_part, self._without_rows(), function)
            yield from self._source.map_chunks(known, doing, also)

    def _sum_chunks(self, function: Callable[[Any], Total]) -> Total:
        """The sum of a function of the fit over the chunks of its data, in their order."""
        return reduce(add, self._map_chunks(function))

    @property
    def _chunk_columns(self) -> list[str]:
        """The columns of data that are not in memory which the fit reads."""
        return self._source.columns_read if self._is_chunked else []

    def _on_chunk_of(self) -> Callable[[Any], Any]:
        """What makes of another fit's part this fit on the same part."""
        if not self._is_chunked:
            return partial(_itself, self)
        return partial(_beside, self._without_rows(), self._source.builder)

    def _on_chunk(self, part: Any) -> Any:
        """The same fit with the rows of a part: see `ModelChunk`."""
        out = copy(self)
        out._source, out.data, out._index = part.source, part.data, part.frame.index
        out.na_action, out._variables = part.frame.na_action, part.frame.variables
        return out

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
        if self._source is None:
            return self
        from rglm.inference.prediction.term_contributions import center

        center(self)  # by which terms of new data are predicted
        return self._without_rows()

    def _without_rows(self) -> Any:
        """A copy without its rows, which knows the sums over them."""
        for name in self._kept_by_strip:
            getattr(self, name)
        out = object.__new__(type(self))
        out.__dict__ = {k: v for k, v in self.__dict__.items() if k not in KEPT}
        out._source = out.data = out._variables = None
        whole = self.na_action
        out._is_padded_elsewhere = whole is not None and whole.action == "na_exclude"
        out._model_call = self._model_call.without_rows()
        out._index = self._index[:0]
        out.na_action = None if self.na_action is None else self.na_action.strip()
        return out


def on_part(fit: Any, function: Callable[[Any], Result], part: Any) -> Result:
    """What a function says of a fit on the rows of a part."""
    return function(fit._on_chunk(part))


def _itself(fit: Any, other: Any) -> Any:
    return fit


def _beside(fit: Any, ready: Any, other: Any) -> Any:
    return fit._on_chunk(ModelChunk.of(other.data, ready))

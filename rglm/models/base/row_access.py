"""The rows of a fit, in memory or chunk by chunk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial, reduce
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

import numpy as np
import pandas as pd

from rglm.design.block import Rows
from rglm.design.frame.evaluated_variables import take_rows
from rglm.models.base.cached import cached
from rglm.protocol.result_rows import ResultRows
from rglm.sources.memory import MemorySource
from rglm.sources.row_sums import RowSums
from rglm.sources.source import Source

if TYPE_CHECKING:
    from rglm.inference.reference_grid.variable_summary import VariableSummary
    from rglm.sources.chunks.model_chunk import ModelChunk

Fit = TypeVar("Fit", bound=ResultRows)
Result = TypeVar("Result")
Total = TypeVar("Total", float, np.ndarray)
Labelled = TypeVar("Labelled", pd.Series, pd.DataFrame, pd.Series | pd.DataFrame)

ROW_CACHES = (
    "_eta",
    "_unchecked_cells",
    "_cell_means",
    "_equal_rows",
)  # cached values that belong to the rows


class RowAccess(ResultRows):
    """The rows of a fit, and copies of it on other rows or none."""

    _is_padded_elsewhere: bool = False
    """Whether other chunks of the data have rows that ``na_exclude`` left out."""

    @property
    def _rows_source(self) -> Source:
        """The rows; an error after `strip`, or if their data were written to."""
        if self._source is None:
            raise ValueError(
                "this fit was stripped of its rows; what is left is predict() on new data, "
                "coef(), vcov(), summary() and the like"
            )
        self._source.check()
        return self._source

    @property
    def _cell_source(self) -> Source:
        return self._rows_source

    @property
    def _rows(self) -> Rows:
        return self._rows_source.rows

    @cached
    def _row_sums(self) -> RowSums:
        return self._rows_source.row_sums

    @cached
    def _variable_summary(self) -> VariableSummary:
        from rglm.inference.reference_grid.variable_summary import summarise_variables

        self._rows_source  # noqa: B018  an error after strip()
        return summarise_variables(self)

    @cached
    def _is_weighted(self) -> bool:
        """Whether weights were given."""
        return self._model_call.weights is not None

    def _row_series(self, values: np.ndarray) -> pd.Series:
        """Row values under the labels of the rows; a copy, which may be changed."""
        return pd.Series(values, index=self._index, copy=True)

    def _pad_omitted(self, values: Labelled) -> Labelled:
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
        """Whether the data are seen chunk by chunk, and not in memory."""
        return self._source is not None and self._source.is_chunked

    def _map_chunks(
        self, function: Callable[[Any], Result], label: str = "", extra_columns: Sequence[str] = ()
    ) -> Iterator[Result]:
        """A function of the fit on each chunk of its rows, in order; of all rows in memory.

        Its data have the columns `extra_columns`, beside those of the fit.
        """
        if not self._is_chunked:
            yield function(self)
        else:
            known = partial(on_chunk, self._without_rows(), function)
            yield from self._source.map_chunks(known, label, extra_columns)

    def _sum_chunks(self, function: Callable[[Any], Total]) -> Total:
        """The sum of a function of the fit over the chunks of its data, in their order."""
        return reduce(lambda total, value: total + value, self._map_chunks(function))

    @property
    def _chunk_columns(self) -> list[str]:
        """The columns of chunked data that the fit reads."""
        return self._source.columns_read if self._is_chunked else []

    def _on_chunk_of(self) -> Callable[[Any], Self]:
        """A function that puts this fit on the chunk that another fit is on."""
        if not self._is_chunked:
            return partial(_same_fit, self)
        return partial(_on_same_chunk, self._without_rows(), self._source.builder)

    def _on_chunk(self, chunk: ModelChunk) -> Self:
        """The fit with the rows of a chunk."""
        frame = chunk.frame
        return self._replace(
            _source=chunk.source,
            data=chunk.data,
            _index=frame.index,
            na_action=frame.na_action,
            _variables=frame.variables,
        )

    def _replace(self, **changes: Any) -> Self:
        """A copy with other attributes, and without cached values of each row."""
        out = object.__new__(type(self))
        values = dict(vars(self))
        vars(out).update({k: v for k, v in values.items() if k not in ROW_CACHES} | changes)
        return out

    def _row_sample(self, most: int) -> Self:
        """The fit on evenly spread rows in memory, about `most` of them if it has more."""
        source = self._rows_source
        step = max(1, -(-source.nrows // most))
        if self._is_chunked:
            from rglm.models.base.row_sample import every_nth_row

            return cast(Self, every_nth_row(self, step))
        return self if step == 1 else self._every_nth_row(source, step)

    def _every_nth_row(self, source: Source, step: int) -> Self:
        from rglm.inference.row_values import rows_in_data

        rows, places = slice(None, None, step), rows_in_data(self)[::step]
        variables = (self._variables or {}).items()
        return self._replace(
            _source=source.every_nth(step),
            data=self.data.iloc[places],
            _index=self._index[rows],
            na_action=None,
            _variables={name: take_rows(value, rows) for name, value in variables},
        )

    def _single_observations(self, places: np.ndarray) -> Self:
        """The fit on rows at some places, with a weight of 1 each."""
        from rglm.inference.row_values import rows_in_data

        rows = self._rows.take(places)
        variables = (self._variables or {}).items()
        return self._replace(
            _source=MemorySource(
                self._rows_source.columns.take(places), replace(rows, weights=np.ones(len(places)))
            ),
            data=self.data.iloc[rows_in_data(self)[places]],
            _index=self._index[places],
            na_action=None,
            _is_weighted=False,
            _variables={name: take_rows(value, places) for name, value in variables},
        )

    def _fit_to_rows(self, rows: np.ndarray) -> Self:
        from rglm.models.base.resampled_rows import fit_to_rows

        return fit_to_rows(self, rows)

    def _fit_to_response(self, value: Any) -> Self:
        from rglm.models.base.resampled_rows import fit_to_response

        return fit_to_response(self, value)

    def _fit_with_columns(self, x: np.ndarray) -> Self:
        from rglm.models.base.resampled_rows import fit_with_columns

        return fit_with_columns(self, x)

    def _as_read(self, source: Any) -> Any:
        """The rows in the form in which the model reads them."""
        return source

    def strip(self) -> Self:
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
        self._compute_before_strip()
        for name in self._summarised_by_strip:
            getattr(self, name)
        return self._without_rows()._replace(_variable_summary=self._variable_summary.compact())

    def _compute_before_strip(self) -> None:
        """Compute what a copy without rows needs of them; the results are cached."""

    def _without_rows(self) -> Self:
        """A copy without its rows, which knows the sums over them."""
        for name in (*self._kept_by_strip, "_is_weighted"):
            getattr(self, name)
        omitted = self.na_action
        return self._replace(
            _source=None,
            data=None,
            _variables=None,
            _is_padded_elsewhere=omitted is not None and omitted.action == "na_exclude",
            _model_call=self._model_call.without_rows(),
            _index=self._index[:0],
            na_action=None if omitted is None else omitted.strip(),
        )


def on_chunk(fit: ResultRows, function: Callable[[Any], Result], chunk: ModelChunk) -> Result:
    """A function of a fit on the rows of a chunk."""
    return function(fit._on_chunk(chunk))


def _same_fit(fit: Fit, other: ResultRows) -> Fit:
    return fit


def _on_same_chunk(fit: Fit, builder: Any, other: ResultRows) -> Fit:
    from rglm.sources.chunks.model_chunk import ModelChunk

    return fit._on_chunk(ModelChunk.of(other.data, builder))

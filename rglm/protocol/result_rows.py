"""The formula and the rows of a fitted model, and copies of it on other rows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self, TypeAlias, TypeVar

import numpy as np
import pandas as pd

from rglm.design.block import Rows
from rglm.design.formula.parsed_formula import ParsedFormula
from rglm.design.frame.missing_values import NaAction
from rglm.design.frame.schema import Schema
from rglm.protocol.model_call import ModelCall
from rglm.sources.row_sums import RowSums
from rglm.sources.source import Source

if TYPE_CHECKING:
    from rglm.inference.reference_grid.variable_summary import VariableSummary

BinaryOutcomes: TypeAlias = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Fitted probabilities, successes and trials of each row, each (n,)."""

Value = TypeVar("Value")
Total = TypeVar("Total", float, np.ndarray)


class ResultRows(ABC):
    """The formula, the rows in memory or in chunks, and copies of a fit."""

    data: Any
    """The data of the fit; None after `strip`."""
    na_action: NaAction | None
    """The rows that were left out for missing values."""
    _source: Any
    """The rows of the fit, None after `strip`; `_rows_source` is what to ask for."""
    _model_call: ModelCall[Any]
    """The arguments that the fit was made with."""
    _index: pd.Index
    """The labels of the rows."""
    _variables: Mapping[str, Any] | None
    """The evaluated variables; None where the data are not in memory."""
    _is_padded_elsewhere: bool
    """Whether the fit is on a chunk of data some of whose chunks have missing rows."""
    _schemas: tuple[Schema, ...]
    """What each part of the formula has learned from the data."""
    _kept_by_strip: tuple[str, ...]
    """The sums over rows that `strip` keeps."""
    _summarised_by_strip: tuple[str, ...] = ()
    """What `strip` computes of the rows besides, for pages; other copies without rows lack it."""

    @property
    @abstractmethod
    def _schema(self) -> Schema:
        """What the first part of the formula has learned from the data."""

    @property
    @abstractmethod
    def _parsed_formulas(self) -> list[ParsedFormula]:
        """The parts of the formula that was given."""

    @property
    @abstractmethod
    def _formula_by_prefix(self) -> dict[str, ParsedFormula]:
        """The formula of each part by the prefix of its terms: "", or "count_" and "zero_"."""

    @property
    @abstractmethod
    def _named_schemas(self) -> list[tuple[str | None, Schema]]:
        """The name of each linear predictor, None for the only one, and its schema."""

    @abstractmethod
    def _parsed_formula_of(self, name: str) -> ParsedFormula:
        """The formula of one of the linear predictors."""

    @abstractmethod
    def _is_identified_without_terms(self, prefix: str) -> bool:
        """Whether the model is still identified when a part has lost its last term."""

    @property
    @abstractmethod
    def _rows_source(self) -> Source:
        """The rows; an error after `strip`, or if their data were written to."""

    @property
    @abstractmethod
    def _cell_source(self) -> Source:
        """The rows for sums that a fit is made of: those with the same columns are one row (see
        `rglm.sources.cells`), where that is much quicker; else those of `_rows_source`.
        """

    @property
    @abstractmethod
    def _rows(self) -> Rows:
        """The response, weights and offset of the rows in memory."""

    @property
    def _default_seed(self) -> int | None:
        """The seed of random numbers that are asked for without one; None for fresh ones."""
        return None

    @property
    def _new_weights_reads(self) -> tuple[str, ...]:
        """The columns that the weights of new rows with a response read."""
        return ()

    def _binary_outcomes(self) -> BinaryOutcomes | None:
        """Probabilities, successes and trials; None where the response has no two outcomes."""
        return None

    @property
    @abstractmethod
    def _is_weighted(self) -> bool:
        """Whether weights were given."""

    @property
    @abstractmethod
    def _row_sums(self) -> RowSums:
        """Counts and sums over all rows."""

    @property
    @abstractmethod
    def _variable_summary(self) -> VariableSummary:
        """What a reference grid knows of the variables on the rows; `strip` keeps it."""

    @property
    @abstractmethod
    def _is_chunked(self) -> bool:
        """Whether the data are seen chunk by chunk, and not in memory."""

    @abstractmethod
    def _map_chunks(
        self, function: Callable[[Any], Value], label: str = "", extra_columns: Sequence[str] = ()
    ) -> Iterator[Value]:
        """A function of the fit on each chunk of its rows, in order; of all rows in memory."""

    @abstractmethod
    def _sum_chunks(self, function: Callable[[Any], Total]) -> Total:
        """The sum of a function of the fit over the chunks of its rows."""

    @property
    @abstractmethod
    def _chunk_columns(self) -> list[str]:
        """The columns of chunked data that the fit reads."""

    @abstractmethod
    def _on_chunk(self, chunk: Any) -> Self:
        """The fit with the rows of a `ModelChunk`."""

    @abstractmethod
    def _on_chunk_of(self) -> Callable[[Any], Self]:
        """A function that puts this fit on the chunk that another fit is on."""

    @abstractmethod
    def _row_sample(self, most: int) -> Self:
        """The fit on evenly spread rows in memory, about `most` of them if it has more."""

    @abstractmethod
    def _single_observations(self, places: np.ndarray) -> Self:
        """The fit on the rows at some places in memory, with a weight of 1 each."""

    @abstractmethod
    def _fit_to_rows(self, rows: np.ndarray) -> Self:
        """The model fitted again to rows at some places, which may be there several times.

        The columns of the design are those of the fit: levels, knots and means stay.
        """

    @abstractmethod
    def _fit_to_response(self, value: Any) -> Self:
        """The model fitted again to its rows with another response, a value of R's types."""

    @abstractmethod
    def _fit_with_columns(self, x: np.ndarray) -> Self:
        """The model fitted again to its rows with other values of the columns, (n, p)."""

    @abstractmethod
    def _without_rows(self) -> Self:
        """A copy without its rows, which knows the sums over them."""

    @abstractmethod
    def _row_series(self, values: np.ndarray) -> pd.Series:
        """Row values under the labels of the rows."""

    @abstractmethod
    def _pad_omitted(self, values: Any) -> Any:
        """Row values with the rows that ``na_exclude`` left out put back as NaN."""

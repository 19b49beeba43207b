"""The result of `multinom`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.tables.html import number_cells
from rglm.formatting.tables.matrix import matrix_lines
from rglm.formatting.tables.named_vector import named_vector_lines
from rglm.formatting.text.deparse_lines import deparse_lines
from rglm.models.base.cached import cached
from rglm.models.base.estimates import slope_terms, terms_of
from rglm.models.base.lazy_method import lazy_method
from rglm.models.base.response_pictures import BinaryPictures
from rglm.models.base.rowwise import row_property
from rglm.models.categorical.categorical_fit import CategoricalFit
from rglm.models.categorical.level_values import level_values
from rglm.models.likelihood.counted_rows import counted_rows
from rglm.models.quantities.chosen import Quantities
from rglm.models.quantities.level_quantities import LevelQuantities
from rglm.protocol.likelihood_structure import LikelihoodStructure, PredictorPart
from rglm.protocol.linear_predictor import LinearPredictor
from rglm.sources.memory import MemorySource

if TYPE_CHECKING:
    from rglm.inference.binary_outcomes import hoslem_test as _hoslem_test
    from rglm.models.multinom import summary as _summary


class MultinomFit(CategoricalFit, BinaryPictures):
    """A fitted multinomial logit, as `multinom` returns it.

    Printing shows R's short page, `summary` the long one.

    Attributes
    ----------
    coefficients : DataFrame (m - 1, p)
        A row for each level but the reference, NaN where aliased.
    lev : tuple of str, m
        The levels in the order of the data.
    ref : str
        The reference level.
    fitted_values : DataFrame (n, m)
        The probability of each level.
    linear_predictors : DataFrame (n, m - 1)
        log of the odds of each level against the reference.
    y : Series (n,)
        The level of each row.
    deviance, null_deviance, aic : float
        Minus twice the log-likelihood, of this model and of that with intercepts only, and AIC.
    df_residual, df_null, edf, rank, iter : int
    converged : bool
    dispersion : float
        1, as the likelihood has no other.
    prior_weights, offset : Series (n,)
        Numbers of observations; what was added to the linear predictor, or None.
    formula, terms, contrasts, xlevels, call, data, na_action
        What the fit was made of.
    """

    _mean_type = "probs"
    _function_name = "multinom"
    _models_title = "Multinomial Models"

    def __init__(self, *args: Any, order: list[int], counts: bool, **given: Any) -> None:
        super().__init__(*args, **given)
        self._level_order, self._has_count_matrix = order, counts
        count, weight = counted_rows(self._source).total(_counted)
        self._informative_row_count, self._weight_sum = int(count), float(weight)

    def _as_read(self, source: Any) -> Any:
        """The rows with the counts in the order of the levels."""
        y = np.asfortranarray(source.rows.y[:, np.argsort(self._level_order)])
        return replace(source, rows=replace(source.rows, y=y))

    @property
    def _has_ordered_response(self) -> bool:
        """Whether a level is above another: of two one has the linear predictor."""
        return self._is_binary

    @property
    def _success_level(self) -> str | None:
        """The level whose odds are modelled."""
        return self._compared_levels[0]

    def _success_probabilities(self, newdata: Any) -> np.ndarray:
        """The predicted probability of that level on each new row."""
        probabilities = self.predict(newdata, type="probs")
        return probabilities[self._compared_levels[0]].to_numpy()

    def _binary_outcomes(self) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
        if not self._is_binary:
            return None
        places, weights = self._level_order[1], self._rows.weights
        return (
            self.fitted_values.to_numpy()[:, places],
            self._observed_counts()[:, places] * weights,
            weights,
        )

    @property
    def _plotted_residuals(self) -> str:
        return "pearson" if self._has_count_matrix else "quantile"

    @property
    def ref(self) -> str:
        """The level that the others are compared with."""
        return self.lev[self._level_order[0]]

    @property
    def _compared_levels(self) -> list[str]:
        """The other levels."""
        return [self.lev[i] for i in self._level_order[1:]]

    @property
    def _is_binary(self) -> bool:
        """Whether R has the coefficients as a vector: a factor of two levels."""
        return len(self.lev) == 2 and not self._has_count_matrix

    @cached
    def names(self) -> tuple[str, ...]:
        """``level:term``; of a factor of two levels, as in R, only ``term``."""
        terms = self._schema.names
        if self._is_binary:
            return terms
        return tuple(f"{level}:{term}" for level in self._compared_levels for term in terms)

    def _by_level(self, values: Any) -> pd.DataFrame:
        """Values of the estimates as a table, a row for each level."""
        table = np.reshape(np.asarray(values), (len(self._compared_levels), -1))
        return pd.DataFrame(table, index=self._compared_levels, columns=list(self._schema.names))

    @property
    def coefficients(self) -> pd.DataFrame:
        """A row for each level but the reference, NaN where aliased."""
        return self._by_level(self._estimates)

    @property
    def _tidy_labels(self) -> dict[str, list[str]]:
        """The columns by which ``tidy()`` tells the estimates apart."""
        terms = list(self._schema.names)
        levels = [level for level in self._compared_levels for _ in terms]
        return {"y_level": levels, "term": terms * len(self._compared_levels)}

    @property
    def _likelihood_structure(self) -> LikelihoodStructure:
        if self._is_binary:  # a logistic regression
            return LikelihoodStructure("one part", {"mean": PredictorPart("binomial", "logit")})
        return LikelihoodStructure(
            "unordered categories", {"mean": PredictorPart("categories", "logit")}
        )

    @property
    def _estimate_terms(self) -> list[str]:
        """The term that each estimate belongs to, behind its level."""
        terms = terms_of(self._schema)
        return (
            terms
            if self._is_binary
            else [f"{a}:{b}" for a in self._compared_levels for b in terms]
        )

    @property
    def _slope_terms(self) -> list[str]:
        """The term of each slope, whatever its level."""
        return slope_terms(self._schema) * len(self._compared_levels)

    @property
    def df_residual(self) -> int:
        """Rows times levels less one, less the parameters, as R's ``anova`` counts."""
        return self._informative_row_count * (len(self.lev) - 1) - self.edf

    @property
    def rank(self) -> int:
        """The number of columns of X that are estimated, as R counts."""
        return super().rank // len(self._compared_levels)

    @property
    def _predictor_parts(self) -> list[LinearPredictor]:
        """The log odds of each level against the reference."""
        parts = zip(
            self._compared_levels,
            self._likelihood_model.parts,
            self._likelihood_model.places,
            strict=True,
        )
        return [
            LinearPredictor.of(k, level, self._schema, estimable, places)
            for k, (level, estimable, places) in enumerate(parts)
        ]

    @property
    def _quantities(self) -> Quantities:
        return LevelQuantities(self.lev, self._level_order).types

    # rows

    def _observed_counts(self) -> np.ndarray:
        """The counts of each level by row (n, m); ones and zeros for a response of one level."""
        return self._rows.y[:, np.argsort(self._level_order)]

    @row_property
    def y(self) -> pd.Series | pd.DataFrame:
        """The level of each row, or the counts of each level."""
        observed = self._observed_counts()
        if self._has_count_matrix:
            return pd.DataFrame(observed, index=self._index, columns=list(self.lev))
        codes = observed.argmax(axis=1)
        return pd.Series(level_values(codes, self.lev, self._is_ordered), index=self._index)

    def _single_observation_sources(self) -> Iterator[Any]:
        """The rows, or of counts those of each level, weighted by its counts."""
        if not self._has_count_matrix:
            yield self._rows_source
            return
        source = cast(MemorySource, self._rows_source)  # chunks are seen one by one
        rows = source.rows
        for k in range(len(self.lev)):
            y = np.zeros_like(rows.y)
            y[:, k] = 1.0
            own = replace(rows, y=y, weights=rows.weights * rows.y[:, k])
            yield replace(source, rows=own)

    # pages

    def _print_lines(self) -> list[str]:
        """The lines of R's short page."""
        return [
            "Call:",
            *deparse_lines(self.call),
            "",
            "Coefficients:",
            *self._table_lines(self.coefficients),
            "",
            *self._print_footer(),
        ]

    def _table_lines(self, table: pd.DataFrame) -> list[str]:
        """A table by level; of a factor of two levels a vector by term."""
        return named_vector_lines(table.iloc[0]) if self._is_binary else matrix_lines(table)

    def _print_tables(self) -> dict[str, pd.DataFrame]:
        """The table of the short page."""
        return {"Coefficients": number_cells(self.coefficients)}

    def _print_footer(self) -> list[str]:
        """The lines below both pages."""
        deviance, aic = (format_numbers([v])[0] for v in (self.deviance, self.AIC()))
        return [f"Residual Deviance: {deviance} ", f"AIC: {aic} "]

    if TYPE_CHECKING:
        summary = _summary.summary
        hoslem_test = _hoslem_test.hoslem_test

        def coef(self) -> pd.DataFrame: ...  # noqa: D102  (inherited)
    else:
        summary = lazy_method("models.multinom.summary")
        hoslem_test = lazy_method("inference.binary_outcomes.hoslem_test")


def _counted(block: Block) -> np.ndarray:
    """Rows with observations, and the observations."""
    weights, counts = block.rows.weights * block.rows.y.sum(axis=1), block.rows.counts
    if counts is None:
        return np.array([np.count_nonzero(weights), weights.sum()])
    return np.array([counts[weights > 0].sum(), counts @ weights])

"""The result of `polr`."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.design.columns import constant_column, hstack
from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.tables.html import number_cells
from rglm.formatting.tables.named_vector import named_vector_lines
from rglm.formatting.text.deparse_lines import deparse_lines
from rglm.inference.tables.print_pages import page_digits
from rglm.models.base.cached import cached
from rglm.models.base.estimates import terms_of
from rglm.models.base.lazy_method import lazy_method
from rglm.models.base.rowwise import row_property
from rglm.models.categorical.categorical_fit import CategoricalFit
from rglm.models.categorical.level_values import level_values
from rglm.models.quantities.chosen import Quantities
from rglm.models.quantities.ordinal_quantities import OrdinalQuantities
from rglm.protocol.likelihood_structure import LikelihoodStructure, PredictorPart
from rglm.protocol.linear_predictor import LinearPredictor
from rglm.protocol.predictor_design import PredictorDesign

if TYPE_CHECKING:
    from rglm.models.polr import brant as _brant
    from rglm.models.polr import summary as _summary


class PolrFit(CategoricalFit):
    """A fitted ordinal model, as `polr` returns it.

    Printing shows R's short page, `summary` the long one.

    Attributes
    ----------
    coefficients : Series (p,)
        beta, NaN where aliased.
    zeta : Series (m - 1,)
        The cut points, named ``"low|medium"``.
    lev : tuple of str, m
        The levels of the response.
    method : str
    fitted_values : DataFrame (n, m)
        The probability of each level.
    linear_predictors : Series (n,)
        x' beta + o.
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

    _mean_type = "latent"
    _function_name = "polr"
    _models_title = "ordinal regression models"
    _has_count_matrix = False

    def __init__(self, *args: Any, columns: np.ndarray, **given: Any) -> None:
        super().__init__(*args, **given)
        self._coefficient_columns = columns

    @property
    def _has_profile_intervals(self) -> bool:
        return True

    @property
    def _plotted_residuals(self) -> str:
        return "quantile"

    @property
    def method(self) -> str:
        """The name of F."""
        return self._likelihood_model.distribution.distribution_name

    @cached
    def names(self) -> tuple[str, ...]:
        """The names of the coefficients, then those of the cut points."""
        cuts = (f"{a}|{b}" for a, b in pairwise(self.lev))
        return (*(self._schema.names[i] for i in self._coefficient_columns), *cuts)

    @property
    def model_name(self) -> str:
        """``polr (logistic)``."""
        return f"polr ({self.method})"

    @property
    def coefficients(self) -> pd.Series:
        """The coefficients, NaN where aliased."""
        return self._estimates.iloc[: len(self._coefficient_columns)]

    @property
    def zeta(self) -> pd.Series:
        """The cut points."""
        return self._estimates.iloc[len(self._coefficient_columns) :]

    @property
    def _likelihood_structure(self) -> LikelihoodStructure:
        return LikelihoodStructure(
            "ordered categories", {"mean": PredictorPart("categories", self.method)}
        )

    def _predictor_design(self, name: str) -> PredictorDesign:
        columns = self._rows_source.columns.select(self._coefficient_columns)
        ones = constant_column(columns.nrows)  # the cut points are intercepts
        return PredictorDesign(hstack([ones, columns]), self._rows.offset)

    @property
    def _interval_places(self) -> range:
        """The estimates that ``confint()`` is of: the coefficients."""
        return range(len(self._coefficient_columns))

    @property
    def _estimate_terms(self) -> list[str]:
        """The term that each estimate belongs to."""
        terms = terms_of(self._schema)
        return [
            *(terms[i] for i in self._coefficient_columns),
            *["(cut point)"] * (len(self.lev) - 1),
        ]

    @property
    def _is_secondary(self) -> list[bool]:
        """Whether each estimate is a cut point."""
        return [i >= len(self._coefficient_columns) for i in range(len(self.names))]

    @property
    def _tidy_labels(self) -> dict[str, list[str]]:
        """The columns by which ``tidy()`` tells the estimates apart."""
        p = len(self._coefficient_columns)
        return {
            "term": list(self.names),
            "coef_type": ["coefficient"] * p + ["scale"] * len(self.names[p:]),
        }

    @property
    def _predictor_parts(self) -> list[LinearPredictor]:
        """The one linear predictor; the cut points are its intercept."""
        at = slice(0, len(self._likelihood_model.columns))
        return [
            LinearPredictor.of(
                0, None, self._schema, self._likelihood_model.columns, at, centred=True
            )
        ]

    @property
    def _quantities(self) -> Quantities:
        return OrdinalQuantities(self._likelihood_model.distribution, self.lev).types

    # rows

    def _block_predictors(self, block: Block) -> list[np.ndarray]:
        """X' beta + o on a block."""
        return [self._likelihood_model.eta(block, self._parameters)]

    def _observed_counts(self) -> np.ndarray:
        """Where each row is in a level, (n, m)."""
        return (self._rows.y[:, None] == np.arange(len(self.lev))).astype(float)

    @row_property
    def y(self) -> pd.Series:
        """The level of each row."""
        codes = self._rows.y.astype(int)
        return pd.Series(level_values(codes, self.lev, self._is_ordered), index=self._index)

    def _print_lines(self) -> list[str]:
        """The lines of R's short page."""
        lines = ["Call:", *deparse_lines(self.call)]
        if len(self.coefficients):
            lines += ["", "Coefficients:", *named_vector_lines(self.coefficients)]
        else:
            lines += ["", "No coefficients"]
        lines += ["", "Intercepts:", *named_vector_lines(self.zeta), "", *self._print_footer()]
        return lines

    def _print_tables(self) -> dict[str, pd.DataFrame]:
        """The tables of the short page."""
        tables = {"Coefficients": self.coefficients, "Intercepts": self.zeta}
        return {title: number_cells(table) for title, table in tables.items() if len(table)}

    def _print_footer(self) -> list[str]:
        """The lines below both pages."""
        deviance, aic = (
            format_numbers([v], page_digits() + 3)[0] for v in (self.deviance, self.AIC())
        )
        lines = [f"Residual Deviance: {deviance} ", f"AIC: {aic} "]
        if self.na_action is not None:
            lines.append(f"({self.na_action.naprint()})")
        return lines

    if TYPE_CHECKING:
        summary = _summary.summary
        brant = _brant.brant

        def coef(self) -> pd.Series: ...  # noqa: D102  (inherited)
    else:
        summary = lazy_method("models.polr.summary")
        brant = lazy_method("models.polr.brant")

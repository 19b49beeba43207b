"""R's summary page of an ordinal model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.attribute_hints import AttributeHints
from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.numbers.rounding import round_half
from rglm.formatting.tables.html import html_tables, number_cells
from rglm.formatting.tables.matrix import dim_names, matrix_lines
from rglm.formatting.text.deparse_lines import deparse_lines
from rglm.formatting.text.text_layout import string_matrix_lines
from rglm.inference.covariance.given_covariance import covariance_name, own_or_given_errors
from rglm.inference.tables.maketables_summary import MaketablesSummary
from rglm.inference.tables.print_pages import covariance_note, page_digits
from rglm.models.categorical.correlations import (
    estimate_correlations,
    triangle_cells,
    triangle_lines,
)

if TYPE_CHECKING:
    from rglm.models.polr.polr_fit import PolrFit


@dataclass(frozen=True)
class OrdinalSummary(MaketablesSummary, AttributeHints):
    """What ``summary()`` of a `polr` says; printing shows R's page.

    Attributes
    ----------
    coefficients : DataFrame
        ``Value``, ``Std. Error`` and ``t value`` of coefficients and cut points.
    correlation : DataFrame or None
    fit : PolrFit
    covariance : str or None
        What the standard errors are of, if not of the model.
    vcov : object
        The covariance that was asked for.
    """

    coefficients: pd.DataFrame
    correlation: pd.DataFrame | None
    fit: PolrFit
    covariance: str | None = None
    vcov: Any = None

    def lines(self) -> list[str]:
        """The lines of R's page."""
        count = len(self.fit.coefficients)
        first, cuts = self.coefficients.iloc[:count], self.coefficients.iloc[count:]
        lines = ["Call:", *deparse_lines(self.fit.call)]
        if count:
            lines += ["", "Coefficients:", *matrix_lines(first, page_digits())]
        else:
            lines += ["", "No coefficients"]
        cells = _rounded(cuts)
        columns = cells.to_numpy().T.tolist()
        lines += ["", "Intercepts:", *string_matrix_lines(columns, *dim_names(cells), right=False)]
        lines += [""]
        lines += [line for note in covariance_note(self) for line in (note, "")]
        lines += self.fit._print_footer()
        if self.correlation is not None:
            lines += ["", "Correlation of Coefficients:", *triangle_lines(self.correlation, 4)]
        return lines

    def __repr__(self) -> str:
        return "\n".join(self.lines())

    __str__ = __repr__

    def _repr_html_(self) -> str:
        count = len(self.fit.coefficients)
        first, cuts = self.coefficients.iloc[:count], self.coefficients.iloc[count:]
        tables = {"Coefficients": number_cells(first, page_digits())} if count else {}
        tables["Intercepts"] = _rounded(cuts)
        if self.correlation is not None:
            tables["Correlation of Coefficients"] = triangle_cells(self.correlation, 4)
        return html_tables(
            self.fit.call, tables, [*covariance_note(self), *self.fit._print_footer()]
        )


def summary(fit: PolrFit, correlation: bool = False, vcov: Any = None) -> OrdinalSummary:
    """R's summary page: the coefficients and cut points with standard errors and t values.

    Parameters
    ----------
    correlation : bool
        Show the correlations of the estimates too.
    vcov : str, dict, matrix or function, optional
        Another covariance for the standard errors.

    Returns
    -------
    OrdinalSummary
        With ``coefficients``, a DataFrame. Prints R's page.

    Examples
    --------
    >>> from rglm import polr
    >>> from rglm.datasets import load
    >>> fit = polr("ordered(tension) ~ breaks", load("warpbreaks"))
    >>> fit.summary().coefficients.columns.tolist()
    ['Value', 'Std. Error', 't value']
    """
    se, value = own_or_given_errors(fit, vcov), fit._estimates.to_numpy()
    with np.errstate(all="ignore"):
        table = {"Value": value, "Std. Error": se, "t value": value / se}
    correlations = estimate_correlations(fit, vcov, se) if correlation else None
    return OrdinalSummary(
        pd.DataFrame(table, index=list(fit.names)),
        correlations,
        fit,
        covariance_name(vcov, fit),
        vcov,
    )


def _rounded(table: pd.DataFrame) -> pd.DataFrame:
    """To four decimals, in cells of one width, as R shows the cut points."""
    rounded = round_half(table.to_numpy().ravel(), 4)
    cells = np.array(format_numbers(rounded), dtype=object).reshape(table.shape)
    return pd.DataFrame(cells, table.index, table.columns)

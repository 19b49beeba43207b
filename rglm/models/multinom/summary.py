"""R's summary page of a multinomial logit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.attribute_hints import AttributeHints
from rglm.formatting.tables.html import html_tables, number_cells
from rglm.formatting.tables.matrix import matrix_lines
from rglm.formatting.text.deparse_lines import deparse_lines
from rglm.inference.covariance.given_covariance import covariance_name, own_or_given_errors
from rglm.inference.tables.maketables_summary import MaketablesSummary
from rglm.inference.tables.print_pages import covariance_note
from rglm.models.categorical.correlations import (
    estimate_correlations,
    triangle_cells,
    triangle_lines,
)

if TYPE_CHECKING:
    from rglm.models.multinom.multinom_fit import MultinomFit


@dataclass(frozen=True)
class MultinomSummary(MaketablesSummary, AttributeHints):
    """What ``summary()`` of a `multinom` says; printing shows R's page.

    Attributes
    ----------
    coefficients, standard_errors : DataFrame (m - 1, p)
    wald_ratios : DataFrame (m - 1, p) or None
        Estimates over standard errors.
    correlation : DataFrame or None
    fit : MultinomFit
    covariance : str or None
        What the standard errors are of, if not of the model.
    vcov : object
        The covariance that was asked for.
    """

    coefficients: pd.DataFrame
    standard_errors: pd.DataFrame
    wald_ratios: pd.DataFrame | None
    correlation: pd.DataFrame | None
    fit: MultinomFit
    covariance: str | None = None
    vcov: Any = None

    def lines(self) -> list[str]:
        """The lines of R's page."""
        lines = ["Call:", *deparse_lines(self.fit.call), "", "Coefficients:"]
        lines += self._of_two() if self.fit._is_binary else self._of_many()
        lines += [line for note in covariance_note(self) for line in ("", note)]
        lines += ["", *self.fit._print_footer()]
        if self.correlation is not None:
            lines += ["", "Correlation of Coefficients:", *triangle_lines(self.correlation, 7)]
        return lines

    def _of_two(self) -> list[str]:
        columns = {"Values": self.coefficients, "Std. Err.": self.standard_errors}
        if self.wald_ratios is not None:
            columns["Value/SE"] = self.wald_ratios
        return matrix_lines(pd.DataFrame({name: t.iloc[0] for name, t in columns.items()}))

    def _of_many(self) -> list[str]:
        lines = [*matrix_lines(self.coefficients), "", "Std. Errors:"]
        lines += matrix_lines(self.standard_errors)
        if self.wald_ratios is not None:
            lines += ["", "Value/SE (Wald statistics):", *matrix_lines(self.wald_ratios)]
        return lines

    def __repr__(self) -> str:
        return "\n".join(self.lines())

    __str__ = __repr__

    def _repr_html_(self) -> str:
        tables = {
            "Coefficients": self.coefficients,
            "Std. Errors": self.standard_errors,
            "Value/SE (Wald statistics)": self.wald_ratios,
        }
        cells = {title: number_cells(t) for title, t in tables.items() if t is not None}
        if self.correlation is not None:
            cells["Correlation of Coefficients"] = triangle_cells(self.correlation, 7)
        return html_tables(
            self.fit.call, cells, [*covariance_note(self), *self.fit._print_footer()]
        )


def summary(
    fit: MultinomFit, correlation: bool = False, wald_ratios: bool = False, vcov: Any = None
) -> MultinomSummary:
    """R's summary page: coefficients and standard errors by level.

    Parameters
    ----------
    correlation : bool
        Show the correlations of the estimates too.
    wald_ratios : bool
        Show estimates over standard errors too (R's ``Wald.ratios``).
    vcov : str, dict, matrix or function, optional
        Another covariance for the standard errors.

    Returns
    -------
    MultinomSummary
        With ``coefficients`` and ``standard_errors``, DataFrames with a row a level. Prints R's
        page.

    Examples
    --------
    >>> from rglm import multinom
    >>> from rglm.datasets import load
    >>> fit = multinom("tension ~ breaks", load("warpbreaks"))
    >>> fit.summary().standard_errors.round(3)
       (Intercept)  breaks
    M        0.974   0.030
    H        1.140   0.042
    """
    se = own_or_given_errors(fit, vcov)
    with np.errstate(all="ignore"):
        ratios = fit._by_level(fit._estimates.to_numpy() / se) if wald_ratios else None
    correlations = estimate_correlations(fit, vcov, se) if correlation else None
    return MultinomSummary(
        fit.coefficients,
        fit._by_level(se),
        ratios,
        correlations,
        fit,
        covariance_name(vcov, fit),
        vcov,
    )

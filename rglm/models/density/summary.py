"""The summary of a model with one density."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from rglm.formatting.tables.coefmat import cells_lines
from rglm.formatting.tables.coefmat_cells import coefmat_cells
from rglm.formatting.tables.html import html_tables, number_cells
from rglm.formatting.tables.matrix import correlation_lines
from rglm.formatting.text.deparse_lines import deparse_lines
from rglm.inference.covariance.given_covariance import correlation_table, covariance_name
from rglm.inference.tables.print_pages import covariance_note, page_digits

if TYPE_CHECKING:
    from rglm.models.density.density_fit import DensityFit


@dataclass(frozen=True)
class DensitySummary:
    """What ``summary()`` says of a model with one density; printing shows it as a page.

    Attributes
    ----------
    coefficients : DataFrame
        ``Estimate``, ``Std. Error``, ``z value`` and ``Pr(>|z|)``; the scalars come last.
    fit : DensityFit
    correlation : DataFrame or None
        Of the coefficients.
    covariance : str or None
        What the standard errors are of, if not of the model.
    """

    coefficients: pd.DataFrame
    fit: Any
    correlation: pd.DataFrame | None = None
    covariance: str | None = None

    def lines(self) -> list[str]:
        """The lines of the page."""
        table = cells_lines(coefmat_cells(self.coefficients, page_digits()))
        lines = ["", "Call:", *deparse_lines(self.fit.call), "", "Coefficients:", *table, ""]
        lines += [*covariance_note(self), *self.fit._print_footer()]
        if self.correlation is not None:
            lines += ["", "Correlation of Coefficients:"]
            lines += correlation_lines(self.correlation, page_digits())
        return lines

    def __repr__(self) -> str:
        return "\n".join(self.lines())

    __str__ = __repr__

    def _repr_html_(self) -> str:
        cells = {"Coefficients": coefmat_cells(self.coefficients, page_digits())}
        if self.correlation is not None:
            cells["Correlation of Coefficients"] = number_cells(self.correlation.round(4))
        return html_tables(
            self.fit.call, cells, [*covariance_note(self), *self.fit._print_footer()]
        )


def summary(fit: DensityFit, correlation: bool = False, vcov: Any = None) -> DensitySummary:
    """The coefficients and scalars with z tests.

    Parameters
    ----------
    correlation : bool
        Show the correlations of the coefficients too.
    vcov : str, matrix or function, optional
        Another covariance of the coefficients for the standard errors and tests, which the page
        names.

    Returns
    -------
    DensitySummary
        With ``coefficients``, a DataFrame.
    """
    table = fit._coefficient_table(vcov)
    whole = pd.concat([table, fit._auxiliary_table(table.columns)])
    correlations = correlation_table(fit, vcov) if correlation else None
    return DensitySummary(whole, fit, correlations, covariance_name(vcov))

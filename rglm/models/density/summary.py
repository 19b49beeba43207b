"""The summary of a model with one density."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from rglm.formatting.tables.coefmat import cells_lines
from rglm.formatting.tables.coefmat_cells import coefmat_cells
from rglm.formatting.tables.matrix import correlation_lines
from rglm.formatting.text.deparse_lines import deparse_lines
from rglm.inference.covariance.given_covariance import correlation_table, covariance_name
from rglm.inference.tables.print_pages import covariance_note, page_digits
from rglm.models.likelihood.coefficient_summary import CoefficientSummary

if TYPE_CHECKING:
    from rglm.models.density.density_fit import DensityFit


@dataclass(frozen=True, repr=False)
class DensitySummary(CoefficientSummary):
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
    vcov : object
        The covariance that was asked for.
    """

    def lines(self) -> list[str]:
        """The lines of the page."""
        table = cells_lines(coefmat_cells(self.coefficients, page_digits()))
        lines = ["", "Call:", *deparse_lines(self.fit.call), "", "Coefficients:", *table, ""]
        lines += self.footer()
        if self.correlation is not None:
            lines += ["", "Correlation of Coefficients:"]
            lines += correlation_lines(self.correlation, page_digits())
        return lines

    def footer(self) -> list[str]:
        """The lines below the table."""
        return [*covariance_note(self), *self.fit._print_footer()]


def summary(fit: DensityFit, correlation: bool = False, vcov: Any = None) -> DensitySummary:
    """The coefficients and scalars with z tests.

    Parameters
    ----------
    correlation : bool
        Show the correlations of the coefficients too.
    vcov : str, dict, matrix or function, optional
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
    return DensitySummary(whole, fit, correlations, covariance_name(vcov, fit), vcov)

"""R's page of the summary of a linear model, and of the fit itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.formatting.numbers.number_format import format_c, format_each, format_numbers
from rglm.formatting.numbers.pvalues import format_pval
from rglm.formatting.numbers.rounding import signif, zapsmall
from rglm.formatting.tables.coefmat import cells_lines
from rglm.formatting.tables.coefmat_cells import coefmat_cells, undefined_cells
from rglm.formatting.tables.html import html_tables
from rglm.formatting.tables.matrix import correlation_cells, correlation_lines
from rglm.formatting.tables.named_vector import named_vector_lines
from rglm.formatting.text.deparse_lines import deparse_lines
from rglm.inference.tables.print_pages import STANDARD_ERRORS, omitted_rows_note, page_digits
from rglm.models.lm.pages.printed_numbers import printed_residuals

if TYPE_CHECKING:
    from rglm.models.lm.lm_result import LmResult
    from rglm.models.lm.summary import LmSummary

QUANTILE_NAMES = ["Min", "1Q", "Median", "3Q", "Max"]
MAX_DF_OF_LIST = 5  # up to which the page shows each residual


def short_page(fit: LmResult) -> list[str]:
    """The page of ``print(fit)``."""
    lines = ["", "Call:", *deparse_lines(fit.call), ""]
    if len(fit.coefficients):
        lines += ["Coefficients:", *named_vector_lines(_coefficients(fit), page_digits(), gap=2)]
    else:
        lines.append("No coefficients")
    return [*lines, ""]


def _coefficients(fit: LmResult) -> pd.Series:
    return pd.Series(fit._printed_numbers.coefficients, fit.coefficients.index)


def short_page_tables(fit: LmResult) -> dict[str, pd.DataFrame]:
    """The table of ``print(fit)`` for a notebook."""
    values = format_numbers(_coefficients(fit), page_digits())
    cells = pd.DataFrame({"Coefficient": values}, index=fit.coefficients.index)
    return {"Coefficients": cells} if len(cells) else {"No coefficients": cells}


def lines(summary: LmSummary) -> list[str]:
    """The lines of R's page."""
    fit = summary.fit
    page = ["", "Call:", *deparse_lines(fit.call), "", *_residual_lines(fit), ""]
    page += [*_coefficient_lines(summary), "", *_footer(summary)]
    if summary.correlation is not None and len(summary.correlation) > 1:
        page += ["", "Correlation of Coefficients:"]
        page += correlation_lines(summary.correlation, page_digits())
    return [*page, ""]


def html(summary: LmSummary) -> str:
    """The page for a notebook."""
    fit, tables = summary.fit, {}
    residuals = _page_residuals(fit)
    if isinstance(residuals, pd.Series):
        names = [str(label) for label in residuals.index]
        texts = format_numbers(residuals, page_digits())
        tables[_residual_title(fit)] = pd.DataFrame([texts], [""], names)
    tables[_coefficient_title(summary)] = _coefficient_cells(summary)
    if summary.correlation is not None and len(summary.correlation) > 1:
        cells = correlation_cells(summary.correlation, page_digits())
        tables["Correlation of Coefficients"] = cells
    is_text = isinstance(residuals, str)
    notes = [f"{_residual_title(fit)} {residuals}"] if is_text else []
    return html_tables(fit.call, tables, [*notes, *_footer(summary)])


def _residual_title(fit: LmResult) -> str:
    return "Weighted Residuals:" if fit._residual_quantiles.is_weighted else "Residuals:"


def _page_residuals(fit: LmResult) -> pd.Series | str:
    """The quantiles of the residuals or, of few degrees of freedom, each; a text if all are 0."""
    if fit.df_residual <= 0:
        return f"ALL {fit.rank} residuals are 0: no residual degrees of freedom!"
    if fit.df_residual <= MAX_DF_OF_LIST and fit._source is not None:
        return pd.concat(list(fit._map_chunks(_chunk_residuals)))
    values = np.array(fit._residual_quantiles.values)
    return pd.Series(zapsmall(values, page_digits() + 1), QUANTILE_NAMES)


def _chunk_residuals(fit: LmResult) -> pd.Series:
    return pd.Series(printed_residuals(fit), fit._index)


def _residual_lines(fit: LmResult) -> list[str]:
    residuals = _page_residuals(fit)
    texts = (
        [residuals] if isinstance(residuals, str) else named_vector_lines(residuals, page_digits())
    )
    return [_residual_title(fit), *texts]


def _coefficient_title(summary: LmSummary) -> str:
    count = int(summary.aliased.sum())
    note = f" ({count} not defined because of singularities)" if count else ""
    return f"Coefficients:{note}"


def _coefficient_cells(summary: LmSummary) -> pd.DataFrame:
    table = summary.coefficients.assign(Estimate=summary.fit._printed_numbers.coefficients)
    return coefmat_cells(table, page_digits(), nan_cells=undefined_cells(table))


def _coefficient_lines(summary: LmSummary) -> list[str]:
    if not len(summary.coefficients):
        return ["No Coefficients"]
    return [_coefficient_title(summary), *cells_lines(_coefficient_cells(summary))]


def _f_test_note(summary: LmSummary) -> str:
    """What the F test is, where another covariance was given."""
    if summary.fstatistic is None:
        return ""
    if np.isnan(summary.fstatistic["value"]):
        return " (no F test: this covariance of all coefficients is singular)"
    return " (the F test too)"


def _footer(summary: LmSummary) -> list[str]:
    """The lines below the coefficients: what the errors are, the residual error, R2 and F."""
    fit, digits, out = summary.fit, page_digits(), []
    if summary.standard_errors is not None:
        out.append(f"{STANDARD_ERRORS}: {summary.standard_errors}{_f_test_note(summary)}")
    df = fit.df_residual
    error = np.sqrt(fit._printed_numbers.deviance / df) if df > 0 else np.nan
    sigma = format_numbers(signif([error], digits), na="NaN")[0]
    out.append(f"Residual standard error: {sigma} on {df} degrees of freedom")
    out += omitted_rows_note(fit) if len(summary.coefficients) else []  # as R has it
    if (f := summary.fstatistic) is None:
        return out
    ratios = [summary.r_squared, summary.adj_r_squared, f["value"]]
    multiple, adjusted, value = format_c(ratios, digits, digits + 1, na="NaN")
    numdf, dendf = format_each([f["numdf"], f["dendf"]])
    p = format_pval([summary.p_value], digits)[0]
    out.append(f"Multiple R-squared:  {multiple},\tAdjusted R-squared:  {adjusted} ")
    out.append(f"F-statistic: {value} on {numdf} and {dendf} DF,  p-value: {p}")
    return out

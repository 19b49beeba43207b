"""The summary of a zero-inflated or hurdle model; R's summary.zeroinfl."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.attribute_hints import AttributeHints
from rglm.formatting.tables.coefmat_cells import coefmat_cells
from rglm.formatting.tables.html import html_tables, number_cells
from rglm.formatting.tables.matrix import correlation_cells
from rglm.inference.covariance.given_covariance import correlation_table, covariance_name
from rglm.inference.tables.maketables_summary import MaketablesSummary
from rglm.inference.tables.print_pages import covariance_note, page_digits
from rglm.models.twopart.pages import footer_lines, part_titles, summary_lines

if TYPE_CHECKING:
    from rglm.models.twopart.twopart_fit import TwoPartFit


@dataclass(frozen=True)
class TwoPartSummary(MaketablesSummary, AttributeHints):
    """What ``summary()`` of a `zeroinfl` or `hurdle` says; printing shows R's page.

    Attributes
    ----------
    coefficients : dict of DataFrames
        ``"count"`` and ``"zero"``: ``Estimate``, ``Std. Error``, ``z value``, ``Pr(>|z|)``; a row
        for log(theta) below the part that has one.
    residuals : Series or None
        The quartiles of the Pearson residuals; None after ``strip()``.
    fit : TwoPartFit
    correlation : DataFrame or None
        Of the coefficients of both parts.
    covariance : str or None
        What the standard errors are of, if not of the model.
    vcov : object
        The covariance that was asked for.
    """

    coefficients: dict[str, pd.DataFrame]
    residuals: pd.Series | None
    fit: TwoPartFit
    correlation: pd.DataFrame | None = None
    covariance: str | None = None
    vcov: Any = None

    def __repr__(self) -> str:
        return "\n".join(summary_lines(self))

    __str__ = __repr__

    def _repr_html_(self) -> str:
        tables = {
            title: coefmat_cells(self.coefficients[part], page_digits())
            for title, part in zip(part_titles(self.fit), ("count", "zero"), strict=True)
        }
        if self.residuals is not None:
            tables = {
                "Pearson residuals": number_cells(self.residuals, page_digits(), "").T
            } | tables
        if self.correlation is not None:
            tables["Correlation of Coefficients"] = correlation_cells(
                self.correlation, page_digits()
            )
        return html_tables(
            self.fit.call, tables, [*covariance_note(self), *footer_lines(self.fit)]
        )


def summary(fit: TwoPartFit, correlation: bool = False, vcov: Any = None) -> TwoPartSummary:
    """R's summary page: a coefficient table for each part, with z tests.

    Parameters
    ----------
    correlation : bool
        Show the correlations of the coefficients too.
    vcov : str, dict, matrix or function, optional
        Another covariance of the coefficients for the standard errors and tests, which the page
        names.

    Returns
    -------
    TwoPartSummary
        With ``coefficients``, a dict of DataFrames: ``count`` and ``zero``. Prints R's page.

    Examples
    --------
    >>> from rglm import zeroinfl
    >>> from rglm.datasets import load
    >>> fit = zeroinfl("n_gc ~ logmass", load("galaxies"), dist="negbin")
    >>> fit.summary().coefficients["count"].index.tolist()
    ['(Intercept)', 'logmass', 'Log(theta)']
    """
    table = fit._coefficient_table(vcov)
    more = fit._auxiliary_table(table.columns)
    zero = more.index.str.startswith("zero_")
    parts = {
        "count": pd.concat([fit._part_of("count", table), more[~zero]]),
        "zero": pd.concat([fit._part_of("zero", table), more[zero].rename(lambda n: n[5:])]),
    }
    correlations = correlation_table(fit, vcov) if correlation else None
    return TwoPartSummary(
        parts, _quartiles(fit), fit, correlations, covariance_name(vcov, fit), vcov
    )


def _quartiles(fit: TwoPartFit) -> pd.Series | None:
    """Least, quartiles and largest of the Pearson residuals; None after ``strip()``."""
    names = ["Min", "1Q", "Median", "3Q", "Max"]
    if fit._source is None:
        return None
    quartiles = np.quantile(_residuals_of_all(fit), [0, 0.25, 0.5, 0.75, 1])
    return pd.Series(quartiles, index=names)


def _residuals_of_all(fit: TwoPartFit) -> np.ndarray:
    """The Pearson residuals of all rows, in any order."""
    distinct = fit._rows_source.distinct
    if distinct is None or distinct.rows.counts is None:
        return np.concatenate(list(fit._map_chunks(_pearson_residuals)))
    residuals = _pearson_residuals(fit._replace(_source=distinct))
    return np.repeat(residuals, distinct.rows.counts)


def _pearson_residuals(fit: TwoPartFit) -> np.ndarray:
    return fit._response_distribution().pearson_residuals()

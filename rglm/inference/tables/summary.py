"""R's summary of a fit: the coefficient table with its tests."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Real

import numpy as np
import pandas as pd

from rglm.formatting.hints.attribute_hints import AttributeHints
from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.tables.coefmat import cells_lines
from rglm.formatting.tables.coefmat_cells import coefmat_cells, undefined_cells
from rglm.formatting.tables.html import html_tables
from rglm.formatting.tables.matrix import correlation_cells, correlation_lines
from rglm.formatting.tables.named_index import named_index
from rglm.formatting.text.deparse_lines import deparse_lines
from rglm.inference.covariance.given_covariance import (
    covariance_name,
    given_covariance,
    own_or_given_errors,
    standard_errors,
)
from rglm.inference.covariance.model_covariance import named_matrix, unscaled_covariance
from rglm.inference.tables.maketables_summary import MaketablesSummary
from rglm.inference.tables.print_pages import STANDARD_ERRORS, omitted_rows_note, page_digits
from rglm.protocol.argument_types import Vcov
from rglm.protocol.capabilities import HasWorkingWeights
from rglm.protocol.model_result import ModelResult


@dataclass(frozen=True)
class Summary(MaketablesSummary, AttributeHints):
    """The coefficient table of a glm with its tests; printing shows R's page.

    Attributes
    ----------
    coefficients : DataFrame (p, 4)
        ``Estimate``, ``Std. Error``, ``z value`` and ``Pr(>|z|)``, or ``t value`` and
        ``Pr(>|t|)`` where the dispersion is estimated; NaN for aliased coefficients.
    dispersion : float
    df : tuple
        (rank, residual degrees of freedom, number of coefficients).
    correlation : DataFrame or None
        Of the coefficients.
    fit : GlmFit or NegbinFit
    vcov : DataFrame (p, p) or None
        The covariance of the standard errors, if it is not the model's own.
    standard_errors : str or None
        Its name on the page.
    """

    coefficients: pd.DataFrame
    dispersion: float
    df: tuple[int, float, int]
    correlation: pd.DataFrame | None
    fit: HasWorkingWeights
    vcov: pd.DataFrame | None = None
    standard_errors: str | None = None

    @property
    def _covariance_name(self) -> str | None:
        return self.standard_errors

    @property
    def cov_unscaled(self) -> pd.DataFrame:
        """(X'WX)^-1, without aliased coefficients."""
        estimable = self.fit._solution.system.estimable
        return named_matrix(self.fit, unscaled_covariance(self.fit, estimable), estimable)

    @property
    def cov_scaled(self) -> pd.DataFrame:
        """The covariance of the estimates, without aliased coefficients.

        It is (X'WX)^-1 times the dispersion, or that of ``vcov=``.
        """
        if self.vcov is not None:
            estimable = self.fit._solution.system.estimable
            return self.vcov.iloc[estimable].iloc[:, estimable]
        return self.dispersion * self.cov_unscaled

    @property
    def _title(self) -> str:
        """The line above the coefficients."""
        if not len(self.coefficients):
            return "No Coefficients"
        aliased = int(self.coefficients["Estimate"].isna().sum())
        note = f" ({aliased} not defined because of singularities)" if aliased else ""
        return f"Coefficients:{note}"

    def _cells(self) -> pd.DataFrame:
        """The coefficients as text."""
        table = self.coefficients
        return coefmat_cells(table, page_digits(), nan_cells=undefined_cells(table))

    def _notes(self) -> list[str]:
        """The lines below the coefficients."""
        fit, title = self.fit, self.fit._estimator.title
        dispersion = format_numbers([self.dispersion], 7, na="NaN")[0]
        named = self.standard_errors is not None
        return [
            *([f"{STANDARD_ERRORS}: {self.standard_errors}"] if named else []),
            f"(Dispersion parameter for {fit.family.name} family taken to be {dispersion})",
            "",
            *_deviance_lines(fit),
            *omitted_rows_note(fit),
            f"AIC: {' ' * bool(title)}{format_numbers([fit.aic], max(4, page_digits() + 1))[0]}",
            "",
            *([f"Type of estimator: {title}"] if title else []),
            f"Number of Fisher Scoring iterations: {fit.iter}",
        ]

    @property
    def _correlations(self) -> pd.DataFrame | None:
        """The correlations, if there are several coefficients."""
        several = self.correlation is not None and len(self.correlation) > 1
        return self.correlation if several else None

    def _lines(self) -> list[str]:
        """The lines of R's page, as R prints it from version 4.3 on."""
        lines = ["", "Call:", *deparse_lines(self.fit.call), "", self._title]
        lines += cells_lines(self._cells()) if len(self.coefficients) else []
        lines += ["", *self._notes()]
        if (correlations := self._correlations) is not None:
            lines += ["", "Correlation of Coefficients:"]
            lines += correlation_lines(correlations, page_digits())
        return [*lines, "", *self.fit._print_footer()]

    def __repr__(self) -> str:
        return "\n".join(self._lines())

    __str__ = __repr__

    def _repr_html_(self) -> str:
        tables = {self._title: self._cells()} if len(self.coefficients) else {}
        if (correlations := self._correlations) is not None:
            cells = correlation_cells(correlations, page_digits())
            tables["Correlation of Coefficients"] = cells
        title = [] if len(self.coefficients) else [self._title]
        footer = [*title, *self._notes(), *self.fit._print_footer()]
        return html_tables(self.fit.call, tables, footer)


def summary(
    fit: HasWorkingWeights,
    dispersion: float | None = None,
    correlation: bool = False,
    vcov: Vcov = None,
) -> Summary:
    """R's summary page: the coefficient table with tests, the dispersion, the deviances.

    A dispersion that the family knows, or that is given, makes the tests z tests; one that is
    estimated makes them t tests on the residual degrees of freedom (R's ``summary.glm``).

    Parameters
    ----------
    dispersion : float, optional
        Instead of the family's or the estimate.
    correlation : bool
        Show the correlations of the coefficients too.
    vcov : str, dict, matrix or function, optional
        Another covariance for the standard errors and their tests: a type (``"HC3"``, ``"HAC"``),
        the arguments of ``fit.vcov()`` (``{"type": "HC1", "cluster": "g"}``), a matrix or a
        function of the fit; R's ``lmtest::coeftest``. The page
        says which. The tests stay z or t by the family's dispersion, where ``coeftest`` on a glm
        is z unless it is told ``df =``.

    Returns
    -------
    Summary
        With ``coefficients`` (the table, a DataFrame), ``dispersion``, ``cov_scaled``. Prints R's
        page.

    Raises
    ------
    ValueError
        `dispersion` is not above 0, or is given with `vcov`; `vcov` has another shape or names.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool", load("warpbreaks"), poisson())
    >>> fit.summary(vcov="HC3").coefficients.round(3)
                 Estimate  Std. Error  z value  Pr(>|z|)
    (Intercept)     3.435       0.100   34.296     0.000
    woolB          -0.206       0.123   -1.668     0.095
    """
    is_number = isinstance(dispersion, Real) and not isinstance(dispersion, bool)
    if dispersion is not None and not (is_number and dispersion > 0):
        raise ValueError(f"dispersion={dispersion!r}: give a number above 0, or None")
    if dispersion is not None and vcov is not None:
        raise ValueError("dispersion= goes into the fit's own covariance, which vcov= replaces")
    df = fit.df_residual if dispersion is None and fit._has_t_tests else None
    phi = fit.dispersion if dispersion is None else float(dispersion)
    names = list(fit._schema.names)
    given = None if vcov is None else pd.DataFrame(given_covariance(fit, vcov), names, names)
    se = np.sqrt(phi * fit._unscaled_variances) if given is None else standard_errors(given)
    return Summary(
        coefficients=coefficient_table(fit.names, fit._estimate_values, se, df),
        dispersion=phi,
        df=(fit.rank, fit.df_residual, len(names)),
        correlation=_correlation(fit, given) if correlation else None,
        fit=fit,
        vcov=given,
        standard_errors=covariance_name(vcov, fit),
    )


def _deviance_lines(fit: HasWorkingWeights) -> list[str]:
    values = format_numbers([fit.null_deviance, fit.deviance], max(5, page_digits() + 1))
    degrees = format_numbers([fit.df_null, fit.df_residual], 7)
    names = ("    Null", "Residual")
    return [
        f"{name} deviance: {value}  on {df}  degrees of freedom"
        for name, value, df in zip(names, values, degrees, strict=True)
    ]


def coefficient_table(
    names: tuple[str, ...], estimates: np.ndarray, se: np.ndarray, df: float | None
) -> pd.DataFrame:
    """Estimates, standard errors, statistics and p-values: t tests on `df`, z tests for None."""
    letter = "z" if df is None else "t"
    with np.errstate(all="ignore"):
        ratio = estimates / se
    values = [estimates, se, ratio, two_sided_p_values(ratio, df)]
    columns = named_index(("Estimate", "Std. Error", f"{letter} value", f"Pr(>|{letter}|)"))
    return pd.DataFrame(np.column_stack(values), index=named_index(names), columns=columns)


def z_table(fit: ModelResult, vcov: Vcov = None) -> pd.DataFrame:
    """The estimates of a fit with z tests."""
    return coefficient_table(fit.names, fit._estimate_values, own_or_given_errors(fit, vcov), None)


def two_sided_p_values(ratio: np.ndarray, df: float | None) -> np.ndarray:
    """P(|T| > |ratio|) under Student's t on `df` degrees of freedom, or the normal if None."""
    from scipy.special import ndtr, stdtr

    size = -np.abs(ratio)
    if df is None:
        return 2 * ndtr(size)
    return 2 * stdtr(df, size) if df > 0 else np.full_like(size, np.nan)


def _correlation(fit: HasWorkingWeights, given: pd.DataFrame | None) -> pd.DataFrame:
    """The correlations of the coefficients that are not aliased."""
    estimable = fit._solution.system.estimable
    if given is None:
        covariance = unscaled_covariance(fit, estimable)
    else:
        covariance = given.to_numpy()[np.ix_(estimable, estimable)]
    se = standard_errors(covariance)
    return named_matrix(fit, covariance / np.outer(se, se), estimable)

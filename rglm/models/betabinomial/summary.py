"""The summary of a beta-binomial model; VGAM's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.tables.coefmat import cells_lines
from rglm.formatting.tables.coefmat_cells import coefmat_cells
from rglm.formatting.tables.matrix import correlation_lines
from rglm.formatting.text.deparse_lines import deparse_lines
from rglm.inference.covariance.given_covariance import correlation_table, covariance_name
from rglm.inference.tables.print_pages import covariance_note, page_digits
from rglm.models.likelihood.coefficient_summary import CoefficientSummary

if TYPE_CHECKING:
    from rglm.models.betabinomial.betabinomial_fit import BetaBinomialFit


@dataclass(frozen=True, repr=False)
class BetaBinomialSummary(CoefficientSummary):
    """What ``summary()`` of a `betabinomial` says; printing shows VGAM's page.

    Attributes
    ----------
    coefficients : DataFrame
        ``Estimate``, ``Std. Error``, ``z value`` and ``Pr(>|z|)``.
    fit : BetaBinomialFit
    correlation : DataFrame or None
    covariance : str or None
        What the standard errors are of, if not of the model.
    vcov : object
        The covariance that was asked for.
    """

    def lines(self) -> list[str]:
        """The lines of VGAM's page."""
        return [
            "",
            "Call:",
            *deparse_lines(self.fit.call),
            "",
            "Coefficients: ",
            *cells_lines(coefmat_cells(self.coefficients, page_digits())),
            "",
            *(line for note in self.footer() for line in (note, "")),
            *self._correlations(),
        ]

    def _correlations(self) -> list[str]:
        if self.correlation is None:
            return []
        lines = correlation_lines(self.correlation, page_digits())
        return ["Correlation of Coefficients:", *lines, ""]

    def footer(self) -> list[str]:
        """The lines below the table."""
        link, fit = self.fit._likelihood_model.density.link, self.fit
        value = format_numbers(np.round([fit._solution.maximum.value], 4))[0]
        return [
            *covariance_note(self),
            f"Names of linear predictors: {link}link(mu), logitlink(rho)",
            f"Log-likelihood: {value} on {fit.df_residual} degrees of freedom",
            f"Number of Newton iterations: {fit.iter} ",
        ]


def summary(
    fit: BetaBinomialFit, correlation: bool = False, vcov: Any = None
) -> BetaBinomialSummary:
    """The coefficients with z tests.

    Parameters
    ----------
    correlation : bool
        Show the correlations of the coefficients too.
    vcov : str, dict, matrix or function, optional
        Another covariance for the standard errors and tests, which the page names.

    Returns
    -------
    BetaBinomialSummary
        With ``coefficients``, a DataFrame. Prints VGAM's page.

    Examples
    --------
    >>> from rglm import betabinomial
    >>> from rglm.datasets import load
    >>> fit = betabinomial("cbind(dead, alive) ~ 1", load("budworm"))
    >>> fit.summary().coefficients.index.tolist()
    ['(Intercept):1', '(Intercept):2']
    """
    correlations = correlation_table(fit, vcov) if correlation else None
    return BetaBinomialSummary(
        fit._coefficient_table(vcov), fit, correlations, covariance_name(vcov, fit), vcov
    )

"""The summary of a beta-binomial model; VGAM's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from rglm.format.cells import coefmat_cells
from rglm.format.coefmat import coefmat_lines
from rglm.format.deparse import deparse_lines
from rglm.format.html import html_tables
from rglm.format.numbers import format_numbers
from rglm.inference.pages import digits

LINKS = {"cloglog": "clogloglink"}


@dataclass(frozen=True)
class BetaBinomialSummary:
    """What ``summary()`` of a `betabinomial` says; printing shows VGAM's page.

    Attributes
    ----------
    coefficients : DataFrame
        ``Estimate``, ``Std. Error``, ``z value`` and ``Pr(>|z|)``.
    fit : BetaBinomialFit
    """

    coefficients: pd.DataFrame
    fit: Any

    def lines(self) -> list[str]:
        """The lines of VGAM's page."""
        return [
            "",
            "Call:",
            *deparse_lines(self.fit.call),
            "",
            "Coefficients: ",
            *coefmat_lines(self.coefficients, digits()),
            "",
            *(line for note in self.footer() for line in (note, "")),
        ]

    def footer(self) -> list[str]:
        """The lines below the table."""
        link, fit = self.fit.model.density.link, self.fit
        value = format_numbers(np.round([fit.solution.maximum.value], 4))[0]
        return [
            f"Names of linear predictors: {LINKS.get(link, f'{link}link')}(mu), logitlink(rho)",
            f"Log-likelihood: {value} on {fit.df_residual} degrees of freedom",
            f"Number of Newton iterations: {fit.iter} ",
        ]

    def __repr__(self) -> str:
        return "\n".join(self.lines())

    __str__ = __repr__

    def _repr_html_(self) -> str:
        cells = {"Coefficients": coefmat_cells(self.coefficients, digits())}
        return html_tables(self.fit.call, cells, self.footer())


def summary(fit: Any, vcov: Any = None) -> BetaBinomialSummary:
    """The coefficients with z tests.

    Parameters
    ----------
    vcov : str, matrix or function, optional
        Another covariance for the standard errors and tests.

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
    return BetaBinomialSummary(fit.table(vcov), fit)

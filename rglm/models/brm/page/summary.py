"""``summary()`` of a posterior: brms' page."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.bayes.diagnostics.convergence import mcse_quantile
from rglm.formatting.numbers.fixed_number import fixed_number
from rglm.formatting.options import DEFAULT_WIDTH
from rglm.formatting.tables.coefmat import cells_lines
from rglm.formatting.tables.html import html_tables
from rglm.formatting.tables.named_index import named_index
from rglm.formatting.tables.wide_frame import WideFrame
from rglm.formatting.text.printable import listed
from rglm.inference.confidence_level import check_level
from rglm.models.brm.page.algorithm_lines import note_lines
from rglm.models.brm.page.header import header_lines, prior_lines
from rglm.models.brm.page.prior_frame import prior_frame
from rglm.models.brm.posterior_estimates import posterior_estimates

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit

COEFFICIENTS, AUXILIARIES = "Regression Coefficients:", "Further Distributional Parameters:"
DIGITS = 2
SMALLEST_SHOWN_ERROR = 0.005  # what is below prints as 0.00
MAX_DIGITS = 8
MAX_K_HAT = 0.7  # of a parameter, up to which its mean is shown without a word


@dataclass(frozen=True)
class BrmSummary:
    """The page of a posterior, as `summary` returns it.

    Attributes
    ----------
    fixed : DataFrame (p, 7)
        Of coefficients and cut points: Estimate, Est.Error, the ends of the interval, Rhat (or
        k-hat), Bulk_ESS, Tail_ESS.
    spec_pars : DataFrame (q, 7)
        The same of sigma, shape, phi.
    prior : DataFrame
        The priors.
    header, notes : tuple of str
        The lines above and below the tables.
    digits : int or None
        Digits behind the point of the page; None: as many as show the errors, two at least.
    """

    fixed: pd.DataFrame
    spec_pars: pd.DataFrame
    prior: pd.DataFrame
    header: tuple[str, ...]
    notes: tuple[str, ...]
    digits: int | None = None

    @property
    def coefficients(self) -> pd.DataFrame:
        """The table of coefficients, `fixed`."""
        return self.fixed

    def print_tables(self) -> dict[str, pd.DataFrame]:
        """The tables as text, under their titles."""
        tables = {COEFFICIENTS: self.fixed, AUXILIARIES: self.spec_pars}
        return {
            title: summary_cells(table, shown_digits(table), self.digits)
            for title, table in tables.items()
            if len(table)
        }

    def footer(self) -> list[str]:
        """The lines below the tables."""
        return list(self.notes)

    def __repr__(self) -> str:
        lines = [*self.header, ""]
        for title, cells in self.print_tables().items():
            lines += [title, *cells_lines(cells), ""]
        return "\n".join([*lines, *self.notes])

    def _repr_html_(self) -> str:
        return html_tables("", self.print_tables(), self.notes, heading=self.header)


def summary(
    fit: BrmFit,
    priors: bool = True,
    prob: float = 0.95,
    robust: bool = False,
    mc_se: bool = False,
    digits: int | None = None,
) -> BrmSummary:
    """Summary of a posterior on brms' page.

    Parameters
    ----------
    priors : bool
        Show the priors; False is brms' default.
    prob : float
        The probability of the intervals, whose ends are quantiles.
    robust : bool
        Medians and median absolute deviations (times 1.4826) in place of means and standard
        deviations.
    mc_se : bool
        Show how far the estimates may be off as there are only so many draws: the Monte Carlo
        standard error of the mean, or of the median, in a column MCSE.
    digits : int, optional
        Digits behind the point that the page shows: by default two as in brms, and more where an
        error would be shown as 0.00.

    Returns
    -------
    BrmSummary
        `fixed` and `spec_pars` are its tables.

    Notes
    -----
    Of importance sampling the column k-hat has the place of Rhat: the shape of the largest of the
    weights times (x - mean)^2. Up to 0.5 mean and error have a finite variance. Above 0.7 the page
    says that they may not even exist, as those of the shape of counts without overdispersion.

    The standard error of a median is half the distance between the quantiles that are one standard
    error of a share of 1/2 below and above it: of chains with the effective sample size of that
    share, of other draws with Bulk_ESS.

    References
    ----------
    Bürkner (2017), brms: An R package for Bayesian multilevel models using Stan, Journal of
    Statistical Software 80(1); Vehtari, Gelman, Simpson, Carpenter & Bürkner (2021),
    Rank-normalization, folding, and localization: an improved R-hat for assessing convergence of
    MCMC, Bayesian Analysis 16.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> fit = brm("mpg ~ wt", load("mtcars"), seed=1)
    >>> fit.summary().fixed.columns[:4].tolist()
    ['Estimate', 'Est.Error', 'l-95% CI', 'u-95% CI']
    """
    check_level(prob, "prob")
    check_digits(digits)
    table = summary_table(fit, prob, robust, mc_se)
    return BrmSummary(
        WideFrame(table.iloc[fit._coefficient_places]),
        WideFrame(table.iloc[fit._auxiliary_places]),
        prior_frame(fit._priors),
        (*header_lines(fit), *(prior_lines(fit) if priors else ())),
        (*note_lines(fit), *([] if robust else long_tail_lines(table))),
        digits,
    )


def summary_table(
    fit: BrmFit, prob: float, robust: bool = False, mc_se: bool = False
) -> pd.DataFrame:
    """Estimates, errors, ends of intervals and diagnostics of all parameters, (P, 7).

    With `mc_se` the Monte Carlo standard errors are a column more.
    """
    draws, percent = fit.draws.to_numpy(), f"{100 * prob:g}%"
    estimates = posterior_estimates(draws, ((1 - prob) / 2, (1 + prob) / 2), robust)
    found = fit._sample.diagnostics(fit._space)
    columns = ["Estimate", "Est.Error", f"l-{percent} CI", f"u-{percent} CI"]
    table = pd.DataFrame(estimates, index=named_index(fit.names), columns=columns)
    table["Rhat" if found.is_rhat else "k-hat"] = found.scale[fit._order]
    table["Bulk_ESS"] = found.bulk_ess[fit._order]
    table["Tail_ESS"] = found.tail_ess[fit._order]
    if mc_se:
        table.insert(1, "MCSE", _median_errors(fit) if robust else found.mcse[fit._order])
    return table


def long_tail_lines(table: pd.DataFrame) -> list[str]:
    """That the means of some parameters may be infinite, as k-hat says."""
    names = table.index[table["k-hat"] > MAX_K_HAT].tolist() if "k-hat" in table else []
    if not names:
        return []
    text = (
        f"Warning: k-hat is above {MAX_K_HAT} for {listed(names)}: mean and Est.Error may be "
        "infinite, or need more draws; summary(robust=True) has the median."
    )
    return wrap(text, DEFAULT_WIDTH)


def _median_errors(fit: BrmFit) -> np.ndarray:
    """The Monte Carlo standard errors of the medians of the parameters (P,)."""
    draws, sample = fit.draws.to_numpy(), fit._sample
    if sample.sampling is not None:
        return mcse_quantile(draws.reshape(*sample.u.shape[:2], -1), 0.5)
    ess = sample.diagnostics(fit._space).bulk_ess[fit._order]
    return median_errors(draws, ess)


def median_errors(draws: np.ndarray, ess: np.ndarray) -> np.ndarray:
    """The Monte Carlo standard errors of the medians of draws (S, k) of effective sizes (k,)."""
    half_share = 0.5 / np.sqrt(np.maximum(ess, 1.0))
    pairs = zip(draws.T, np.minimum(half_share, 0.5), strict=True)
    return np.array([np.diff(np.quantile(x, [0.5 - h, 0.5 + h]))[0] / 2 for x, h in pairs])


def check_digits(digits: int | None) -> None:
    """Check ``digits=``.

    Raises
    ------
    ValueError
        It is negative.
    """
    if digits is not None and (digits < 0):
        raise ValueError(f"digits={digits!r}: give a whole number of 0 or more, such as 2")


def shown_digits(table: pd.DataFrame) -> int:
    """Digits behind the point: two as in brms, or as many as show the smallest error."""
    errors = table["Est.Error"].to_numpy()
    errors = errors[np.isfinite(errors) & (errors > 0)]
    smallest = errors.min(initial=1.0)
    if smallest >= SMALLEST_SHOWN_ERROR:
        return DIGITS
    return min(int(np.ceil(-np.log10(smallest))) + 1, MAX_DIGITS)


def summary_cells(
    table: pd.DataFrame, digits: int = DIGITS, given: int | None = None
) -> pd.DataFrame:
    """The table as text: numbers with some digits behind the point, sizes as whole numbers.

    R-hat has two digits, or those that were `given`, as all other numbers have.
    """
    plain, scale = (digits, DIGITS) if given is None else (given, given)
    out = {}
    for name, column in table.items():
        whole = str(name).endswith("_ESS")
        places = 0 if whole else scale if name in ("Rhat", "k-hat") else plain
        out[name] = [fixed_number(value, places) for value in column]
    return pd.DataFrame(out, index=table.index)

"""A hypothesis tested: its estimate, interval and evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from warnings import catch_warnings, simplefilter

import numpy as np
import pandas as pd

from rglm.bayes.densities.kernel_density import kernel_density
from rglm.design.evaluation.evaluation_context import BorrowedNames
from rglm.design.evaluation.row_scope import RowScope
from rglm.errors import FormulaError
from rglm.models.brm.hypotheses.linear_form import LinearForm, linear_form
from rglm.models.brm.hypotheses.posterior_at_point import linear_posterior_density
from rglm.models.brm.hypotheses.prior_at_point import linear_prior_density
from rglm.models.brm.hypotheses.read_hypothesis import ParsedHypothesis
from rglm.models.brm.posterior_estimates import posterior_estimates

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit

MAX_RELATIVE_ERROR = 0.1  # of a density that is shown without a word
FLAT = "has no evidence ratio: its prior is flat"
OUTSIDE = "has no evidence ratio: its prior has no density there"
ROUGH = "has a rough evidence ratio, with a Monte Carlo error of "


@dataclass(frozen=True)
class HypothesisTest:
    """A hypothesis about a quantity d, tested.

    Attributes
    ----------
    parsed : ParsedHypothesis
    draws : (S,) float array
        Of d.
    prior_draws : (n,) float array
        Of d in the prior; NaN where that is flat.
    estimate, error, lower, upper : float
        Mean and standard deviation (or median and mad) of d, and the ends of its interval.
    evidence_ratio : float
        The odds of a one-sided hypothesis; Savage and Dickey's ratio of a point. May be NaN.
    alpha : float
    problem : str
        What is wrong with the evidence ratio of a point; "" if nothing is.
    """

    parsed: ParsedHypothesis
    draws: np.ndarray
    prior_draws: np.ndarray
    estimate: float
    error: float
    lower: float
    upper: float
    evidence_ratio: float
    alpha: float
    problem: str = ""

    @classmethod
    def of(
        cls,
        fit: BrmFit,
        parsed: ParsedHypothesis,
        posterior: pd.DataFrame,
        prior: pd.DataFrame,
        alpha: float,
        robust: bool,
        rng: np.random.Generator,
    ) -> HypothesisTest:
        """The test of a hypothesis.

        Parameters
        ----------
        posterior, prior : DataFrame (S, P), (n, P)
            Draws of all parameters, under the names that the hypothesis has for them.
        """
        draws, prior_draws = _draws_of(parsed, posterior), _prior_draws_of(parsed, prior)
        tail = alpha if parsed.is_one_sided else alpha / 2
        estimates = posterior_estimates(draws[:, None], (tail, 1 - tail), robust)
        mean, error, lower, upper = estimates[0].tolist()
        ratio, problem = _odds(draws, parsed.sign), ""
        if not parsed.is_one_sided:
            form = _form(parsed, prior)
            density = _prior_density(fit, form, prior_draws, rng)
            ratio, problem = _density_ratio(fit, form, draws, density, rng)
        return cls(parsed, draws, prior_draws, mean, error, lower, upper, ratio, alpha, problem)

    @property
    def probability(self) -> float:
        """The posterior probability of the hypothesis; that of a point has even prior odds."""
        ratio = self.evidence_ratio
        return 1.0 if np.isposinf(ratio) else ratio / (1 + ratio)

    @property
    def is_starred(self) -> bool:
        """Whether the probability exceeds 1 - alpha, or the interval leaves out the point."""
        if self.parsed.is_one_sided:
            return self.probability > 1 - self.alpha
        return not self.lower <= 0 <= self.upper


def _odds(draws: np.ndarray, sign: str) -> float:
    """The odds of a one-sided hypothesis: the draws for which it holds, over the others."""
    holds = int(np.sum(draws < 0 if sign == "<" else draws > 0))
    return holds / (len(draws) - holds) if holds < len(draws) else np.inf


def _form(parsed: ParsedHypothesis, prior: pd.DataFrame) -> LinearForm | None:
    """The quantity as a linear form in the parameters, None where it is none."""
    places = {str(name): place for place, name in enumerate(prior.columns)}
    form = linear_form(parsed.difference.tree, places, len(places))
    return None if form is None or form.is_constant else form


def _density_ratio(
    fit: BrmFit,
    form: LinearForm | None,
    draws: np.ndarray,
    prior_density: float,
    rng: np.random.Generator,
) -> tuple[float, str]:
    """Savage and Dickey's ratio at 0, and why there is none or it is rough."""
    if np.isnan(prior_density):
        return np.nan, FLAT
    if prior_density == 0:
        return np.nan, OUTSIDE
    found = None if form is None else linear_posterior_density(fit, form, rng)
    density, error = (kernel_density(draws, 0.0), 0.0) if found is None else found
    problem = f"{ROUGH}{100 * error:.0f}%" if error > MAX_RELATIVE_ERROR else ""
    return density / prior_density, problem


def _prior_density(
    fit: BrmFit, form: LinearForm | None, prior_draws: np.ndarray, rng: np.random.Generator
) -> float:
    """The prior density of the quantity at 0, NaN where a prior is flat."""
    if form is not None:
        density = linear_prior_density(fit, form, rng, len(prior_draws))
        if density is not None:
            return density
    is_defined = ~np.isnan(prior_draws)
    share = float(is_defined.mean())
    return share * kernel_density(prior_draws[is_defined], 0.0) if share else np.nan


def _draws_of(parsed: ParsedHypothesis, draws: pd.DataFrame) -> np.ndarray:
    """The quantity of each draw.

    Raises
    ------
    FormulaError
        It is no number for some draws, or infinite.
    """
    values = _evaluate(parsed, draws)
    if missing := int(np.isnan(values).sum()):
        raise FormulaError(
            f"hypothesis {parsed.text!r} is not defined for {missing} of {len(values)} draws, "
            "such as the logarithm or root of a negative number, or a number over 0"
        )
    return values


def _prior_draws_of(parsed: ParsedHypothesis, prior: pd.DataFrame) -> np.ndarray:
    """The quantity of each draw of the prior; NaN where it is flat."""
    is_flat = prior.iloc[:, list(parsed.places)].isna().to_numpy().any()
    return np.full(len(prior), np.nan) if is_flat else _evaluate(parsed, prior)


def _evaluate(parsed: ParsedHypothesis, draws: pd.DataFrame) -> np.ndarray:
    """The values of the quantity, NaN where it is not defined or infinite.

    Raises
    ------
    FormulaError
        It is no number for each draw.
    """
    scope = RowScope(draws, {}, {}, BorrowedNames(), {}, "the draws")
    try:
        with catch_warnings():  # that NaNs are produced
            simplefilter("ignore", RuntimeWarning)
            values = scope.evaluate(parsed.difference)
    except FormulaError as error:
        raise FormulaError(f"hypothesis {parsed.text!r}: {error}") from None
    if not isinstance(values, np.ndarray):
        raise FormulaError(f"hypothesis {parsed.text!r} does not compare one number a draw")
    return np.where(np.isfinite(values), values, np.nan)

"""Negative binomial regression with an unknown theta: coefficients and theta by turns.

They are orthogonal (their expected cross information is zero; Lawless 1987, Canadian Journal of
Statistics 15), so that a Fisher step of the one and a Newton step of the other, by turns, lead
quickly to the maximum of both. Steps are taken in log(theta).

As alpha = 1/theta goes to 0 the slope of the log-likelihood by alpha goes to half the sum of
w ((y - mu)^2 - y) at the Poisson fit. Where that is not above zero the likelihood rises all the
way to the Poisson's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from rglm.errors import FitError
from rglm.families.glm.negative_binomial import NegativeBinomial
from rglm.families.glm.poisson import Poisson
from rglm.fitting.control import Control
from rglm.fitting.estimator import as_estimator
from rglm.fitting.irls.irls import irls
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.fitting.irls.working_statistics import Predictor, WorkingStatistic
from rglm.fitting.negbin.accelerated_alternation import AcceleratedAlternation
from rglm.fitting.negbin.theta_likelihood import residual_sums, response_counts, theta_derivatives
from rglm.fitting.restart import fit_with_restart
from rglm.fitting.separation.separation_directions import may_be_separated
from rglm.formatting.hints.warning_location import collect_warnings

MLE = as_estimator("glm_fit")
MAX_ROUNDS = 400  # at most so many of the alternation
TOLERANCE = 1e-10  # the last turn: relative in theta, standard errors in the coefficients
NEARLY_INFINITE_THETA = 100.0  # a theta of so many mean counts is nearly infinite
INFINITE_THETA = 1e10  # theta over the largest mean, where it stands for infinity
MAX_LOG_THETA_STEP = 2.0  # the longest step of log(theta)
MIN_START_THETA = 1e-6  # theta to start from
MIN_SUBSAMPLE_ROWS, MIN_ROWS_PER_COLUMN, MIN_SUBSAMPLE_STEP = (
    5000,
    100,
    4,
)  # of a sample to start from
SUBSAMPLE_TOLERANCE = 1e-3  # TOLERANCE for the subsample

NO_MAXIMUM = (
    "the response is not overdispersed relative to Poisson, so that theta has no finite estimate"
)
NO_END = f"no joint maximum after {MAX_ROUNDS} turns"


@dataclass(frozen=True)
class AlternatingResult:
    """Where the turns ended.

    Attributes
    ----------
    solution : IrlsResult
    family : NegativeBinomial
        With theta at its maximum; far above all means where it is infinite.
    se : float
        1/sqrt of the observed information of theta; NaN where it is infinite.
    trouble : str or None
        `NO_MAXIMUM`, `NO_END` or nothing.
    said : dict
        What the last fit of the coefficients warned of: the category of each message.
    """

    solution: IrlsResult
    family: NegativeBinomial
    se: float
    trouble: str | None
    said: dict[str, type[Warning]]


def alternating_ml(
    source: Any,
    family: NegativeBinomial,
    control: Control,
    start: np.ndarray | None = None,
    known: bool = False,
    sample: bool = True,
) -> AlternatingResult:
    """The coefficients and theta at the maximum of their likelihood.

    Parameters
    ----------
    source : MemorySource
    family : NegativeBinomial
        With the link; and, if it is `known`, with the theta to start from.
    control : Control
    start : (p,) float array, optional
        Coefficients to start from.
    known : bool
    sample : bool
        Whether a fit of some of many rows may be the start.

    Raises
    ------
    FitError
        All responses are zero; no admissible coefficients.
    """
    search = AlternatingSearch(source, family, control)
    if known:
        return search.climb(start, family.theta)
    if sample and start is None and (begin := _of_sample(source, family, control)):
        return search.climb(*begin)
    beta, theta = search.from_poisson(start, sample)
    return search.climb(beta, theta)


def _of_sample(
    source: Any, family: NegativeBinomial, control: Control
) -> tuple[np.ndarray, float] | None:
    """Where the turns end for a part of many rows; None where that is no start."""
    step = source.nrows // max(MIN_SUBSAMPLE_ROWS, MIN_ROWS_PER_COLUMN * len(source.columns))
    if step < MIN_SUBSAMPLE_STEP or not len(source.columns):
        return None
    try:  # an odd step keeps out of step with rows that come in twos, tens or hundreds
        search = AlternatingSearch(
            source.every_nth(step | 1), family, replace(control, trace=False), SUBSAMPLE_TOLERANCE
        )
        found = search.climb(*search.from_poisson(None, False))
    except FitError:
        return None
    solution = found.solution
    if found.trouble or not solution.converged or solution.rank < len(source.columns):
        return None
    return solution.beta, found.family.theta


class AlternatingSearch:
    """The way to the joint maximum, by the rows of a source."""

    def __init__(
        self, source: Any, family: NegativeBinomial, control: Control, tight: float = TOLERANCE
    ) -> None:
        self.source, self.family, self.control, self.tight = source, family, control, tight
        self.counts = response_counts(source)
        self.overdispersed: bool | None = None
        if not self.counts.mean > 0:
            raise FitError(
                "all responses are zero: neither a mean nor theta can be estimated from them"
            )

    def from_poisson(self, start: np.ndarray | None, sample: bool) -> tuple[np.ndarray, float]:
        """The coefficients of the Poisson fit, and the theta of its residuals."""
        family = Poisson(self.family.link)
        with collect_warnings():
            solution = fit_with_restart(
                MLE, self.source, family, self.control, start, not sample, False
            )
        at = Predictor(family, solution.beta)
        weight, square, excess = self.source.total(lambda block: residual_sums(at, block))
        self.overdispersed = not excess <= 0
        theta = weight / square if square > 0 else np.inf
        return solution.beta, float(
            np.clip(theta, MIN_START_THETA, NEARLY_INFINITE_THETA * self.counts.mean)
        )

    def climb(self, beta: np.ndarray | None, theta: float) -> AlternatingResult:
        """By turns to the maximum."""
        path, trouble = AcceleratedAlternation(self.tight), NO_END
        for turn in range(1, MAX_ROUNDS + 1):
            family = replace(self.family, theta=theta)
            solution, said = self.fit(family, beta)
            slope, bend = theta_derivatives(
                self.source, self.counts, Predictor(family, solution.beta)
            )
            if self.runs_away(theta, slope, bend, solution.beta):
                return self.at_infinity(solution.beta)
            if self.control.trace:
                print(f"Theta = {theta:.7g} Turns - {turn}")
            step = _step(slope, bend)
            if path.ends(step, solution) or self.recedes(solution, family, step):
                trouble = None
                break
            beta, theta = path.next(beta, theta, step, solution, self.admits)
        information = (slope - bend) / theta**2
        se = float(1 / np.sqrt(information)) if information > 0 else np.nan
        return AlternatingResult(solution, family, se, trouble, said)

    def fit(
        self, family: Any, start: np.ndarray | None, sample: bool = True
    ) -> tuple[IrlsResult, dict[str, type[Warning]]]:
        """The coefficients by a family, and what that warned of."""
        with collect_warnings() as heard:
            return irls(self.source, family, self.control, start, sample), heard

    def recedes(self, solution: IrlsResult, family: Any, step: float) -> bool:
        """Whether coefficients are on their way to infinity, where they never settle, and theta
        has.
        """
        epsilon = self.control.epsilon
        return abs(step) < 10 * self.tight and may_be_separated(
            self.source, family, solution, epsilon
        )

    def admits(self, beta: np.ndarray, theta: float) -> bool:
        """Whether the family allows the means at some coefficients."""
        family = replace(self.family, theta=theta)
        return self.source.total(WorkingStatistic(Predictor(family, beta), None)).valid

    def runs_away(self, theta: float, slope: float, bend: float, beta: np.ndarray) -> bool:
        """Whether theta is on its way to infinity: Newton's step of 1/theta leads below 0, and
        there is no rise from the Poisson likelihood back to finite theta.
        """
        inside = slope <= 0 or bend + 2 * slope < 0
        if inside or theta < NEARLY_INFINITE_THETA * self.counts.mean:
            return False
        if self.overdispersed is None:
            self.from_poisson(beta, False)
        return not self.overdispersed

    def at_infinity(self, beta: np.ndarray) -> AlternatingResult:
        """The Poisson fit, as a negative binomial one of large theta."""
        solution, _ = self.fit(Poisson(self.family.link), beta)
        theta = 10.0 ** np.ceil(np.log10(INFINITE_THETA * max(1.0, solution.highest)))
        family = replace(self.family, theta=float(theta))
        solution, said = self.fit(family, solution.beta)
        return AlternatingResult(solution, family, np.nan, NO_MAXIMUM, said)


def _step(slope: float, bend: float) -> float:
    """Newton's step of log(theta), uphill and not too long."""
    if bend < 0:
        return float(np.clip(-slope / bend, -MAX_LOG_THETA_STEP, MAX_LOG_THETA_STEP))
    return float(np.sign(slope))

"""Negative binomial regression with an unknown theta: coefficients and theta alternate.

They are orthogonal (their expected cross information is zero; Lawless 1987, Canadian Journal of
Statistics 15). A Fisher step of the coefficients and a Newton step of theta, one after the other,
therefore lead quickly to the maximum of both. Steps are taken in log(theta).

As alpha = 1/theta goes to 0 the slope of the log-likelihood by alpha goes to half the sum of
w ((y - mu)^2 - y) at the Poisson fit. Where that is not above zero the Poisson fit is a maximum.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from rglm.errors import FitError
from rglm.families.glm.family import Family
from rglm.families.glm.negative_binomial import NegativeBinomial
from rglm.families.glm.poisson import Poisson
from rglm.fitting.control import Control
from rglm.fitting.estimator import MAXIMUM_LIKELIHOOD
from rglm.fitting.irls.irls import irls, warn_if_in_doubt
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.fitting.irls.subsample_start import odd_step
from rglm.fitting.irls.working_statistics import Predictor, WorkingStatistic
from rglm.fitting.negbin.accelerated_alternation import AcceleratedAlternation
from rglm.fitting.negbin.theta_likelihood import residual_sums, response_counts, theta_derivatives
from rglm.fitting.restart import fit_with_restart
from rglm.fitting.separation.separation_directions import may_be_separated
from rglm.fitting.solver_result import SolverResult, SolverStatus
from rglm.formatting.hints.warning_location import CollectedWarnings, collect_warnings
from rglm.sources.source import Source

MAX_ROUNDS = 400
TOLERANCE = 1e-10  # of the last round: relative in theta, standard errors in the coefficients
NEARLY_INFINITE_THETA = 100.0  # over the mean count
INFINITE_THETA = 1e10  # over the largest mean: a theta that stands for infinity
MAX_LOG_THETA_STEP = 2.0
MIN_START_THETA = 1e-6
MIN_SUBSAMPLE_ROWS, MIN_ROWS_PER_COLUMN, MIN_SUBSAMPLE_STEP = 5000, 100, 4
SUBSAMPLE_TOLERANCE = 1e-3  # the tolerance for the fit of a subsample

NO_MAXIMUM_MESSAGE = (
    "the response is not overdispersed relative to Poisson, so that theta has no finite estimate"
)
NO_CONVERGENCE_MESSAGE = f"no joint maximum after {MAX_ROUNDS} turns"


@dataclass(frozen=True, kw_only=True)
class AlternatingResult(SolverResult):
    """The joint maximum of coefficients and theta."""

    fit: IrlsResult  # the coefficients; it has converged if the alternation has
    # with theta at its maximum; far above all means where that is infinite
    family: NegativeBinomial
    se: float  # 1/sqrt of the observed information of theta; NaN where theta is infinite
    # the warnings of the last fit of the coefficients: the category of each message
    fit_warnings: CollectedWarnings


def alternating_ml(
    source: Source,
    family: NegativeBinomial,
    control: Control,
    start: np.ndarray | None = None,
    has_theta: bool = False,
    sample: bool = True,
) -> AlternatingResult:
    """The coefficients and theta at the maximum of their likelihood.

    Parameters
    ----------
    source : Source
    family : NegativeBinomial
        With the link; and with the theta to start from, if `has_theta`.
    control : Control
    start : (p,) float array, optional
        Coefficients to start from.
    has_theta : bool
    sample : bool
        Whether the fit of a subsample of many rows may be the start.

    Raises
    ------
    FitError
        All responses are zero; no admissible coefficients.
    """
    search = AlternatingSearch(source, family, control)
    if has_theta:
        return search.run(start, family.theta)
    if sample and start is None:
        begin = _subsample_maximum(source, family, control)
        if begin is not None:
            return search.run(*begin)
    return search.run(*search.poisson_start(start, sample))


def _subsample_maximum(
    source: Source, family: NegativeBinomial, control: Control
) -> tuple[np.ndarray, float] | None:
    """The joint maximum for a subsample of many rows; None where it is no good start."""
    step = source.nrows // max(MIN_SUBSAMPLE_ROWS, MIN_ROWS_PER_COLUMN * len(source.columns))
    if step < MIN_SUBSAMPLE_STEP or not len(source.columns):
        return None
    try:
        subsample, silent = source.subsample(odd_step(step)), replace(control, trace=False)
        search = AlternatingSearch(subsample, family, silent, SUBSAMPLE_TOLERANCE)
        result = search.run(*search.poisson_start(None, False))
    except FitError:
        return None
    is_aliased = result.fit.rank < len(source.columns)
    if result.status is not SolverStatus.CONVERGED or not result.fit.converged or is_aliased:
        return None
    return result.fit.beta, result.family.theta


class AlternatingSearch:
    """The search for the joint maximum."""

    def __init__(
        self,
        source: Source,
        family: NegativeBinomial,
        control: Control,
        tolerance: float = TOLERANCE,
    ) -> None:
        self.source, self.family, self.control = source, family, control
        self.tolerance, self.counts = tolerance, response_counts(source)
        self.is_overdispersed: bool | None = None
        if not self.counts.mean > 0:
            raise FitError(
                "all responses are zero: neither a mean nor theta can be estimated from them"
            )

    def poisson_start(self, start: np.ndarray | None, sample: bool) -> tuple[np.ndarray, float]:
        """The coefficients of the Poisson fit, and the theta of its residuals."""
        family = Poisson(self.family.link)
        with collect_warnings():
            fit = fit_with_restart(
                MAXIMUM_LIKELIHOOD, self.source, family, self.control, start, not sample, False
            )
        predictor = Predictor(family, fit.beta)
        weight, square, excess = self.source.total(lambda block: residual_sums(predictor, block))
        self.is_overdispersed = not excess <= 0
        theta = weight / square if square > 0 else np.inf
        largest = NEARLY_INFINITE_THETA * self.counts.mean
        return fit.beta, float(np.clip(theta, MIN_START_THETA, largest))

    def run(self, beta: np.ndarray | None, theta: float) -> AlternatingResult:
        """The maximum, by alternation from a start."""
        alternation, iteration = AcceleratedAlternation(self.tolerance), 0
        while True:
            iteration += 1
            family = replace(self.family, theta=theta)
            fit, warnings = self.fit(family, beta)
            predictor = Predictor(family, fit.beta)
            slope, curvature = theta_derivatives(self.source, self.counts, predictor, theta)
            if self.is_unbounded(theta, slope, curvature, fit.beta):
                return self.at_infinity(fit.beta, iteration)
            if self.control.trace:
                print(f"Theta = {theta:.7g} Turns - {iteration}")
            step = _step(slope, curvature)
            is_last = alternation.ends(step, fit) or self.is_separating(fit, family, step)
            if is_last:
                break
            beta, theta = alternation.next(beta, theta, step, fit, self.is_admissible)
            if iteration == MAX_ROUNDS:
                break
        information = (slope - curvature) / theta**2
        return AlternatingResult(
            status=SolverStatus.CONVERGED if is_last else SolverStatus.MAX_ITERATIONS,
            iter=iteration,
            detail="" if is_last else NO_CONVERGENCE_MESSAGE,
            fit=fit if is_last else replace(fit, status=SolverStatus.MAX_ITERATIONS),
            family=family,
            se=float(1 / np.sqrt(information)) if information > 0 else np.nan,
            fit_warnings=warnings,
        )

    def fit(
        self, family: Family, start: np.ndarray | None
    ) -> tuple[IrlsResult, CollectedWarnings]:
        """The coefficients by a family, and the warnings of that fit."""
        with collect_warnings() as warnings:
            result = irls(self.source, family, self.control, start)
            warn_if_in_doubt(result, self.control)
        return result, warnings

    def is_separating(self, fit: IrlsResult, family: Family, step: float) -> bool:
        """Whether theta has settled while coefficients are on their way to infinity, where they
        never settle.
        """
        has_settled = abs(step) < 10 * self.tolerance
        epsilon = self.control.epsilon
        return has_settled and may_be_separated(self.source, family, fit, epsilon)

    def is_admissible(self, beta: np.ndarray, theta: float) -> bool:
        """Whether the family allows the means at some coefficients."""
        family = replace(self.family, theta=theta)
        return self.source.total(WorkingStatistic(Predictor(family, beta), None)).is_valid

    def is_unbounded(self, theta: float, slope: float, curvature: float, beta: np.ndarray) -> bool:
        """Whether theta is on its way to infinity.

        Newton's step of 1/theta then leads below 0, and the likelihood does not rise from the
        Poisson's back to a finite theta.
        """
        is_inside = slope <= 0 or curvature + 2 * slope < 0
        if is_inside or theta < NEARLY_INFINITE_THETA * self.counts.mean:
            return False
        if self.is_overdispersed is None:
            self.poisson_start(beta, False)
        return not self.is_overdispersed

    def at_infinity(self, beta: np.ndarray, iteration: int) -> AlternatingResult:
        """The Poisson fit, as a negative binomial fit of large theta."""
        poisson, _ = self.fit(Poisson(self.family.link), beta)
        theta = 10.0 ** np.ceil(np.log10(INFINITE_THETA * max(1.0, poisson.highest)))
        family = replace(self.family, theta=float(theta))
        fit, warnings = self.fit(family, poisson.beta)
        return AlternatingResult(
            status=SolverStatus.UNBOUNDED,
            iter=iteration,
            detail=NO_MAXIMUM_MESSAGE,
            fit=fit,
            family=family,
            se=np.nan,
            fit_warnings=warnings,
        )


def _step(slope: float, curvature: float) -> float:
    """Newton's step of log(theta), uphill and not too long."""
    if curvature < 0:
        return float(np.clip(-slope / curvature, -MAX_LOG_THETA_STEP, MAX_LOG_THETA_STEP))
    return float(np.sign(slope))

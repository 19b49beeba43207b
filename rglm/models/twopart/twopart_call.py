"""The common base of calls of `zeroinfl` and `hurdle`: two formulas, and starting values."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from rglm.errors import FitError
from rglm.families.links.link_names import probability_links
from rglm.fitting.newton.optimization_result import OptimizationResult
from rglm.fitting.solver_result import SolverStatus
from rglm.models.base.model_data import ModelData, RowsFunction
from rglm.models.density.density_call import DensityCall
from rglm.models.likelihood.likelihood_call import LikelihoodProblem
from rglm.models.likelihood.likelihood_warnings import flat_parameters, warn_of_certainty
from rglm.models.twopart.two_part_rows import check_zeros, part_rows, two_formulas
from rglm.models.twopart.twopart_fit import TwoPartFit

ZERO_LINKS = probability_links("logit", "probit", "cloglog", "cauchit", "log")

# what the coefficients of the two glms are multiplied by, and log(theta), where the search begins
START_FACTORS = (
    (1, 1, 0),
    (1, 0.3, 1),
    (1, 0, -1),
    (1, 4, 0),
    (1, -1, 0),
    (0.5, 0.5, 0),
    (0, 0, 0),
)
MIN_LOGLIK_GAIN = 1e-7  # of a log-likelihood: another maximum, and not the same one again


@dataclass(frozen=True, kw_only=True, eq=False)
class TwoPartCall(DensityCall[TwoPartFit]):
    """The arguments of a call of `zeroinfl` or `hurdle`."""

    dist: str
    link: str

    result = TwoPartFit
    max_steps = 200

    @property
    @abstractmethod
    def zero_distribution(self) -> str | None:
        """``zero_dist=`` of a hurdle; None of a zero-inflated model."""

    @property
    @abstractmethod
    def has_count_response(self) -> bool:
        """Whether the response is a count, and no amount."""

    def formulas(self) -> tuple[str, ...]:
        """The formulas of the counts and of the zeros."""
        return two_formulas(self.formula)

    def rows_function(self) -> RowsFunction:
        """The function that makes rows of a model frame and its prior weights."""
        return partial(part_rows, self.function.__name__, self.has_count_response)

    def problem(self, data: ModelData) -> LikelihoodProblem:
        """The likelihood to be maximised on the rows read, some of which have to be zero."""
        largest = check_zeros(self.function.__name__, data.frame, data.source)
        details = {
            "function": self.function.__name__,
            "dist": self.dist,
            "link": self.link,
            "zero_dist": self.zero_distribution,
            "largest": largest,
        }
        return replace(super().problem(data), details=details)

    def maximise(self, problem: LikelihoodProblem, maxit: int) -> OptimizationResult:
        """The highest maximum that is reached from the glms of the parts.

        Where that is at infinity, or nowhere, the search starts from flatter glms and other thetas
        too, for there may be another maximum.
        """
        best: OptimizationResult | None = None
        for start in _starts(problem):
            try:
                maximum = super().maximise(replace(problem, start=start), maxit)
            except FloatingPointError:
                continue
            scalars = len(problem.scalars)
            if maximum.iter >= maxit and len(flat_parameters(maximum, scalars)):
                # a ridge has no one place to end at
                maximum = replace(maximum, status=SolverStatus.CONVERGED, infinite_step=None)
            if best is None or maximum.value > best.value + MIN_LOGLIK_GAIN:
                best = maximum
            if best.converged and best.infinite_step is None:
                return best
        if best is None:
            raise FitError(
                "the likelihood is zero wherever the search could begin: rescale the numeric "
                "columns, or give another link"
            )
        return best

    def warn(
        self, fit: TwoPartFit, problem: LikelihoodProblem, maximum: OptimizationResult
    ) -> None:
        """Warn of what makes the numbers of the fit doubtful."""
        super().warn(fit, problem, maximum)
        if (
            maximum.infinite_step is None
            and maximum.converged
            and (rows := fit._count_certain_rows())
        ):
            warn_of_certainty(fit._function_name, rows)

    def limit_hint(self, fit: TwoPartFit, maximum: OptimizationResult) -> str:
        """The meaning of an infinite parameter of the count model."""
        step = maximum.infinite_step
        if step is None:
            return ""
        moved = np.flatnonzero(np.abs(step) > 0.2 * np.nanmax(np.abs(step)))
        counts, zeros = (len(part) for part in fit._likelihood_model.parts)
        if fit.zero_dist is None and counts in moved and step[counts] < 0 and zeros == 1:
            return (
                ". The counts have no more zeros than their own distribution: a zero part has "
                "nothing to explain, and glm() or glm_nb() will do"
            )
        if counts + zeros in moved and step[counts + zeros] > 0 and fit.dist == "negbin":
            return ". The counts are not overdispersed: dist='poisson' will do"
        return ""


def _starts(problem: LikelihoodProblem) -> Iterator[np.ndarray]:
    """The parameters to start from, one after the other."""
    counts, zeros = (problem.start[place] for place in problem.likelihood.places[:2])
    for count_factor, zero_factor, scalar in START_FACTORS:
        scalars = np.full(len(problem.scalars), scalar)
        yield np.concatenate([count_factor * counts, zero_factor * zeros, scalars])

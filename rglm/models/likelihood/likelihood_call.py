"""From the arguments of a model to the maximum of its likelihood."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import numpy as np

from rglm.design.block import Block
from rglm.fitting.control import as_control
from rglm.fitting.newton.newton_method import maximise
from rglm.fitting.newton.optimization_result import OptimizationResult
from rglm.fitting.separation.infinite_parameters import with_limit_signs
from rglm.linalg.threads import single_threaded
from rglm.models.base.model_data import (
    ModelData,
    RowsFunction,
    check_total_weight,
    read_model_data,
)
from rglm.models.likelihood.likelihood_warnings import warn_of_maximum
from rglm.protocol.likelihood_estimates import LikelihoodEstimates
from rglm.protocol.model_call import ModelCall
from rglm.sources.cells.equal_rows import equal_rows

if TYPE_CHECKING:
    from rglm.models.likelihood.likelihood_fit import LikelihoodFit
    from rglm.sources.memory import MemorySource

Fit = TypeVar("Fit", bound="LikelihoodFit")


@dataclass(frozen=True)
class LikelihoodProblem:
    """A likelihood of the rows of a source, and where the search for its maximum begins.

    Attributes
    ----------
    likelihood : PredictorLikelihood or OrdinalLikelihood
    source : MemorySource or ChunkedSource
        Rows for sums that are linear in the weights.
    start : (P,) float array
        The parameters to start from: r estimates that are not aliased, then the scalars.
    places : (r,) int array
        The places of those estimates among the names of the fit.
    name_count : int
    pivots : sequence
        The pivoted columns of each part of the formula.
    scalars : tuple of str
        The names of the parameters that follow the estimates, which are logarithms.
    details : dict
        What else the fit is made of: the levels of the response, ...
    has_expected_information : bool
        Whether the covariance is the inverse of the expected information.
    change : function, optional
        What the model has changed in the rows read, each row alone.
    """

    likelihood: Any
    source: Any
    start: np.ndarray
    places: np.ndarray
    name_count: int
    pivots: Sequence[Any]
    scalars: tuple[str, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)
    has_expected_information: bool = False
    change: Callable[[MemorySource], MemorySource] | None = None

    def covariance(self, maximum: OptimizationResult) -> np.ndarray | None:
        """The inverse of the expected information; None for that of the Hessian."""
        if not self.has_expected_information:
            return None
        model, information = self.likelihood, self.likelihood.density.expected_information
        expected = self.source.total(model.expected_information(maximum.theta, information))
        return replace(maximum, information=expected).inverse_information


@dataclass(frozen=True, kw_only=True, eq=False)
class LikelihoodCall(ModelCall[Fit]):
    """A call of a model that is fitted by maximum likelihood.

    A model says how its rows are made, what its `LikelihoodProblem` is, and the class of its fit.
    """

    result: ClassVar[Callable[..., Any]]  # the class of the fit
    max_steps: ClassVar[int] = 100  # of Newton's method, unless control= says

    @single_threaded
    def fit(self) -> Fit:
        """The model fitted to the data of the call."""
        self.check()
        formulas = self.formulas()
        return self.fit_data(
            read_model_data(self, self.read_data(), formulas, self.rows_function())
        )

    def fit_data(self, data: ModelData) -> Fit:
        """The model fitted to rows that have been read."""
        control = as_control(self.control, self.max_steps, ("maxit",))
        check_total_weight(data.source, self.weights)
        equal = equal_rows(data.source)
        problem = self.problem(data if equal is None else replace(data, source=equal))
        maximum = self.maximise(problem, control.maxit)
        maximum = with_limit_signs(problem.likelihood, problem.source, maximum)
        covariance = problem.covariance(maximum)
        fit = self.result(
            LikelihoodEstimates.of(maximum, problem.places, problem.name_count, covariance),
            data.source if problem.change is None else data.source.transform(problem.change),
            [part.schema for part in data.frame.parts],
            control,
            model=problem.likelihood,
            triangles=problem.pivots,
            **problem.details,
            **data.fit_arguments,
        )
        fit = fit._replace(_equal_rows=None if equal is None else problem.source)
        self.warn(fit, problem, maximum)
        return fit

    def check(self) -> None:
        """Check the arguments that name a choice, before the data are read."""

    def formulas(self) -> tuple[str, ...]:
        """The formula of each linear predictor that has one of its own."""
        return (self.formula,)

    @abstractmethod
    def rows_function(self) -> RowsFunction:
        """The function that makes rows of a model frame and its prior weights.

        It is pickled where the data are in chunks, and should not hold the call.
        """

    @abstractmethod
    def problem(self, data: ModelData) -> LikelihoodProblem:
        """The likelihood to be maximised on the rows read."""

    def maximise(self, problem: LikelihoodProblem, maxit: int) -> OptimizationResult:
        """The maximum of the likelihood."""
        return maximise(problem.likelihood.total(problem.source), problem.start, maxit)

    def warn(self, fit: Fit, problem: LikelihoodProblem, maximum: OptimizationResult) -> None:
        """Warn of what makes the numbers of the fit doubtful."""
        names = [fit.names[i] for i in problem.places]
        warn_of_maximum(
            self.function.__name__,
            maximum,
            [*names, *problem.scalars],
            self.aliased_names(fit),
            self.limit_hint(fit, maximum),
            len(problem.scalars),
            bool(problem.scalars) and has_infinite_eta(problem, maximum),
        )

    def aliased_names(self, fit: Fit) -> list[str]:
        """The names of the coefficients that the data do not determine."""
        estimable = fit._solution.system.estimable
        return [name for i, name in enumerate(fit.names) if i not in estimable]

    def limit_hint(self, fit: Fit, maximum: OptimizationResult) -> str:
        """The meaning of infinite parameters, for their warning."""
        return ""


INFINITE_ETA = 500.0  # a linear predictor beyond it is on its way to infinity


def has_infinite_eta(problem: LikelihoodProblem, maximum: OptimizationResult) -> bool:
    """Whether a linear predictor is on its way to infinity where the search has stopped."""
    if maximum.converged:
        return False
    likelihood = problem.likelihood

    def of_block(block: Block) -> np.ndarray:
        x = likelihood.matrix(block.columns, block.row_slice)
        return np.abs(likelihood.etas(x, block.rows.offset, maximum.theta)).max(axis=0)

    return bool(problem.source.by_row(of_block).max(initial=0.0) > INFINITE_ETA)

"""From the arguments of a model to its fit by least squares."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from numbers import Real
from typing import Any, ClassVar, TypeVar

import numpy as np

from rglm.errors import FitError
from rglm.fitting.control import RankControl
from rglm.fitting.estimator import LEAST_SQUARES
from rglm.fitting.irls.column_scale import name_response
from rglm.formatting.text.printable import listed
from rglm.linalg.pivot import PivotedSystem
from rglm.linalg.threads import single_threaded
from rglm.models.base.model_data import ModelData, RowsFunction, read_model_data
from rglm.models.likelihood.likelihood_warnings import warn_of_aliased
from rglm.models.lm.lm_result import LmResult
from rglm.models.lm.lm_rows import GAUSSIAN, lm_rows
from rglm.protocol.model_call import ModelCall

ROUNDING_TOLERANCE = 1e-11  # of the rank rule: a shorter part of a column may be rounding

Fit = TypeVar("Fit", bound=LmResult)


@dataclass(frozen=True, kw_only=True, eq=False)
class LeastSquaresCall(ModelCall[Fit]):
    """The arguments of a model that is fitted by least squares."""

    singular_ok: bool = True
    tol: float = 1e-7
    control: Any = None

    shown = (*ModelCall.shown, "singular_ok", "tol")
    checks_weights_first = False  # the one pass of the fit tells
    result: ClassVar[type[Any]]  # the class of the fit

    @single_threaded
    def fit(self) -> Fit:
        """The model fitted to the data of the call."""
        rows = self.rows_function()
        return self.fit_data(read_model_data(self, self.read_data(), (self.formula,), rows))

    def rows_function(self) -> RowsFunction:
        """The function that makes rows of a model frame and its prior weights."""
        return partial(lm_rows, self.function.__name__)

    def fit_data(self, data: ModelData) -> Fit:
        """The model fitted to rows that have been read."""
        schema, control = data.frame.schema, self._control()
        try:
            solution = LEAST_SQUARES.solve(data.source, GAUSSIAN, control, None)
        except FitError as error:
            raise name_response(error, schema.parsed.response.name) from None
        fit: Fit = self.result(
            solution,
            data.source,
            family=GAUSSIAN,
            control=control,
            estimator=LEAST_SQUARES,
            schema=schema,
            success=None,
            **data.fit_arguments,
        )
        self._tell_of_aliased(fit)
        return fit._replace(**fit._values_without_pass())

    def _control(self) -> RankControl:
        """The tolerance of the rank rule."""
        is_number = isinstance(self.tol, Real) and not isinstance(self.tol, bool)
        if not (is_number and 0 < self.tol < 1):
            raise ValueError(f"tol={self.tol!r}: give a number between 0 and 1, such as 1e-7")
        return RankControl(rank_tolerance=float(self.tol))

    def _tell_of_aliased(self, fit: LmResult) -> None:
        """Warn of aliased coefficients; an error where they are not allowed."""
        names, solution = fit._schema.names, fit._solution
        aliased = [names[i] for i in sorted(solution.system.order[solution.rank :])]
        if aliased and not self.singular_ok:
            raise FitError(
                f"{fit._function_name}: singular fit: {listed(aliased)} "
                "are combinations of the other columns (or zero); leave terms out, or allow it "
                "with singular_ok=True"
            )
        warn_of_aliased(fit._function_name, aliased, _advice_on_tolerance(fit, self.tol))


def _advice_on_tolerance(fit: LmResult, tol: float) -> str:
    """What the warning says where a column is near a combination of others, and is none."""
    system = fit._solution.system
    if not isinstance(system, PivotedSystem) or not len(system.dependent):
        return ""
    own = system.r[:, system.rank : system.rank + len(system.dependent)]
    lengths = np.sqrt((own**2).sum(axis=0))
    rest = np.sqrt((own[system.rank :] ** 2).sum(axis=0)) / np.where(lengths > 0, lengths, 1.0)
    near = [fit._schema.names[i] for i in system.dependent[rest > ROUNDING_TOLERANCE]]
    if not near:
        return ""
    return (
        f". {listed(near)} differ{'s' * (len(near) == 1)} from a combination by up to "
        f"{rest.max():.1g} of the length, less than tol={tol:g}; a smaller tol= keeps what differs"
    )

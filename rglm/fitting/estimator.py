"""By what coefficients are estimated: R's ``method=`` of ``glm``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rglm.fitting.bias_reduction import brglm
from rglm.fitting.control import Control
from rglm.fitting.irls import irls
from rglm.fitting.irls.fit_statistics import null_deviance
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.formatting.hints.did_you_mean import did_you_mean


@dataclass(frozen=True)
class Estimator:
    """A way to fit.

    Attributes
    ----------
    name : str
        As ``method=`` has it.
    search : function of (source, family, control, start, sample) to a `IrlsResult`
        Gives no warnings.
    warn_of : function of (solution, control)
        Gives them.
    null_deviance : function of (source, family, control, intercept) to a float
    maxit : int
        Iterations allowed unless ``control=`` says.
    maximises : bool
        Whether the estimates maximise the likelihood, so that it has a profile, and may be
        infinite.
    title : str
        What the summary page calls it; nothing for maximum likelihood.
    """

    name: str
    search: Callable[..., IrlsResult]
    warn_of: Callable[[IrlsResult, Control], None]
    null_deviance: Callable[..., float]
    maxit: int
    maximises: bool
    title: str = ""

    def solve(
        self, source: Any, family: Any, control: Control, start: Any, sample: bool = True
    ) -> IrlsResult:
        """The solution, with warnings where it is in doubt."""
        solution = self.search(source, family, control, start, sample)
        self.warn_of(solution, control)
        return solution


ESTIMATORS = {
    estimator.name: estimator
    for estimator in (
        Estimator("glm_fit", irls.solve_irls, irls.warn_if_in_doubt, null_deviance, 25, True),
        Estimator(
            "brglm",
            brglm.solve_brglm,
            brglm.warn_if_not_converged,
            brglm.reduced_null_deviance,
            100,
            False,
            "AS_mean (mean bias-reducing adjusted score equations)",
        ),
    )
}


def as_estimator(method: str) -> Estimator:
    """The estimator of that name.

    Raises
    ------
    ValueError
        There is none.
    """
    name = method.replace(".", "_") if isinstance(method, str) else method
    if isinstance(name, str) and name in ESTIMATORS:
        return ESTIMATORS[name]
    hint = did_you_mean(str(method).lower().removesuffix("fit").rstrip("_"), ESTIMATORS)
    raise ValueError(f"method={method!r}: use one of {', '.join(ESTIMATORS)}{hint}")

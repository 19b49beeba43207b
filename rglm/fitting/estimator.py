"""By what coefficients are estimated: R's ``method=`` of ``glm``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rglm.fitting import brglm, irls
from rglm.fitting.control import Control
from rglm.fitting.irls import Solution
from rglm.fitting.totals import null_deviance
from rglm.format.suggest import did_you_mean


@dataclass(frozen=True)
class Estimator:
    """A way to fit.

    Attributes
    ----------
    name : str
        As ``method=`` has it.
    solve : function of (source, family, control, start, sample) to a `Solution`
    search : function
        The same without warnings.
    warn_of : function of (solution, control)
        Gives those warnings.
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
    solve: Callable[..., Solution]
    search: Callable[..., Solution]
    warn_of: Callable[[Solution, Control], None]
    null_deviance: Callable[..., float]
    maxit: int
    maximises: bool
    title: str = ""


ESTIMATORS = {
    estimator.name: estimator
    for estimator in (
        Estimator("glm_fit", irls.irls, irls.search, irls.warn_of, null_deviance, 25, True),
        Estimator(
            "brglm",
            brglm.brglm,
            brglm.search,
            brglm.warn_of,
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

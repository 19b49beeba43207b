"""The estimators of a GLM: R's ``method=`` of ``glm``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from rglm.families.glm.family import Family
from rglm.fitting.bias_reduction import brglm
from rglm.fitting.control import Control
from rglm.fitting.irls import irls
from rglm.fitting.irls.fit_statistics import null_deviance
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.sources.source import Source


class Solver(Protocol):
    """Finds the estimates, without warnings."""

    def __call__(
        self,
        source: Source,
        family: Family,
        control: Control,
        start: np.ndarray | None,
        sample: bool = True,
    ) -> IrlsResult:
        """The estimates by the rows of a source."""
        ...


@dataclass(frozen=True)
class Estimator:
    """A way to estimate the coefficients.

    Attributes
    ----------
    name : str
        The value of ``method=``.
    solve : Solver
    warn : function of (result, control)
        Warns where the result is in doubt.
    null_deviance : function of (source, family, control, intercept)
    maxit : int
        The default of ``control={"maxit": ...}``.
    maximises : bool
        Whether the estimates maximise the likelihood, so that it has a profile, and estimates may
        be infinite.
    title : str
        Its name on the summary page; empty for maximum likelihood.
    """

    name: str
    solve: Solver
    warn: Callable[[IrlsResult, Control], None]
    null_deviance: Callable[[Source, Family, Control, bool], float]
    maxit: int
    maximises: bool
    title: str = ""


MAXIMUM_LIKELIHOOD = Estimator(
    "glm_fit", irls.irls, irls.warn_if_in_doubt, null_deviance, 25, True
)
BIAS_REDUCTION = Estimator(
    "brglm",
    brglm.brglm,
    brglm.warn_if_not_converged,
    brglm.reduced_null_deviance,
    100,
    False,
    "AS_mean (mean bias-reducing adjusted score equations)",
)
ESTIMATORS = {estimator.name: estimator for estimator in (MAXIMUM_LIKELIHOOD, BIAS_REDUCTION)}


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

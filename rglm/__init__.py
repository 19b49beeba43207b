"""R-style generalized linear models: R's formulas, R's numbers, R's pages.

>>> from rglm import glm, binomial
>>> from rglm.datasets import load
>>> fit = glm("has_gc ~ logmass", load("galaxies"), family=binomial())
>>> bool(fit.converged)
True
"""

from importlib import import_module
from typing import Any

from rglm import datasets
from rglm.families import (
    Gamma,
    binomial,
    gaussian,
    inverse_gaussian,
    negative_binomial,
    poisson,
    power,
    quasi,
    quasibinomial,
    quasipoisson,
    tweedie,
)
from rglm.fitting.warnings import (
    BoundaryWarning,
    ConvergenceWarning,
    FitError,
    FitWarning,
    RankWarning,
    SeparationWarning,
)
from rglm.models.glm import glm

__version__ = "0.1.0"

__all__ = [
    "BoundaryWarning",
    "ConvergenceWarning",
    "FitError",
    "FitWarning",
    "Gamma",
    "RankWarning",
    "SeparationWarning",
    "betabinomial",
    "binomial",
    "compare",
    "datasets",
    "gaussian",
    "glm",
    "glm_nb",
    "hurdle",
    "inverse_gaussian",
    "lrtest",
    "multinom",
    "negative_binomial",
    "poisson",
    "polr",
    "power",
    "quasi",
    "quasibinomial",
    "quasipoisson",
    "regtable",
    "tweedie",
    "vuong",
    "zeroinfl",
]

# imported when they are asked for, as the verbs of a fit are
_LATER = {name: f"rglm.inference.{name}" for name in ("compare", "lrtest", "regtable", "vuong")}
_LATER |= {
    name: f"rglm.models.{name}"
    for name in ("betabinomial", "glm_nb", "hurdle", "multinom", "polr", "zeroinfl")
}


def __getattr__(name: str) -> Any:
    if name in _LATER:
        return getattr(import_module(_LATER[name]), name)
    raise AttributeError(f"module 'rglm' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

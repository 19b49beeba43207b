"""R's verbs as functions: ``anova(m1, m2)`` is ``m1.anova(m2)``, ``deviance(m)`` the attribute.

Each is the method or the attribute of the same name; this list has no logic of its own. A test
holds it against the classes.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, overload

import numpy as np
import pandas as pd

from rglm.formatting.hints.argument_kinds import describe_value
from rglm.formatting.hints.attribute_hints import AttributeHints
from rglm.inference.posterior_result import PosteriorResult
from rglm.models.base.posterior_verbs import OF_ONE_FIT, OF_SEVERAL_FITS, POSTERIOR_VERBS
from rglm.protocol.loglik import LogLik
from rglm.protocol.model_result import ModelResult

if TYPE_CHECKING:
    from rglm.design.frame.missing_values import NaAction
    from rglm.families.glm.family import Family
    from rglm.models.lm.lm_result import LmResult
    from rglm.protocol.capabilities import HasWorkingWeights

VERBS = (
    "coef",
    "vcov",
    "logLik",
    "AIC",
    "BIC",
    "nobs",
    "residuals",
    "weighted_residuals",
    "fitted",
    "predict",
    "summary",
    "anova",
    "confint",
    "profile",
    "update",
    "drop1",
    "add1",
    "step",
    "extractAIC",
    "all_subsets",
    "wald_test",
    "delta_method",
    "hatvalues",
    "rstandard",
    "rstudent",
    "cooks_distance",
    "dffits",
    "dfbeta",
    "dfbetas",
    "covratio",
    "influence",
    "influence_measures",
    "outlierTest",
    "TukeyHSD",
    "model_tables",
    "dwtest",
    "bptest",
    "ncvTest",
    "simulate",
    "refit",
    "simulate_residuals",
    "boot",
    "permutation_test",
    "estfun",
    "dispersiontest",
    "gof",
    "check_overdispersion",
    "separation",
    "vif",
    "alias",
    "r2",
    "emmeans",
    "emtrends",
    "ref_grid",
    "joint_tests",
    "predictions",
    "avg_predictions",
    "comparisons",
    "avg_comparisons",
    "slopes",
    "avg_slopes",
    "datagrid",
    "dose_p",
    "roc",
    "hoslem_test",
    "brant",
    "tidy",
    "glance",
    "augment",
    "model_matrix",
    "model_frame",
)

OF_MEANS = ("contrast", "pairs", "rbind", "eff_size", "cld", "regrid")  # of what emmeans() gives
PICTURES = ("plot", "check_model", "emmip")
# what R has as functions and a fit as attributes
ATTRIBUTES = (
    "deviance",
    "df_residual",
    "sigma",
    "effects",
    "family",
    "formula",
    "terms",
    "na_action",
)
DATA_TYPES = (str, Mapping, list, tuple, np.ndarray, pd.Series, pd.DataFrame)
# R's other names of verbs
ALIASES = {"resid": "residuals", "coefficients": "coef", "fitted_values": "fitted"}


def _of_fit(name: str, fit: Any) -> Any:
    """The method or attribute of a fit."""
    _check_fit(name, fit, name)
    return getattr(fit, name)


def _check_fit(verb: str, fit: Any, attribute: str) -> None:
    """Check that what a verb is asked of is a fit or has its attribute, as a table of terms may.

    Raises TypeError: it is a formula, data or the like.
    """
    if isinstance(fit, (ModelResult, PosteriorResult, AttributeHints)):
        return  # whose errors say more
    if isinstance(fit, DATA_TYPES) or not hasattr(fit, attribute):
        shown = describe_value(fit)
        raise TypeError(f"{verb}() takes a fit first, got {shown}: {verb}(lm('y ~ x', data))")


def _verb(name: str) -> Any:
    def verb(fit: Any, *args: Any, **kwargs: Any) -> Any:
        return _of_fit(name, fit)(*args, **kwargs)

    verb.__name__ = verb.__qualname__ = name
    verb.__doc__ = f"``{name}(fit, ...)`` is ``fit.{name}(...)``; see ``help(fit.{name})``."
    return verb


def _of_several_fits(name: str) -> Any:
    def verb(*fits: Any, **kwargs: Any) -> Any:
        return getattr(import_module(OF_SEVERAL_FITS[name]), name)(*fits, **kwargs)

    verb.__name__ = verb.__qualname__ = name
    verb.__doc__ = f"``{name}(fit1, fit2, ...)`` is ``fit.{name}(fit2, ...)``; see there."
    return verb


def _attribute(name: str) -> Any:
    def attribute(fit: Any) -> Any:
        return _of_fit(name, fit)

    attribute.__name__ = attribute.__qualname__ = name
    attribute.__doc__ = f"``{name}(fit)`` is ``fit.{name}``."
    return attribute


def _alias(name: str, verb: str) -> Any:
    alias = _verb(verb)
    alias.__name__ = alias.__qualname__ = name
    alias.__doc__ = f"``{name}(fit, ...)`` is ``fit.{verb}(...)``; see ``help(fit.{verb})``."
    return alias


if TYPE_CHECKING:
    from rglm.inference.delta_method.delta_table import DeltaMethod
    from rglm.inference.diagnostics.overdispersion import Overdispersion
    from rglm.inference.intervals.confint import Intervals
    from rglm.inference.means.emm_grid import EmmGrid
    from rglm.inference.means.joint_tests.joint_page import JointTests
    from rglm.models.brm.brm_fit import BrmFit
    from rglm.models.brm.means.means_page import PosteriorMeans
    from rglm.models.brm.verbs.functions import *  # noqa: F403  (POSTERIOR_VERBS)
    from rglm.models.verbs.functions import *  # noqa: F403  (most of VERBS)

    AnyFit: TypeAlias = ModelResult | BrmFit
    FitOrMeans: TypeAlias = AnyFit | EmmGrid
    SameFit = TypeVar("SameFit", bound=FitOrMeans)

    @overload
    def confint(fit: ModelResult, *args: Any, **kwargs: Any) -> Intervals: ...
    @overload
    def confint(fit: BrmFit, *args: Any, **kwargs: Any) -> pd.DataFrame: ...
    @overload
    def confint(fit: EmmGrid, *args: Any, **kwargs: Any) -> EmmGrid: ...
    def confint(fit: FitOrMeans, *args: Any, **kwargs: Any) -> pd.DataFrame | EmmGrid: ...
    @overload
    def emmeans(fit: ModelResult | EmmGrid, *args: Any, **kwargs: Any) -> EmmGrid: ...
    @overload
    def emmeans(fit: BrmFit, *args: Any, **kwargs: Any) -> PosteriorMeans: ...
    def emmeans(fit: FitOrMeans, *args: Any, **kwargs: Any) -> EmmGrid | PosteriorMeans: ...
    def joint_tests(fit: ModelResult | EmmGrid, *args: Any, **kwargs: Any) -> JointTests: ...
    def tidy(fit: FitOrMeans, *args: Any, **kwargs: Any) -> pd.DataFrame: ...
    def glance(fit: AnyFit) -> pd.DataFrame: ...
    def plot(fit: FitOrMeans, *args: Any, **kwargs: Any) -> Any: ...
    def update(fit: SameFit, formula: str | None = None, **changes: Any) -> SameFit: ...
    def coef(fit: FitOrMeans, *args: Any, **kwargs: Any) -> pd.Series | pd.DataFrame: ...
    def coefficients(fit: AnyFit, *args: Any, **kwargs: Any) -> pd.Series | pd.DataFrame: ...
    def fitted(fit: AnyFit, *args: Any, **kwargs: Any) -> pd.Series | pd.DataFrame: ...
    def fitted_values(fit: AnyFit) -> pd.Series | pd.DataFrame: ...
    def logLik(fit: ModelResult) -> LogLik: ...
    def nobs(fit: AnyFit) -> float: ...
    def r2(fit: ModelResult) -> pd.Series: ...

    # attributes
    def deviance(fit: ModelResult) -> float: ...
    def df_residual(fit: ModelResult) -> float: ...
    def sigma(fit: HasWorkingWeights) -> float: ...
    def effects(fit: LmResult) -> pd.Series | None: ...
    def family(fit: HasWorkingWeights) -> Family: ...
    def formula(fit: AnyFit) -> str: ...
    def terms(fit: AnyFit) -> tuple[str, ...]: ...
    def na_action(fit: AnyFit) -> NaAction | None: ...

    # the function of each of these depends on the model: the method knows its type
    def delta_method(fit: Any, *args: Any, **kwargs: Any) -> DeltaMethod: ...
    def vcov(fit: FitOrMeans, *args: Any, **kwargs: Any) -> pd.DataFrame: ...
    def residuals(fit: AnyFit, *args: Any, **kwargs: Any) -> pd.Series | pd.DataFrame: ...
    def resid(fit: AnyFit, *args: Any, **kwargs: Any) -> pd.Series | pd.DataFrame: ...
    def rstandard(fit: ModelResult, *args: Any, **kwargs: Any) -> pd.Series: ...
    def influence(fit: ModelResult, *args: Any, **kwargs: Any) -> Any: ...
    def predict(fit: AnyFit, *args: Any, **kwargs: Any) -> pd.Series | pd.DataFrame: ...
    def summary(fit: FitOrMeans, *args: Any, **kwargs: Any) -> Any: ...
    def anova(fit: ModelResult, *args: Any, **kwargs: Any) -> Any: ...
    def profile(fit: ModelResult, *args: Any, **kwargs: Any) -> Any: ...
    def drop1(fit: ModelResult, *args: Any, **kwargs: Any) -> Any: ...
    def add1(fit: ModelResult, *args: Any, **kwargs: Any) -> Any: ...
    def estfun(fit: ModelResult, *args: Any, **kwargs: Any) -> pd.DataFrame: ...
    def gof(fit: ModelResult, *args: Any, **kwargs: Any) -> Any: ...
    def check_overdispersion(fit: ModelResult) -> Overdispersion: ...
    def augment(fit: AnyFit, *args: Any, **kwargs: Any) -> pd.DataFrame: ...
    def model_matrix(fit: AnyFit, *args: Any, **kwargs: Any) -> pd.DataFrame: ...

else:
    globals().update({name: _verb(name) for name in (*VERBS, *OF_MEANS, *PICTURES, *OF_ONE_FIT)})
    globals().update({name: _of_several_fits(name) for name in OF_SEVERAL_FITS})
    globals().update({name: _attribute(name) for name in ATTRIBUTES})
    globals().update({name: _alias(name, verb) for name, verb in ALIASES.items()})

    def delta_method(fit: Any, *args: Any, **kwargs: Any) -> Any:
        """``fit.delta_method(...)``, or of a vector of estimates with ``vcov=`` their covariance.

        See ``help(fit.delta_method)``.
        """
        if isinstance(fit, (pd.Series, Mapping, list, tuple, np.ndarray)):
            from rglm.inference.delta_method.delta_method import delta_method_of_vector

            return delta_method_of_vector(fit, *args, **kwargs)
        return _of_fit("delta_method", fit)(*args, **kwargs)

    def weights(fit: Any, type: str = "prior") -> Any:
        """The weights given, padded by ``na_exclude``; with ``type="working"`` ``fit.weights``."""
        from rglm.inference.prediction.row_weights import weights as row_weights
        from rglm.models.base.rowwise import by_row

        _check_fit("weights", fit, "prior_weights")
        return by_row(row_weights)(fit, type)


OF_POSTERIORS = POSTERIOR_VERBS  # the site reads names from tuples of this module only
__all__ = [*VERBS, *OF_MEANS, *OF_POSTERIORS, *PICTURES, *ATTRIBUTES, *ALIASES, "weights"]


def __dir__() -> list[str]:
    own = {name for name in globals() if name.startswith("__")}  # not what is imported above
    return sorted({*own, *__all__})

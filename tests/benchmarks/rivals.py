"""One whole call of each package: from a frame and a formula to standard errors.

A package is a function of (workload, frame) that gets everything ready that is not timed and
returns `call`; ``call(tight)`` fits and returns coefficients and standard errors by R's names, or
None where there are none. ``tight`` asks for more than default convergence, to compare answers.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np
import pandas as pd
from workloads import OLDER, ONE_THREAD, Workload

Answer = tuple[pd.Series, pd.Series] | None
Call = Callable[[bool], Answer]

# What a package's answers may differ by from rglm's: coefficients in standard errors, standard
# errors relatively. rglm, glum and pyfixest are compared at tight tolerances (rglm's deviance to
# 1e-12, which for Gamma, where scoring converges linearly, leaves about 1e-6 standard errors).
# R and statsmodels, slow, are compared as they stop by default, at a relative change of deviance
# of 1e-8: a last step of up to 0.1 standard errors at 1e6 rows, the error after it being its
# square or a small part of it (3e-4 seen, Gamma); R's standard errors are of the step before.
CONVERGED = (1e-5, 1e-6)
DEFAULT_STOP = (1e-3, 1e-4)
# Standard errors are those of the last step's weights; rglm's steps have not always been the same.
OTHER_STEPS = (1e-5, 1e-5)
TOLERANCE = {"R": DEFAULT_STOP, "statsmodels": DEFAULT_STOP, **dict.fromkeys(OLDER, OTHER_STEPS)}


def rglm(workload: Workload, frame: pd.DataFrame) -> Call:
    from rglm import Gamma, binomial, glm, poisson

    families = {"binomial": binomial(), "poisson": poisson(), "Gamma": Gamma("log")}

    def linear(tight: bool = False) -> Answer:
        from rglm import lm  # which version 0.1 has not

        table = lm(workload.formula, frame).summary().coefficients
        return table["Estimate"], table["Std. Error"]

    def call(tight: bool = False) -> Answer:
        control = {"epsilon": 1e-12} if tight else None
        fit = glm(workload.formula, frame, families[workload.family], control=control)
        table = fit.summary().coefficients
        return table["Estimate"], table["Std. Error"]

    return linear if workload.family == "gaussian" else call


def rglm_one_thread(workload: Workload, frame: pd.DataFrame) -> Call:
    from rglm import options

    options(threads=1)
    return rglm(workload, frame)


def rglm_glm(workload: Workload, frame: pd.DataFrame) -> Call:
    from rglm import gaussian, glm

    def call(tight: bool = False) -> Answer:
        table = glm(workload.formula, frame, gaussian()).summary().coefficients
        return table["Estimate"], table["Std. Error"]

    return call


def lstsq(workload: Workload, frame: pd.DataFrame) -> Call:
    numbers = frame[list(workload.numbers)].to_numpy(float)
    x = np.column_stack([np.ones(len(frame)), numbers])
    y = frame[workload.response].to_numpy(float)

    def call(tight: bool = False) -> Answer:
        np.linalg.lstsq(x, y, rcond=None)

    return call


def statsmodels(workload: Workload, frame: pd.DataFrame) -> Call:
    import statsmodels.api as sm
    import statsmodels.formula.api as smf

    known = sm.families
    families = {
        "binomial": known.Binomial(),
        "poisson": known.Poisson(),
        "Gamma": known.Gamma(known.links.Log()),
    }

    def call(tight: bool = False) -> Answer:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            formula = workload.formula.replace("factor(", "C(")
            if workload.family == "gaussian":
                fit = smf.ols(formula, frame).fit()
            else:
                model = smf.glm(formula, frame, family=families[workload.family])
                fit = model.fit(tol=1e-12, tol_criterion="params") if tight else model.fit()
        names = [_r_name(name) for name in fit.params.index]
        return fit.params.set_axis(names), fit.bse.set_axis(names)

    return call


def glum_arrays(workload: Workload, frame: pd.DataFrame, errors: bool = True) -> Call:
    x = np.asfortranarray(frame[list(workload.numbers)].to_numpy(float))
    y = frame[workload.response].to_numpy(float)

    def call(tight: bool = False) -> Answer:
        model = _glum(workload, tight)
        model.fit(x, y)
        return _glum_answer(model, workload, workload.numbers, x, y) if errors else None

    return call


def glum_formula(workload: Workload, frame: pd.DataFrame, errors: bool = True) -> Call:
    def call(tight: bool = False) -> Answer:
        model = _glum(workload, tight, formula=workload.formula, drop_first=True)
        # the covariance stored by fit() spares glum a second reading of the formula, but is
        # always of an estimated dispersion, so the answer to compare is made again
        model.fit(frame, store_covariance_matrix=errors and not tight)
        data = (frame,) if tight else ()
        return _glum_answer(model, workload, model.feature_names_, *data) if errors else None

    return call


def _glum(workload: Workload, tight: bool, **options: object) -> object:
    from glum import GeneralizedLinearRegressor

    return GeneralizedLinearRegressor(
        alpha=0,
        fit_intercept=True,
        family=workload.family.lower(),
        link="logit" if workload.family == "binomial" else "log",
        # R's standard errors: of the model and the expected information
        robust=False,
        expected_information=True,
        gradient_tol=1e-11 if tight else None,
        **options,
    )


def _glum_answer(model: object, workload: Workload, names: list[str], *data: object) -> Answer:
    index = ["(Intercept)", *(_r_name(name) for name in names)]
    coefficients = pd.Series(np.r_[model.intercept_, model.coef_], index)
    known = {"dispersion": 1} if data and workload.family != "Gamma" else {}
    # glum's covariance has a factor n / (n - p) that R's has not
    scale = np.sqrt(1 - workload.columns / workload.n)
    return coefficients, pd.Series(model.std_errors(*data, **known) * scale, index)


def pyfixest(workload: Workload, frame: pd.DataFrame) -> Call:
    import pyfixest as pf

    # as in R: no correction for the number of coefficients in a glm
    is_linear = workload.family == "gaussian"
    options = {"vcov": "iid", "ssc": pf.ssc(k_adj=is_linear, k_fixef="full", G_adj=False)}

    def call(tight: bool = False) -> Answer:
        more = {"iwls_tol": 1e-12, "iwls_maxiter": 50} if tight else {}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if is_linear:
                fit = pf.feols(workload.absorbed, frame, **options)
            elif workload.family == "poisson":
                fit = pf.fepois(workload.absorbed, frame, **options, **more)
            else:
                fit = pf.feglm(workload.absorbed, frame, family="logit", **options, **more)
        names = [_r_name(name) for name in fit.coef().index]
        return fit.coef().set_axis(names), fit.se().set_axis(names)

    return call


def formulaic(workload: Workload, frame: pd.DataFrame) -> Call:
    from formulaic import model_matrix

    def call(tight: bool = False) -> Answer:
        model_matrix(workload.formula, frame)

    return call


def _r_name(name: str) -> str:
    """``f1[L2]`` and ``f1[T.L2]`` are ``f1L2`` in R."""
    plain = name.replace("[T.", "").replace("[", "").replace(".0]", "").replace("]", "")
    plain = plain.replace("C(", "factor(")
    return "(Intercept)" if plain == "Intercept" else plain


PACKAGES: dict[str, Callable[[Workload, pd.DataFrame], Call]] = {
    "rglm": rglm,
    ONE_THREAD: rglm_one_thread,
    **dict.fromkeys(OLDER, rglm),
    "glm of rglm": rglm_glm,
    "lstsq on a ready array": lstsq,
    "statsmodels": statsmodels,
    "glum arrays": glum_arrays,
    "glum arrays (fit only)": lambda *ready: glum_arrays(*ready, errors=False),
    "glum formula": glum_formula,
    "glum formula (fit only)": lambda *ready: glum_formula(*ready, errors=False),
    "pyfixest": pyfixest,
    "formulaic alone": formulaic,
}

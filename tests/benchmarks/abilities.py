"""What statsmodels, glum and pyfixest can do: the cells of README's comparison that runs decide.

``python tests/benchmarks/abilities.py``, in an environment with these packages and rglm's data
sets, prints a line for each question and package. An empty cell of README is a line "no", or a
question for which the package has no function.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable

import glum
import numpy as np
import pandas as pd
import pyfixest as pf
import statsmodels.api as sm
import statsmodels.formula.api as smf

from rglm.datasets import load

CARS, BUDWORM, LOOMS = load("mtcars").reset_index(), load("budworm"), load("warpbreaks")
CARS["twice"] = 2 * CARS["wt"]
BUDWORM["log_n"] = np.log(np.arange(10, 22))
FORMULAS = ["poly(wt, 2)", "bs(wt, df=4)", "cr(wt, df=4)", "scale(wt)", "C(cyl, contr.sum)"]
PATSY = {"scale(wt)": "standardize(wt)", "C(cyl, contr.sum)": "C(cyl, Sum)"}
SOME = [3, 9, 11, 20, 1]


def glum_fit(
    formula: str, data: pd.DataFrame, family: str = "normal", **options: object
) -> object:
    model = glum.GeneralizedLinearRegressor(
        family=family, formula=formula, alpha=0, drop_first=True
    )
    return model.fit(data, **options)


def remembers(formula: str, package: str) -> bool:
    """Whether new rows have the polynomial, spline or contrast of the fit."""
    new = CARS.iloc[SOME].reset_index(drop=True)
    if package == "statsmodels":
        fit = smf.ols(f"mpg ~ {PATSY.get(formula, formula)}", CARS).fit()
        known = fit.fittedvalues
    elif package == "glum":
        fit = glum_fit(f"mpg ~ {formula}", CARS)
        known = fit.predict(CARS)
    else:
        fit = pf.feols(f"mpg ~ {formula}", CARS)
        known = fit.predict()
    found = fit.predict(newdata=new) if package == "pyfixest" else fit.predict(new)
    return bool(np.allclose(found, np.asarray(known)[SOME]))


def statsmodels_offset() -> bool:
    poisson = sm.families.Poisson()
    fit = smf.glm("dead ~ ldose", BUDWORM, family=poisson, offset=BUDWORM["log_n"]).fit()
    return bool(np.allclose(fit.predict(BUDWORM), fit.fittedvalues))


def glum_offset() -> bool:
    fit = glum_fit("dead ~ ldose", BUDWORM, "poisson", offset=BUDWORM["log_n"])
    return bool(np.isclose(fit.predict(BUDWORM).sum(), BUDWORM["dead"].sum()))


def pyfixest_offset() -> bool:
    fit = pf.fepois("dead ~ ldose", BUDWORM, offset="log_n")
    found = fit.predict(newdata=BUDWORM, type="response")
    return bool(np.isclose(found.sum(), BUDWORM["dead"].sum()))


def pyfixest_intervals() -> bool:
    found = pf.feols("mpg ~ wt + hp", CARS).predict(CARS.head(2), interval="prediction")
    ours = smf.ols("mpg ~ wt + hp", CARS).fit().get_prediction(CARS.head(2)).summary_frame()
    return bool(np.allclose(found["ci_low"], ours["obs_ci_lower"]))


def named(fit: object, name: str) -> bool:
    """Whether an aliased column has been set aside, and is named."""
    return list(getattr(fit, "_collin_vars", [])) == [name]


QUESTIONS: dict[str, Callable[[], object]] = {
    "pyfixest: prediction intervals": pyfixest_intervals,
    "statsmodels: anova of lm": lambda: len(
        sm.stats.anova_lm(smf.ols("mpg ~ wt + hp", CARS).fit(), typ=3)
    ),
    "statsmodels: anova of glm": lambda: sm.stats.anova_lm(
        smf.glm("carb ~ wt", CARS, family=sm.families.Poisson()).fit()
    ),
    "statsmodels: aliased": lambda: smf.ols("mpg ~ wt + twice", CARS).fit().params.to_dict(),
    "glum: aliased": lambda: glum_fit("carb ~ wt + twice", CARS, "poisson").coef_,
    "pyfixest: aliased": lambda: named(pf.feols("mpg ~ wt + twice", CARS), "twice"),
    "statsmodels: offset in predict": statsmodels_offset,
    "glum: offset in predict": glum_offset,
    "pyfixest: offset in predict": pyfixest_offset,
    "statsmodels: draws responses": lambda: (
        smf.glm("breaks ~ wool", LOOMS, family=sm.families.Poisson())
        .fit()
        .get_distribution()
        .rvs(size=54, random_state=1)
        .mean()
    ),
    **{
        f"{package}: new rows with {formula}": lambda f=formula, p=package: remembers(f, p)
        for package in ("statsmodels", "glum", "pyfixest")
        for formula in FORMULAS
    },
}

if __name__ == "__main__":
    warnings.simplefilter("ignore")
    for question, answer in QUESTIONS.items():
        try:
            result = answer()
        except Exception as error:
            result = f"no: {type(error).__name__}: {str(error).splitlines()[0][:80]}"
        print(f"{question:48}{result}")

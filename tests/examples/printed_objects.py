"""One of each object that prints a page, as code: for tests, and for a notebook to look at."""

from __future__ import annotations

import warnings
from functools import cache
from typing import Any

SETUP = """
import warnings
import numpy as np
import pandas as pd
import rglm
from rglm import *
from rglm.datasets import load

warnings.simplefilter("ignore")
cars, galaxies, looms, worms = map(load, ("mtcars", "galaxies", "warpbreaks", "budworm"))
galaxies = galaxies.assign(size=galaxies.n_gc.clip(upper=2))
grid = pd.DataFrame({"x": np.arange(40) % 8, "g": list("abcd") * 10, "y": np.arange(40) % 7})
line = lm("mpg ~ wt + factor(cyl)", cars)
logit = glm("has_gc ~ logmass", galaxies, binomial())
counts = glm("breaks ~ wool * tension", looms, poisson())
long_formula = "breaks ~ wool + tension + wool:tension + offset(log(1 + as_numeric(wool)))"
long_call = glm(long_formula, looms, quasipoisson(), weights="1 + 0 * breaks")
negbin = glm_nb("n_gc ~ logmass", galaxies)
ordinal = polr("ordered(size) ~ logmass", galaxies)
unordered = multinom("tension ~ breaks", looms)
inflated = zeroinfl("n_gc ~ logmass", galaxies, dist="negbin")
parts = hurdle("n_gc ~ logmass", galaxies, dist="negbin")
betabin = betabinomial("cbind(dead, alive) ~ ldose", worms)
design = aov("breaks ~ wool * tension", looms)
doses = glm("cbind(dead, alive) ~ ldose", worms, binomial())
aliased = lm("mpg ~ wt + I(2 * wt) + hp", cars)
separated = glm("am ~ wt + I(wt < 3.2)", cars, binomial())
many = lm("y ~ x", {"x": np.arange(20000.0) % 97, "y": np.arange(20000.0) % 89})
levels = lm("y ~ g", {"g": [f"g{i:04d}" for i in range(1000)] * 2, "y": np.arange(2000.0) % 89})
"""
FITS = (
    *("line", "logit", "counts", "long_call", "negbin", "ordinal", "unordered", "inflated"),
    *("parts", "betabin", "design", "doses", "aliased", "levels"),
)
LINEAR = ("line", "aliased", "design", "levels")
OBJECTS = [
    *FITS,
    *(f"{fit}.summary()" for fit in FITS),
    *(f"{fit}.confint(method='wald')" for fit in FITS if fit not in LINEAR),
    "line.summary(correlation=True)",
    "counts.summary(correlation=True)",
    "ordinal.summary(correlation=True)",
    "unordered.summary(correlation=True, wald_ratios=True)",
    "inflated.summary(vcov='HC0', correlation=True)",
    "logit.summary(vcov='HC3')",
    "line.summary(vcov='HC3')",
    "lm('mpg ~ wt', cars[:6]).summary()",
    "lm('mpg ~ wt', cars[:2]).summary()",
    "glm('breaks ~ 0', looms)",
    "line.confint()",
    "line.anova()",
    "line.anova(lm('mpg ~ wt + factor(cyl) + hp', cars))",
    "line.anova(type='II')",
    "counts.anova()",
    "counts.anova(test='Cp')",
    "counts.anova(type='III')",
    "glm('breaks ~ wool', looms, poisson()).anova(counts)",
    "negbin.anova()",
    "ordinal.anova(type='II')",
    "polr('ordered(size) ~ 1', galaxies).anova(ordinal)",
    "inflated.anova(type='II')",
    "lrtest(logit)",
    "lrtest(glm('has_gc ~ 1', galaxies, binomial()), logit)",
    "line.drop1(test='F')",
    "line.add1('~ . + hp + qsec', test='F')",
    "counts.drop1(test='Chisq')",
    "inflated.drop1(test='Chisq')",
    "lm('mpg ~ wt + hp + qsec', cars).step(trace=0).anova_path",
    "line.wald_test('wt = 0')",
    "logit.wald_test(['logmass = 1', '(Intercept) = 0'])",
    "glm('has_gc ~ 1', galaxies, binomial()).wald_test(logit)",
    "design.TukeyHSD('wool')",
    "design.model_tables('means', se=True)",
    "design.model_tables()",
    "aov('mpg ~ factor(cyl) + factor(gear)', cars).model_tables('means')",
    "line.dwtest()",
    "line.bptest()",
    "line.ncvTest()",
    "line.outlierTest()",
    "line.influence_measures()",
    "line.influence_measures().summary()",
    "many.influence_measures()",
    "many.influence_measures().summary()",
    "many.influence()",
    "counts.check_overdispersion()",
    "logit.check_overdispersion()",
    "counts.gof()",
    "counts.dispersiontest()",
    "logit.hoslem_test()",
    "logit.roc()",
    "ordinal.brant()",
    "line.vif()",
    "lm('mpg ~ wt + hp + qsec', cars).vif()",
    "lm('mpg ~ wt * hp + factor(cyl)', cars).vif(type='predictor')",
    "aliased.alias()",
    "line.alias(partial=True)",
    "doses.dose_p([0.25, 0.5])",
    "doses.dose_p([0.25, 0.5]).confint()",
    "doses.delta_method(['b0/b1', 'exp(b1)'], rhs=1)",
    "separated.separation()",
    "logit.separation()",
    "vuong(inflated, parts)",
    "boxcox(line)",
    "lm('mpg ~ wt + hp + qsec', cars).all_subsets()",
    "regtable(line, aliased)",
    "regtable(logit, doses, ordinal, inflated, exponentiate=True)",
    "tbl_regression(counts, exponentiate=True, n=True, events=True)",
    "tbl_regression(logit, inflated, names=['Logistic', 'Zero-inflated'], exponentiate=True)",
    "compare(negbin, inflated, parts)",
    "line.tidy(conf_int=True)",
    "ordinal.tidy(conf_int=True)",
    "logit.glance()",
    "line.glance()",
    "line.augment()",
    "logit.augment()",
    "many.augment()",
    "logit.r2()",
    "logit.profile()",
    "line.influence()",
    "doses.influence()",
    "logit.logLik()",
    "logit.family",
]


@cache
def _names() -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(SETUP, names)
    return names


@cache
def printed_object(code: str) -> Any:
    """The object that a line of `OBJECTS` makes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return eval(code, _names())

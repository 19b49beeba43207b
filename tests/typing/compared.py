"""Models compared, and R's functions of a fit, with the types that type checkers give them."""

from typing import assert_type

import pandas as pd

from rglm import binomial, generics, glm, lm, lrtest, polr
from rglm.datasets import load
from rglm.families.glm.family import Family
from rglm.inference.hypothesis_tests.anova import Anova
from rglm.inference.hypothesis_tests.wald_statistic import WaldTest
from rglm.inference.selection.extract_aic import Criterion
from rglm.models.lm.lm_fit import LmFit

data = load("warpbreaks")
linear = lm("breaks ~ wool * tension", data)
smaller = lm("breaks ~ wool", data)
logistic = glm("wool ~ breaks", data, family=binomial())
ordered = polr("ordered(tension) ~ breaks", data)

assert_type(linear.AIC(), float)
assert_type(linear.AIC(k=3), float)
assert_type(linear.AIC(smaller), pd.DataFrame)
assert_type(linear.AIC(smaller, logistic, k=3), pd.DataFrame)
assert_type(linear.BIC(), float)
assert_type(linear.BIC(smaller), pd.DataFrame)
assert_type(ordered.AIC(ordered), pd.DataFrame)
assert_type(generics.AIC(linear), float)
assert_type(generics.AIC(linear, smaller), pd.DataFrame)
assert_type(generics.BIC(linear, smaller), pd.DataFrame)

assert_type(linear.wald_test("woolB = 0"), WaldTest)
assert_type(linear.wald_test(["woolB", "tensionM"], test="Chisq", vcov="HC3"), WaldTest)
assert_type(linear.wald_test([[0.0, 1, 0, 0, 0, 0]], 2.0), WaldTest)
assert_type(linear.wald_test("woolB", rhs=2.0), WaldTest)
assert_type(linear.wald_test(), WaldTest)
assert_type(linear.wald_test(smaller, vcov="HC3"), WaldTest)
assert_type(linear.wald_test(". ~ . - wool:tension", ". ~ wool"), WaldTest)
assert_type(ordered.wald_test(". ~ 1"), WaldTest)
assert_type(generics.wald_test(linear, smaller), WaldTest)
assert_type(lrtest(linear, ". ~ . - wool:tension", ". ~ wool"), Anova)

assert_type(linear.anova(type="II", vcov="HC3"), Anova)
assert_type(linear.drop1(test="F"), Anova)
assert_type(linear.add1("~ .", scale=2), Anova)
assert_type(linear.step(trace=0, scale=100), LmFit)
assert_type(linear.extractAIC(scale=100), Criterion)

assert_type(generics.deviance(ordered), float)
assert_type(generics.df_residual(linear), float)
assert_type(generics.sigma(linear), float)
assert_type(generics.sigma(logistic), float)
assert_type(generics.effects(linear), pd.Series | None)
assert_type(generics.family(logistic), Family)
assert_type(generics.formula(ordered), str)
assert_type(generics.terms(linear), tuple[str, ...])
assert_type(generics.weights(linear), pd.Series)
assert_type(generics.weights(logistic, "working"), pd.Series)
assert_type(generics.resid(linear), pd.Series | pd.DataFrame)
assert_type(generics.coefficients(linear), pd.Series | pd.DataFrame)
assert_type(generics.fitted_values(linear), pd.Series | pd.DataFrame)
generics.plot(linear)

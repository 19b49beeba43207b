"""Every model and every verb, with the type that a checker has to give it; it is never run."""

from typing import assert_type

import pandas as pd

import rglm
from rglm import glm
from rglm.datasets import load
from rglm.models.glm.glm_fit import GlmFit
from rglm.protocol.loglik import LogLik

data = load("warpbreaks")
assert_type(data, pd.DataFrame)

fit = glm("breaks ~ wool", data, family=rglm.poisson())
assert_type(fit, GlmFit)
assert_type(fit.coefficients, pd.Series)
assert_type(fit.fitted_values, pd.Series)
assert_type(fit.deviance, float)
assert_type(fit.call, str)
assert_type(fit.logLik(), LogLik)
assert_type(fit.AIC(), float)
assert_type(fit.update(". ~ . + tension"), GlmFit)
assert_type(fit.strip(), GlmFit)

"""A pass for the gradient has the deviance and the gradient of the normal equations."""

import numpy as np
import pandas as pd
import pytest

import rglm.sources.memory
from rglm import Gamma, binomial, glm, options, poisson
from rglm.fitting.irls.column_layout import lay_out_columns
from rglm.fitting.irls.fisher_scoring import working_totals
from rglm.fitting.irls.gradients.gradient_pass import GradientPass
from rglm.fitting.irls.normal_equations.gram_accumulator import GramAccumulator
from rglm.fitting.irls.working_statistics import Predictor

N = 4000
rng = np.random.default_rng(1)
DATA = pd.DataFrame({"x": rng.normal(size=N), "z": rng.normal(size=N)})
DATA["f"] = rng.choice(list("abc"), N)
DATA["g"] = rng.integers(0, 40, N).astype(str)
DATA["h"] = rng.integers(0, 120, N).astype(str)
DATA["b"] = (rng.random(N) < 1 / (1 + np.exp(-DATA.x))) * 1.0
DATA["y"] = rng.poisson(np.exp(0.5 + 0.3 * DATA.x)) * 1.0
DATA["t"] = rng.gamma(3, np.exp(0.3 * DATA.x))
DATA["w"] = rng.integers(0, 3, N)
MODELS = [
    ("b ~ x + z + f", binomial(), None),
    ("b ~ x + f + g:z - 1", binomial("probit"), "w"),
    ("y ~ x + z + f + g + h + offset(z / 9)", poisson(), None),
    ("t ~ x + h", Gamma("log"), "w"),
    ("b ~ x + f", binomial("cauchit"), None),  # by the general code
]


@pytest.mark.parametrize(("formula", "family", "weights"), MODELS)
def test_it_has_the_numbers_of_the_equations(monkeypatch, formula, family, weights):
    monkeypatch.setattr(rglm.sources.memory, "BLOCK_ROWS", 256)
    source = glm(formula, DATA, family, weights=weights)._source
    beta = rng.normal(0, 0.1, len(source.columns))
    found = GradientPass(source, family).totals(beta)
    accumulator = GramAccumulator(lay_out_columns(source.columns))
    totals = working_totals(source, Predictor(family, beta), accumulator)
    assert found.deviance == pytest.approx(totals.deviance, rel=1e-13)
    assert (found.lowest, found.highest) == pytest.approx((totals.lowest, totals.highest))
    assert found.informative == totals.informative
    solved = totals.equations.solve(1e-11)
    np.testing.assert_allclose(solved.apply(found.gradient), solved.step(), rtol=1e-8, atol=1e-11)
    with options(threads=1):
        alone = GradientPass(source, family).totals(beta)
    assert alone.gradient.tobytes() == found.gradient.tobytes()
    assert alone.deviance == found.deviance


def test_impossible_means_have_no_gradient():
    source = glm("y ~ x", DATA, poisson())._source
    found = GradientPass(source, poisson("identity")).totals(np.array([-1.0, 0.0]))
    assert not found.is_valid
    assert found.gradient is None

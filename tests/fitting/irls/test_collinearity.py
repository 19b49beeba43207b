"""Which coefficients are aliased, whatever the tolerance of the iterations."""

import warnings

import numpy as np
import pandas as pd
import pytest

import rglm

ALIASED = "x + I(2 * x) + c + I(x + c)"
GONE = ["I(2 * x)", "I(x + c)"]


def example():
    rng = np.random.default_rng(0)
    data = pd.DataFrame({"x": 3.7 * rng.standard_normal(60), "c": rng.standard_normal(60)})
    data["y"] = rng.poisson(3, 60)
    return data.assign(
        b=rng.integers(0, 2, 60),
        z=rng.gamma(2, 1, 60),
        o=rng.integers(1, 4, 60),
        rest=20 - data["y"],
    )


DATA = example()


@pytest.mark.parametrize("epsilon", [1e-8, 1e-14, 1e-16, 1e-20])
@pytest.mark.parametrize(
    ("response", "family", "method"),
    [
        ("y", rglm.poisson(), "glm_fit"),
        ("b", rglm.binomial(), "glm_fit"),
        ("z", rglm.gaussian(), "glm_fit"),
        ("z", rglm.Gamma("log"), "glm_fit"),
        ("b", rglm.binomial(), "brglm"),
        ("y", None, "glm_nb"),
    ],
)
def test_a_tight_epsilon_keeps_the_rank(response, family, method, epsilon):
    formula, control = f"{response} ~ {ALIASED}", {"epsilon": epsilon, "maxit": 200}
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        if family is None:
            fit = rglm.glm_nb(formula, DATA, control=control)
        else:
            fit = rglm.glm(formula, DATA, family, method=method, control=control)
    assert fit.coef().index[fit.coef().isna()].tolist() == GONE
    assert any("not defined because of singularities" in str(w.message) for w in said)
    assert fit.coef().abs().max() < 10


@pytest.mark.parametrize(
    ("model", "response"),
    [
        (rglm.polr, "ordered(o)"),
        (rglm.multinom, "factor(o)"),
        (rglm.betabinomial, "cbind(y, rest)"),
        (rglm.zeroinfl, "y"),
        (rglm.hurdle, "y"),
    ],
)
def test_the_other_models_have_the_same_rank(model, response):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = model(f"{response} ~ {ALIASED}", DATA)
    estimates = fit._estimates
    lost = estimates.index[estimates.isna()]
    assert {name for name in GONE for full in lost if full.endswith(name)} == set(GONE)
    assert all(any(full.endswith(name) for name in GONE) for full in lost)


def test_a_column_that_is_nearly_another_stays():
    # in R glm() keeps what is 1e-10 of the column, and no less; brglm2 what is 1e-7
    x = np.array([0.1, 0.5, 0.9, 0.3, 0.7, 0.2, 0.6, 0.8, 0.4, 1, 1.1, 0.15])
    data = {"x": x, "b": [0, 1, 0, 1, 1, 0, 0, 1, 1, 0, 1, 0]}
    away = np.array([1, -1, 1, -1, -1, 1] * 2)
    for size, ranks in ((1e-6, (3, 3)), (1e-10, (3, 2)), (1e-12, (2, 2))):
        data["z"] = x + size * away
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = [
                rglm.glm("b ~ x + z", data, rglm.binomial(), method=m).rank
                for m in ("glm_fit", "brglm")
            ]
        assert tuple(found) == ranks

"""Where the iterations stop, the score X'W r is zero: the defining property of the estimate."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

import rglm

# Under a canonical link convergence is quadratic and what is left of the score is rounding,
# against the sum of the sizes of its parts. Elsewhere it is linear, and the stopping rule bounds
# not the score s but what another step would gain: s'(X'WX)^-1 s, some epsilons of the deviance.
LEFT = 1e-10
GAIN = 1e-11
TIGHT = {"epsilon": 1e-12, "maxit": 100}

FITS = [
    ("y", rglm.gaussian()),
    ("pos", rglm.gaussian("log")),
    ("event", rglm.binomial()),
    ("event", rglm.binomial("probit")),
    ("event", rglm.binomial("cauchit")),
    ("event", rglm.binomial("cloglog")),
    ("count", rglm.poisson()),
    ("count", rglm.poisson("sqrt")),
    ("count", rglm.negative_binomial(2.0)),
    ("pos", rglm.Gamma("log")),
    ("pos", rglm.Gamma("inverse")),
    ("pos", rglm.inverse_gaussian("log")),
    ("pos", rglm.quasi("log", "mu^2")),
    ("count", rglm.tweedie(1.5, 0)),
]
CANONICAL = [
    ("y", rglm.gaussian()),
    ("event", rglm.binomial()),
    ("count", rglm.poisson()),
    ("pos", rglm.Gamma()),
]


def table(seed, n=80):
    """Responses of every range about one linear predictor."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=n)
    g = rng.choice(list("abc"), n)
    eta = 0.3 * x + 0.5 * (g == "b") + 0.4
    return pd.DataFrame(
        {
            "x": x,
            "g": g,
            "w": rng.integers(1, 4, n).astype(float),
            "o": rng.uniform(-0.1, 0.1, n),
            "y": eta + rng.normal(size=n),
            "pos": np.exp(eta) * rng.gamma(5, 0.2, n),
            "count": rng.poisson(np.exp(eta)),
            "event": rng.uniform(size=n) < 1 / (1 + np.exp(-eta)),
        }
    )


def score(fit):
    """X'W r, and the sum of the sizes of what it adds up."""
    mu, eta = fit.fitted_values.to_numpy(), fit.linear_predictors.to_numpy()
    slope, variance = fit.family.link.mu_eta(eta), fit.family.variance(mu)
    residual = fit.prior_weights.to_numpy() * (fit.y.to_numpy() - mu) * slope / variance
    parts = fit.model_matrix().to_numpy() * residual[:, None]
    return parts.sum(axis=0), np.abs(parts).sum(axis=0)


def gain(fit):
    total, _ = score(fit)
    return total @ fit.cov_unscaled @ total / (fit.deviance + 0.1)


def name(value):
    return value if isinstance(value, str) else f"{value.name}-{value.link.name}"


@pytest.mark.parametrize(("response", "family"), FITS, ids=name)
def test_the_score_is_zero(response, family):
    fit = rglm.glm(f"{response} ~ x + g", table(3), family=family, control=TIGHT)
    assert gain(fit) <= GAIN


@pytest.mark.parametrize(("response", "family"), CANONICAL, ids=name)
def test_under_a_canonical_link_the_score_is_zero_to_rounding(response, family):
    fit = rglm.glm(f"{response} ~ x + g", table(3), family=family, control=TIGHT)
    total, size = score(fit)
    assert (np.abs(total) <= LEFT * size).all()


@given(seed=st.integers(0, 10**6), which=st.sampled_from(range(len(FITS))))
@settings(max_examples=25)
def test_the_score_is_zero_with_weights_and_offset(seed, which):
    response, family = FITS[which]
    weights = "w" if response != "event" else None
    arguments = {"family": family, "weights": weights, "offset": "o", "control": TIGHT}
    try:
        fit = rglm.glm(f"{response} ~ x", table(seed), **arguments)
    except rglm.FitError:  # the first step leaves the range of 1/eta: R asks for start= too
        reject()
    assert gain(fit) <= GAIN


def test_the_working_residuals_are_orthogonal_to_the_columns():
    fit = rglm.glm("count ~ x + g", table(5), family=rglm.poisson(), control=TIGHT)
    weighted = fit.weights * fit.residuals("working")
    # the weights are those of the step before, as in R: equal to 1e-6 when it converged
    assert np.abs(fit.model_matrix().T @ weighted).max() < 1e-6 * np.abs(weighted).sum()

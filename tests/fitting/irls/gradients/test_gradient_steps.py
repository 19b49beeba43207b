"""Steps by the equations of a subsample lead to the fit of all rows."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

import rglm.fitting.irls.subsample_start
from rglm import Gamma, binomial, gaussian, glm, negative_binomial, poisson
from rglm.fitting.control import Control
from rglm.fitting.irls.gradients.gradient_steps import gradient_steps
from rglm.fitting.irls.working_statistics import Predictor
from rglm.warnings import ConvergenceWarning

N = 60_000
TOL = 1e-10  # of a standard error
LOOSE = 1e-6  # where Fisher's equations are not Newton's
rng = np.random.default_rng(2)
X = rng.normal(size=(N, 5))
DATA = pd.DataFrame(X, columns=list("abcde"))
ETA = 0.3 + X @ [0.3, -0.2, 0.1, 0.2, -0.1]
DATA["s"] = (rng.random(N) < 1 / (1 + np.exp(-ETA))) * 1.0
DATA["y"] = rng.poisson(np.exp(ETA)) * 1.0
DATA["t"] = rng.gamma(3, np.exp(ETA))
DATA["w"] = rng.integers(0, 3, N)
DATA["m"] = rng.integers(1, 9, N)
DATA["p"] = rng.binomial(DATA.m, 1 / (1 + np.exp(-ETA))) / DATA.m
RIGHT = " ~ a + b + c + d + e"


@pytest.fixture
def sampled(monkeypatch):
    """Let two thousand rows be a sample."""
    monkeypatch.setattr(rglm.fitting.irls.subsample_start, "MIN_SUBSAMPLE_ROWS", 2000)


def from_scratch(*arguments, **named):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rglm.fitting.irls.subsample_start, "MIN_SUBSAMPLE_ROWS", 10**9)
        return glm(*arguments, **named, control={"epsilon": 1e-12, "maxit": 50})


@pytest.mark.parametrize(
    ("formula", "family", "named", "tol"),
    [
        ("s" + RIGHT, binomial(), {}, TOL),
        ("s" + RIGHT + " - 1", binomial(), {"weights": "w"}, TOL),
        ("p" + RIGHT, binomial(), {"weights": "m"}, TOL),
        ("p" + RIGHT + " - 1", binomial("probit"), {"weights": "m"}, LOOSE),
        ("s" + RIGHT, binomial("cloglog"), {}, LOOSE),
        ("y" + RIGHT, poisson(), {"offset": "a"}, TOL),
        ("y" + RIGHT + " - 1", poisson(), {"weights": "w"}, TOL),
        ("t" + RIGHT, Gamma("log"), {"weights": "w"}, LOOSE),
        ("y" + RIGHT, negative_binomial(2.0), {}, LOOSE),
        ("a ~ b + c + d + e", gaussian(), {"weights": "w"}, TOL),
    ],
)
def test_the_fit_is_that_of_all_rows(sampled, formula, family, named, tol):
    found = glm(formula, DATA, family, **named)
    exact = from_scratch(formula, DATA, family, **named)
    se = np.sqrt(exact.dispersion * exact._unscaled_variances)
    assert np.abs((found.coef() - exact.coef()) / se).max() < tol
    assert found.deviance == pytest.approx(exact.deviance, rel=1e-13)
    np.testing.assert_allclose(found._unscaled_variances, exact._unscaled_variances, rtol=3e-5)
    assert found.converged
    assert 2 <= found.iter <= 5


@pytest.mark.parametrize(("response", "family"), [("s", binomial()), ("y", poisson())])
def test_the_equations_of_standard_errors_are_made_near_the_end(sampled, response, family):
    fit = glm(response + RIGHT + " - 1", DATA, family, weights="w")
    distance = fit.coef().to_numpy() - fit._solution.system_predictor.coefficients
    left = distance @ np.linalg.solve(fit.vcov().to_numpy(), distance)
    assert left < 2e-10 * fit.deviance


@dataclass
class PoorSystem:
    """The equations of a sample that is not like the rest."""

    system: object
    factor: float

    def apply(self, vector):
        return self.factor * self.system.apply(vector)


@dataclass
class Sample:
    """A subsample's fit."""

    beta: np.ndarray
    system: PoorSystem
    system_predictor: Predictor


@pytest.mark.parametrize(("factor", "most"), [(4.0, 1), (-1.0, 1), (0.3, 1), (np.nan, 0)])
def test_steps_that_do_not_lead_on_end(factor, most):
    fit = glm("s" + RIGHT, DATA, binomial())
    begin = fit.coef().to_numpy() + 0.01
    sample = Sample(begin, PoorSystem(fit._solution.system, factor), Predictor(binomial(), begin))
    predictor, steps = gradient_steps(fit._source, sample, 1.0, Control())
    assert steps <= most
    if steps == most:
        assert np.isfinite(predictor.coefficients).all()


def test_impossible_means_end_the_steps():
    fit = glm("y" + RIGHT, DATA, poisson())
    family = poisson("identity")
    begin = -fit.coef().to_numpy()
    sample = Sample(begin, PoorSystem(fit._solution.system, 1.0), Predictor(family, begin))
    predictor, steps = gradient_steps(fit._source, sample, 1.0, Control())
    assert (predictor.coefficients == begin).all()
    assert steps == 0


def test_steps_with_the_sample_count_toward_maxit():
    rng = np.random.default_rng(2)
    d = pd.DataFrame(rng.normal(size=(120_000, 6)), columns=list("abcdef"))
    d.loc[:3, "a"] = [40, -35, 38, 30.0]
    d["y"] = rng.poisson(np.exp(0.3 * d.b))
    with pytest.warns(ConvergenceWarning, match="did not converge in 6 iterations"):
        fit = glm("y ~ .", d, poisson(), control={"epsilon": 1e-300, "maxit": 6})
    assert fit.iter == 6

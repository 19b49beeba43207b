"""Few rows are evaluated as one block, to the bits of the general passes."""

import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest

from rglm import Gamma, binomial, gaussian, glm, inverse_gaussian, poisson, quasi, quasibinomial
from rglm.errors import FitError
from rglm.fitting.irls import irls as irls_module
from rglm.fitting.irls.one_block import one_block


def rows(n=90, seed=5):
    """Rows with a response for each family."""
    rng = np.random.default_rng(seed)
    x, z = rng.standard_normal((2, n))
    g = pd.Categorical(rng.choice(list("abc"), n))
    eta = 0.4 + 0.8 * x - 0.3 * z
    data = pd.DataFrame({"x": x, "z": z, "g": g, "twice": 2 * x, "w": rng.integers(0, 4, n)})
    data["o"] = rng.normal(0, 0.2, n)
    data["b"] = (rng.random(n) < 1 / (1 + np.exp(-eta))).astype(float)
    data["share"] = rng.binomial(7, 1 / (1 + np.exp(-eta))) / 7
    data["sevens"] = 7.0
    data["c"] = rng.poisson(np.exp(eta)).astype(float)
    data["t"] = rng.gamma(2, np.exp(eta) / 2)
    data["y"] = eta + rng.standard_normal(n)
    data["apart"] = (x > 0).astype(float)
    return data


def fit(formula, data, family, **arguments):
    """All that the solver returns, or the error of a fit without an answer."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            solution = glm(formula, data, family, **arguments)._solution
        except FitError as error:
            return str(error)
    system: Any = solution.system
    arrays = [solution.beta, system.order, system.r, system.rotated, system.variances()]
    before: Any = solution.system_predictor.beta
    numbers = [solution.deviance, solution.lowest, solution.highest, solution.iter, system.rank]
    numbers += [solution.boundary, solution.status.value]
    return [np.asarray(a).tolist() for a in (*arrays, *numbers)], before.tolist()


CASES = {
    "logit": ("b ~ x + z", binomial(), {}),
    "proportions": ("share ~ x + g", binomial(), {"weights": "sevens"}),
    "probit, no intercept": ("b ~ 0 + x + z", binomial("probit"), {}),
    "cloglog, factors": ("b ~ g * x", binomial("cloglog"), {}),
    "quasi": ("share ~ x", quasibinomial(), {"weights": "sevens"}),
    "counts, offset, weights of 0": ("c ~ x + offset(o)", poisson(), {"weights": "w"}),
    "aliased": ("c ~ x + twice + z", poisson(), {}),
    "aliased factor": ("c ~ g + I(g == 'b') + x", poisson(), {}),
    "Gamma": ("t ~ x + g", Gamma("log"), {}),
    "Gamma, halved or refused": ("t ~ x + z", Gamma(), {}),
    "inverse gaussian": ("t ~ x", inverse_gaussian("log"), {}),
    "gaussian, refined": ("y ~ x + g", gaussian(), {"weights": "w"}),
    "gaussian, log link": ("t ~ x", gaussian("log"), {"mustart": "t"}),
    "quasi, own variance": ("c ~ x", quasi("log", "mu^2"), {"mustart": "c + 0.1"}),
    "start far away, halved": ("c ~ x", poisson(), {"start": [-20.0, 3.0]}),
    "log link of probabilities, boundary": ("b ~ x", binomial("log"), {"start": [-2.0, 0.0]}),
    "identity link, boundary": ("c ~ x", poisson("identity"), {"start": [20.0, 0.0]}),
    "not converged": ("b ~ x + z", binomial(), {"control": {"maxit": 2}}),
    "separated": ("apart ~ x", binomial(), {}),
    "separated, many steps": ("apart ~ x", binomial(), {"control": {"maxit": 60}}),
    "no columns": ("c ~ 0 + offset(o)", poisson(), {}),
    "saturated": ("c ~ factor(x)", poisson(), {}),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("n", [90, 700])  # the sum of X beta is of extended precision, or not
def test_one_block_has_the_bits_of_the_general_passes(case, n, monkeypatch):
    formula, family, arguments = CASES[case]
    data = rows(n if "saturated" not in case else 12)
    got = fit(formula, data, family, **arguments)
    monkeypatch.setattr(irls_module, "one_block", lambda source: None)
    assert fit(formula, data, family, **arguments) == got


def test_a_fit_to_few_rows_makes_its_matrix_once(monkeypatch):
    source = glm("b ~ x + z", rows(), binomial())._source
    matrices = []
    filled = type(source.columns).matrix
    monkeypatch.setattr(
        type(source.columns), "matrix", lambda *a, **k: matrices.append(1) or filled(*a, **k)
    )
    irls_module.irls(source, binomial(), irls_module.Control(), None)
    assert len(matrices) == 1


def test_more_rows_than_a_block_take_the_general_passes():
    columns = {"y": np.arange(9000.0), "x": np.arange(9000.0) % 7}
    assert one_block(glm("y ~ x", columns, poisson())._source) is None

"""The last pass over chunks: the coefficients are at the maximum to their last digits."""

import numpy as np
import pandas as pd
import pytest

from rglm import glm, options, poisson, quasipoisson
from rglm.fitting.closing_sums import ClosingSums

N = 120_000  # enough for the fit of a subsample to begin with


@pytest.fixture(scope="module")
def data() -> pd.DataFrame:
    rng = np.random.default_rng(20)
    d = pd.DataFrame({name: rng.normal(size=N) for name in "abcd"})
    d["f"] = rng.choice(["u", "v"], N)
    d["n"] = rng.poisson(np.exp(0.3 * d.a - 0.2 * d.b)) * 1.0
    d["y"] = (rng.random(N) < 1 / (1 + np.exp(-d.a))) * 1.0
    return d


def chunked(data, family, formula="n ~ a + b + c + d + f", **options):
    def chunks():
        return (data[i : i + 50_000] for i in range(0, N, 50_000))

    return glm(formula, chunks, family, **options)


@pytest.mark.parametrize("family", [poisson(), quasipoisson()])
def test_last_digits(data, family):
    fit = chunked(data, family, control={"epsilon": 1e-6})
    tight = glm("n ~ a + b + c + d + f", data, family, control={"epsilon": 1e-15, "maxit": 50})
    errors = tight.summary().coefficients["Std. Error"]
    assert (abs(fit.coefficients - tight.coefficients) < 1e-6 * errors).all()
    assert fit.dispersion == pytest.approx(tight.dispersion, rel=1e-6)
    for name in ("deviance", "null_deviance"):
        assert getattr(fit, name) == pytest.approx(getattr(tight, name), rel=1e-12)
    with options(threads=1):
        alone = chunked(data, family, control={"epsilon": 1e-6})
    assert alone.coefficients.equals(fit.coefficients)
    assert (alone.deviance, alone.dispersion) == (fit.deviance, fit.dispersion)


def test_sums_of_two_parts_are_added():
    one = ClosingSums(poisson(), {"loglik": 1.0, "pearson": 2.0}, 0.5)
    assert (one + one).sums == {"loglik": 2.0, "pearson": 4.0}
    assert (one + ClosingSums(poisson(), one.sums)).largest_move == 0.5
    assert (ClosingSums(poisson(), {}) + ClosingSums(poisson(), {})).largest_move is None

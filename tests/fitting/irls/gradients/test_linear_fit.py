"""A glm that is a linear model is fitted in one pass for its equations, as `lm` fits it."""

from warnings import catch_warnings, simplefilter

import numpy as np
import pandas as pd
import pytest

from rglm import gaussian, glm, lm, options, quasi
from rglm.fitting.irls.gradients import linear_fit
from rglm.warnings import RankWarning

N = 60_000


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(4)
    frame = pd.DataFrame(rng.normal(size=(N, 3)), columns=[*"abc"])
    frame["year"] = rng.integers(1990, 2020, N).astype(float)
    frame["g"] = rng.choice([*"pqr"], N)
    frame["w"] = rng.integers(0, 3, N)
    frame["y"] = 0.3 * frame["a"] + 0.02 * frame["year"] + rng.normal(size=N)
    return frame


@pytest.mark.parametrize(
    ("formula", "arguments"),
    [
        ("y ~ a + b + year + g", {}),
        ("y ~ a + I(a + b) + b + c", {"weights": "w", "offset": "c"}),
    ],
)
def test_it_is_the_fit_of_lm(data, formula, arguments):
    with catch_warnings():
        simplefilter("ignore", RankWarning)
        fit = glm(formula, data, gaussian(), **arguments)
        linear = lm(formula, data, **arguments)
    errors, own = (each.summary().coefficients["Std. Error"] for each in (linear, fit))
    gap = (fit.coefficients - linear.coefficients).dropna() / errors
    assert gap.notna().sum() == fit.rank
    assert gap.abs().max() < 1e-8
    assert fit.iter == 2
    assert fit.deviance == pytest.approx(linear.deviance, rel=1e-12)
    assert fit.dispersion == pytest.approx(linear.dispersion, rel=1e-12)
    assert own.to_numpy() == pytest.approx(errors.to_numpy(), rel=1e-11, nan_ok=True)


def test_one_pass_for_the_equations(data, monkeypatch):
    passes = []
    whole = linear_fit.working_totals
    monkeypatch.setattr(
        linear_fit, "working_totals", lambda *given: passes.append(1) or whole(*given)
    )
    fit = glm("y ~ a + b + year + g", data, quasi())
    assert len(passes) == 1
    assert fit.dispersion == pytest.approx(fit.deviance / fit.df_residual, rel=1e-14)


@pytest.mark.parametrize("formula", ["y ~ a + b + c", "y ~ a + year + g"])  # without T, and with
def test_linear_models_have_the_same_bits_by_any_number_of_threads(data, formula):
    fits = []
    for threads in (1, 3):
        with options(threads=threads):
            fits.append(lm(formula, data))
    first, second = (fit._solution.least_squares.triangle for fit in fits)
    assert first.tobytes() == second.tobytes()

"""A user's own model, of `tests/examples/tobit.py`, has what the package's models have."""

import pickle

import numpy as np
import oracle
import pandas as pd
import pytest
from tobit import TobitDensity, tobit

import rglm
from rglm.datasets import load
from rglm.errors import DataError
from rglm.warnings import BoundaryWarning

CASES = oracle.saved("tobit")
DATA = load("warpbreaks").assign(w=np.tile([1.0, 2.0, 3.0], 18))
DATA["y"] = DATA["breaks"].clip(lower=20).astype(float)
FITS = {
    "factor": tobit("y ~ wool * tension", DATA, limit=20),
    "weights": tobit("y ~ tension", DATA, limit=20, weights="w"),
    "offset": tobit("y ~ wool + offset(w)", DATA, limit=20),
}
FIT = FITS["factor"]


@pytest.mark.parametrize("name", CASES)
def test_its_estimates_are_those_of_survreg(name):
    fit, expected = FITS[name], CASES[name]
    np.testing.assert_allclose(fit.coefficients, [*expected["coefficients"].values()], rtol=1e-8)
    np.testing.assert_allclose(fit.scalars["Log(sigma)"], expected["log_sigma"], rtol=1e-8)
    covariance = np.array(expected["vcov"])
    np.testing.assert_allclose(fit.vcov(), covariance[:-1, :-1], rtol=1e-6)
    np.testing.assert_allclose(fit._auxiliary_errors**2, covariance[-1, -1], rtol=1e-6)
    np.testing.assert_allclose(float(fit.logLik()), expected["loglik"], rtol=1e-10)
    np.testing.assert_allclose(fit.predict(type="link"), expected["lp"], rtol=1e-8)


@pytest.mark.parametrize("name", ["factor", "weights"])  # R's null model has no offset
def test_its_null_model_is_that_of_survreg(name):
    expected = -2 * CASES[name]["null_loglik"]
    np.testing.assert_allclose(FITS[name].null_deviance, expected, rtol=1e-10)


def test_its_derivatives_are_those_of_its_log_density():
    density, rng = TobitDensity(0.0), np.random.default_rng(1)
    y, eta = np.maximum(rng.normal(size=40), 0), rng.normal(size=40)
    at, step = np.array([0.3]), 1e-6

    def terms(move, scale):
        return density.terms(y, [eta + move * step], at + scale * step)

    here = terms(0, 0)
    for i, way in enumerate([(1, 0), (0, 1)]):
        ends = [terms(sign * way[0], sign * way[1]) for sign in (-1, 1)]
        slope = (ends[1].value - ends[0].value) / (2 * step)
        np.testing.assert_allclose(here.first[i], slope, atol=1e-7)
        for j in range(2):
            bend = (ends[1].first[j] - ends[0].first[j]) / (2 * step)
            np.testing.assert_allclose(here.second[min(i, j), max(i, j)], bend, atol=1e-7)


def test_its_moments_and_residuals_are_those_of_drawn_responses():
    rng, n = np.random.default_rng(2), 4000
    x = rng.normal(size=n)
    data = pd.DataFrame({"x": x, "y": np.maximum(0.5 + x + rng.normal(size=n), 0)})
    fit = tobit("y ~ x", data)
    drawn = fit.simulate(50, seed=1).to_numpy()
    mean = fit.fitted_values.to_numpy()
    np.testing.assert_allclose(drawn.mean(), mean.mean(), atol=0.01)
    pearson = fit.residuals("pearson").to_numpy()
    np.testing.assert_allclose(np.mean(pearson**2), 1, atol=0.05)
    quantile = fit.residuals("quantile", seed=1)
    np.testing.assert_allclose([quantile.mean(), quantile.std()], [0, 1], atol=0.04)
    assert (fit.residuals("response") == data["y"] - fit.fitted_values).all()


def test_it_has_the_verbs_of_the_package():
    assert FIT.glance().columns.tolist()[:3] == ["edf", "logLik", "AIC"]
    assert FIT.augment().columns.tolist() == ["y", "wool", "tension", ".fitted", ".resid"]
    assert FIT.tidy()["term"].tolist() == list(FIT.coefficients.index)
    assert FIT.confint().shape == (6, 2)
    assert FIT.summary().coefficients.index[-1] == "Log(sigma)"
    assert FIT.anova(type="II")["Df"].tolist() == [1, 2, 2]
    assert FIT.drop1().table.index.tolist() == ["<none>", "wool:tension"]
    assert FIT.step(trace=False).formula == "y ~ wool * tension"
    assert FIT.update(". ~ . - wool:tension").anova(FIT).table["Df"].iloc[1] == 2
    assert rglm.compare(FIT, FITS["offset"])["df"].tolist() == [7, 3]
    assert str(rglm.regtable(FIT)).count("wool") == 3
    bands = FIT.predict({"wool": ["A"], "tension": ["L"]}, interval="confidence")
    assert bands.columns.tolist() == ["fit", "se_fit", "lwr", "upr"]
    assert not hasattr(FIT, "hatvalues")


def test_the_printed_call_leaves_out_a_limit_at_its_default():
    assert FIT.call == "tobit(formula = y ~ wool * tension, limit = 20)"
    assert tobit("y ~ wool", DATA).call == "tobit(formula = y ~ wool)"


def test_its_pages_show_the_scalar():
    assert "Log(sigma)" in repr(FIT)
    assert "Log(sigma)" in repr(FIT.summary())
    assert "Log(sigma)" in FIT._repr_html_()


def test_names_are_those_of_the_place_where_it_is_called():
    def half(x):
        return x / 2

    fit = tobit("y ~ half(w)", DATA, limit=20)
    assert half(fit.coefficients.iloc[1]) == fit.coefficients.iloc[1] / 2
    np.testing.assert_allclose(
        fit.coefficients.iloc[1], 2 * fit.update("y ~ w").coefficients.iloc[1], rtol=1e-8
    )


def test_it_pickles_and_predicts_without_its_rows():
    new = {"wool": ["A"], "tension": ["L"]}
    fit = pickle.loads(pickle.dumps(FIT.strip()))
    assert fit.predict(new).equals(FIT.predict(new))


def test_its_data_may_come_in_chunks():
    fit = tobit("y ~ wool * tension", lambda: iter([DATA[:20], DATA[20:]]), limit=20)
    np.testing.assert_allclose(fit.coefficients, FIT.coefficients, rtol=1e-12)


def test_a_group_that_is_censored_everywhere_has_no_finite_estimate():
    data = DATA.assign(y=DATA["y"].where(DATA["tension"] != "H", 20.0))
    with pytest.warns(BoundaryWarning, match="tensionH -> -Inf") as caught:
        tobit("y ~ tension", data, limit=20)
    assert caught[0].filename == __file__


def test_its_mistakes_are_named():
    with pytest.raises(TypeError, match=r"no argument 'limmit' \(did you mean 'limit'\?\)"):
        tobit("y ~ wool", DATA, limmit=20)
    with pytest.raises(
        DataError, match=r"the response 'wool' is not numeric .* tobit\(\) models numbers"
    ):
        tobit("wool ~ tension", DATA)

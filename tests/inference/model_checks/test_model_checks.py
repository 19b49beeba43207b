"""What `check_model` says of models whose fault is known."""

import numpy as np
import pandas as pd
import pytest

from rglm import (
    FitWarning,
    Gamma,
    RankWarning,
    binomial,
    check_model,
    glm,
    lm,
    poisson,
    quasipoisson,
)
from rglm.datasets import load

LOOMS, GALAXIES = load("warpbreaks"), load("galaxies")


def sample(n=300, seed=1):
    rng = np.random.default_rng(seed)
    data = pd.DataFrame({"x": rng.normal(size=n), "z": rng.normal(size=n)})
    return data, rng


def verdicts(fit, **given):
    return check_model(fit, plot=False, **given).tests


def test_a_right_model():
    data, rng = sample()
    data["y"] = data["x"] + rng.normal(size=300)
    found = verdicts(lm("y ~ x + z", data))
    assert set(found["status"]) == {"ok"}
    expected = ["distribution", "fitted values", "predictors", "spread", "outliers", "response"]
    assert found.index.tolist() == [*expected, "influence", "collinearity"]


def test_tails():
    data, rng = sample()
    data["y"] = data["x"] + rng.standard_t(2, size=300)
    row = verdicts(lm("y ~ x", data)).loc["distribution"]
    assert row["status"] == "problem"
    assert row["verdict"].startswith("The residuals are not normal: heavy tails (kurtosis")
    skewed = lm("y ~ x", data.assign(y=rng.exponential(size=300)))
    assert "skewed to the right (skewness" in verdicts(skewed).loc["distribution", "verdict"]


def test_spread():
    data, rng = sample()
    data["y"] = 3 * data["x"] + rng.normal(size=300) * np.exp(0.4 * data["x"])
    fit = lm("y ~ x", data)
    row = verdicts(fit).loc["spread"]
    assert row["statistic"] == fit.bptest().statistic["BP"]
    assert row["p_value"] == fit.bptest().p_value
    assert "in the upper third of the fitted values it is 2" in row["verdict"]


def test_a_missing_square_is_found_at_its_predictor():
    data, rng = sample()
    data["y"] = rng.poisson(np.exp(0.5 + 0.5 * data["x"] - 0.4 * data["z"] ** 2))
    found = verdicts(glm("y ~ x + z", data, poisson()))
    assert found.loc["predictors", "verdict"].startswith("The residuals bend along z")
    assert "Try ns(z, 4)" in found.loc["predictors", "verdict"]
    right = verdicts(glm("y ~ x + poly(z, 2)", data, poisson()))
    assert right.loc["predictors", "status"] == "ok"


def test_many_rows_show_small_departures():
    data, rng = sample(8000)
    data["y"] = rng.poisson(np.exp(0.5 + 0.2 * data["x"]) * rng.gamma(12, 1 / 12, 8000))
    row = verdicts(glm("y ~ x", data, poisson())).loc["dispersion"]
    assert row["status"] == "minor"
    assert row["p_value"] < 0.05
    assert "standard errors are off by about 8%" in row["verdict"]


def test_spread_with_many_columns_is_along_the_fitted_values():
    data, rng = sample(1000)
    data["f"] = np.repeat(np.arange(250), 4).astype(str)
    data["y"] = 3 * data["x"] + rng.normal(size=1000) * np.exp(0.4 * data["x"])
    fit = lm("y ~ x + f", data)
    check = check_model(fit, plot=False, nsim=20)
    squares, mean = fit.residuals() ** 2, fit.fitted()
    r2 = np.corrcoef(squares, mean)[0, 1] ** 2
    np.testing.assert_allclose(check.tests.loc["spread", "statistic"], 1000 * r2, rtol=1e-6)
    assert check.tests.loc["spread", "status"] == "problem"
    assert "251 coefficients: with so many, the tests are rough" in repr(check)


def test_what_is_no_fit():
    with pytest.raises(TypeError, match="check_model.. takes a fit first, got"):
        check_model("y ~ x")


def test_influence():
    data, rng = sample(50)
    data["y"] = data["x"] + rng.normal(size=50)
    data.loc[7, ["x", "y"]] = 6, -20
    fit = lm("y ~ x", data)
    row = verdicts(fit).loc["influence"]
    assert row["statistic"] == fit.cooks_distance().max()
    assert row["verdict"].startswith("Row 7 moves the estimates much")


def test_labels_of_rows_stand_as_they_are():
    data, rng = sample(50)
    data["y"] = data["x"] + rng.normal(size=50)
    data.loc[7, ["x", "y"]] = 6, -20
    data.index = [f"Car {i} moved" for i in range(50)]
    found = check_model(lm("y ~ x", data), plot=False)._checks.verdicts["influence"]
    assert found.title.startswith("Influence: row Car 7 moved (Cook's")
    assert found.text.startswith("Row Car 7 moved moves the estimates much")


def test_collinearity():
    data, rng = sample()
    data["z"] = data["x"] + 0.2 * rng.normal(size=300)
    data["y"] = data["x"] + rng.normal(size=300)
    fit = lm("y ~ x + z", data)
    row = verdicts(fit).loc["collinearity"]
    np.testing.assert_allclose(row["statistic"], fit.vif().max(), rtol=1e-10)
    assert row["status"] == "problem"
    powers = verdicts(lm("y ~ x + I(x^2)", data.assign(x=data["x"] + 9)))
    assert "collinearity" not in powers.index  # one predictor
    product = verdicts(lm("y ~ x * z", data))
    assert product.loc["collinearity", "statistic"] == pytest.approx(1)


def test_calibration():
    data, rng = sample(2000)
    data["y"] = rng.binomial(1, np.exp(-np.exp(-0.5 - 1.5 * data["x"])))
    fit = glm("y ~ x", data, binomial("cauchit"))
    row = verdicts(fit).loc["calibration"]
    np.testing.assert_allclose(row["p_value"], fit.hoslem_test().p_value)
    assert row["status"] == "problem"
    assert "response" not in verdicts(fit).index


def test_estimates_that_cannot_be_read():
    data, _ = sample()
    data["y"] = (data["x"] > 0).astype(int)
    with pytest.warns(FitWarning):
        separated = glm("y ~ x", data, binomial())
    row = verdicts(separated).loc["estimates"]
    assert row["verdict"].startswith("Infinite estimates (x)")
    with pytest.warns(RankWarning):
        aliased = lm("y ~ x + I(2 * x)", data)
    found = verdicts(aliased)
    assert found.loc["estimates", "status"] == "minor"
    assert "collinearity" not in found.index


def test_the_page_and_its_summary():
    check = check_model(glm("n_gc ~ logmass", GALAXIES, poisson()), plot=False)
    page = repr(check)
    assert page.startswith("\nModel check\npoisson (log): n_gc ~ logmass\n232 rows")
    assert "To look into: distribution, fitted values, dispersion, outliers" in page
    assert max(map(len, page.splitlines())) <= 80
    assert check.figure is None
    with pytest.raises(ValueError, match="there is no figure"):
        check.save("x.png")
    assert check.residuals.nsim == 250
    assert "To look into" in check._repr_html_()
    assert "<td style" in check.tests._repr_html_()
    gamma = check_model(glm("breaks ~ wool", LOOMS, Gamma("log")), plot=False)
    assert "Nothing speaks against this model (5 checks)." in repr(gamma)


def test_a_quasi_family_is_asked_for_its_mean_and_variance():
    fit = glm("n_gc ~ logmass", GALAXIES, quasipoisson())
    check = check_model(fit, plot=False)
    assert check.residuals is None
    assert check.tests.index.tolist() == ["fitted values", "spread", "influence"]
    assert "The variance function is wrong" in check.tests.loc["spread", "verdict"]
    assert "Pearson residuals: it has no distribution" in repr(check)
    data, rng = sample()
    data["y"] = rng.poisson(np.exp(0.5 + 0.5 * data["x"] - 0.4 * data["z"] ** 2))
    bent = verdicts(glm("y ~ x + z", data, quasipoisson()))
    assert bent.loc["predictors", "verdict"].startswith("The residuals bend along z")
    assert "Try ns(z, 4)" in bent.loc["predictors", "verdict"]
    assert bent.loc["spread", "status"] == "ok"
    missing = data.assign(x=data["x"].where(data["x"] < 1), w=np.arange(300) % 2)
    fit = glm("y ~ x + z", missing, quasipoisson(), weights="w", na_action="na_exclude")
    found = check_model(fit, plot=False)
    assert f"{int((missing['w'] * (missing['x'] < 1)).sum())} rows, Pearson" in repr(found)


def test_rows_of_chunks():
    chunks = [GALAXIES[:100], GALAXIES[100:]]
    chunked = verdicts(glm("n_gc ~ logmass", lambda: iter(chunks), poisson()))
    whole = verdicts(glm("n_gc ~ logmass", GALAXIES, poisson()))
    assert chunked.index.tolist() == whole.index.tolist()
    np.testing.assert_allclose(chunked["statistic"], whole["statistic"], rtol=1e-6)
    assert chunked["status"].tolist() == whole["status"].tolist()

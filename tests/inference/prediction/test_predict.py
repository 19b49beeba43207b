"""Predictions: R's numbers, and what ties them together."""

from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest

from rglm import Gamma, binomial, gaussian, glm, poisson
from rglm.datasets import load

# R 4.2.2 at its own epsilon = 1e-8: what its stopping rule leaves is below 1e-9 of these
RTOL = 1e-8
CLOTS = load("clotting")
BREAKS = load("warpbreaks")
NEW = pd.DataFrame({"u": [7, 50]}, index=["low", "high"])


@pytest.fixture(scope="module")
def gamma():
    return glm("lot1 ~ log(u)", CLOTS, family=Gamma())


def test_the_link(gamma):
    # R: predict(g, data.frame(u = c(7, 50)), se.fit = TRUE)
    found = gamma.predict(NEW, se_fit=True)
    assert found.columns.to_list() == ["fit", "se_fit"]
    assert found.index.to_list() == ["low", "high"]
    np.testing.assert_allclose(found["fit"], [0.0133019412950457, 0.0434682367778208], RTOL)
    np.testing.assert_allclose(found["se_fit"], [0.000329831977008104, 0.000820877653937169], RTOL)


def test_the_response(gamma):
    # R: predict(g, data.frame(u = c(7, 50)), type = "response", se.fit = TRUE)
    found = gamma.predict(NEW, type="response", se_fit=True)
    np.testing.assert_allclose(found["fit"], [75.1769969374656, 23.0053039673843], RTOL)
    np.testing.assert_allclose(found["se_fit"], [1.864072091090311, 0.434444581807686], RTOL)


def test_another_dispersion(gamma):
    # R: predict(g, ..., type = "response", se.fit = TRUE, dispersion = 0.01)
    found = gamma.predict(NEW, type="response", se_fit=True, dispersion=0.01)
    np.testing.assert_allclose(found["se_fit"], [3.769026669693719, 0.878417322572196], RTOL)


def test_the_terms():
    # R: predict(w2, data.frame(wool = "B", tension = c("H", "L")), type = "terms", se.fit = TRUE)
    # where tension has the levels H, L, M
    data = BREAKS.assign(tension=BREAKS["tension"].astype(str))
    fit = glm("breaks ~ wool * tension", data, family=poisson())
    found = fit.predict({"wool": ["B", "B"], "tension": ["H", "L"]}, type="terms", se_fit=True)
    labels = ["wool", "tension", "wool:tension"]
    assert found["fit"].columns.to_list() == labels == found["se_fit"].columns.to_list()
    terms = [
        [-0.134131993301823, -0.190971477314933, -0.0435750778213142],
        [-0.134131993301823, 0.404827248471492, -0.2319382515117204],
    ]
    se = [
        [0.0510931183691961, 0.0529390117723788, 0.0396825923447306],
        [0.0510931183691961, 0.0461031659392442, 0.0966569050610848],
    ]
    np.testing.assert_allclose(found["fit"], terms, RTOL)
    np.testing.assert_allclose(found["se_fit"], se, RTOL)
    assert found.attrs["constant"] == pytest.approx(3.30135268602493, rel=RTOL)


def test_terms_and_their_constant_add_up_to_the_link():
    fit = glm("breaks ~ wool * tension + offset(log(t))", BREAKS.assign(t=2.0), poisson())
    terms = fit.predict(type="terms")
    total = terms.sum(axis=1) + terms.attrs["constant"] + np.log(2)
    np.testing.assert_allclose(total, fit.predict())
    np.testing.assert_allclose(terms.mean(), 0, atol=1e-12)


def test_terms_without_an_intercept_are_not_centred():
    fit = glm("breaks ~ 0 + wool", BREAKS)
    terms = fit.predict(type="terms")
    np.testing.assert_allclose(terms["wool"], fit.fitted())
    assert terms.attrs["constant"] == 0


def test_the_rows_of_the_fit(gamma):
    pd.testing.assert_series_equal(gamma.predict(), gamma.linear_predictors)
    pd.testing.assert_series_equal(gamma.predict(type="response"), gamma.fitted_values)
    pd.testing.assert_series_equal(gamma.predict(CLOTS), gamma.predict(), rtol=1e-12)
    ours, theirs = gamma.predict(CLOTS, se_fit=True), gamma.predict(se_fit=True)
    pd.testing.assert_frame_equal(ours, theirs, rtol=1e-12)


@pytest.mark.parametrize(
    ("formula", "offset"),
    [("dead ~ ldose + offset(log(n))", None), ("dead ~ ldose", "log(n)")],
    ids=["in the formula", "as an argument"],
)
def test_the_rows_of_the_fit_have_their_offset(formula, offset):
    data = load("budworm").assign(n=range(10, 22))
    fit = glm(formula, data, poisson(), offset=offset)
    found = fit.predict(data.iloc[::-1], type="response")
    pd.testing.assert_series_equal(found, fit.fitted_values.iloc[::-1], rtol=1e-12)


def test_one_row_at_a_time_is_the_same():
    fit = glm("breaks ~ poly(t, 2) + wool", BREAKS.assign(t=range(54)), poisson())
    new = BREAKS.assign(t=np.linspace(3, 40, 54)).iloc[:6]
    one = pd.concat([fit.predict(new.iloc[[i]]) for i in range(6)])
    pd.testing.assert_series_equal(one, fit.predict(new), rtol=1e-12)


@pytest.mark.parametrize("level", [0.5, 0.95, 0.99])
def test_the_interval_is_made_on_the_link_scale(level):
    fit = glm("has_gc ~ logmass", load("galaxies"), family=binomial())
    link = fit.predict({"logmass": [6.0, 8]}, interval="confidence", level=level)
    assert link.columns.to_list() == ["fit", "se_fit", "lwr", "upr"]
    reach = NormalDist().inv_cdf((1 + level) / 2) * link["se_fit"]
    np.testing.assert_allclose(link["upr"] - link["fit"], reach)
    np.testing.assert_allclose(link["fit"] - link["lwr"], reach)
    response = fit.predict({"logmass": [6.0, 8]}, "response", interval="confidence", level=level)
    for end in ("fit", "lwr", "upr"):
        np.testing.assert_allclose(response[end], 1 / (1 + np.exp(-link[end])))
    assert (response["lwr"] > 0).all()
    assert (response["upr"] < 1).all()


def test_the_interval_uses_t_where_the_dispersion_is_estimated():
    # R: predict(lm(lot1 ~ log(u)), data.frame(u = c(7, 50)), interval = "confidence")
    fit = glm("lot1 ~ log(u)", CLOTS, family=gaussian())
    found = fit.predict(NEW, interval="confidence")
    theirs = [
        [78.5643321232893, 55.93629168755118, 101.1923725590274],
        [23.4490219021368, 8.19402184838266, 38.7040219558909],
    ]
    np.testing.assert_allclose(found[["fit", "lwr", "upr"]], theirs, RTOL)


def test_a_falling_link_keeps_the_ends_in_order(gamma):
    found = gamma.predict(NEW, type="response", interval="confidence")
    assert (found["lwr"] < found["fit"]).all()
    assert (found["fit"] < found["upr"]).all()
    link = gamma.predict(NEW, interval="confidence")
    np.testing.assert_allclose(found["lwr"], 1 / link["upr"])


def test_an_interval_has_no_terms(gamma):
    with pytest.raises(ValueError, match="interval="):
        gamma.predict(NEW, type="terms", interval="confidence")


@pytest.mark.parametrize(
    "term",
    ["poly(wt, 2)", "bs(wt, df = 4)", "ns(wt, df = 3)", "scale(wt)", "C(cyl, contr.sum)"],
)
def test_new_rows_have_the_columns_of_the_fit(term):
    """Their polynomial, spline, mean or contrast is that of all rows, as are the levels."""
    cars = load("mtcars")
    fit = glm(f"mpg ~ {term.replace('C(cyl', 'C(factor(cyl)')}", cars)
    few = cars.iloc[[3, 9, 20]]
    np.testing.assert_allclose(fit.predict(few), fit.fitted()[few.index], rtol=1e-12)

"""Variance inflation factors against car (collinearity.R)."""

import warnings
from functools import cache

import numpy as np
import oracle
import pandas as pd
import pytest

import rglm
from rglm.warnings import FitWarning

SAVED = oracle.saved("collinearity")
CASES = {case["id"]: case for case in SAVED["vif"]}
BY_HAND = {case["id"]: case for case in SAVED["byhand"]}
FUNCTIONS = {"glm.nb": "glm_nb"}
# theta of glm.nb is R's to about 1e-8, and car's covariance of a polr fit is by a numerical
# Hessian, right to about 1e-4
LOOSE = {"glm.nb": 1e-6, "polr": 1e-3, "polr-wine": 1e-3}
COUNTS, HOUSING = oracle.data("biochemists"), oracle.data("housing")


@cache
def fit_of(name):
    case = CASES[name]
    function = getattr(rglm, FUNCTIONS.get(case["fun"], case["fun"]))
    given = {} if case["family"] is None else {"family": oracle.family(case["family"])}
    if case["weights"] is not None:
        given["weights"] = case["weights"]
    if case["fun"] == "glm":
        given["control"] = {"epsilon": 1e-14, "maxit": 100}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FitWarning)
        return function(case["formula"], oracle.data(case["data"]), **given)


def quiet_vif(fit, **given):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FitWarning)
        return fit.vif(**given)


@pytest.mark.parametrize("name", CASES)
def test_as_car(name):
    case, rtol = CASES[name], LOOSE.get(name, oracle.RTOL)
    ours = quiet_vif(fit_of(name), type=case["type"])
    assert list(ours.index) == case["rows"]
    if case["is_vector"]:
        np.testing.assert_allclose(ours, case["values"][0], rtol=rtol)
        return
    assert list(ours.columns) == case["columns"]
    for column, theirs in zip(case["columns"], case["values"], strict=True):
        if column in ("Interacts With", "Other Predictors"):
            assert ours[column].tolist() == [text.strip() for text in theirs]
        else:
            np.testing.assert_allclose(ours[column], theirs, rtol=rtol)


GLMS = {name: case for name, case in oracle.cases("glm_fits.json").items() if case.get("vcov")}


@pytest.mark.parametrize("name", GLMS)
def test_by_determinants_of_the_covariance_of_r(name):
    """det(R_j) det(R_-j) / det(R) of R's covariance, for each glm whose numbers R wrote."""
    fit, _ = oracle.fit(GLMS[name])
    if len(fit.terms) < 2 or fit.coefficients.isna().any():
        return
    covariance = oracle.numbers(GLMS[name]["vcov"])
    error, term = np.sqrt(np.diag(covariance)), np.asarray(fit._schema.assign)
    correlation = covariance / np.outer(error, error)

    def det(inside):
        return np.linalg.det(correlation[np.ix_(inside, inside)])

    slopes, terms = term > 0, range(1, len(fit.terms) + 1)
    theirs = [det(term == k) * det(slopes & (term != k)) / det(slopes) for k in terms]
    ours = quiet_vif(fit)
    ours = ours["GVIF"] if ours.ndim == 2 else ours
    np.testing.assert_allclose(ours, theirs, rtol=oracle.RTOL)


@pytest.mark.parametrize("name", [n for n, c in CASES.items() if c["page"] and n not in LOOSE])
def test_page_as_car(name):
    ours = quiet_vif(fit_of(name), type=CASES[name]["type"])
    if isinstance(ours, pd.DataFrame):
        assert repr(ours).splitlines() == CASES[name]["page"]


def test_a_part_of_the_table_prints_too():
    table = fit_of("lm-factor").vif()
    assert repr(table[["Df"]]).splitlines()[0] == "            Df"
    assert repr(table.loc[["wt"]]).splitlines()[1].startswith("wt 2.580877  1")
    assert "<table" in table._repr_html_()


def test_each_part_of_a_model_of_two_parts_by_itself():
    fit = rglm.zeroinfl("art ~ fem + ment + kid5 | ment + phd", COUNTS)
    ours, case = fit.vif(), BY_HAND["zeroinfl"]
    assert isinstance(ours, pd.Series)
    assert list(ours.index) == case["rows"]
    np.testing.assert_allclose(ours, case["values"], rtol=1e-4)  # R's Hessian is numerical


def test_multinom_takes_the_levels_together():
    formula = "Sat ~ Infl + Type + Cont"
    fit = rglm.multinom(formula, HOUSING, weights="Freq")
    case = BY_HAND["multinom"]
    ours = fit.vif()
    assert ours["Df"].tolist() == case["df"]
    np.testing.assert_allclose(ours["GVIF"], case["values"], rtol=1e-4)
    other = rglm.multinom(formula, HOUSING, weights="Freq", ref="High")
    pd.testing.assert_frame_equal(other.vif(), ours, rtol=1e-7)


def test_with_two_terms_the_factor_is_one_over_one_less_r_squared():
    data = oracle.data("mtcars")
    r_squared = rglm.lm("wt ~ hp", data).r_squared
    vif = rglm.lm("mpg ~ wt + hp", data).vif()
    np.testing.assert_allclose(vif, 1 / (1 - r_squared), rtol=oracle.RTOL)


def test_other_models_have_it():
    frame = oracle.data("lirat")
    fit = rglm.betabinomial("cbind(R, N - R) ~ factor(grp) + hb", frame)
    assert fit.vif()["Df"].tolist() == [3, 1]


def test_weights_of_zero_and_missing_rows():
    data = oracle.data("mtcars")
    w = np.r_[np.zeros(5), np.ones(27)]
    some = rglm.lm("mpg ~ wt + hp", data, weights=w).vif()
    pd.testing.assert_series_equal(some, rglm.lm("mpg ~ wt + hp", data.iloc[5:]).vif())
    data.loc[3, "wt"] = np.nan
    excluded = rglm.lm("mpg ~ wt + hp", data, na_action="na_exclude").vif()
    pd.testing.assert_series_equal(excluded, rglm.lm("mpg ~ wt + hp", data).vif())


def test_chunked_stripped_and_saturated():
    data = oracle.data("births")
    formula = "low ~ age + lwt + race"
    whole = rglm.glm(formula, data, rglm.binomial())
    parts = rglm.glm(
        formula, lambda: (data.iloc[i : i + 50] for i in range(0, 189, 50)), rglm.binomial()
    )
    pd.testing.assert_frame_equal(parts.vif(), whole.vif(), rtol=1e-7)
    pd.testing.assert_frame_equal(whole.strip().vif(), whole.vif())
    saturated = rglm.lm("mpg ~ wt + hp", oracle.data("mtcars").iloc[:3])
    assert (saturated.vif() > 1).all()


def test_interactions_say_what_to_use():
    fit = rglm.lm("mpg ~ wt * hp", oracle.data("mtcars"))
    with pytest.warns(FitWarning, match=r"interactions.*type='predictor'"):
        fit.vif()
    assert fit.vif(type="predictor")["GVIF"].tolist() == pytest.approx([1, 1])


def test_a_predictor_is_a_column_of_the_data():
    power = 2
    assert power == 2
    fit = rglm.lm("mpg ~ log(wt) * hp + I(disp^power) + disp", oracle.data("mtcars"))
    ours = fit.vif(type="predictor")
    assert list(ours.index) == ["wt", "hp", "disp"]
    assert ours["Df"].tolist() == [3, 3, 2]


def test_without_an_intercept_it_warns():
    fit = rglm.glm("mpg ~ wt + hp - 1", oracle.data("mtcars"))
    with pytest.warns(FitWarning, match="no intercept"):
        fit.vif()


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("mpg ~ wt", "fewer than two terms"),
        ("mpg ~ 1", "fewer than two terms"),
        ("mpg ~ poly(wt, 2)", "fewer than two terms"),
        ("mpg ~ wt + hp + I(2 * wt)", r"aliased coefficients in the model, I\(2 \* wt\)"),
    ],
)
def test_errors(formula, said):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FitWarning)
        fit = rglm.lm(formula, oracle.data("mtcars"))
    with pytest.raises(ValueError, match=said):
        fit.vif()


def test_a_part_with_one_term_is_named():
    with pytest.raises(ValueError, match="in its part 'zero'"):
        rglm.zeroinfl("art ~ fem + ment | ment", COUNTS).vif()


def test_an_unknown_type():
    with pytest.raises(ValueError, match=r"type='predictors'.*did you mean 'predictor'"):
        rglm.lm("mpg ~ wt + hp", oracle.data("mtcars")).vif(type="predictors")

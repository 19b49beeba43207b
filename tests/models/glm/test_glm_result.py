"""R's components of a fit: each is there, of R's kind, under the data's or R's names."""

from dataclasses import asdict

import numpy as np
import pandas as pd
import pytest

from rglm import binomial, gaussian, glm, poisson, quasipoisson
from rglm.datasets import load

BREAKS = load("warpbreaks")
ROWS = BREAKS.set_axis([f"loom {i}" for i in range(54)])
NAMES = ["(Intercept)", "woolB", "tensionM", "tensionH"]
# sums of 54 rows in another order
RTOL = 1e-12


@pytest.fixture(scope="module")
def fit():
    return glm("breaks ~ wool + tension", ROWS, family=poisson())


@pytest.mark.parametrize(
    "name", ["fitted_values", "linear_predictors", "weights", "prior_weights", "y"]
)
def test_row_values_carry_the_index_of_the_data(fit, name):
    found = getattr(fit, name)
    assert isinstance(found, pd.Series)
    assert found.dtype == np.float64
    assert found.index.equals(ROWS.index)


def test_coefficients_carry_the_names_of_R(fit):
    assert isinstance(fit.coefficients, pd.Series)
    assert fit.coefficients.index.to_list() == NAMES
    pd.testing.assert_series_equal(fit.coef(), fit.coefficients)


@pytest.mark.parametrize("name", ["deviance", "null_deviance", "aic", "dispersion"])
def test_deviances_and_degrees_of_freedom_are_numbers_of_r_s_kind(fit, name):
    assert isinstance(getattr(fit, name), float)


@pytest.mark.parametrize(
    ("name", "value"), {"rank": 4, "iter": 4, "df_residual": 50, "df_null": 53}.items()
)
def test_counts_are_integers(fit, name, value):
    assert isinstance(getattr(fit, name), int)
    assert getattr(fit, name) == value


def test_claims_are_bools(fit):
    assert fit.converged is True
    assert fit.boundary is False


def test_what_the_fit_was_made_of(fit):
    assert fit.family == poisson()
    assert fit.formula == "breaks ~ wool + tension"
    assert fit.terms == ("wool", "tension")
    pd.testing.assert_frame_equal(fit.data, ROWS)
    assert fit.offset is None
    assert fit.na_action is None
    assert asdict(fit.control) == {"epsilon": 1e-8, "maxit": 25, "trace": False}
    assert fit.contrasts == {"wool": "contr_treatment", "tension": "contr_treatment"}
    assert fit.xlevels == {"wool": ["A", "B"], "tension": ["L", "M", "H"]}
    assert fit.call == 'glm(formula = breaks ~ wool + tension, family = poisson(link = "log"))'


def test_the_parts_fit_together(fit):
    x = fit.model_matrix()
    assert x.columns.to_list() == NAMES
    assert x.index.equals(ROWS.index)
    np.testing.assert_allclose(fit.linear_predictors, x @ fit.coefficients, rtol=RTOL)
    np.testing.assert_allclose(fit.fitted_values, np.exp(fit.linear_predictors), rtol=RTOL)
    np.testing.assert_allclose(fit.weights, fit.fitted_values, rtol=1e-5)  # the step before
    assert fit.deviance == pytest.approx((fit.residuals("deviance") ** 2).sum(), rel=RTOL)
    information = x.T.to_numpy() * fit.weights.to_numpy() @ x.to_numpy()
    np.testing.assert_allclose(information @ fit.vcov(), np.eye(4), atol=1e-10)


def test_the_dispersion_is_known_or_pearsons(fit):
    assert fit.dispersion == 1
    free = fit.update(family=quasipoisson())
    # the weights are those of the step before, as in R
    assert free.dispersion == pytest.approx((free.residuals("pearson") ** 2).sum() / 50, rel=1e-5)
    assert np.isnan(free.aic)


def test_the_null_deviance_is_that_of_the_null_model(fit):
    assert fit.null_deviance == pytest.approx(fit.update(". ~ 1").deviance, rel=RTOL)
    with_offset = glm("breaks ~ wool", BREAKS.assign(t=np.arange(54) / 20), poisson(), offset="t")
    null = with_offset.update(". ~ 1")
    assert with_offset.null_deviance == pytest.approx(null.deviance, rel=1e-8)


def test_without_an_intercept_the_null_model_is_the_offset():
    fit = glm("breaks ~ 0 + wool", BREAKS, family=poisson())
    y = BREAKS["breaks"]
    assert fit.null_deviance == pytest.approx(2 * (y * np.log(y) - y + 1).sum())
    assert fit.df_null == 54


def test_the_model_frame(fit):
    frame = fit.model_frame()
    assert frame.columns.to_list() == ["breaks", "wool", "tension"]
    assert frame.index.equals(ROWS.index)
    assert frame["tension"].cat.categories.to_list() == ["L", "M", "H"]
    wide = glm("log(breaks) ~ poly(I(breaks^2), 2) + (wool == 'A')", ROWS).model_frame()
    assert wide.columns[0] == "log(breaks)"
    assert wide.shape[0] == 54


def test_the_model_frame_has_offsets_and_weights():
    data = BREAKS.assign(t=1.5, w=2.0)
    fit = glm("breaks ~ wool + offset(log(t))", data, poisson(), weights="w")
    # R: names(model.frame(fit))
    names = ["breaks", "wool", "offset(log(t))", "(weights)"]
    assert fit.model_frame().columns.to_list() == names


def test_a_response_of_counts():
    worms = load("budworm")
    fit = glm("cbind(dead, alive) ~ ldose", worms, family=binomial("probit"))
    np.testing.assert_allclose(fit.y, worms["dead"] / 20)
    assert fit.prior_weights.to_list() == [20] * 12
    frame = fit.model_frame()
    assert frame.shape == (12, 3)
    assert frame.iloc[:, 0].to_list() == worms["dead"].to_list()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"weights": "w"}, "weights = w"),
        ({"weights": np.ones(54)}, "weights = <array>"),
        ({"offset": "log(w)"}, "offset = log(w)"),
        ({"subset": "breaks > 20"}, "subset = breaks > 20"),
        ({"na_action": "na_exclude"}, "na_action = na_exclude"),
    ],
)
def test_the_call_says_what_was_given(arguments, said):
    fit = glm("breaks ~ wool", BREAKS.assign(w=1.0), family=gaussian(), **arguments)
    assert (
        fit.call == f'glm(formula = breaks ~ wool, family = gaussian(link = "identity"), {said})'
    )


def test_values_made_when_asked_for_are_kept(fit):
    assert fit.linear_predictors.equals(fit.linear_predictors)
    assert "_eta" in vars(fit)


def test_changing_what_was_handed_out_does_not_change_the_fit():
    fit = glm("breaks ~ wool", BREAKS, family=poisson())
    before = str(fit)
    coef, fitted = fit.coef(), fit.fitted()
    coef["woolB"] = fitted.iloc[0] = 99.0
    assert str(fit) == before

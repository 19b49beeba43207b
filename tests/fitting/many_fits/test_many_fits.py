"""Many fits of one design beside the fits one by one."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest

from rglm import (
    FitWarning,
    Gamma,
    binomial,
    glm,
    inverse_gaussian,
    lm,
    options,
    poisson,
    quasibinomial,
)
from rglm.datasets import load
from rglm.fitting.estimator import BIAS_REDUCTION
from rglm.fitting.many_fits.many_fits import many_fits
from rglm.fitting.separation import separation_lp
from rglm.sources.cells.cells import design_codes

MAX_DIFFERENCE = 1e-12  # in standard errors: the last digits of other orders of summation
FITS = 12


def fits_of(fit, **given):
    source = fit._rows_source
    return many_fits(source, fit._estimator, fit.family, fit.control, **given)


def quietly(make):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FitWarning)
        return make()


def assert_equal_to_single(many, place, one):
    known = ~np.isnan(many.coefficients[place])
    se = np.sqrt(np.diag(one.vcov()))[known]
    np.testing.assert_array_equal(known, one.coefficients.notna())
    difference = many.coefficients[place] - one.coefficients
    assert np.abs(difference[known] / se).max() < MAX_DIFFERENCE
    np.testing.assert_allclose(many.std_errors[place][known], se, rtol=MAX_DIFFERENCE)
    assert many.deviance[place] == pytest.approx(one.deviance, rel=1e-13)
    assert many.iter[place] == one.iter
    assert many.converged[place] == one.converged
    assert many.df_residual[place] == one.df_residual


def draws(n, seed=1):
    return np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=FITS)


CASES = {
    "logit": ("has_gc ~ logmass", "galaxies", binomial()),
    "cloglog": ("has_gc ~ logmass", "galaxies", binomial("cloglog")),
    "quasi": ("has_gc ~ logmass", "galaxies", quasibinomial()),
    "log": ("breaks ~ wool * tension", "warpbreaks", poisson()),
    "inverse": ("breaks ~ wool + tension", "warpbreaks", Gamma()),
    "invgauss": ("breaks ~ wool + tension", "warpbreaks", inverse_gaussian()),
    "gaussian": ("breaks ~ wool * tension", "warpbreaks", "gaussian"),
}


@pytest.fixture(params=CASES, scope="module")
def case(request):
    formula, name, family = CASES[request.param]
    data = load(name).assign(o=0.01, w=np.arange(len(load(name))) % 3 + 1.0)
    given = {"family": family, "weights": "w"}
    if request.param in ("log", "quasi"):
        given["offset"] = "o"
    return formula, data, given


def test_other_responses_have_the_fits_of_glm(case):
    formula, data, given = case
    fit = glm(formula, data, **given)
    rng = np.random.default_rng(3)
    y = np.array([rng.permutation(fit.y.to_numpy()) for _ in range(FITS)])
    many = fits_of(fit, y=y)
    for place in (0, 5, FITS - 1):
        one = fit.update("new ~ .", data=data.assign(new=y[place]))
        assert_equal_to_single(many, place, one)


def test_other_weights_have_the_fits_of_glm(case):
    formula, data, given = case
    fit = glm(formula, data, **given)
    weights = draws(len(data)) * data["w"].to_numpy()
    many = fits_of(fit, weights=weights)
    for place in (0, FITS - 1):
        assert_equal_to_single(many, place, fit.update(weights=weights[place]))


def test_frequencies_have_the_fits_of_repeated_rows(case):
    formula, data, given = case
    fit = glm(formula, data, **given)
    times = draws(len(data))
    many = fits_of(fit, frequencies=times)
    for place in (0, FITS - 1):
        rows = np.repeat(np.arange(len(data)), times[place])
        one = glm(formula, data.iloc[rows].reset_index(drop=True), **given)
        assert_equal_to_single(many, place, one)


def test_linear_models_have_the_fits_of_lm():
    data = load("warpbreaks").assign(w=lambda d: np.arange(len(d)) % 4)
    fit = lm("breaks ~ wool * tension", data, weights="w")
    y = np.random.default_rng(0).normal(size=(FITS, len(data)))
    times = draws(len(data))
    by_response, by_rows = fits_of(fit, y=y), fits_of(fit, frequencies=times)
    rows = np.repeat(np.arange(len(data)), times[2])
    for many, one in (
        (by_response, fit.update("new ~ .", data=data.assign(new=y[2]))),
        (by_rows, fit.update(data=data.iloc[rows].reset_index(drop=True))),
    ):
        np.testing.assert_allclose(many.coefficients[2], one.coefficients, rtol=1e-12)
        np.testing.assert_allclose(many.std_errors[2], np.sqrt(np.diag(one.vcov())), rtol=1e-12)
        assert many.df_residual[2] == one.df_residual
        assert np.sqrt(many.dispersion[2]) == pytest.approx(one.sigma, rel=1e-12)


def test_separated_and_singular_fits_are_those_of_the_solver_of_single_fits():
    x = np.arange(20.0)
    y = np.random.default_rng(0).integers(0, 2, size=(4, 20)).astype(float)
    y[1], y[2] = x > 9, 0.0
    data = pd.DataFrame({"x": x, "z": (x < 2).astype(float), "y": y[0]})
    fit = glm("y ~ x", data, binomial())
    many = fits_of(fit, y=y)
    assert many.separated.tolist() == [False, True, True, False]
    one = quietly(lambda: fit.update(data=data.assign(y=y[1])))
    assert one.separated
    assert many.coefficients[1].tolist() == one.coefficients.tolist()
    wider = quietly(lambda: fit.update("y ~ x + z", data=data))
    weights = np.ones((3, 20))
    weights[1, :2], weights[2] = 0.0, 0.0
    many = fits_of(wider, weights=weights)
    assert np.isnan(many.coefficients[1, 2])
    assert many.df_residual[1] == 16
    assert list(many.failures) == [2]
    assert many.failed.tolist() == [False, False, True]


def test_aliased_columns_have_no_estimate():
    data = load("warpbreaks").assign(twice=lambda d: 2.0 * (d["wool"] == "B"))
    fit = quietly(lambda: glm("breaks ~ wool + twice + tension", data, poisson()))
    y = fit.simulate(3, seed=1).to_numpy().T
    many = fits_of(fit, y=y)
    one = quietly(lambda: fit.update("new ~ .", data=data.assign(new=y[1])))
    assert np.isnan(many.coefficients[:, 2]).all()
    assert_equal_to_single(many, 1, one)


@pytest.mark.parametrize("count", [0, 1])
def test_no_fit_and_one_fit(count):
    fit = glm("breaks ~ wool", load("warpbreaks"), poisson())
    many = fits_of(fit, y=np.repeat(fit.y.to_numpy()[None], count, axis=0))
    assert many.coefficients.shape == (count, 2)
    assert many.iter.tolist() == [fit.iter] * count


def test_a_design_without_columns():
    data = load("warpbreaks").assign(o=3.0)
    fit = glm("breaks ~ 0", data, poisson(), offset="o")
    many = fits_of(fit, y=np.array([fit.y, fit.y + 1]))
    assert many.coefficients.shape == (2, 0)
    assert many.deviance[0] == pytest.approx(fit.deviance, rel=1e-13)


def test_other_estimators_fit_one_by_one():
    data = load("warpbreaks")
    fit = glm("breaks ~ wool", data, poisson(), method="brglm")
    y = np.array([fit.y.to_numpy(), fit.y.to_numpy()[::-1]])
    many = many_fits(fit._rows_source, BIAS_REDUCTION, fit.family, fit.control, y=y)
    np.testing.assert_array_equal(many.coefficients[0], fit.coefficients)


def test_designs_too_wide_for_products_of_columns_have_the_same_fits(monkeypatch):
    from rglm.fitting.batched_solvers import orthonormal_columns

    fit = glm("has_gc ~ logmass", load("galaxies"), binomial())
    times = draws(len(fit.data))
    many = fits_of(fit, frequencies=times)
    monkeypatch.setattr(orthonormal_columns, "MAX_PAIR_NUMBERS", 0)
    np.testing.assert_allclose(
        fits_of(fit, frequencies=times).coefficients, many.coefficients, rtol=1e-12
    )


def test_the_bits_do_not_depend_on_the_number_of_threads(monkeypatch):
    monkeypatch.setattr("rglm.fitting.many_fits.many_fits.GROUP_NUMBERS", 800)
    monkeypatch.setattr("rglm.fitting.many_fits.many_fits.MIN_GROUP", 1)
    fit = glm("has_gc ~ logmass", load("galaxies"), binomial())
    times = draws(len(fit.data))
    results = []
    for threads in (1, 2, 3):
        with options(threads=threads):
            results.append(fits_of(fit, frequencies=times))
    for other in results[1:]:
        np.testing.assert_array_equal(other.coefficients, results[0].coefficients)
        np.testing.assert_array_equal(other.std_errors, results[0].std_errors)


@pytest.mark.parametrize("link", ["logit", "probit", "cauchit"])
def test_a_last_step_that_separates_spares_the_linear_programs(link, monkeypatch):
    data = pd.DataFrame({"g": list("aaaabbbbcccc")})
    y = np.array([[0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1, 1], [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 1]])
    with pytest.warns(FitWarning, match="separation"):
        fit = glm("y ~ g", data.assign(y=y[0]), binomial(link))
    drawn = np.vstack([y, 1 - y, [0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0, 1]])
    wanted = fit._many_fits(y=drawn).separated
    assert wanted.tolist() == [True, False, True, False, False]

    def refuse(*args):
        raise AssertionError("a linear program")

    monkeypatch.setattr(separation_lp, "SeparationProblem", refuse)
    np.testing.assert_array_equal(fit._many_fits(y=drawn).separated, wanted)


@pytest.mark.parametrize("given", ["y", "weights", "frequencies"])
def test_rows_in_cells_have_the_same_fits(monkeypatch, given):
    rng = np.random.default_rng(4)
    data = load("warpbreaks").sample(600, replace=True, random_state=1, ignore_index=True)
    fit = glm(
        "breaks ~ wool + tension", data, "quasipoisson", control={"epsilon": 1e-14, "maxit": 50}
    )
    numbers = {
        "y": np.array([rng.permutation(data["breaks"].to_numpy(float)) for _ in range(3)]),
        "weights": rng.integers(0, 3, (3, 600)).astype(float),
        "frequencies": rng.multinomial(600, np.full(600, 1 / 600), size=3),
    }
    without = fits_of(fit, **{given: numbers[given]})
    monkeypatch.setattr("rglm.sources.cells.cells.MIN_ROWS", 500)
    assert design_codes(fit._rows_source).k == 6
    many = fits_of(fit, **{given: numbers[given]})
    difference = many.coefficients - without.coefficients
    assert np.abs(difference / without.std_errors).max() < MAX_DIFFERENCE
    # those of the last step's weights, which is another one
    np.testing.assert_allclose(many.std_errors, without.std_errors, rtol=1e-6)
    np.testing.assert_allclose(many.deviance, without.deviance, rtol=1e-13)
    np.testing.assert_allclose(many.dispersion, without.dispersion, rtol=1e-6)
    np.testing.assert_array_equal(many.df_residual, without.df_residual)

"""Profile likelihood intervals of estimands: beside confint, optimisers and each other."""

from __future__ import annotations

import warnings
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import NonlinearConstraint, minimize
from scipy.stats import t as student

from rglm import betabinomial, binomial, glm, glm_nb, hurdle, lm, multinom, polr, zeroinfl
from rglm.datasets import load
from rglm.inference.estimands.estimands import (
    Combination,
    Estimands,
    LinearEstimands,
    Transformed,
    averages,
)
from rglm.inference.estimands.profile.profile_intervals import intervals_at, profile_intervals
from rglm.warnings import RankWarning, SeparationWarning

LOOMS, GALAXIES, BUDWORM = load("warpbreaks"), load("galaxies"), load("budworm")
MODELS = {
    "lm": lambda: lm("breaks ~ wool * tension", LOOMS),
    "poisson": lambda: glm("breaks ~ wool * tension", LOOMS, "poisson"),
    "gamma": lambda: glm("breaks ~ wool * tension", LOOMS, "Gamma"),
    "probit": lambda: glm("cbind(dead, alive) ~ sex + ldose", BUDWORM, binomial("probit")),
    "glm_nb": lambda: glm_nb("breaks ~ wool * tension", LOOMS),
    "betabinomial": lambda: betabinomial("cbind(dead, alive) ~ sex", BUDWORM),
    "polr": lambda: polr("ordered(tension) ~ breaks + wool", LOOMS),
    "multinom": lambda: multinom("tension ~ breaks + wool", LOOMS),
    "hurdle": lambda: hurdle("n_gc ~ logmass", GALAXIES, dist="negbin"),
}


@cache
def fit_of(name: str) -> Any:
    return MODELS[name]()


def coefficients(fit: Any) -> LinearEstimands:
    count = len(fit._parameters)
    return LinearEstimands(np.eye(count), np.zeros(count), np.zeros((count, 0)))


def row_means(fit: Any, type: str) -> Estimands:
    """The average of a quantity over the rows."""
    n = len(fit.data)
    return averages(fit._design_rows(fit.data), fit._quantity(type), np.full((1, n), 1 / n))


def ratio(fit: Any, above: int, below: int) -> Estimands:
    """The ratio of two coefficients, as a curved function of them."""

    class Ratio(Estimands):
        deviation = np.zeros((1, 0))

        def at(self, parameters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            a, b = parameters[[above, below]]
            slope = np.zeros((1, len(parameters)))
            slope[0, above], slope[0, below] = 1 / b, -a / b**2
            return np.array([a / b]), slope

    return Ratio()


def by_optimiser(fit: Any, estimand: Estimands, z: float) -> list[float]:
    """The least and the greatest value where the log-likelihood has fallen by z^2 / 2 or less."""
    objective, best = fit._objective(), fit._parameters
    root = np.linalg.cholesky(fit._parameter_covariance())
    top = objective(best, False).value

    def loglik(phi: np.ndarray) -> float:
        return objective(best + root @ phi, False).value - top

    def slope(phi: np.ndarray) -> np.ndarray:
        return root.T @ objective(best + root @ phi, True).gradient

    out = []
    for sign in (1, -1):
        fall = NonlinearConstraint(loglik, -z * z / 2, np.inf, jac=slope)
        found = minimize(
            lambda phi, sign=sign: sign * estimand.at(best + root @ phi)[0][0],
            np.zeros(len(best)),
            jac=lambda phi, sign=sign: sign * (estimand.at(best + root @ phi)[1][0] @ root),
            constraints=[fall],
            method="SLSQP",
            options={"ftol": 1e-13, "maxiter": 500},
        )
        out.append(sign * found.fun)
    return out


@pytest.mark.parametrize("name", MODELS)
def test_coefficients_as_in_confint(name: str) -> None:
    fit = fit_of(name)
    method = {} if name == "lm" else {"method": "profile"}
    expected = fit.confint(**method).to_numpy()
    order = np.argsort(fit._solution.system.estimable)  # of parameters by name
    found = profile_intervals(fit, coefficients(fit))[order][fit._interval_places]
    np.testing.assert_allclose(found, expected, rtol=1e-7)


CURVED = [
    ("lm", "ratio"),
    ("poisson", "response"),
    ("gamma", "response"),
    ("probit", "response"),
    ("probit", "ratio"),
    ("glm_nb", "response"),
    ("betabinomial", "response"),
    ("polr", "mean_class"),
    ("multinom", "probs"),
    ("hurdle", "response"),
    ("hurdle", "prob0"),
]


@pytest.mark.parametrize(("name", "what"), CURVED)
def test_curved_ones_are_optimal(name: str, what: str) -> None:
    fit = fit_of(name)
    estimand = ratio(fit, 1, 0) if what == "ratio" else row_means(fit, what)
    estimand = estimand.take(np.array([0]))
    z = 1.5
    found = intervals_at(fit, estimand, np.array([z]))[0]
    np.testing.assert_allclose(found, by_optimiser(fit, estimand, z), rtol=2e-6)


@pytest.mark.parametrize("name", ["poisson", "gamma", "polr"])
def test_monotone_transformations(name: str) -> None:
    """An interval of exp(h) has the exponentials of the ends of that of h."""
    fit = fit_of(name)
    linear = coefficients(fit)
    found = profile_intervals(fit, Transformed(linear, np.exp, np.exp))
    np.testing.assert_allclose(found, np.exp(profile_intervals(fit, linear)), rtol=1e-8)


def test_a_contrast_is_a_coefficient_of_another_formula() -> None:
    fit = fit_of("poisson")
    rows = pd.DataFrame({"wool": ["A", "A"], "tension": ["M", "H"]})
    means = averages(fit._design_rows(rows), fit._quantity("link"), np.eye(2))
    found = profile_intervals(fit, Combination(means, np.array([[1.0, -1.0]])), level=0.9)
    data = LOOMS.assign(tension=LOOMS["tension"].cat.reorder_categories(["H", "L", "M"]))
    other = glm("breaks ~ wool * tension", data, "poisson").confint("tensionM", level=0.9)
    np.testing.assert_allclose(found, other.to_numpy(), rtol=1e-8)


def test_linear_models_have_students_t_and_need_no_rows() -> None:
    fit = fit_of("lm").strip()
    found = profile_intervals(fit, coefficients(fit), level=0.8)
    width = student.ppf(0.9, fit.df_residual) * np.sqrt(np.diag(fit.vcov()))
    np.testing.assert_allclose(found[:, 1] - fit.coef(), width, rtol=1e-9)
    np.testing.assert_allclose(fit.coef() - found[:, 0], width, rtol=1e-9)


@pytest.mark.parametrize("level", [0.1, 0.3, 0.5, 0.6, 0.9])
def test_fieller(level: float) -> None:
    """The ratio of two coefficients of a linear model, by Fieller: it may have no ends."""
    rng = np.random.default_rng(1)
    x = rng.normal(size=30)
    rng.normal(size=30)
    fit = lm("y ~ x", pd.DataFrame({"x": x, "y": 0.05 + 0.1 * x + rng.normal(size=30)}))
    (a, b), v = fit.coef(), fit.vcov().to_numpy()
    q = student.ppf((1 + level) / 2, fit.df_residual) ** 2
    # (a - r b)^2 = q (v00 - 2 r v01 + r^2 v11)
    square, linear, constant = b**2 - q * v[1, 1], -2 * (a * b - q * v[0, 1]), a**2 - q * v[0, 0]
    roots = np.sort(np.roots([square, linear, constant]))
    if np.iscomplex(roots).any():
        expected = [-np.inf, np.inf]
    elif square > 0:
        expected = list(roots)
    else:  # all but what lies between the roots
        expected = [roots[1], np.inf] if a / b > roots[1] else [-np.inf, roots[0]]
    found = profile_intervals(fit, ratio(fit, 0, 1), level)[0]
    np.testing.assert_allclose(found, expected, rtol=1e-7)


def test_what_is_not_estimable_is_nan() -> None:
    data = LOOMS[~((LOOMS["wool"] == "A") & (LOOMS["tension"] == "H"))]
    with pytest.warns(RankWarning):
        fit = glm("breaks ~ wool * tension", data, "poisson")
    rows = pd.DataFrame({"wool": ["A", "B"], "tension": ["H", "H"]})
    found = profile_intervals(
        fit, averages(fit._design_rows(rows), fit._quantity("response"), np.eye(2))
    )
    assert np.isnan(found[0]).all()
    assert np.isfinite(found[1]).all()


def separated() -> Any:
    """Three groups of four: two successes, four and none."""
    data = pd.DataFrame({"g": list("aaaabbbbcccc"), "y": [0, 1, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0]})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SeparationWarning)
        return glm("y ~ g - 1", data, "binomial")


def group_means(fit: Any, type: str) -> Estimands:
    rows = pd.DataFrame({"g": list("abc")})
    return averages(fit._design_rows(rows), fit._quantity(type), np.eye(3))


def test_separation_has_infinite_ends() -> None:
    fit = separated()
    linear = group_means(fit, "link")
    np.testing.assert_allclose(profile_intervals(fit, linear), fit.confint().to_numpy(), rtol=1e-6)
    found = profile_intervals(fit, Combination(linear, np.array([[0.0, 1.0, -1.0]])))[0]
    # both groups of four fall by half of what is allowed: 4 log p = -z^2 / 4
    p = np.exp(-(1.959963984540054**2) / 16)
    np.testing.assert_allclose(found, [2 * np.log(p / (1 - p)), np.inf], rtol=1e-6)


def test_separation_of_means_and_their_differences() -> None:
    fit = separated()
    means = group_means(fit, "response")
    found = profile_intervals(fit, means)
    ends = 1 / (1 + np.exp(-fit.confint().to_numpy()))
    np.testing.assert_allclose(found, ends, rtol=1e-5, atol=1e-5)
    found = profile_intervals(fit, Combination(means, np.array([[1.0, -1.0, 0.0]])))[0]
    # by a search over the mean of the first group
    a = np.linspace(0.05, 0.95, 900_001)
    left = 1.959963984540054**2 / 2 + 2 * np.log(4 * a * (1 - a))
    inside = left >= 0
    b = np.exp(-left[inside] / 4)
    assert found[0] == pytest.approx(a[inside].min() - 1, abs=1e-5)
    assert found[1] == pytest.approx((a[inside] - b).max(), abs=1e-5)


def test_an_end_that_only_infinite_parameters_reach() -> None:
    fit = zeroinfl("n_gc ~ logmass", GALAXIES, dist="negbin")
    low, high = profile_intervals(fit, row_means(fit, "zero"))[0]
    assert 0 <= low < 1e-8
    assert 0.1 < high < 0.4


def test_errors() -> None:
    fit = fit_of("poisson")
    with pytest.raises(ValueError, match="level"):
        profile_intervals(fit, coefficients(fit), level=95)
    with pytest.raises(ValueError, match="stripped of its rows"):
        profile_intervals(fit.strip(), coefficients(fit))
    with pytest.raises(ValueError, match="vcov= goes with method='wald'"):
        profile_intervals(fit, coefficients(fit), vcov="HC3")
    reduced = glm("breaks ~ wool", LOOMS, "poisson", method="brglm")
    with pytest.raises(ValueError, match="needs the maximum of a likelihood"):
        profile_intervals(reduced, coefficients(reduced))

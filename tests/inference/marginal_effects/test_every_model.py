"""Predictions, comparisons and slopes of every model, beside predict() and differences."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from rglm import betabinomial, glm, glm_nb, hurdle, lm, multinom, polr, zeroinfl
from rglm.datasets import load

LOOMS, GALAXIES = load("warpbreaks"), load("galaxies").iloc[::3]
RNG = np.random.default_rng(5)
SHARES = pd.DataFrame({"x": RNG.uniform(0.2, 4, 60), "f": RNG.choice(list("abc"), 60)})
SHARES["k"] = RNG.binomial(20, RNG.beta(2, 2, 60))
LOOMS["len"] = RNG.uniform(1, 3, 54)
COUNT = "n_gc ~ poly(logmass, 2) | logmass"
MODELS = {
    "lm": lambda: lm("log(breaks) ~ wool * tension + ns(len, df = 3):wool", LOOMS),
    "poisson": lambda: glm("breaks ~ wool * log(len) + tension", LOOMS, "poisson", offset="len"),
    "gamma": lambda: glm("breaks ~ tension + poly(len, 2)", LOOMS, "Gamma"),
    "glm_nb": lambda: glm_nb("breaks ~ wool * len + tension", LOOMS),
    "betabinomial": lambda: betabinomial("cbind(k, 20 - k) ~ f * log(x)", SHARES),
    "polr": lambda: polr("ordered(tension) ~ breaks * wool", LOOMS),
    "multinom": lambda: multinom("tension ~ log(breaks) + wool", LOOMS),
    "zeroinfl": lambda: zeroinfl(COUNT, GALAXIES, dist="negbin"),
    "hurdle": lambda: hurdle(COUNT, GALAXIES, dist="negbin"),
}
NUMBER = {
    **dict.fromkeys(("lm", "poisson", "gamma", "glm_nb"), "len"),
    "betabinomial": "x",
    **dict.fromkeys(("polr", "multinom"), "breaks"),
    **dict.fromkeys(("zeroinfl", "hurdle"), "logmass"),
}
TYPES: dict[str, tuple[str, ...]] = {
    "polr": ("probs", "mean_class"),
    "multinom": ("probs", "latent"),
}
for name in ("zeroinfl", "hurdle"):
    TYPES[name] = ("response", "count", "zero", "prob0")


@cache
def fit_of(name: str) -> Any:
    return MODELS[name]()


def means(fit: Any, type: str, rows: Any, theta: np.ndarray) -> np.ndarray:
    """The predictions of rows at any parameters, (n, k)."""
    quantity = fit._quantity(type)
    return quantity.values(rows.linear_predictors(theta), theta[rows.scalars])


def delta_errors(fit: Any, function: Any) -> np.ndarray:
    """Standard errors by differences by each parameter."""
    theta, covariance = fit._parameters, fit._parameter_covariance()
    columns = []
    for place, step in enumerate(1e-3 * np.sqrt(np.diag(covariance))):
        at = [
            function(theta + k * step * (np.arange(len(theta)) == place)) for k in (1, -1, 2, -2)
        ]
        columns.append((8 * (at[0] - at[1]) - (at[2] - at[3])) / (12 * step))
    jacobian = np.array(columns).T
    return np.sqrt(np.einsum("ij,jk,ik->i", jacobian, covariance, jacobian))


def types_of(name: str) -> tuple[str, ...]:
    return TYPES.get(name, ("response", "link"))


@pytest.mark.parametrize("name", MODELS)
def test_slopes_and_their_errors(name: str) -> None:
    fit, x = fit_of(name), NUMBER[name]
    h = 2e-3 * fit.data[x].std()
    moved = [fit._design_rows(fit.data.assign(**{x: fit.data[x] + k * h})) for k in (1, -1, 2, -2)]
    for type in types_of(name):

        def slope(theta: np.ndarray, type: str = type) -> np.ndarray:
            at = [means(fit, type, rows, theta) for rows in moved]
            return ((8 * (at[0] - at[1]) - (at[2] - at[3])) / (12 * h)).mean(axis=0)

        found = fit.avg_slopes(x, type=type)
        np.testing.assert_allclose(found["estimate"], slope(fit._parameters), rtol=1e-7, atol=1e-9)
        np.testing.assert_allclose(found["std_error"], delta_errors(fit, slope), rtol=1e-6)
        each = fit.slopes(x, type=type).table
        by_level = each.groupby("group", sort=False) if "group" in each else [(0, each)]
        averages = [part["estimate"].mean() for _, part in by_level]
        np.testing.assert_allclose(averages, found["estimate"], rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("name", MODELS)
def test_comparisons_and_their_errors(name: str) -> None:
    """Ratios of average predictions, and of those of each row."""
    fit, x = fit_of(name), NUMBER[name]
    low, high = (
        fit._design_rows(fit.data.assign(**{x: fit.data[x].quantile(q)})) for q in (0.25, 0.75)
    )
    type = types_of(name)[0]

    def ratio(theta: np.ndarray) -> np.ndarray:
        return means(fit, type, high, theta).mean(axis=0) / means(fit, type, low, theta).mean(0)

    found = fit.avg_comparisons({x: "iqr"}, type=type, comparison="ratio")
    np.testing.assert_allclose(found["estimate"], ratio(fit._parameters), rtol=1e-10)
    np.testing.assert_allclose(found["std_error"], delta_errors(fit, ratio), rtol=1e-7)

    def of_rows(theta: np.ndarray) -> np.ndarray:
        parts = [means(fit, type, rows.take(slice(0, 9)), theta) for rows in (high, low)]
        return (parts[0] / parts[1]).T.ravel()

    rows = fit.data.iloc[:9]
    found = fit.comparisons({x: "iqr"}, newdata=rows, type=type, comparison="ratio")
    np.testing.assert_allclose(found["estimate"], of_rows(fit._parameters), rtol=1e-10)
    np.testing.assert_allclose(found["std_error"], delta_errors(fit, of_rows), rtol=1e-7)


@pytest.mark.parametrize("name", MODELS)
def test_predictions_are_those_of_predict(name: str) -> None:
    fit = fit_of(name)
    for type in types_of(name):
        if type in ("mean_class", "latent", "prob0"):  # no types of predict()
            continue
        given = {} if name == "lm" else {"type": type}
        expected = fit.predict(fit.data.iloc[:7], se_fit=True, **given)
        found = fit.predictions(newdata=fit.data.iloc[:7], type=type)
        values = np.asarray(expected["fit"]).reshape(7, -1).T.ravel()
        errors = np.asarray(expected["se_fit"]).reshape(7, -1).T.ravel()
        np.testing.assert_allclose(found["estimate"], values, rtol=1e-10)
        np.testing.assert_allclose(found["std_error"], errors, rtol=1e-7)
        own = fit.predictions(type=type)
        np.testing.assert_allclose(own["estimate"][:7], found["estimate"][:7], rtol=1e-10)


def test_profile_intervals_of_averages() -> None:
    """The slope of a linear model is a coefficient; that of log(x) at a row is one over x."""
    fit = glm("breaks ~ wool + log(len)", LOOMS, "poisson")
    found = fit.slopes("len", newdata=pd.DataFrame({"wool": ["A"], "len": [2.0]}), type="link")
    expected = fit.confint("log(len)").to_numpy().ravel() / 2
    ends = found.confint(method="profile").iloc[0, -2:]
    np.testing.assert_allclose(ends.astype(float), expected, rtol=1e-6)
    with pytest.raises(ValueError, match="method"):
        found.confint(method="bayes")

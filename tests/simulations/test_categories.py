"""Simulations behind sentences of vignettes/categories.md.

- "What the model supposes": how often the refit test of Hausman and McFadden rejects; what nested
  logits know of buses that are taken away.
- "Are the odds proportional?": how often Brant's test rejects.
- "Another noise": how often AIC finds the noise that is true.
- "Predicting, and how well": how often intervals of probabilities hold the truth.
"""

from __future__ import annotations

import contextlib

import numpy as np
import pandas as pd
import pytest
from scipy import optimize, stats
from scipy.special import expit

from rglm import multinom, polr

LEVELS = ["none", "weak", "clear", "grand"]
CUTS = np.array([0, 1.5, 3])


def red_and_blue(rng: np.random.Generator, n: int) -> pd.DataFrame:
    """Cars or buses by a straight line; the colour of the bus is a coin."""
    x = rng.normal(size=n)
    colour = np.where(rng.random(n) < 0.5, "red", "blue")
    return pd.DataFrame({"x": x, "y": np.where(rng.random(n) < expit(x), "car", colour)})


def bent(rng: np.random.Generator, n: int) -> pd.DataFrame:
    """Independent alternatives: car against red a straight line, car against blue a parabola."""
    x = rng.normal(size=n)
    odds = np.exp(np.column_stack([0 * x, x, -x + x**2 / 2]))
    limits = (odds / odds.sum(axis=1, keepdims=True)).cumsum(axis=1)
    drawn = (rng.random(n)[:, None] > limits).sum(axis=1)
    return pd.DataFrame({"x": x, "y": np.array(["car", "red", "blue"])[drawn]})


def refit_statistic(data: pd.DataFrame) -> float:
    """Hausman and McFadden's d' (V - V_all)^-1 d of a fit without the blue ones.

    It may be negative, as V - V_all is estimated; that is no rejection.
    """
    whole = multinom("y ~ x", data, ref="car")
    part = multinom("y ~ x", data[data["y"] != "blue"], ref="car")
    change = (part.coefficients.loc["red"] - whole.coefficients.loc["red"]).to_numpy()
    names = [name for name in whole.vcov().index if name.startswith("red")]
    gain = part.vcov().to_numpy() - whole.vcov().loc[names, names].to_numpy()
    return float(change @ np.linalg.solve(gain, change))


@pytest.mark.parametrize(
    ("draw", "low", "high"), [(red_and_blue, 2, 8), (bent, 95, 100)], ids=["copies", "bent"]
)
def test_refit_without_a_level_finds_bent_lines_and_not_copies(draw, low, high):
    rng = np.random.default_rng(1)
    values = np.array([refit_statistic(draw(rng, 1500)) for _ in range(100)])
    assert low <= (values > stats.chi2.ppf(0.95, 2)).sum() <= high


def nested_logit(data: pd.DataFrame, dissimilarity: float) -> tuple[float, float]:
    """The log-likelihood of a car or a nest of two buses; the cars if the blue ones go."""
    x, y = data["x"].to_numpy(), data["y"].to_numpy()

    def logs(beta: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        red, blue = beta[0] + beta[1] * x, beta[2] + beta[3] * x
        inclusive = np.logaddexp(red, blue)
        return red, blue, inclusive

    def minus_log_likelihood(beta: np.ndarray) -> float:
        red, blue, inclusive = logs(beta)
        bus = dissimilarity * inclusive
        chosen = np.select(
            [y == "car", y == "red"], [0 * x, bus + red - inclusive], bus + blue - inclusive
        )
        return float(np.logaddexp(0, bus).sum() - chosen.sum())

    best = optimize.minimize(minus_log_likelihood, [0, -1, 0, -1])
    return -best.fun, float(expit(-dissimilarity * logs(best.x)[0]).mean())


def test_nested_logits_of_these_columns_do_not_know_what_happens_without_blue_buses():
    data = red_and_blue(np.random.default_rng(7), 4000)
    (near, few), (far, many) = nested_logit(data, 0.1), nested_logit(data, 1.0)
    assert near == pytest.approx(far, abs=0.01)
    assert (few, many) == (pytest.approx(0.51, abs=0.02), pytest.approx(0.64, abs=0.02))


def arms(rng: np.random.Generator, n: int, square: float = 0.0) -> pd.DataFrame:
    """Arms as on the page, with a square of the mass in the truth."""
    mass, gas = rng.normal(0, 0.8, n), rng.gamma(3, 1 / 3, n)
    cluster = rng.random(n) < 0.4
    strength = mass + 1.5 * gas - 0.8 * cluster + square * mass**2 + rng.logistic(size=n)
    level = pd.cut(strength, [-np.inf, *CUTS, np.inf], labels=LEVELS)
    return pd.DataFrame({"mass": mass, "gas": gas, "cluster": cluster, "arms": level})


@pytest.mark.parametrize(
    ("rows", "samples", "square", "low", "high"),
    [(100, 300, 0.0, 6, 12), (600, 100, 0.0, 2, 10), (600, 100, 0.5, 23, 38)],
    ids=["few rows", "many rows", "a missing square"],
)
def test_how_often_brants_test_rejects(rows, samples, square, low, high):
    rng = np.random.default_rng(79)
    small = []
    for _ in range(samples):
        fit = polr("arms ~ mass + gas + cluster", arms(rng, rows, square))
        with contextlib.suppress(ValueError):  # few rows: a logit that has no finite estimate
            small.append(fit.brant().table.loc["Omnibus", "probability"] < 0.05)
    assert len(small) > 0.98 * samples
    assert low <= 100 * np.mean(small) <= high


def test_aic_hardly_tells_logistic_from_normal_noise():
    rng = np.random.default_rng(1)
    right = []
    for _ in range(100):
        fit = polr("arms ~ mass + gas + cluster", arms(rng, 583))
        right.append(fit.AIC() < fit.update(method="probit").AIC())
    assert 58 <= sum(right) <= 82


def test_intervals_of_probabilities_hold_the_truth():
    rng = np.random.default_rng(4)
    galaxy = pd.DataFrame({"mass": [-0.5], "gas": [0.5], "cluster": [True]})
    truth = np.diff([0, *expit(CUTS - (-0.5 + 1.5 * 0.5 - 0.8)), 1])
    inside = []
    for _ in range(200):
        fit = polr("arms ~ mass + gas + cluster", arms(rng, 600))
        told = fit.predict(galaxy, type="probs", interval="confidence").iloc[0]
        inside.append((told["lwr"] < truth) & (truth < told["upr"]))
    assert np.mean(inside, axis=0) == pytest.approx(0.95, abs=0.035)

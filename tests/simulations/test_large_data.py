"""Simulations behind sentences of vignettes/large-data.md.

- "Flights of the same plane": how often intervals hold the truth, with the planes and without, and
  with few planes; and how much nearer to 0 a coefficient is with the planes averaged out.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from rglm import binomial, glm

SPREAD = 0.5  # the standard deviation of the planes' log odds
AVERAGED = 0.96  # the factor of the page


def averaged(eta: float) -> float:
    """The log odds of a delay on a plane that is not known."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(60)
    chance = expit(eta + SPREAD * nodes) @ weights / weights.sum()
    return float(np.log(chance / (1 - chance)))


def test_coefficients_of_any_plane_are_nearer_to_zero():
    typical = -1.4  # a delay of one flight in five
    assert averaged(typical + 0.1) - averaged(typical) == pytest.approx(0.1 * AVERAGED, abs=0.0005)


def fleet(rng: np.random.Generator, planes: int) -> pd.DataFrame:
    """The flights of so many planes of each of two carriers, 150 a plane, counted by plane."""
    ua = np.repeat([False, True], planes)
    chance = expit(-1.4 + 0.1 * ua + rng.normal(0, SPREAD, len(ua)))
    delayed = rng.binomial(150, chance)
    return pd.DataFrame(
        {"plane": range(2 * planes), "ua": ua, "delayed": delayed, "punctual": 150 - delayed}
    )


@pytest.mark.parametrize(
    ("planes", "samples", "vcov", "low", "high"),
    [
        (500, 200, None, 46, 60),
        (500, 200, {"cluster": "plane"}, 92, 98),
        (5, 250, {"cluster": "plane"}, 85, 94),
    ],
    ids=["without the planes", "with the planes", "few planes"],
)
def test_intervals_hold_the_truth_only_with_the_planes_and_with_many(
    planes, samples, vcov, low, high
):
    rng = np.random.default_rng(6)
    inside = []
    for _ in range(samples):
        fit = glm("cbind(delayed, punctual) ~ ua", fleet(rng, planes), binomial())
        row = fit.tidy(vcov=vcov).iloc[1]
        inside.append(abs(row["estimate"] - 0.1 * AVERAGED) < 1.96 * row["std_error"])
    assert low <= 100 * np.mean(inside) <= high

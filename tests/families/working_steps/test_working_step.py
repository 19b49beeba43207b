"""A family's own step has the numbers of the general code, or leaves the rows to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from rglm.families import Family, binomial
from rglm.families.working_steps.working_step import WorkArrays, WorkingSums

EPS = np.finfo(float).eps


@dataclass
class General:
    """The numbers of the general code."""

    deviance: float
    mu: np.ndarray
    weight: np.ndarray
    residual: np.ndarray


def general(family: Family, y: np.ndarray, a: np.ndarray, eta: np.ndarray) -> General:
    with np.errstate(all="ignore"):
        mu, slope = family.link.inverse_and_slope(eta)
        weight = a * slope * slope / family.variance(mu)
        return General(family.dev_resids(y, mu, a).sum(), mu, weight, (y - mu) / slope)


def own(
    family: Family, y: np.ndarray, a: np.ndarray, eta: np.ndarray
) -> tuple[WorkingSums | None, WorkArrays]:
    work = WorkArrays.of_length(len(y))
    return family.working_step(y, a, eta.copy(), work), work


def assert_same(family: Family, y: np.ndarray, a: np.ndarray, eta: np.ndarray) -> None:
    sums, work = own(family, y, a, eta)
    want = general(family, y, a, eta)
    assert sums is not None
    assert sums.deviance == pytest.approx(want.deviance, rel=1e-13)
    assert (sums.lowest, sums.highest) == (want.mu.min(), want.mu.max())
    assert sums.informative == np.count_nonzero(a)
    used = a > 0
    # near 1 the general code has lost digits of 1 - mu
    np.testing.assert_allclose(work.weight, want.weight, rtol=1e-13, atol=4 * EPS * a.max())
    np.testing.assert_allclose(work.residual[used], want.residual[used], rtol=1e-13)


def weights_of(kind: str, rng: np.random.Generator, m: int) -> np.ndarray:
    if kind == "none":
        return np.broadcast_to(1.0, m)
    if kind == "one":
        return np.broadcast_to(2.5, m)
    if kind == "ones":
        return np.ones(m)
    weights = rng.gamma(1.0, size=m)
    weights[::7] = 0.0
    return weights


WEIGHTS = ("none", "one", "ones", "some zero")


@pytest.mark.parametrize("weights", WEIGHTS)
@pytest.mark.parametrize("scale", [0.1, 2.0, 7.0])
def test_logistic_regression(weights: str, scale: float) -> None:
    rng = np.random.default_rng(1)
    m = 3000
    eta = rng.normal(0, scale, m).clip(-29.9, 29.9)
    y = (rng.random(m) < 1 / (1 + np.exp(-eta))) * 1.0
    assert_same(binomial(), y, weights_of(weights, rng, m), eta)


@pytest.mark.parametrize(
    ("y", "eta"), [(1.0, 30.5), (0.0, -31.0), (1.0, np.nan), (1.0, np.inf), (0.25, 0.0)]
)
def test_logistic_regression_near_an_edge_is_left_to_the_general_code(
    y: float, eta: float
) -> None:
    rng = np.random.default_rng(1)
    ys, etas = (rng.random(50) < 0.5) * 1.0, rng.normal(size=50)
    ys[7], etas[7] = y, eta
    assert own(binomial(), ys, np.ones(50), etas)[0] is None


def test_one_row() -> None:
    assert_same(binomial(), np.ones(1), np.ones(1), np.zeros(1))


def test_arrays_of_fewer_rows_are_views() -> None:
    work = WorkArrays.of_length(5)
    work.first(3).weight[:] = 1.0
    assert work.weight[:3].tolist() == [1.0] * 3
    assert work.first(5) is work

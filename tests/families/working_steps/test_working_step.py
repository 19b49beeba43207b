"""A family's own step has the numbers of the general code, or leaves the rows to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from rglm.families import (
    Family,
    Gamma,
    binomial,
    gaussian,
    inverse_gaussian,
    negative_binomial,
    poisson,
    quasi,
    quasibinomial,
    quasipoisson,
    tweedie,
)
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
    ("y", "eta"), [(1.0, 30.5), (0.0, -31.0), (1.0, np.nan), (1.0, np.inf), (0.25, np.inf)]
)
def test_logistic_regression_near_an_edge_is_left_to_the_general_code(
    y: float, eta: float
) -> None:
    rng = np.random.default_rng(1)
    ys, etas = (rng.random(50) < 0.5) * 1.0, rng.normal(size=50)
    ys[7], etas[7] = y, eta
    assert own(binomial(), ys, np.ones(50), etas)[0] is None


def counts(rng: np.random.Generator, mu: np.ndarray) -> np.ndarray:
    return rng.poisson(mu).astype(float)


def amounts(rng: np.random.Generator, mu: np.ndarray) -> np.ndarray:
    return rng.gamma(2.0, mu / 2)


def proportions(rng: np.random.Generator, mu: np.ndarray) -> np.ndarray:
    return rng.binomial(10, mu) / 10


def zero_or_one(rng: np.random.Generator, mu: np.ndarray) -> np.ndarray:
    return (rng.random(len(mu)) < mu) * 1.0


def near(rng: np.random.Generator, mu: np.ndarray) -> np.ndarray:
    """Responses whose deviance terms cancel to few digits."""
    return mu * (1 + 1e-6 * rng.normal(size=len(mu)))


def amounts_or_zero(rng: np.random.Generator, mu: np.ndarray) -> np.ndarray:
    return np.where(rng.random(len(mu)) < 0.3, 0.0, amounts(rng, mu))


CASES = {
    "poisson": (poisson(), counts, (0.5, 0.8)),
    "poisson, large means": (poisson(), counts, (9.0, 0.5)),
    "poisson, sqrt": (poisson("sqrt"), counts, (3.0, 0.5)),
    "poisson, identity": (poisson("identity"), counts, (9.0, 1.0)),
    "quasipoisson": (quasipoisson(), near, (0.5, 0.8)),
    "gamma, log": (Gamma("log"), amounts, (1.0, 1.0)),
    "gamma, inverse": (Gamma(), amounts, (3.0, 0.4)),
    "gamma, near": (Gamma("log"), near, (1.0, 1.0)),
    "inverse gaussian, log": (inverse_gaussian("log"), amounts, (1.0, 1.0)),
    "inverse gaussian": (inverse_gaussian(), amounts, (3.0, 0.4)),
    "tweedie": (tweedie(1.5, 0), amounts_or_zero, (1.0, 1.0)),
    "tweedie, above 2": (tweedie(2.5, 0), amounts, (1.0, 1.0)),
    "gaussian": (gaussian(), near, (1.0, 1.0)),
    "gaussian, log": (gaussian("log"), amounts, (1.0, 1.0)),
    "negative binomial": (negative_binomial(1.3), counts, (1.0, 1.0)),
    "negative binomial, large means": (negative_binomial(2.0), counts, (9.0, 0.5)),
    "negative binomial, near": (negative_binomial(0.5), near, (3.0, 0.5)),
    "probit": (binomial("probit"), zero_or_one, (0.0, 1.5)),
    "probit, proportions": (binomial("probit"), proportions, (0.0, 0.8)),
    "cloglog": (binomial("cloglog"), zero_or_one, (-1.0, 0.7)),
    "cloglog, proportions": (quasibinomial("cloglog"), proportions, (-1.0, 0.7)),
    "logit, proportions": (binomial(), proportions, (0.0, 1.0)),
    "logit, near": (quasibinomial(), near, (-5.0, 0.5)),
    "quasi, constant": (quasi(), amounts, (1.0, 1.0)),
    "quasi, log": (quasi("log", "mu^2"), amounts, (1.0, 1.0)),
    "quasi, logit": (quasi("logit", "mu(1-mu)"), proportions, (0.0, 1.0)),
    "quasi, cube": (quasi("log", "mu^3"), amounts, (1.0, 1.0)),
    "quasi, mu": (quasi("log", "mu"), amounts, (1.0, 1.0)),
}


@pytest.mark.parametrize("weights", WEIGHTS)
@pytest.mark.parametrize("case", CASES)
def test_families(case: str, weights: str) -> None:
    family, draw, (centre, scale) = CASES[case]
    rng = np.random.default_rng(len(case))
    m = 1000
    eta = rng.normal(centre, scale, m)
    eta = (
        np.abs(eta) + 0.05
        if family.link.eta_range[0] == 0 or family.link.name in ("inverse", "identity")
        else eta
    )
    y = draw(rng, family.link.linkinv(eta))
    assert_same(family, y, weights_of(weights, rng, m), eta)


@pytest.mark.parametrize(
    ("family", "eta"),
    [
        (poisson(), -40.0),
        (poisson(), 800.0),
        (poisson("identity"), -1.0),
        (poisson("sqrt"), -1.0),
        (Gamma(), -1.0),
        (Gamma(), 0.0),
        (inverse_gaussian(), -0.5),
        (binomial("probit"), 8.2),
        (binomial("cloglog"), 4.0),
        (binomial("cloglog"), -37.0),
        (binomial("cauchit"), 0.5),
        (negative_binomial(2.0), np.nan),
        (gaussian(), np.inf),
    ],
)
def test_rows_near_an_edge_are_left_to_the_general_code(family: Family, eta: float) -> None:
    etas = np.linspace(0.2, 1.0, 50)
    etas[7] = eta
    assert own(family, np.ones(50), np.ones(50), etas)[0] is None


def test_a_gamma_response_of_zero_is_left_to_the_general_code() -> None:
    y = np.array([0.0, 1.0])
    assert own(quasi("log", "mu^2"), y, np.ones(2), np.zeros(2))[0] is None


def test_one_row() -> None:
    assert_same(binomial(), np.ones(1), np.ones(1), np.zeros(1))


def test_arrays_of_fewer_rows_are_views() -> None:
    work = WorkArrays.of_length(5)
    work.first(3).weight[:] = 1.0
    assert work.weight[:3].tolist() == [1.0] * 3
    assert work.first(5) is work

"""Simulated responses have the family's mean and variance."""

import numpy as np
import pytest

from rglm import families

DRAWS = 100_000
# Six standard errors of a mean and, roughly, of a variance, for the heaviest tail below.
ERRORS = 6
RTOL_VARIANCE = 0.1


@pytest.mark.parametrize(
    ("family", "mu", "wt", "dispersion"),
    [
        (families.gaussian(), -2.0, 4.0, 0.5),
        (families.binomial(), 0.3, 7.0, 1.0),
        (families.poisson(), 3.0, 1.0, 1.0),
        (families.Gamma(), 3.0, 2.0, 0.4),
        (families.inverse_gaussian(), 2.0, 2.0, 0.1),
        (families.negative_binomial(1.5), 3.0, 1.0, 1.0),
        (families.tweedie(0), 2.0, 2.0, 0.5),
        (families.tweedie(1), 2.0, 2.0, 0.5),
        (families.tweedie(1.5), 2.0, 2.0, 0.5),
        (families.tweedie(1.9), 2.0, 1.0, 0.5),
        (families.tweedie(2), 2.0, 2.0, 0.5),
        (families.tweedie(3), 2.0, 2.0, 0.1),
    ],
    ids=repr,
)
def test_mean_and_variance(family, mu, wt, dispersion):
    rng = np.random.default_rng(20)
    y = family.simulate(np.full(DRAWS, mu), np.full(DRAWS, wt), rng, dispersion)
    expected = dispersion * family.variance(np.array([mu])).item() / wt
    assert abs(y.mean() - mu) < ERRORS * np.sqrt(expected / DRAWS)
    assert y.var() == pytest.approx(expected, rel=RTOL_VARIANCE)
    assert family.prepare(y[:100], np.full(100, wt)).y.shape == (100,)


def test_the_mass_at_zero_of_a_compound_poisson():
    y = families.tweedie(1.5).simulate(
        np.full(DRAWS, 1.0), np.ones(DRAWS), np.random.default_rng(1), 1.0
    )
    assert np.mean(y == 0) == pytest.approx(np.exp(-2.0), abs=0.01)


def test_rows_of_weight_zero_are_missing():
    y = families.gaussian().simulate(
        np.zeros(3), np.array([1.0, 0.0, 1.0]), np.random.default_rng(1), 1.0
    )
    assert np.isnan(y).tolist() == [False, True, False]


@pytest.mark.parametrize(
    "family", [families.quasi(), families.quasibinomial(), families.quasipoisson()], ids=repr
)
def test_a_quasi_likelihood_has_no_distribution(family):
    with pytest.raises(ValueError, match="no distribution to simulate from"):
        family.simulate(np.ones(2), np.ones(2), np.random.default_rng(1), 1.0)


def test_what_cannot_be_simulated():
    rng, ones = np.random.default_rng(1), np.ones(2)
    with pytest.raises(ValueError, match="prior weights that are not whole"):
        families.binomial().simulate(ones / 2, ones * 1.5, rng, 1.0)
    with pytest.raises(ValueError, match=r"cannot simulate var_power=2\.5"):
        families.tweedie(2.5).simulate(ones, ones, rng, 1.0)
    with pytest.raises(ValueError, match="Gamma: simulate needs a positive dispersion, got nan"):
        families.Gamma().simulate(ones, ones, rng, float("nan"))
    with pytest.warns(families.FamilyWarning, match="poisson: simulate ignores prior weights"):
        families.poisson().simulate(ones, ones * 2, rng, 1.0)

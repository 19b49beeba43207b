"""Distribution functions on the normal scale, against R's on a grid far into both tails."""

import numpy as np
import oracle
import pytest
from scipy.special import log_ndtr

from rglm.families import (
    FamilyWarning,
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

GRIDS = oracle.saved("quantile")["grids"]
# of the logarithm of a tail probability; R's own algorithms lose some digits far out
RTOL = 1e-10


def column(values):
    return np.array([float(str(v).replace("Inf", "inf")) for v in values])


def signed_log(z):
    """The logarithm of the smaller tail, its sign changed for the upper one."""
    with np.errstate(all="ignore"):
        return np.where(z <= 0, log_ndtr(z), -log_ndtr(-z))


def ends(family, y, mu, wt=1.0, phi=1.0):
    ones = np.ones(len(y))
    return family.normal_scores(np.asarray(y, float), mu * ones, wt * ones, ones, phi)


OF = {
    "gamma": lambda y, mu, phi: ends(Gamma(), y, mu, 1 / phi, 1.0)[1],
    "inverse_gaussian": lambda y, mu, phi: ends(inverse_gaussian(), y, mu, 1 / phi, 1.0)[1],
    "poisson": lambda y, mu: ends(poisson(), y, mu)[1],
    "binomial": lambda y, n, mu: ends(binomial(), y / n, mu, n)[1],
}


@pytest.mark.parametrize("name", OF)
def test_against_R(name):
    grid = {k: column(v) for k, v in GRIDS[name].items()}
    theirs = grid.pop("log")
    np.testing.assert_allclose(signed_log(OF[name](**grid)), theirs, rtol=RTOL, atol=RTOL)


@pytest.mark.parametrize("name", ["negative_binomial", "tweedie"])
def test_families_with_a_parameter_against_R(name):
    grid = {k: column(v) for k, v in GRIDS[name].items()}
    make, parameter = {
        "negative_binomial": (negative_binomial, "theta"),
        "tweedie": (lambda p: tweedie(p, 0), "p"),
    }[name]
    for value in np.unique(grid[parameter]):
        at = grid[parameter] == value
        wt = 1 / grid["phi"][at] if "phi" in grid else 1.0
        z = ends(make(value), grid["y"][at], grid["mu"][at], wt)[1]
        np.testing.assert_allclose(signed_log(z), grid["log"][at], rtol=RTOL, atol=RTOL)


def test_powers_of_tweedie_that_are_other_families():
    y, mu = np.array([0.3, 1.0, 9.0]), 2.0
    for p, family in ((0, gaussian()), (2, Gamma()), (3, inverse_gaussian())):
        ours = ends(tweedie(p), y, mu, 2.0, 0.4)
        np.testing.assert_array_equal(ours, ends(family, y, mu, 2.0, 0.4))


def test_ends_lie_apart_only_where_there_is_mass():
    low, high = ends(poisson(), [0.0, 3.0], 2.0)
    assert low[0] == -np.inf
    assert (low < high).all()
    low, high = ends(tweedie(1.5), [0.0, 3.0], 2.0)
    assert low[0] == -np.inf < high[0]
    assert low[1] == high[1]
    low, high = ends(binomial(), [0.0, 1.0], 0.4, 5.0)
    assert (low[0], high[1]) == (-np.inf, np.inf)
    with pytest.warns(FamilyWarning, match="poisson: quantile residuals ignore prior weights"):
        ends(poisson(), [1.0], 1.0, 2.0)
    with pytest.warns(FamilyWarning, match="negative_binomial: quantile residuals ignore"):
        ends(negative_binomial(1), [1.0], 1.0, 2.0)


def test_tails_stay_finite_and_in_order():
    y = np.array([1e3, 1e4, 1e5, 1e6])
    for family in (poisson(), negative_binomial(0.5), Gamma(), inverse_gaussian(), tweedie(1.5)):
        z = ends(family, y, 0.5)[1]
        assert np.isfinite(z).all()
        assert (np.diff(z) > 0).all()
    assert np.isfinite(ends(binomial(), np.array([0.9]), 1e-9, 1e6)).all()


def test_a_compound_poisson_of_many_values_is_a_gamma_in_the_limit():
    y = np.array([0.2, 0.9, 1.1, 4.0, 20.0])
    near, limit = ends(tweedie(1.9999), y, 1.0)[1], ends(tweedie(2), y, 1.0)[1]
    np.testing.assert_allclose(near, limit, atol=2e-4)


def test_an_extremely_skewed_inverse_gaussian_keeps_its_digits():
    y = np.array([1e-3, 0.3, 0.99, 1.0, 1.01, 1e3])
    z = ends(inverse_gaussian(), y, 1.0, 1.0, 1e6)[1]
    assert np.isfinite(z).all()
    assert (np.diff(z) > 0).all()


@pytest.mark.parametrize("family", [quasi(), quasibinomial(), quasipoisson()], ids=repr)
def test_a_quasi_likelihood_has_no_distribution(family):
    with pytest.raises(ValueError, match="no distribution and so no quantile residuals; use"):
        ends(family, [1.0], 0.5)


@pytest.mark.parametrize(("p", "what"), [(1, "multiples"), (2.5, "var_power=2.5"), (-1, "=-1")])
def test_tweedies_without_a_distribution_function(p, what):
    with pytest.raises(ValueError, match=what):
        ends(tweedie(p), [1.0], 1.0)

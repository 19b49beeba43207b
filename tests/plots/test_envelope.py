"""halfnorm: the envelope of refits to simulated responses."""

import numpy as np
import pytest

from rglm import binomial, glm, glm_nb, hurdle, multinom, poisson
from rglm.datasets import load
from rglm.plots.envelope import envelope_table

LOOMS, BUDWORM, GALAXIES = load("warpbreaks"), load("budworm"), load("galaxies")
POISSON = glm("breaks ~ wool * tension", LOOMS, poisson())


def test_sizes_are_the_residuals_in_order():
    table = envelope_table(POISSON, nsim=5)
    np.testing.assert_allclose(table["size"], np.sort(POISSON.residuals("deviance").abs()))
    assert (table["low"] <= table["middle"]).all()
    assert (table["middle"] <= table["high"]).all()


def test_an_overdispersed_fit_leaves_the_envelope_and_a_right_one_does_not():
    def outside(fit):
        table = envelope_table(fit, nsim=19, level=1)
        return ((table["size"] < table["low"]) | (table["size"] > table["high"])).mean()

    assert outside(POISSON) > 0.5
    drawn = glm_nb("breaks ~ wool * tension", LOOMS).simulate(1, seed=3)["sim_1"]
    again = LOOMS.assign(breaks=drawn)
    assert outside(glm_nb("breaks ~ wool * tension", again)) < 0.2


@pytest.mark.parametrize(
    "fit",
    [
        glm("cbind(dead, alive) ~ sex * ldose", BUDWORM, binomial()),
        glm("has_gc ~ logmass", GALAXIES, binomial(), subset="logmass > 5"),
        hurdle("n_gc ~ logmass | logmass", GALAXIES, dist="negbin"),
    ],
    ids=["cbind", "binary", "hurdle"],
)
def test_other_responses(fit):
    table = envelope_table(fit, nsim=3)
    assert len(table) == fit.nobs()
    assert np.isfinite(table.to_numpy()).all()


def test_what_is_drawn_is_the_same_each_time():
    one, two = POISSON.halfnorm(nsim=5), POISSON.halfnorm(nsim=5)
    np.testing.assert_array_equal(one.lines[0].get_ydata(), two.lines[0].get_ydata())
    assert one.get_ylabel() == "|deviance residuals|"


def test_what_is_refused():
    with pytest.raises(ValueError, match="level=90"):
        POISSON.halfnorm(level=90)
    with pytest.raises(ValueError, match="several a row"):
        multinom("tension ~ breaks", LOOMS).halfnorm()

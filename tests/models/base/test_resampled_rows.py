"""A model fitted again to its own rows, to some of them twice, and with weights for the same."""

import numpy as np
import pandas as pd
import pytest

from rglm import (
    aov,
    betabinomial,
    binomial,
    glm,
    glm_nb,
    hurdle,
    lm,
    multinom,
    poisson,
    polr,
    zeroinfl,
)
from rglm.datasets import load

LOOMS, GALAXIES = load("warpbreaks"), load("galaxies")
ORDERED = LOOMS.assign(tension=pd.Categorical(LOOMS["tension"], ["L", "M", "H"], ordered=True))

FITS = {
    "lm": lambda: lm("breaks ~ wool + tension", LOOMS, weights="breaks"),
    "poly": lambda: lm("breaks ~ poly(as.numeric(tension), 2) + wool", LOOMS),
    "aov": lambda: aov("breaks ~ wool + tension", LOOMS),
    "glm": lambda: glm("breaks ~ wool + tension", LOOMS, poisson(), offset="log(2 + breaks)"),
    "trials": lambda: glm("cbind(dead, alive) ~ sex", load("budworm"), binomial()),
    "brglm": lambda: glm("has_gc ~ logmass", GALAXIES, binomial(), method="brglm"),
    "glm_nb": lambda: glm_nb("breaks ~ wool + tension", LOOMS),
    "polr": lambda: polr("tension ~ breaks", ORDERED),
    "multinom": lambda: multinom("tension ~ breaks", LOOMS, ref="M"),
    "zeroinfl": lambda: zeroinfl("n_gc ~ logmass", GALAXIES, dist="negbin"),
    "hurdle": lambda: hurdle("n_gc ~ logmass | 1", GALAXIES, dist="negbin"),
    "betabinomial": lambda: betabinomial("cbind(dead, alive) ~ sex", load("budworm")),
}
TOLERANCE = 1e-6  # of a coefficient: brglm stops where its adjusted score is near 0


@pytest.mark.parametrize("name", FITS)
def test_rows_taken_several_times_are_rows_with_weights(name):
    fit = FITS[name]()
    n, weights = len(fit._index), (fit._variables or {}).get("(weights)", 1.0)
    same = fit._fit_to_rows(np.arange(n))
    pd.testing.assert_series_equal(same._estimates, fit._estimates, rtol=1e-10)
    rows = np.r_[np.arange(n), np.arange(0, n, 3)]
    taken = fit._fit_to_rows(rows)
    weighted = fit.update(weights=weights * np.bincount(rows, minlength=n))
    pd.testing.assert_series_equal(taken._estimates, weighted._estimates, rtol=TOLERANCE)
    again = taken.update(". ~ .")
    if name != "poly":  # whose basis is learned from the rows again
        pd.testing.assert_series_equal(taken._estimates, again._estimates, rtol=TOLERANCE)

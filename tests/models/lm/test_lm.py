"""`lm`: the estimates, and R's components."""

import numpy as np
import pytest

from rglm import FitError, glm, lm
from rglm.datasets import load
from rglm.warnings import RankWarning


def test_the_components_are_those_of_r():
    fit = lm("breaks ~ wool * tension", load("warpbreaks"))
    assert fit.sigma == pytest.approx(10.940284037209, rel=1e-12)
    assert fit.r_squared == pytest.approx(0.37775085644601, rel=1e-12)
    assert fit.adj_r_squared == pytest.approx(0.31293323732583, rel=1e-12)
    assert fit.fstatistic.tolist() == pytest.approx([5.8279036, 5, 48], rel=1e-7)
    assert float(fit.logLik()) == pytest.approx(-202.6349338616, rel=1e-10)


def test_the_estimates_are_those_of_a_gaussian_glm():
    data = load("warpbreaks")
    np.testing.assert_allclose(
        lm("breaks ~ wool + tension", data).coef(),
        glm("breaks ~ wool + tension", data).coef(),
        rtol=1e-12,
    )


def test_aliased_columns_are_nan_or_refused():
    data = load("warpbreaks").assign(b2=lambda d: d["breaks"] * 2.0, one=1.0)
    with pytest.warns(RankWarning, match="lm: 1 coefficient"):
        fit = lm("breaks ~ wool + one", data)
    assert np.isnan(fit.coef()["one"])
    with pytest.raises(FitError, match="'?one'?"):
        lm("breaks ~ wool + one", data, singular_ok=False)

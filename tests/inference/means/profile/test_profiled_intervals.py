"""Profile intervals of means and contrasts: adjusted, on both scales, of groups."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from scipy.stats import norm

from rglm import glm, lm
from rglm.datasets import load
from rglm.inference.estimands.profile.profile_intervals import intervals_at, profile_intervals
from rglm.warnings import SeparationWarning

LOOMS = load("warpbreaks")
FIT = glm("breaks ~ wool * tension", LOOMS, "poisson")
EMM = FIT.emmeans("tension", by="wool")
ENDS = ["asymp.LCL", "asymp.UCL"]


def test_means_on_both_scales() -> None:
    link = EMM.confint(method="profile")
    expected = profile_intervals(FIT, EMM.estimated.estimands)
    np.testing.assert_array_equal(link.table[ENDS], expected)
    response = EMM.summary(type="response").confint(method="profile")
    np.testing.assert_allclose(response.table[ENDS], np.exp(expected), rtol=1e-12)
    again = EMM.regrid().confint(method="profile")  # curved functions of the coefficients
    np.testing.assert_allclose(again.table[ENDS], np.exp(expected), rtol=1e-8)
    assert "Intervals are of the profile likelihood" in repr(link).splitlines()
    assert "profile" not in repr(link.confint(method="wald"))


def test_contrasts_are_adjusted() -> None:
    pairs = EMM.pairs()
    found = pairs.confint(method="profile", adjust="bonferroni").table[ENDS]
    z = np.full(6, norm.ppf(1 - 0.025 / 3))
    np.testing.assert_allclose(found, intervals_at(FIT, pairs.estimated.estimands, z), rtol=1e-8)
    tukey = pairs.confint(method="profile").table[ENDS]
    wald = pairs.confint().table[ENDS]
    np.testing.assert_allclose(tukey, wald, atol=0.02)
    assert np.abs(tukey - wald).to_numpy().max() > 0.001
    above = pairs.confint(method="profile", adjust="none", side=">").table
    assert np.isposinf(above["asymp.UCL"]).all()


def test_wool_a_alone_has_the_interval_of_its_coefficient() -> None:
    pairs = EMM.pairs(reverse=True).confint(method="profile", adjust="none").table
    np.testing.assert_allclose(pairs[ENDS].iloc[0], FIT.confint("tensionM").iloc[0], rtol=1e-8)


def test_linear_models_and_those_with_a_dispersion() -> None:
    linear = lm("breaks ~ wool * tension", LOOMS).emmeans("tension")
    ends = ["lower.CL", "upper.CL"]
    np.testing.assert_allclose(
        linear.confint(method="profile").table[ends], linear.confint().table[ends], rtol=1e-10
    )
    gamma = glm("breaks ~ wool * tension", LOOMS, "Gamma").emmeans("tension")
    z = np.full(3, gamma.inferences.intervals[0].values[0])  # Student's t of 48
    assert z[0] > 2
    expected = intervals_at(gamma.fit, gamma.estimated.estimands, z)
    np.testing.assert_allclose(gamma.confint(method="profile").table[ends], expected, rtol=1e-12)


def test_separation() -> None:
    """Ends that are infinite stand beside others with their digits."""
    is_zero = (LOOMS["wool"] == "A") & (LOOMS["tension"] == "H")
    data = LOOMS.assign(breaks=LOOMS["breaks"].where(~is_zero, 0))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SeparationWarning)
        fit = glm("breaks ~ wool * tension", data, "poisson")
    means = fit.emmeans("tension", at={"wool": ["A"]})
    pairs = means.pairs(reverse=True).confint(method="profile", adjust="none")
    expected = fit.confint(["tensionM", "tensionH"]).to_numpy()
    np.testing.assert_allclose(pairs.table[ENDS].iloc[:2], expected, rtol=1e-6)
    assert expected[1, 0] == -np.inf
    shown = [line.split()[-2:] for line in repr(pairs).splitlines()[1:3]]
    assert shown == [[f"{expected[0, 0]:.3f}", f"{expected[0, 1]:.3f}"], ["-Inf", shown[1][1]]]


def test_errors() -> None:
    with pytest.raises(ValueError, match="method='prof'.*did you mean 'profile'"):
        EMM.confint(method="prof")
    with pytest.raises(ValueError, match="vcov= goes with method='wald'"):
        repr(FIT.emmeans("wool", vcov="HC3").confint(method="profile"))
    sizes = lm("breaks ~ tension", LOOMS).emmeans("tension").eff_size(sigma=12, edf=51)
    with pytest.raises(ValueError, match="effect sizes are divided by sigma"):
        repr(sizes.confint(method="profile"))

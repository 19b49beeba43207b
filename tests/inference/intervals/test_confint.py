"""Intervals of coefficients: R's, and what defines them."""

import numpy as np
import pandas as pd
import pytest

from rglm import Gamma, RankWarning, binomial, gaussian, glm, poisson, quasipoisson
from rglm.datasets import load

# R's profile is a spline through some ten points at steps of z/5: right to about 1e-4 of the width
RTOL = 1e-4
# R's confint.default has closed form: what the stopping rule leaves
WALD = 1e-6
Z = 1.959963984540054
WORMS = load("budworm")
CLOTS = load("clotting")
BREAKS = load("warpbreaks")

FITS = {
    "logit": lambda: glm("cbind(dead, alive) ~ sex + ldose", WORMS, binomial()),
    "cloglog": lambda: glm("cbind(dead, alive) ~ sex + ldose", WORMS, binomial("cloglog")),
    "Gamma": lambda: glm("lot1 ~ log(u)", CLOTS, Gamma()),
    "poisson": lambda: glm("breaks ~ wool + tension", BREAKS, poisson()),
    "quasipoisson": lambda: glm("breaks ~ wool", BREAKS, quasipoisson()),
    "gaussian": lambda: glm("lot1 ~ log(u)", CLOTS, gaussian()),
}
# R: confint(fit), MASS
PROFILE = {
    "logit": [
        [-4.458143758896808, -2.61360977147098],
        [0.419226503940623, 1.82047133128389],
        [0.822870819850033, 1.33905811946305],
    ],
    "cloglog": [
        [-3.675226193201814, -2.288072791831348],
        [0.380908013966048, 1.295972644163690],
        [0.572509468033281, 0.903587505118371],
    ],
    "Gamma": [
        [-0.0183552825853495, -0.0147181487597084],
        [0.0145330624022472, 0.0161599649758646],
    ],
    "poisson": [
        [3.601917128045940, 3.779942961912258],
        [-0.307262988055665, -0.105064053155272],
        [-0.439845362935004, -0.203537748242900],
        [-0.644554448144412, -0.393753537411488],
    ],
    "quasipoisson": [
        [3.268153515951469, 3.5933911960762881],
        [-0.449889357842237, 0.0358957904968672],
    ],
    "gaussian": [[94.1596173574905, 172.0669973755428], [-39.3538709570356, -16.7113849538906]],
}


def against_R(ours, theirs):
    theirs = np.array(theirs)
    width = (theirs[:, 1] - theirs[:, 0])[:, None]
    assert (np.abs(np.asarray(ours) - theirs) <= RTOL * width).all()


@pytest.fixture(scope="module", params=FITS)
def case(request):
    return request.param, FITS[request.param]()


def test_profile(case):
    name, fit = case
    ours = fit.confint()
    assert ours.columns.to_list() == ["2.5 %", "97.5 %"]
    assert ours.index.equals(fit.coef().index)
    against_R(ours, PROFILE[name])


def test_the_profile_deviance_is_at_the_cutoff_at_the_limits(case):
    _, fit = case
    for name, ends in fit.confint().iterrows():
        for end in ends:
            rise = (held(fit, name, end) - fit.deviance) / fit.dispersion
            assert rise == pytest.approx(Z**2, rel=1e-6)


def held(fit, name, value):
    """The deviance of a fit made by hand with one coefficient held."""
    x = fit.model_matrix()
    rows = {f"x{i}": x.iloc[:, i] for i in range(x.shape[1]) if x.columns[i] != name}
    data = pd.DataFrame({**rows, "y": fit.y, "w": fit.prior_weights, "o": x[name] * value})
    return glm(
        f"y ~ 0 + {' + '.join(rows)}",
        data,
        fit.family,
        weights="w",
        offset="o",
        etastart=fit.linear_predictors,
        control={"epsilon": 1e-13, "maxit": 100},
    ).deviance


def test_wald():
    # R: confint.default(fit)
    ours = FITS["logit"]().confint(method="wald")
    theirs = [
        [-4.391438097330965, -2.55487251684244],
        [0.403335129443687, 1.79815159654661],
        [0.807306888626185, 1.32112105121230],
    ]
    np.testing.assert_allclose(ours, theirs, WALD)


def test_wald_is_the_estimate_and_z_standard_errors(case):
    _, fit = case
    se = np.sqrt(np.diag(fit.vcov()))
    ours = fit.confint(method="wald")
    np.testing.assert_allclose(ours["2.5 %"], fit.coef() - Z * se)
    np.testing.assert_allclose(ours["97.5 %"], fit.coef() + Z * se)


def test_a_gaussian_profile_is_wald():
    fit = FITS["gaussian"]()
    np.testing.assert_allclose(fit.confint(), fit.confint(method="wald"), rtol=1e-8)


def test_level():
    # R: confint(b, level = 0.9)
    ours = FITS["logit"]().confint(level=0.9)
    assert ours.columns.to_list() == ["5 %", "95 %"]
    theirs = [
        [-4.290340499946306, -2.74431321948573],
        [0.527007226596064, 1.70136478284446],
        [0.859703371412616, 1.29231519083343],
    ]
    against_R(ours, theirs)


@pytest.mark.parametrize(
    ("level", "names"),
    [(0.99, ["0.5 %", "99.5 %"]), (0.5, ["25 %", "75 %"]), (0.999, ["0.05 %", "99.95 %"])],
)
def test_the_names_of_levels_are_those_of_R(level, names):
    fit = glm("breaks ~ 1", BREAKS, poisson())
    assert fit.confint(level=level, method="wald").columns.to_list() == names


def test_wider_levels_hold_narrower_ones():
    fit = FITS["logit"]()
    narrow, wide = fit.confint(level=0.9).to_numpy(), fit.confint(level=0.99).to_numpy()
    assert (wide[:, 0] < narrow[:, 0]).all()
    assert (wide[:, 1] > narrow[:, 1]).all()


@pytest.mark.parametrize("parm", ["ldose", ["ldose"], ["ldose", "sexM"]])
def test_some_coefficients(parm):
    fit = FITS["logit"]()
    ours = fit.confint(parm)
    wanted = [parm] if isinstance(parm, str) else parm
    assert ours.index.to_list() == wanted
    np.testing.assert_allclose(ours, fit.confint().loc[wanted])


def test_an_aliased_coefficient_has_no_interval_and_harms_no_other():
    # R: confint(glm(breaks ~ A + I(2 * A) + tension, poisson)) is that without I(2 * A), and NA
    data = BREAKS.assign(a=(BREAKS["wool"] == "A") * 1.0)
    with pytest.warns(RankWarning, match="2 \\* a"):
        fit = glm("breaks ~ a + I(2 * a) + tension", data, family=poisson())
    wald = fit.confint(method="wald")
    assert wald.loc["I(2 * a)"].isna().all()
    assert fit.confint("I(2 * a)").isna().all(axis=None)
    rest = fit.confint(["tensionM", "tensionH"])
    plain = glm("breaks ~ a + tension", data, family=poisson())
    np.testing.assert_allclose(rest, plain.confint(["tensionM", "tensionH"]), rtol=1e-8)


def test_an_aliased_coefficient_does_not_change_the_column_that_it_repeats():
    data = BREAKS.assign(a=(BREAKS["wool"] == "A") * 1.0)
    with pytest.warns(RankWarning, match="2 \\* a"):
        fit = glm("breaks ~ a + I(2 * a) + tension", data, family=poisson())
    against_R(fit.confint("a"), [[0.1050640531552711, 0.307262988055664]])


def test_without_degrees_of_freedom_intervals_are_nan():
    fit = glm("y ~ x", {"y": [1.0, 2], "x": [0.0, 1]})
    assert fit.confint().isna().all(axis=None)


def test_the_fit_is_not_changed():
    fit = FITS["poisson"]()
    before = (str(fit), fit.predict().to_list())
    fit.confint()
    assert (str(fit), fit.predict().to_list()) == before


def test_parm_by_position_is_refused():
    # R counts coefficients from 1, Python from 0: a position would be misread by one of them
    with pytest.raises(TypeError, match="parm= takes names of coefficients, got 1"):
        FITS["poisson"]().confint(1, method="wald")

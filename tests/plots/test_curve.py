"""plot_fit: the curve, the band and the points that are drawn."""

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import Gamma, binomial, glm, glm_nb, hurdle, poisson, polr, zeroinfl
from rglm.datasets import load
from rglm.plots import style

GALAXIES, BUDWORM, LOOMS = load("galaxies"), load("budworm"), load("warpbreaks")
LOGIT = glm("has_gc ~ logmass", GALAXIES, binomial())


def band(ax):
    """The x, lower and upper ends of the first band."""
    (path,) = ax.collections[-1 if len(ax.collections) == 1 else 1].get_paths()
    return path.vertices


def test_the_curve_and_its_band_are_the_predictions():
    ax = LOGIT.plot_fit("logmass")
    x, y = ax.lines[0].get_data()
    found = LOGIT.predict({"logmass": x}, type="response", interval="confidence")
    np.testing.assert_allclose(y, found["fit"])
    assert x.min() == GALAXIES["logmass"].min()
    assert x.max() == GALAXIES["logmass"].max()
    corners = {tuple(np.round(v, 9)) for v in band(ax)}
    assert (round(x[7], 9), round(found["upr"].iloc[7], 9)) in corners
    assert (round(x[7], 9), round(found["lwr"].iloc[7], 9)) in corners
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("logmass", "has_gc")


def test_outcomes_are_jittered_towards_the_middle_and_the_same_each_time():
    one, two = (LOGIT.plot_fit().collections[0].get_offsets() for _ in range(2))
    np.testing.assert_array_equal(one, two)
    y = np.asarray(one)[:, 1]
    assert ((y >= 0) & (y <= 1)).all()
    np.testing.assert_array_equal(np.rint(y), GALAXIES["has_gc"])


def test_a_curve_for_each_level_in_colours_and_dashes():
    fit = glm("cbind(dead, alive) ~ sex * ldose", BUDWORM, binomial())
    ax = fit.plot_fit("ldose", by="sex")
    assert [line.get_label() for line in ax.lines] == ["F", "M"]
    assert len({line.get_color() for line in ax.lines}) == 2
    assert len({line.get_linestyle() for line in ax.lines}) == 2
    assert ax.get_legend().get_title().get_text() == "sex"
    x, y = ax.lines[1].get_data()
    expected = fit.predict({"ldose": x, "sex": ["M"] * len(x)}, type="response")
    np.testing.assert_allclose(y, expected)


def test_what_is_held_is_said():
    fit = glm("has_gc ~ logmass + sample", GALAXIES, binomial())
    common = GALAXIES["sample"].mode().iloc[0]
    assert fit.plot_fit("logmass").get_title(loc="right") == f"sample = {common}"
    ax = fit.plot_fit("logmass", at={"sample": "dwarf"})
    assert ax.get_title(loc="right") == "sample = dwarf"
    with pytest.raises(ValueError, match=r"at= has 'sampel'; it can hold sample.*did you mean"):
        fit.plot_fit("logmass", at={"sampel": "dwarf"})


def test_zeros_of_counts_stand_at_the_foot_of_a_log_axis():
    fit = glm_nb("n_gc ~ logmass", GALAXIES)
    ax = fit.plot_fit(log=True)
    y = np.asarray(ax.collections[0].get_offsets())[:, 1]
    assert (y > 0).all()
    assert (y[GALAXIES["n_gc"] == 0] < 1).all()
    assert ax.get_yscale() == "log"
    assert ax.get_yticklabels()[0].get_text() == "0"


def test_a_category_has_points_with_bars():
    fit = glm("breaks ~ wool * tension", LOOMS, poisson())
    ax = fit.plot_fit("tension", by="wool")
    assert [t.get_text() for t in ax.get_xticklabels()] == ["L", "M", "H"]
    found = fit.predict(
        {"tension": list("LMH"), "wool": list("AAA")}, type="response", interval="confidence"
    )
    means = np.asarray(ax.containers[0][0].get_ydata(), dtype=float)
    np.testing.assert_allclose(means, found["fit"])


@pytest.mark.parametrize("made", [zeroinfl, hurdle])
def test_models_of_two_parts(made):
    fit = made("n_gc ~ logmass", GALAXIES, dist="negbin")
    x, y = fit.plot_fit(log=True).lines[0].get_data()
    np.testing.assert_allclose(y, fit.predict({"logmass": x}))


def test_transformed_terms_offsets_and_missing_rows():
    data = oracle.data("ships")
    fit = glm("incidents ~ type + offset(log(service))", data, poisson(), subset="service > 0")
    assert "service = " in fit.plot_fit("type").get_title(loc="right")
    gaps = GALAXIES.assign(logmass=GALAXIES["logmass"].where(GALAXIES.index > 4))
    fit = glm("has_gc ~ poly(logmass, 2)", gaps, binomial(), na_action="na_exclude")
    assert len(fit.plot_fit().collections[0].get_offsets()) == len(GALAXIES) - 5
    fit = glm("lot1 ~ log(u)", load("clotting"), Gamma())
    assert fit.plot_fit().get_xlabel() == "u"


def test_axes_given_are_drawn_on_and_many_points_thinned():
    mine = style.axes()
    assert LOGIT.plot_fit(ax=mine) is mine
    many = pd.concat([GALAXIES] * 100, ignore_index=True)
    fit = glm("has_gc ~ logmass", many, binomial())
    assert len(fit.plot_fit().collections[0].get_offsets()) <= 6000


def test_what_cannot_be_drawn_says_what_can():
    with pytest.raises(ValueError, match="x='logmas' is no variable.*did you mean 'logmass'"):
        LOGIT.plot_fit("logmas")
    with pytest.raises(ValueError, match=r"use plot_probs\(\)"):
        polr("ordered(tension) ~ breaks", LOOMS).plot_fit()
    with pytest.raises(ValueError, match="no variable on its right side"):
        glm("has_gc ~ 1", GALAXIES, binomial()).plot_fit()
    with pytest.raises(ValueError, match="has .* values; a picture holds 8 curves"):
        glm("(wool == 'A') ~ breaks + tension", LOOMS, binomial()).plot_fit("tension", by="breaks")

"""plot_fit: the curve, the band and the points that are drawn."""

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import (
    Gamma,
    binomial,
    glm,
    glm_nb,
    hurdle,
    lm,
    poisson,
    polr,
    quasipoisson,
    zeroinfl,
)
from rglm.datasets import load
from rglm.plots import style

GALAXIES, BUDWORM, LOOMS = load("galaxies"), load("budworm"), load("warpbreaks")
CARS = oracle.data("mtcars")
LOGIT = glm("has_gc ~ logmass", GALAXIES, binomial())


def band(ax):
    """The x, lower and upper ends of the first band."""
    (path,) = ax.collections[-1 if len(ax.collections) == 1 else 1].get_paths()
    return path.vertices


def test_the_curve_and_its_band_are_the_predictions():
    ax = LOGIT.plot_fit("logmass")
    x, y = ax.lines[0].get_data()
    expected = LOGIT.predict({"logmass": x}, type="response", interval="confidence")
    np.testing.assert_allclose(y, expected["fit"])
    assert x.min() == GALAXIES["logmass"].min()
    assert x.max() == GALAXIES["logmass"].max()
    corners = {tuple(np.round(v, 9)) for v in band(ax)}
    assert (round(x[7], 9), round(expected["upr"].iloc[7], 9)) in corners
    assert (round(x[7], 9), round(expected["lwr"].iloc[7], 9)) in corners
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("logmass", "has_gc")


def test_outcomes_are_jittered_inwards_and_equally_each_time():
    one, two = (LOGIT.plot_fit().collections[0].get_offsets() for _ in range(2))
    np.testing.assert_array_equal(one, two)
    y = np.asarray(one)[:, 1]
    assert ((y >= 0) & (y <= 1)).all()
    np.testing.assert_array_equal(np.rint(y), GALAXIES["has_gc"])


def test_each_level_has_a_curve_with_its_colour_and_dashes():
    fit = glm("cbind(dead, alive) ~ sex * ldose", BUDWORM, binomial())
    ax = fit.plot_fit("ldose", by="sex")
    assert [line.get_label() for line in ax.lines] == ["F", "M"]
    assert len({line.get_color() for line in ax.lines}) == 2
    assert len({line.get_linestyle() for line in ax.lines}) == 2
    assert ax.get_legend().get_title().get_text() == "sex"
    x, y = ax.lines[1].get_data()
    expected = fit.predict({"ldose": x, "sex": ["M"] * len(x)}, type="response")
    np.testing.assert_allclose(y, expected)


def test_the_title_shows_the_values_of_other_variables():
    fit = glm("has_gc ~ logmass + sample", GALAXIES, binomial())
    common = GALAXIES["sample"].mode().iloc[0]
    assert fit.plot_fit("logmass").get_title(loc="right").split("\n") == [
        f"at sample = {common}",
        "pale points: rows of other levels",
    ]
    ax = fit.plot_fit("logmass", at={"sample": "dwarf"})
    assert ax.get_title(loc="right").startswith("at sample = dwarf\n")
    with pytest.raises(ValueError, match=r"it can hold logmass, sample .did you mean"):
        fit.plot_fit("logmass", at={"sampel": "dwarf"})


def test_zeros_of_counts_have_a_tick_on_a_log_axis():
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
    expected = fit.predict(
        {"tension": list("LMH"), "wool": list("AAA")}, type="response", interval="confidence"
    )
    means = np.asarray(ax.containers[0][0].get_ydata(), dtype=float)
    np.testing.assert_allclose(means, expected["fit"])


@pytest.mark.parametrize("model", [zeroinfl, hurdle])
def test_the_curve_of_a_model_with_two_parts_is_its_mean(model):
    fit = model("n_gc ~ logmass", GALAXIES, dist="negbin")
    x, y = fit.plot_fit(log=True).lines[0].get_data()
    np.testing.assert_allclose(y, fit.predict({"logmass": x}))


def test_transformed_terms_offsets_and_missing_rows_are_drawn():
    data = oracle.data("ships")
    fit = glm("incidents ~ type + offset(log(service))", data, poisson(), subset="service > 0")
    assert "service = " in fit.plot_fit("type").get_title(loc="right")
    gaps = GALAXIES.assign(logmass=GALAXIES["logmass"].where(GALAXIES.index > 4))
    fit = glm("has_gc ~ poly(logmass, 2)", gaps, binomial(), na_action="na_exclude")
    assert len(fit.plot_fit().collections[0].get_offsets()) == len(GALAXIES) - 5
    fit = glm("lot1 ~ log(u)", load("clotting"), Gamma())
    assert fit.plot_fit().get_xlabel() == "u"


def test_axes_may_be_given_and_many_points_are_thinned():
    mine = style.axes()
    assert LOGIT.plot_fit(ax=mine) is mine
    many = pd.concat([GALAXIES] * 100, ignore_index=True)
    fit = glm("has_gc ~ logmass", many, binomial())
    assert len(fit.plot_fit().collections[0].get_offsets()) <= 6000


def test_unknown_columns_and_other_responses_are_errors():
    with pytest.raises(ValueError, match="x='logmas' is no variable.*did you mean 'logmass'"):
        LOGIT.plot_fit("logmas")
    with pytest.raises(ValueError, match=r"use plot_probs\(\)"):
        polr("ordered(tension) ~ breaks", LOOMS).plot_fit()
    with pytest.raises(ValueError, match="no variable on its right side"):
        glm("has_gc ~ 1", GALAXIES, binomial()).plot_fit()
    with pytest.raises(ValueError, match="has .* values; a picture holds 7 of them"):
        glm("breaks ~ wool + k", LOOMS.assign(k=[f"k{i % 9}" for i in range(54)])).plot_fit(by="k")
    with pytest.raises(ValueError, match="by='sampel' is no variable"):
        LOGIT.plot_fit(by="sampel")
    with pytest.raises(ValueError, match="colour='sampel' is no column.*did you mean 'sample'"):
        LOGIT.plot_fit(colour="sampel")
    with pytest.raises(ValueError, match="below 0"):
        glm("x ~ breaks", LOOMS.assign(x=LOOMS["breaks"] - 30)).plot_fit(log=True)


def test_a_number_that_the_formula_makes_a_factor_of_is_a_category():
    fit = glm("mpg ~ poly(wt, 2) + factor(cyl)", CARS)
    assert fit.plot_fit().get_title(loc="right").startswith("at cyl = 8\n")
    ax = fit.plot_fit("cyl")
    assert [t.get_text() for t in ax.get_xticklabels()] == ["4", "6", "8"]
    expected = fit.predict({"cyl": [4, 6, 8], "wt": [CARS["wt"].mean()] * 3})
    means = np.asarray(ax.containers[0][0].get_ydata(), dtype=float)
    np.testing.assert_allclose(means, expected)
    place = np.asarray(ax.collections[0].get_offsets())[:, 0]
    np.testing.assert_array_equal(np.rint(place), CARS["cyl"].map({4: 0, 6: 1, 8: 2}))


def test_a_curve_has_the_range_of_its_rows():
    ax = glm("n_gc ~ logmass + sample", GALAXIES, poisson()).plot_fit(by="sample")
    for line in ax.lines:
        seen = GALAXIES.loc[GALAXIES["sample"] == line.get_label(), "logmass"]
        assert line.get_xdata()[[0, -1]].tolist() == [seen.min(), seen.max()]


def test_points_have_the_colours_of_a_column():
    ax = LOGIT.plot_fit(colour="sample")
    levels = list(GALAXIES["sample"].astype("category").cat.categories)
    assert sorted(t.get_text() for t in ax.get_legend().get_texts()) == sorted(levels)
    fit = glm("mpg ~ wt", CARS)
    ax = fit.plot_fit(colour="hp")
    np.testing.assert_array_equal(ax.collections[0].get_array(), CARS["hp"])
    assert ax.figure.axes[1].get_ylabel() == "hp"
    some = CARS.assign(k=np.where(CARS.index % 2, "odd", None))
    ax = glm("mpg ~ wt", some).plot_fit(colour="k")
    lost, odd = (len(c.get_offsets()) for c in ax.collections[:2])
    assert (lost, odd) == (16, 16)
    with pytest.raises(ValueError, match="colour='name' has 32 values; a picture holds 7"):
        glm("mpg ~ wt", CARS.assign(name=[f"car {i}" for i in range(32)])).plot_fit(colour="name")


def test_points_of_more_trials_are_larger():
    data = BUDWORM.assign(dead=[2 * d if i else d for i, d in enumerate(BUDWORM["dead"])])
    data["alive"] = [2 * a if i else a for i, a in enumerate(BUDWORM["alive"])]
    fit = glm("cbind(dead, alive) ~ ldose", data, binomial())
    sizes = fit.plot_fit().collections[0].get_sizes()
    assert sizes[0] < sizes[1]
    assert np.ptp(sizes[1:]) == 0


def test_ticks_of_a_log_axis_with_and_without_zeros():
    data = pd.DataFrame({"x": np.arange(6.0), "y": [0.02, 0, 0.05, 0.3, 0, 2]})
    ax = glm("y ~ x", data, quasipoisson()).plot_fit(log=True)
    labels = [t.get_text() for t in ax.get_yticklabels()]
    assert labels == ["0", "0.01", "0.1", "1"]
    zeros = np.asarray(ax.collections[0].get_offsets())[[1, 4], 1]
    np.testing.assert_allclose(zeros, ax.get_yticks()[0])
    ax = glm("lot1 ~ log(u)", load("clotting"), Gamma()).plot_fit(log=True)
    assert ax.get_yscale() == "log"
    assert "50" in [t.get_text() for t in ax.get_yticklabels()]


def test_long_names_of_levels_and_captions_stand_in_several_lines():
    long = {"L": "little tension on the loom", "M": "a middling tension", "H": "high"}
    fit = glm("breaks ~ tension", LOOMS.assign(tension=LOOMS["tension"].map(long)), poisson())
    labels = fit.plot_fit().get_xticklabels()
    assert "little tension\non the loom" in [t.get_text() for t in labels]
    slanted = glm("mpg ~ k", CARS.assign(k=[f"carburettors:{c}" for c in CARS["carb"]])).plot_fit()
    assert {t.get_rotation() for t in slanted.get_xticklabels()} == {30}
    fit = glm("mpg ~ wt + hp + qsec + drat + disp + gear + carb + vs", CARS)
    assert max(map(len, fit.plot_fit().get_title(loc="right").split("\n"))) <= 64


def test_a_linear_model_has_a_band_of_new_responses_around_that_of_the_mean():
    fit = lm("mpg ~ wt", CARS)
    ax = fit.plot_fit("wt", interval="prediction", points=False)
    outer, inner = ax.collections
    x = ax.lines[0].get_xdata()
    for band, interval in ((outer, "prediction"), (inner, "confidence")):
        (path,) = band.get_paths()
        expected = fit.predict({"wt": x}, interval=interval)
        corners = {tuple(np.round(v, 9)) for v in path.vertices}
        assert (round(x[7], 9), round(expected["upr"].iloc[7], 9)) in corners
    assert outer.get_alpha() < inner.get_alpha()
    assert not fit.plot_fit("wt", interval=None, points=False).collections


def test_a_legend_says_which_band_is_which():
    def entries(ax):
        return [text.get_text() for text in ax.get_legend().get_texts()]

    fit = lm("mpg ~ wt + factor(cyl)", CARS)
    both = ["90%, mean", "90%, new responses"]
    ax = fit.plot_fit("wt", interval="prediction", level=0.9)
    assert entries(ax) == both
    inner, outer = (patch.get_alpha() for patch in ax.get_legend().get_patches())
    assert inner > outer == ax.collections[1].get_alpha()
    assert entries(fit.plot_fit("wt", by="cyl", interval="prediction", level=0.9)) == [
        *("4", "6", "8"),
        *both,
    ]
    assert entries(fit.plot_fit("cyl", interval="prediction", level=0.9)) == both
    for interval in ("confidence", None):
        assert fit.plot_fit("wt", interval=interval).get_legend() is None


def test_points_of_other_levels_than_those_of_the_curve_are_pale():
    fit = lm("mpg ~ wt + factor(cyl) + am", CARS)
    alpha = fit.plot_fit("wt", at={"cyl": 6}).collections[0].get_alpha()
    np.testing.assert_array_equal(alpha == alpha.max(), CARS["cyl"] == 6)
    assert alpha.min() == pytest.approx(0.35 * alpha.max())
    ax = fit.plot_fit("wt", by="cyl")  # a curve for each level, am is a number
    assert "pale" not in ax.get_title(loc="right")
    assert all(np.ptp(c.get_alpha()) == 0 for c in ax.collections[:3])
    two = lm("mpg ~ wt + factor(cyl) + factor(gear)", CARS).plot_fit("wt", by="cyl")
    eights, held = CARS[CARS["cyl"] == 8], CARS["gear"].mode().iloc[0]
    alpha = two.collections[2].get_alpha()
    np.testing.assert_array_equal(alpha == alpha.max(), eights["gear"] == held)
    assert "pale" not in fit.plot_fit("wt", colour="cyl").get_title(loc="right")
    assert "pale" not in lm("mpg ~ wt + hp", CARS).plot_fit("wt").get_title(loc="right")
    gaps = CARS.assign(wt=CARS["wt"].where(CARS["hp"] > 100))
    fit = lm("mpg ~ wt + factor(cyl)", gaps, na_action="na_exclude")
    alpha = fit.plot_fit("wt", at={"cyl": 6}).collections[0].get_alpha()
    kept = CARS.loc[CARS["hp"] > 100, "cyl"]
    np.testing.assert_array_equal(alpha == alpha.max(), kept == 6)


def test_means_of_levels_have_bars_of_new_responses_too():
    fit = lm("breaks ~ tension", LOOMS)
    ax = fit.plot_fit("tension", interval="prediction", points=False)
    expected = fit.predict({"tension": ["L", "M", "H"]}, interval="prediction")
    ends = [line[:, 1] for line in ax.collections[0].get_segments()]
    np.testing.assert_allclose(ends, expected[["lwr", "upr"]])


def test_other_models_have_no_prediction_intervals():
    with pytest.raises(ValueError, match=r"prediction intervals are of lm\(\)"):
        LOGIT.plot_fit(interval="prediction")

"""plot_terms: what each term adds, as predict(type="terms") has it."""

import numpy as np
import oracle
import pytest

from rglm import glm, lm, multinom, poisson, polr, zeroinfl
from rglm.datasets import load
from rglm.plots import style

CARS = oracle.data("mtcars")
FIT = glm("mpg ~ poly(wt, 2) + factor(cyl) + log(hp)", CARS)


def test_curves_are_the_predicted_terms():
    panels = FIT.plot_terms(rug=False)
    ax = panels[0, 0]
    x, y = ax.lines[0].get_data()
    assert x[[0, -1]].tolist() == [CARS["wt"].min(), CARS["wt"].max()]
    rows = {"wt": x, "cyl": [4] * len(x), "hp": [100] * len(x)}
    table = FIT.predict(rows, type="terms", se_fit=True)
    np.testing.assert_allclose(y, table["fit"]["poly(wt, 2)"])
    at = np.interp(CARS["wt"], x, y)  # between the points of the curve
    np.testing.assert_allclose(at, FIT.predict(type="terms")["poly(wt, 2)"], atol=2e-3)
    high = y + 2 * table["se_fit"]["poly(wt, 2)"]
    corners = ax.collections[0].get_paths()[0].vertices
    assert corners[:, 1].max() == pytest.approx(high.max())
    assert [a.get_ylabel() for a in panels.ravel()[:3]] == [
        "partial for poly(wt, 2)",
        "partial for factor(cyl)",
        "partial for log(hp)",
    ]


def test_a_factor_has_steps_with_bars():
    ax = FIT.plot_terms("factor(cyl)")
    assert [t.get_text() for t in ax.get_xticklabels()] == ["4", "6", "8"]
    steps = [path.vertices[0, 1] for path in ax.collections[0].get_paths()]
    table = FIT.predict(type="terms")["factor(cyl)"]
    np.testing.assert_allclose(steps, [table[CARS["cyl"] == c].iloc[0] for c in (4, 6, 8)])


def test_partial_residuals_are_drawn_without_bands():
    ax = FIT.plot_terms("log(hp)", partial=True, se=False, rug=False)
    drawn = np.asarray(ax.collections[0].get_offsets())
    expected = FIT.residuals("partial")["log(hp)"]
    np.testing.assert_allclose(np.sort(drawn[:, 1]), np.sort(expected))
    assert len(ax.collections) == 1


def test_omitted_rows_have_no_partial_residuals():
    gaps = CARS.assign(hp=CARS["hp"].where(CARS.index > 3))
    fit = glm("mpg ~ wt + hp", gaps, na_action="na_exclude")
    assert len(fit.plot_terms("hp", partial=True).collections[-1].get_offsets()) == len(CARS) - 4


def test_unknown_terms_and_missing_residuals_are_errors():
    with pytest.raises(ValueError, match="the terms of one variable are.*did you mean 'log"):
        FIT.plot_terms("log(hq)")
    fit = zeroinfl("n_gc ~ logmass", load("galaxies"))
    with pytest.raises(ValueError, match=r"residuals, which zeroinfl\(\) does not have"):
        fit.plot_terms(partial=True)
    with pytest.raises(ValueError, match=r"are logmass, count_logmass, zero_logmass"):
        fit.plot_terms("zero_mass")
    with pytest.raises(ValueError, match="no term of one variable"):
        glm("breaks ~ 0 + wool:tension", load("warpbreaks"), poisson()).plot_terms()


def test_a_cut_or_compared_number_stays_a_number():
    fit = glm("mpg ~ cut(qsec, 3) + (wt > 3)", CARS)
    for ax, name in zip(fit.plot_terms().ravel(), ("qsec", "wt"), strict=True):
        x, y = ax.lines[0].get_data()
        assert x[[0, -1]].tolist() == [CARS[name].min(), CARS[name].max()]
        assert len(set(np.round(y, 9))) == (3 if name == "qsec" else 2)


def test_with_an_array_as_offset_the_curve_is_at_the_rows_fitted():
    data = oracle.data("insurance")
    offset = np.log(data["Holders"].to_numpy(dtype=float))
    fit = glm("Claims ~ Age + I(Holders / 1000)", data, poisson(), offset=offset)
    x, y = fit.plot_terms("I(Holders/1000)").lines[0].get_data()
    term = fit.predict(type="terms")["I(Holders/1000)"]
    np.testing.assert_allclose(y, term.groupby(data["Holders"]).first())
    np.testing.assert_array_equal(x, np.unique(data["Holders"]))
    assert len(fit.plot_terms("Age", partial=True).collections[-1].get_offsets()) == len(data)


def test_many_points_and_ticks_are_thinned():
    many = CARS.loc[np.tile(CARS.index, 400)].reset_index(drop=True)
    ax = glm("mpg ~ wt", many).plot_terms("wt", partial=True)
    assert len(ax.collections[-1].get_offsets()) <= 6400


def test_axes_may_be_given():
    mine = style.grid(1, 3, 6, 3)[0]
    FIT.plot_terms(ax=mine)
    assert [a.get_xlabel() for a in mine] == ["wt", "cyl", "hp"]
    with pytest.raises(ValueError, match="ax= has 3 axes for 1 terms"):
        FIT.plot_terms("log(hp)", ax=mine)


def test_each_linear_predictor_has_its_terms():
    fit = zeroinfl("n_gc ~ logmass + sample | logmass", load("galaxies"))
    panels = fit.plot_terms(rug=False).ravel()[:3]
    assert [ax.get_ylabel() for ax in panels] == [
        "count: partial for logmass",
        "count: partial for sample",
        "zero: partial for logmass",
    ]
    x, y = fit.plot_terms("zero_logmass", rug=False).lines[0].get_data()
    rows = load("galaxies").iloc[: len(x)].assign(logmass=x)
    np.testing.assert_allclose(y, fit.predict(rows, type="terms", model="zero")["logmass"])
    levels = multinom("tension ~ breaks + wool", load("warpbreaks"))
    names = [ax.get_ylabel() for ax in levels.plot_terms().ravel()]
    assert names == [f"{a}: partial for {b}" for a in ("M", "H") for b in ("breaks", "wool")]
    one = polr("ordered(tension) ~ breaks", load("warpbreaks"))
    assert one.plot_terms().get_ylabel() == "partial for breaks"


def test_the_lowess_line_through_partial_residuals():
    from rglm import lm
    from rglm.plots.lowess import lowess

    fit = lm("mpg ~ wt + hp + factor(cyl)", CARS)
    ax = fit.plot_terms("wt", partial=True, rug=False)
    x, y = ax.lines[-1].get_data()
    expected = lowess(CARS["wt"].to_numpy(), fit.residuals("partial")["wt"].to_numpy())
    np.testing.assert_allclose(np.column_stack([x, y]), np.column_stack(expected))
    assert ax.lines[-1].get_linestyle() == "--"
    assert len(fit.plot_terms("wt", partial=True, smooth=False, rug=False).lines) == 1
    assert len(fit.plot_terms("wt", rug=False).lines) == 1
    assert not fit.plot_terms("factor(cyl)", partial=True).lines


def test_the_lowess_line_of_right_models_lies_on_the_curve():
    """A robust line lies below it, by 1 where counts are rare and by 0.1 where they are many."""
    rng, apart = np.random.default_rng(2), []
    for _ in range(10):
        x = rng.uniform(-2, 2, 300)
        fit = glm("y ~ x", {"y": rng.poisson(np.exp(-0.5 + 0.8 * x)), "x": x}, poisson())
        curve, line = (part.get_data() for part in fit.plot_terms(partial=True, rug=False).lines)
        distance = line[1] - np.interp(line[0], *curve)
        apart.append([part.mean() for part in np.array_split(distance, 3)])
    assert np.abs(np.mean(apart, axis=0)).max() < 0.2


def test_terms_of_one_linear_predictor_have_one_scale():
    panels = FIT.plot_terms(partial=True).ravel()[:3]
    assert len({ax.get_ylim() for ax in panels}) == 1
    free = FIT.plot_terms(partial=True, ylim="free").ravel()[:3]
    assert len({ax.get_ylim() for ax in free}) == 3
    low, high = panels[0].get_ylim()
    assert low == min(ax.get_ylim()[0] for ax in free)
    assert high == max(ax.get_ylim()[1] for ax in free)
    assert {ax.get_ylim() for ax in FIT.plot_terms(ylim=(-9, 9)).ravel()[:3]} == {(-9, 9)}
    parts = zeroinfl("n_gc ~ logmass + sample | logmass", load("galaxies")).plot_terms().ravel()
    limits = [ax.get_ylim() for ax in parts[:3]]
    assert limits[0] == limits[1] != limits[2]
    levels = multinom("tension ~ breaks + wool", load("warpbreaks")).plot_terms().ravel()
    assert len({ax.get_ylim() for ax in levels}) == 1
    with pytest.raises(ValueError, match="did you mean 'common'"):
        FIT.plot_terms(ylim="comon")


def test_terms_of_several_variables_are_named():
    fit = glm("breaks ~ wool * tension", load("warpbreaks"), poisson())
    assert fit.plot_terms().figure.get_supxlabel().endswith("several variables: wool:tension")
    mine = style.grid(1, 2, 6, 3)[0]
    fit.plot_terms(ax=mine)
    assert mine[1].get_xlabel().endswith("\nnot drawn, of several variables: wool:tension")
    assert fit.plot_terms("wool").figure.get_supxlabel() == ""
    assert FIT.plot_terms().figure.get_supxlabel() == ""


def test_a_number_of_two_values_has_two_ticks():
    ax = glm("mpg ~ am + wt", CARS).plot_terms("am")
    assert [label.get_text() for label in ax.get_xticklabels()] == ["0", "1"]


def test_a_fit_without_residual_degrees_of_freedom_has_terms_without_bars():
    fit = lm("y ~ g", {"g": list("abcd"), "y": [1.0, 3.0, 2.0, 5.0]})
    heights = [path.vertices[0, 1] for path in fit.plot_terms().collections[0].get_paths()]
    np.testing.assert_allclose(heights, [-1.75, 0.25, -0.75, 2.25])

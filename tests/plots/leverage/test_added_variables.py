"""plot_added: added-variable plots, against car's avPlots."""

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import binomial, glm, glm_nb, lm, poisson, polr
from rglm.datasets import load
from rglm.models.base.missing_verbs import MissingVerbError
from rglm.plots.leverage.added_variables import added_variable
from rglm.warnings import RankWarning

CASES = {c["id"]: c for c in oracle.saved("avplots")}
RTOL = 1e-8  # beside the largest of the points
CARS, LOOMS = oracle.data("mtcars"), load("warpbreaks")


def points(ax):
    return np.asarray(ax.collections[0].get_offsets())


@pytest.mark.parametrize("name", CASES)
def test_points_are_those_of_car(name):
    case = CASES[name]
    arguments = {"weights": case["weights"]} if "weights" in case else {}
    fit = lm(case["formula"], oracle.data(case["data"]), **arguments)
    for coefficient, theirs in case["points"].items():
        if name == "offset":  # car leaves the offset out of the residuals
            continue
        drawn = points(fit.plot_added(coefficient, id_n=0))
        theirs = np.array(theirs)
        np.testing.assert_allclose(drawn, theirs, rtol=0, atol=RTOL * np.abs(theirs).max())


def slope_of(table, weights=1.0):
    return (weights * table["x"] * table["y"]).sum() / (weights * table["x"] ** 2).sum()


@pytest.mark.parametrize(
    "fit",
    [
        lm("mpg ~ wt + hp + offset(drat)", CARS),
        glm("breaks ~ wool + tension", LOOMS, poisson()),
        glm("am ~ wt", CARS, binomial(), control={"epsilon": 1e-12}),
        glm_nb("breaks ~ wool + tension", LOOMS),
    ],
    ids=["lm", "poisson", "binomial", "glm_nb"],
)
def test_the_slope_is_the_coefficient_and_the_residuals_are_those_of_the_fit(fit):
    for place in range(len(fit.names)):
        table, slope = added_variable(fit, place), fit.coefficients.iloc[place]
        # a fit by iteration is at its maximum to about 1e-6 of a standard error
        assert slope_of(table) == pytest.approx(slope, rel=1e-4)
        residual = fit.residuals("pearson").to_numpy()
        np.testing.assert_allclose(table["y"] - slope * table["x"], residual, atol=1e-4)


def test_the_points_of_counts_of_successes_have_the_trials_as_weights():
    data = load("budworm")
    fit = glm("cbind(dead, alive) ~ sex + log(dose)", data, binomial())
    table, trials = added_variable(fit, 2), fit.prior_weights
    assert slope_of(table, trials) == pytest.approx(fit.coefficients.iloc[2], rel=1e-4)


def test_a_panel_for_each_coefficient_with_line_and_labels():
    fit = lm("mpg ~ wt + factor(cyl)", CARS.set_axis([f"r{i}" for i in range(32)]))
    panels = fit.plot_added().ravel()
    assert [ax.get_xlabel() for ax in panels[:3]] == [
        "wt | others",
        "factor(cyl)6 | others",
        "factor(cyl)8 | others",
    ]
    assert panels[0].get_ylabel() == "mpg | others"
    x, y = panels[0].lines[0].get_data()
    np.testing.assert_allclose(y / x, fit.coef()["wt"])
    residuals = fit.residuals().abs().nlargest(2).index
    assert {text.get_text() for text in panels[0].texts} >= set(residuals)
    assert fit.plot_added("factor(cyl)").size == 2
    assert fit.plot_added("(Intercept)").get_xlabel() == "(Intercept) | others"
    assert (
        fit.plot_added(["wt", "factor(cyl)8"]).ravel()[1].get_xlabel() == "factor(cyl)8 | others"
    )
    assert not fit.plot_added("wt", id_n=0).texts


def test_rows_without_weight_and_missing_rows_have_no_point():
    data = CARS.assign(w=1.0)
    data.loc[[2, 5], "w"] = 0
    data.loc[9, "hp"] = np.nan
    fit = lm("mpg ~ wt + hp", data, weights="w", na_action="na_exclude")
    expected = lm("mpg ~ wt + hp", CARS.drop([2, 5, 9]))
    np.testing.assert_allclose(
        points(fit.plot_added("hp")), points(expected.plot_added("hp")), rtol=1e-7, atol=1e-9
    )


def test_chunked_data_are_drawn_by_a_sample():
    data = pd.concat([CARS] * 400, ignore_index=True)

    def chunks():
        return (data.iloc[i : i + 3000] for i in range(0, len(data), 3000))

    ax = lm("mpg ~ wt + hp", chunks, progress=False).plot_added("wt")
    assert 1000 < len(points(ax)) <= 5000
    whole = points(lm("mpg ~ wt + hp", data).plot_added("wt"))
    assert np.isin(points(ax)[:, 0].round(8), whole[:, 0].round(8)).all()


def test_what_cannot_be_drawn_is_an_error():
    fit = lm("mpg ~ wt", CARS)
    with pytest.raises(ValueError, match=r"terms='hp' is no term of the model: \(Intercept\), wt"):
        fit.plot_added("hp")
    with pytest.raises(ValueError, match="no coefficient to draw"):
        lm("mpg ~ 1", CARS).plot_added()
    with pytest.raises(ValueError, match="stripped of its rows"):
        fit.strip().plot_added()
    wide = pd.DataFrame({"y": np.arange(80) % 7, "g": [f"g{i % 40}" for i in range(80)]})
    with pytest.raises(ValueError, match=r"would draw 39 coefficients; name at most 30, terms="):
        lm("y ~ g", wide).plot_added()
    with pytest.warns(RankWarning):
        fit = lm("mpg ~ wt + I(2 * wt)", CARS)
    with pytest.raises(ValueError, match="is aliased"):
        fit.plot_added("I(2 * wt)")
    assert fit.plot_added().get_xlabel() == "wt | others"
    with pytest.raises(MissingVerbError, match=r"plot_terms\(\) draws the terms of polr\(\)"):
        polr("ordered(tension) ~ breaks", LOOMS).plot_added()

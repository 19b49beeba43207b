"""Type II and type III sums of squares of linear models against car's pages."""

import warnings

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import FitWarning, RankWarning, lm
from rglm.datasets import load

PAGES = {c["id"]: c for c in oracle.saved("lm_pages")}
KINDS = {
    "Anova-II": {"type": "II"},
    "Anova-III": {"type": 3},
    "Anova-II-hc3": {"type": "II", "vcov": "HC3"},
    "Anova-III-hc0": {"type": "III", "vcov": "HC0"},
}
BREAKS, CARS = load("warpbreaks"), oracle.data("mtcars")


def fit_of(case):
    names = ("weights", "subset", "offset", "na_action")
    given = {n: case[n] for n in names if n in case}
    contrasts = oracle.contrasts(case.get("contrasts") or {}) or None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RankWarning)
        return lm(case["formula"], oracle.data(case["data"]), contrasts=contrasts, **given)


@pytest.mark.parametrize("name", [n for n, c in PAGES.items() if {*KINDS} & {*c["pages"]}])
def test_pages_as_car(name):
    case = PAGES[name]
    fit = fit_of(case)
    for kind, given in KINDS.items():
        if kind not in case["pages"]:
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FitWarning)  # an intercept alone: type III
            page = repr(fit.anova(**given)).split("\n")
        assert page == list(case["pages"][kind]), kind


def test_aliased_coefficients_with_type_three():
    fit = fit_of(PAGES["aliased"])
    with pytest.raises(ValueError, match="there are aliased coefficients in the model"):
        fit.anova(type="III")
    with pytest.raises(ValueError, match="singular_ok=True allows them"):
        fit.anova(type="II", singular_ok=False)
    table = fit.anova(type="III", singular_ok=True).table
    assert table.columns.tolist() == ["Sum Sq", "Df", "F values", "Pr(>F)"]  # as car has it
    assert table["Df"].tolist() == [0, 0, 0, 1, 28]


def test_without_residual_degrees_of_freedom():
    with pytest.raises(ValueError, match="no residual degrees of freedom"):
        lm("mpg ~ wt + hp", CARS.iloc[:3]).anova(type="II")


def test_a_perfect_fit():
    exact = CARS.assign(mpg=2 * CARS["wt"] + 1)
    with pytest.raises(ValueError, match="the residual sum of squares is 0"):
        lm("mpg ~ wt + hp", exact).anova(type="II")


def test_the_scale_of_the_response_does_not_matter():
    """car takes residuals of 1e-5 for rounding."""
    small, usual = (lm("mpg ~ wt + hp", CARS.assign(mpg=CARS["mpg"] * s)) for s in (1e-6, 1))
    one, two = (fit.anova(type="II").table["F value"] for fit in (small, usual))
    np.testing.assert_allclose(one, two, 1e-9)


def test_an_intercept_alone():
    with pytest.warns(FitWarning, match="contains only an intercept: Type III test"):
        page = repr(lm("mpg ~ 1", CARS).anova(type="II"))
    assert page.startswith("Anova Table (Type III tests)\n")
    with pytest.raises(ValueError, match="has no terms to test"):
        lm("mpg ~ 0", CARS).anova(type="II")


def test_another_covariance():
    fit = lm("breaks ~ wool * tension", BREAKS)
    named, given, made = (
        fit.anova(type="II", vcov=v).table
        for v in ("HC1", fit.vcov(type="HC1"), lambda f: f.vcov(type="HC1"))
    )
    pd.testing.assert_frame_equal(named, given)
    pd.testing.assert_frame_equal(named, made)
    usual = fit.anova(type="II", vcov=fit.vcov()).table["F"]
    np.testing.assert_allclose(usual, fit.anova(type="II").table["F value"], 1e-10)


def test_rows_of_weight_zero_say_nothing():
    """Robust tests too; car's hccm recycles the weights there, with a warning."""
    weights = np.tile([0.0, 1, 2], 18)
    fit = lm("breaks ~ wool * tension", BREAKS, weights=weights)
    left = lm("breaks ~ wool * tension", BREAKS[weights > 0], weights=weights[weights > 0])
    for vcov in (None, "HC0", "HC3"):
        one, two = (f.anova(type="II", vcov=vcov).table for f in (fit, left))
        pd.testing.assert_frame_equal(one, two, rtol=1e-10)


def test_chunked_data():
    def chunks():
        for start in range(0, 54, 20):
            yield BREAKS.iloc[start : start + 20]

    chunked = lm("breaks ~ wool * tension", chunks, progress=False)
    whole = lm("breaks ~ wool * tension", BREAKS)
    for given in KINDS.values():
        one, two = (fit.anova(**given).table for fit in (chunked, whole))
        pd.testing.assert_frame_equal(one, two, rtol=1e-10)


def test_arguments_that_there_are_not():
    fit = lm("breaks ~ wool * tension", BREAKS)
    with pytest.raises(ValueError, match="the tests of lm.. are F tests"):
        fit.anova(type="II", test="LR")


def test_a_stripped_fit_knows_its_sums_of_squares():
    fit = lm("breaks ~ wool * tension", BREAKS)
    for type in ("II", "III"):
        one, two = (f.anova(type=type).table for f in (fit, fit.strip()))
        pd.testing.assert_frame_equal(one, two)
    with pytest.raises(ValueError, match="stripped of its rows"):
        fit.strip().anova(type="II", vcov="HC3")

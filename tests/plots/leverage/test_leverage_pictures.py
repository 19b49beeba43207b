"""The pictures of leverages, and those of linear models, beside what R's plot.lm shows."""

import numpy as np
import oracle
import pytest

from rglm import Gamma, binomial, glm, glm_nb, lm, poisson
from rglm.datasets import load
from rglm.inference.diagnostics.influence import rstandard

CARS, LOOMS = oracle.data("mtcars"), load("warpbreaks")
FIT = lm("mpg ~ wt + hp", CARS)


def points(ax):
    return np.asarray(ax.collections[-1].get_offsets())


def test_the_six_pictures_of_a_linear_model():
    panels = FIT.plot(which=[1, 2, 3, 4, 5, 6]).ravel()
    assert [ax.get_title(loc="left") for ax in panels] == [
        "Residuals vs fitted",
        "Normal Q-Q",
        "Scale-location",
        "Cook's distance",
        "Residuals vs leverage",
        "Cook's distance vs h / (1 - h)",
    ]
    assert [ax.get_ylabel() for ax in panels] == [
        "Residuals",
        "Standardized residuals",
        "√|Standardized residuals|",
        "Cook's distance",
        "Standardized residuals",
        "Cook's distance",
    ]
    assert panels[0].get_xlabel() == panels[2].get_xlabel() == "Fitted values"
    h, cooks = FIT.hatvalues(), FIT.cooks_distance()
    expected = {
        0: (FIT.fitted(), FIT.residuals()),
        2: (FIT.fitted(), FIT.rstandard().abs() ** 0.5),
        3: (np.arange(32), cooks),
        4: (h, FIT.rstandard()),
        5: (h / (1 - h), cooks),
    }
    for i, columns in expected.items():
        np.testing.assert_allclose(points(panels[i]), np.column_stack(columns), rtol=1e-8)


def test_residuals_of_weighted_fits_are_raw_and_standardized_by_weight():
    fit = lm("mpg ~ wt + hp", CARS, weights="gear")
    first, last = fit.plot(which=[1, 5]).ravel()
    np.testing.assert_allclose(points(first)[:, 1], fit.residuals())
    np.testing.assert_allclose(points(last)[:, 1], fit.rstandard())
    zero = lm("mpg ~ wt + hp", CARS, weights="gear - 3")
    assert len(points(zero.plot(which=1))) == (CARS["gear"] > 3).sum()


GALAXIES = load("galaxies")
# those whose other pictures are of raw, quantile and deviance residuals
FITS = {
    "lm": FIT,
    "weighted lm": lm("mpg ~ wt + hp", CARS, weights="gear"),
    "binary": glm("has_gc ~ logmass", GALAXIES, binomial()),
    "poisson": glm("breaks ~ wool * tension", LOOMS.iloc[1:], poisson()),
    "glm_nb": glm_nb("n_gc ~ logmass", GALAXIES),
    "gamma": glm("lot1 ~ log(u)", load("clotting"), Gamma()),
}


@pytest.mark.parametrize("fit", FITS.values(), ids=FITS)
@pytest.mark.parametrize("type", [None, "quantile", "deviance"])
def test_a_point_on_a_contour_has_that_cooks_distance(fit, type):
    ax = fit.plot(which="leverage", type=type)
    name = "Standardized residuals" if fit._has_raw_residuals else "Std. Pearson residuals"
    assert ax.get_ylabel() == name
    h, residual = points(ax).T
    np.testing.assert_allclose(
        residual**2 * h / (fit.rank * (1 - h)), fit.cooks_distance(), rtol=1e-8
    )
    for line in (line for line in ax.lines if line.get_linestyle() == "--"):
        h, residual = line.get_data()
        distance = residual**2 * h / (fit.rank * (1 - h))
        np.testing.assert_allclose(distance, round(distance[0], 1))


def test_a_point_of_the_galaxies_as_r_draws_it():
    # R 4.2.2: fit <- glm(has_gc ~ logmass, binomial); plot(fit, which = 5), row 96 of R
    h, residual = points(FITS["binary"].plot(which=5))[95]
    assert h == pytest.approx(0.005222389, rel=1e-6)
    assert residual == pytest.approx(-7.297567610, rel=1e-8)
    assert FITS["binary"].cooks_distance()[95] == pytest.approx(0.139787879, rel=1e-8)


def test_rows_of_leverage_one_are_not_in_the_pictures_of_leverage():
    data = LOOMS.assign(first=LOOMS.index == 0)
    panels = glm("breaks ~ wool + first", data, poisson()).plot(which=[1, 4, 5, 6]).ravel()
    assert [len(points(ax)) for ax in panels] == [54, 53, 53, 53]
    saturated = glm("breaks ~ factor(row)", LOOMS.assign(row=range(54)).head(5), poisson())
    assert len(points(saturated.plot(which=1))) == 5
    with pytest.raises(ValueError, match="has no residual to draw"):
        saturated.plot(which=5)


@pytest.mark.parametrize("fit", FITS.values(), ids=FITS)
def test_lines_of_equal_residuals(fit):
    ax = fit.plot(which="cooks_leverage")
    lines = [line for line in ax.lines if line.get_linestyle() == "--"]
    for line, text in zip(lines, ax.texts[:-3], strict=True):
        (_, x), (_, y) = line.get_data()
        # D = r^2 / rank h / (1 - h)
        assert np.sqrt(y / x * fit.rank) == pytest.approx(float(text.get_text()))
    largest = max(float(text.get_text()) for text in ax.texts[:-3])
    assert largest >= 0.8 * rstandard(fit, "pearson").abs().max()
    labels = [float(t.get_text()) for t in ax.get_xticklabels()]
    places = ax.get_xticks()
    np.testing.assert_allclose(places / (1 + places), labels, atol=1e-9)


def test_other_types_on_request():
    assert FIT.plot(which=1, type="quantile").get_ylabel() == "Quantile residuals"
    assert FIT.plot(which=2, type="pearson").get_ylabel() == "Std. Pearson residuals"
    with pytest.raises(ValueError, match="type="):
        FIT.plot(type="response")


def test_equal_leverages_are_shown_by_factor_levels():
    fit = lm("breaks ~ wool * tension", LOOMS)
    ax = fit.plot(which="leverage")
    assert [t.get_text() for t in ax.get_xticklabels()] == [
        *("A:L", "A:M", "A:H", "B:L", "B:M", "B:H"),
    ]
    assert ax.get_xlabel() == "wool : tension"
    np.testing.assert_allclose(points(ax)[:, 0], np.repeat(np.arange(6.0), 9))
    np.testing.assert_allclose(points(ax)[:, 1], fit.rstandard())
    poisson_fit = glm("breaks ~ wool * tension", LOOMS, poisson())
    assert poisson_fit.plot(which=5).get_xlabel() == "wool : tension"
    one = lm("breaks ~ 1", LOOMS)  # no factor to show
    assert one.plot(which=5).get_xlabel() == "Leverage"
    logical = lm("mpg ~ (am == 1)", CARS)
    assert logical.plot(which=5).get_xlabel() == "Leverage"


def test_rows_that_are_left_out():
    data = CARS.assign(hp=CARS["hp"].where(CARS.index > 3))
    for na_action in ("na_omit", "na_exclude"):
        panels = lm("mpg ~ wt + hp + factor(cyl)", data, na_action=na_action).plot(which=[4, 5, 6])
        assert all(len(points(ax)) == 28 for ax in panels.ravel()[:3])
        kept = np.flatnonzero(CARS.index > 3)  # Cook's distance stands at the place in the data
        np.testing.assert_array_equal(points(panels.ravel()[0])[:, 0], kept)
        assert panels.ravel()[0].get_xlabel() == "Row (from 0)"


def test_a_perfect_fit_and_a_saturated_one(recwarn):
    perfect = lm("y ~ x", {"y": [2.0, 4, 6, 8.0], "x": [1.0, 2, 3, 4]})
    zero = lm("y ~ x", {"y": [0.0, 0, 0, 0], "x": [1.0, 2, 3, 4]})
    saturated = lm("y ~ x", {"y": [2.0, 4], "x": [1.0, 2]})
    for fit in (perfect, zero, saturated):
        with pytest.raises(ValueError, match="has no residual to draw: the model fits every row"):
            fit.plot()


def test_chunked_data():
    def chunks():
        return (CARS.iloc[i : i + 10] for i in range(0, 32, 10))

    fit = lm("mpg ~ wt + factor(cyl)", chunks, progress=False)
    panels = fit.plot(which=[1, 2, 3, 4, 5, 6]).ravel()
    whole = lm("mpg ~ wt + factor(cyl)", CARS).plot(which=[1, 2, 3, 4, 5, 6]).ravel()
    for one, two in zip(panels, whole, strict=True):
        np.testing.assert_allclose(points(one), points(two), rtol=1e-7, atol=1e-9)
    equal = lm("breaks ~ wool", lambda: iter([LOOMS.iloc[::2], LOOMS.iloc[1::2]]), progress=False)
    assert equal.plot(which=5).get_xlabel() == "wool"


def test_contours_that_meet_have_one_label():
    ax = glm("lot1 ~ log(u)", load("clotting"), Gamma()).plot(which=5, id_n=0)
    assert [text.get_text() for text in ax.texts] == ["Cook's 0.5, 1"]
    ax = FIT.plot(which=5, id_n=0)
    assert [text.get_text() for text in ax.texts] == ["Cook's 0.5", "Cook's 1"]

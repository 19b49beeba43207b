"""plot: R's diagnostic pictures, and the numbers that they show."""

import numpy as np
import oracle
import pytest
from scipy.special import ndtri

from rglm import (
    Gamma,
    betabinomial,
    binomial,
    gaussian,
    glm,
    glm_nb,
    hurdle,
    lm,
    multinom,
    poisson,
    polr,
    quasibinomial,
)
from rglm.datasets import load
from rglm.plots import style

GALAXIES, LOOMS, CARS = load("galaxies"), load("warpbreaks"), oracle.data("mtcars")
CARS = glm("mpg ~ wt + hp", CARS, gaussian())


def points(ax):
    return np.asarray(ax.collections[0].get_offsets())


def test_by_default_four_pictures_stand_on_a_grid():
    panels = CARS.plot()
    assert panels.shape == (2, 2)
    assert panels.figure is panels[1, 1].figure
    titles = [ax.get_title(loc="left") for ax in panels.ravel()]
    assert titles == [
        "Residuals vs fitted",
        "Normal Q-Q",
        "Scale-location",
        "Residuals vs leverage",
    ]


def test_the_points_are_residuals_quantiles_and_leverages_of_the_fit():
    one, qq, scale, leverage = CARS.plot().ravel()
    eta, residuals = CARS.linear_predictors, CARS.residuals("deviance")
    np.testing.assert_allclose(points(one), np.column_stack([eta, residuals]))
    standard = CARS.rstandard("deviance")
    np.testing.assert_allclose(points(scale), np.column_stack([eta, np.sqrt(abs(standard))]))
    pearson = CARS.rstandard("pearson")
    np.testing.assert_allclose(points(leverage), np.column_stack([CARS.hatvalues(), pearson]))
    n = len(standard)
    order = np.argsort(points(qq)[:, 0])
    np.testing.assert_allclose(points(qq)[order, 1], np.sort(standard))
    np.testing.assert_allclose(points(qq)[order, 0], ndtri((np.arange(n) + 0.5) / n))


def test_the_contours_are_equal_cooks_distances():
    ax = CARS.plot(which="leverage")
    h, reach = next(line.get_data() for line in ax.lines if line.get_linestyle() == "--")
    np.testing.assert_allclose(reach**2 * h / (1 - h) / CARS.rank, 0.5)


def test_the_most_extreme_points_have_labels_from_the_index():
    ax = CARS.plot(which=1, id_n=2)
    expected = CARS.residuals("deviance").abs().nlargest(2).index.astype(str).tolist()
    assert [text.get_text() for text in ax.texts] == expected
    assert not CARS.plot(which=1, id_n=0).texts


@pytest.mark.parametrize(
    ("fit", "kind"),
    [
        (glm("breaks ~ wool", LOOMS, poisson()), "Quantile residuals"),
        (glm("has_gc ~ logmass", GALAXIES, binomial()), "Quantile residuals"),
        (glm("cbind(dead, alive) ~ sex", load("budworm"), binomial()), "Quantile residuals"),
        (glm("has_gc ~ logmass", GALAXIES, quasibinomial()), "Deviance residuals"),
        (glm("lot1 ~ log(u)", load("clotting"), Gamma()), "Deviance residuals"),
        (polr("ordered(tension) ~ breaks", LOOMS), "Quantile residuals"),
        (hurdle("n_gc ~ logmass", GALAXIES, dist="negbin"), "Quantile residuals"),
        (betabinomial("cbind(dead, alive) ~ sex", load("budworm")), "Quantile residuals"),
    ],
    ids=["poisson", "binary", "proportions", "quasi", "gamma", "polr", "hurdle", "betabinomial"],
)
def test_discrete_responses_have_quantile_residuals(fit, kind):
    assert fit.plot(which="residuals").get_ylabel() == kind
    np.testing.assert_array_equal(points(fit.plot(which=1)), points(fit.plot(which=1)))


def test_deviance_residuals_on_request_and_axes_that_are_given():
    fit, mine = glm("breaks ~ wool", LOOMS, poisson()), style.axes()
    assert fit.plot(which="qq", type="deviance", ax=mine) is mine
    assert mine.get_ylabel() == "Std. deviance residuals"
    assert fit.plot(which=4).get_ylabel() == "Cook's distance"


def test_residuals_are_called_standardized_only_where_they_are():
    fit = hurdle("n_gc ~ logmass", GALAXIES, dist="negbin")
    ax = fit.plot(which="qq", type="pearson")
    assert ax.get_ylabel() == "Pearson residuals"
    np.testing.assert_allclose(np.sort(points(ax)[:, 1]), np.sort(fit.residuals("pearson")))


# R 4.2's lowess(predict(fit), residuals(fit, "pearson"), iter = 0, delta = 0), which plot.lm draws
LINE = (-0.662619, -0.176326, -0.160418, 0.248767, 0.257128, 0.105945)
LINE += (0.087402, -0.225932, -0.235571, 0.053909, 0.068062, 0.544993)


def test_the_line_of_a_glm_is_that_of_r():
    fit = glm("cbind(dead, alive) ~ sex + ldose", load("budworm"), binomial())
    line = fit.plot(which=1, type="pearson").lines[-1].get_ydata()
    np.testing.assert_allclose(line, LINE, atol=1e-6)


def test_the_line_through_residuals_of_right_models_is_at_zero():
    """A robust line through skewed residuals is not: it is the median's."""
    rng, means = np.random.default_rng(1), {"glm_nb": [], "lm": []}
    for _ in range(10):
        x = rng.normal(size=200)
        y = rng.poisson(rng.gamma(1.3, np.exp(1 + 0.8 * x) / 1.3))
        data = {"x": x, "y": y, "z": x + rng.normal(size=200)}
        for name, fit in {"glm_nb": glm_nb("y ~ x", data), "lm": lm("z ~ x", data)}.items():
            line = fit.plot(which=1, type="pearson").lines[-1].get_ydata()
            means[name].append(line.mean())
    assert abs(np.mean(means["glm_nb"])) < 0.02  # robust: -0.2
    assert abs(np.mean(means["lm"])) < 0.02


def test_pictures_that_a_fit_does_not_have_are_errors():
    with pytest.raises(ValueError, match="did you mean 'leverage'"):
        CARS.plot(which="levrage")
    for which in (4, 5, "cooks", (1, "leverage")):
        with pytest.raises(ValueError, match=r"polr\(\) has no leverages; draw which="):
            polr("ordered(tension) ~ breaks", LOOMS).plot(which=which)
    with pytest.raises(ValueError, match="several a row; use 'quantile'"):
        polr("ordered(tension) ~ breaks", LOOMS).plot(type="pearson")
    with pytest.raises(ValueError, match="ax= has 1 axes for 2 pictures"):
        CARS.plot(which=(1, 2), ax=style.axes())
    with pytest.raises(ValueError, match="no order of its levels"):
        multinom("tension ~ breaks", LOOMS).plot(which=1)


def test_labels_may_be_a_column_or_a_label_for_each_row():
    cars = load("mtcars").reset_index(names="car").assign(hp=lambda d: d["hp"].where(d.index > 2))
    fit = lm("mpg ~ wt + hp", cars)
    plain = [text.get_text() for text in fit.plot(which=1).texts]
    expected = [cars["car"][int(place)] for place in plain]
    for labels in ("car", cars["car"].tolist(), cars["car"].tolist()[3:]):
        assert [t.get_text() for t in fit.plot(which=1, labels_id=labels).texts] == expected
    with pytest.raises(ValueError, match="labels_id='cars' is no column.*did you mean 'car'"):
        fit.plot(labels_id="cars")
    with pytest.raises(ValueError, match="labels_id= has 2 labels for the 32 rows"):
        fit.plot(labels_id=["a", "b"])


def test_the_points_of_a_qq_plot_fill_the_axes():
    rng = np.random.default_rng(1)
    fit = lm("y ~ 1", {"y": np.append(rng.normal(size=60) * 9, rng.exponential(0.1, 60))})
    for ax in (fit.plot(which=2), lm("y ~ 1", {"y": rng.exponential(size=90) ** 3}).plot(which=2)):
        low, high = ax.get_ylim()
        y = ax.collections[0].get_offsets()[:, 1]
        assert np.ptp(y) > 0.85 * (high - low)

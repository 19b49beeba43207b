"""The figure of `check_model`: which panels there are, and what they are called."""

import sys

import matplotlib
import numpy as np
import oracle
import pandas as pd
import pytest
from matplotlib.figure import Figure

from rglm import (
    Gamma,
    betabinomial,
    binomial,
    check_model,
    generics,
    glm,
    glm_nb,
    hurdle,
    lm,
    poisson,
    polr,
    quasipoisson,
    tweedie,
    zeroinfl,
)
from rglm.datasets import load
from rglm.plots.model_check.collinearity_panel import draw_collinearity
from rglm.plots.model_check.quantile_band import simultaneous_band

LOOMS, GALAXIES, BUDWORM = load("warpbreaks"), load("galaxies"), load("budworm")
ALL = ["Distribution", "Along the fitted values"]
FITS = {
    "lm": (
        lambda: lm("breaks ~ wool * tension", LOOMS),
        ["Normality", "Along the fitted values", "Spread", "Responses", "Influence"],
    ),
    "poisson": (
        lambda: glm("n_gc ~ logmass + sample", GALAXIES, poisson()),
        [*ALL, "Dispersion", "Zeros", "Responses", "Influence"],
    ),
    "binary": (
        lambda: glm("has_gc ~ logmass + sample", GALAXIES, binomial()),
        [*ALL, "Calibration", "Influence"],
    ),
    "trials": (
        lambda: glm("cbind(dead, alive) ~ sex + ldose", BUDWORM, binomial()),
        [*ALL, "Dispersion", "Calibration", "Influence"],
    ),
    "glm_nb": (
        lambda: glm_nb("n_gc ~ logmass + sample", GALAXIES),
        [*ALL, "Dispersion", "Zeros", "Responses", "Influence"],
    ),
    "Gamma": (
        lambda: glm("breaks ~ wool + tension", LOOMS, Gamma("log")),
        [*ALL, "Responses", "Influence"],
    ),
    "tweedie": (
        lambda: glm("n_gc ~ logmass + sample", GALAXIES, tweedie(1.6, 0)),
        [*ALL, "Zeros", "Responses", "Influence"],
    ),
    "zeroinfl": (
        lambda: zeroinfl("n_gc ~ logmass + sample | logmass", GALAXIES, dist="negbin"),
        [*ALL, "Dispersion", "Zeros", "Responses"],
    ),
    "amounts": (
        lambda: hurdle("n_gc ~ logmass + sample | logmass", GALAXIES, dist="gamma"),
        [*ALL, "Zeros", "Responses"],
    ),
    "quasi": (
        lambda: glm("n_gc ~ logmass + sample", GALAXIES, quasipoisson()),
        ["Along the fitted values", "Spread", "Influence"],
    ),
    "polr": (lambda: polr("ordered(tension) ~ breaks + wool", LOOMS), [*ALL, "Responses"]),
    "betabinomial": (
        lambda: betabinomial("cbind(R, N - R) ~ fgrp + hb", oracle.data("lirat")),
        [*ALL, "Dispersion", "Calibration"],
    ),
}


def titles(figure):
    return [ax.get_title(loc="left") for ax in figure.axes]


@pytest.mark.parametrize("name", FITS)
def test_the_panels_of_each_model(name):
    make, expected = FITS[name]
    check = make().check_model(nsim=20)
    found = [title.split(":")[0].split(" (")[0] for title in titles(check.figure)]
    found = [title for title in found if not title.startswith("Along logmass")]
    assert found == [*expected, "Collinearity"]
    shown = " ".join(" ".join(titles(check.figure)).split()).replace("\xa0", " ")
    words = [v.title for v in check._checks.verdicts.values()]
    hidden = ("Outliers", "Along", "Infinite")
    hidden += ("Zeros",) if name in ("trials", "betabinomial") else ()
    assert all(word in shown for word in words if not word.startswith(hidden))
    assert check.figure._suptitle.get_text().replace("\n", " ") == check._checks.summary()
    for ax in check.figure.axes:
        assert ax.has_data()
        assert ax.get_xlabel() or name == "polr"


def test_a_bent_predictor_has_a_panel_of_its_own():
    rng = np.random.default_rng(1)
    data = pd.DataFrame({"x": rng.normal(size=300), "z": rng.normal(size=300)})
    data["y"] = rng.poisson(np.exp(0.5 + 0.5 * data["x"] - 0.4 * data["z"] ** 2))
    figure = check_model(glm("y ~ x + z", data, poisson())).figure
    (panel,) = [ax for ax in figure.axes if ax.get_title(loc="left").startswith("Along z: bent")]
    assert panel.get_xlabel().startswith("z\n")
    assert figure._suptitle.get_text().startswith("To look into: predictors,")


def test_legends_of_simulations_are_beside_the_line():
    figure = check_model(glm("n_gc ~ logmass", GALAXIES, poisson()), nsim=40).figure
    figure.canvas.draw()
    for ax in figure.axes:
        if ax.get_ylabel() == "Simulations":
            box = ax.get_legend().get_window_extent()
            (line,) = ax.lines
            x = ax.transData.transform((line.get_xdata()[0], 0))[0]
            assert not box.x0 <= x <= box.x1, ax.get_xlabel()


def test_a_file(tmp_path):
    check = generics.check_model(glm("breaks ~ wool", LOOMS, poisson()), nsim=20, figsize=(6, 7))
    assert check.figure.get_size_inches().tolist() == [6, 7]
    check.save(tmp_path / "check.png", dpi=50)
    assert matplotlib.image.imread(tmp_path / "check.png").shape[:2] == (350, 300)


def test_the_legend_of_influence_has_the_lines_in_view():
    fit = glm("am ~ wt", load("mtcars"), binomial())
    (ax,) = check_model(fit, nsim=20, panels="influence").figure.axes
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["Cook's distance 0.5"]
    lines = [line for line in ax.lines if line.get_label() == "Cook's distance 0.5"]
    (low, high), residuals = ax.get_ylim(), lines[0].get_ydata()
    assert residuals.min() < max(-low, high)


def test_some_panels():
    fit = glm("breaks ~ wool + tension", LOOMS, poisson())
    figure = check_model(fit, nsim=20, panels=["dispersion", "influence"]).figure
    assert [title.split(":")[0] for title in titles(figure)] == ["Dispersion", "Influence"]
    assert len(check_model(fit, nsim=20, panels="dispersion").figure.axes) == 1
    with pytest.raises(ValueError, match="panels='zeros': use one of distribution, fitted values"):
        check_model(fit, nsim=20, panels="zeros")
    with pytest.raises(ValueError, match="panels= is empty; name some of distribution"):
        check_model(fit, nsim=20, panels=[])


@pytest.mark.parametrize("uses_pyplot", [True, False])
def test_a_notebook_shows_the_figure_once(uses_pyplot, monkeypatch):
    monkeypatch.setattr("rglm.plots.style.figures.shows_pyplot_figures", lambda: uses_pyplot)
    check = check_model(glm("breaks ~ wool", LOOMS, poisson()), nsim=20, panels="dispersion")
    assert (check.figure.canvas.manager is not None) is uses_pyplot
    assert ("data:image/png" in check._repr_html_()) is not uses_pyplot


def test_the_picture_of_residuals():
    found = glm("n_gc ~ logmass", GALAXIES, poisson()).simulate_residuals(20)
    left, right = np.ravel(found.plot("logmass", figsize=(7, 3)))
    assert left.get_title(loc="left").startswith("Distribution: not the model's")
    assert right.get_title(loc="left").startswith("Along logmass: bent")
    assert len(np.ravel(found.plot())) == 2


def test_without_matplotlib(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    fit = glm("breaks ~ wool", LOOMS, poisson())
    assert check_model(fit, plot=False).tests.loc["dispersion", "status"] == "problem"
    with pytest.raises(ImportError, match="pip install"):
        check_model(fit)


@pytest.mark.parametrize("n", [5, 200, 3000])
def test_the_band_has_all_points_in_95_percent_of_samples(n):
    at, low, high = simultaneous_band(n)
    rng = np.random.default_rng(5)
    points = np.sort(rng.random((600, n)), axis=1)[:, np.rint(at * n + 0.5).astype(int) - 1]
    inside = ((points >= low) & (points <= high)).all(axis=1).mean()
    assert 0.92 < inside < 0.98
    assert (low < at).all()
    assert (at < high).all()


def test_a_large_fit_is_drawn_by_some_points():
    rng = np.random.default_rng(1)
    data = pd.DataFrame({"x": rng.normal(size=20_000)})
    data["y"] = rng.poisson(np.exp(0.3 * data["x"]))
    data.loc[17, ["x", "y"]] = 9, 200  # in no sample
    check = check_model(glm("y ~ x", data, poisson()), nsim=20)
    assert "Row 17 moves the estimates much" in check.tests.loc["influence", "verdict"]
    for ax in check.figure.axes:
        assert all(len(points.get_offsets()) <= 3300 for points in ax.collections)


def test_predictors_left_out_of_the_collinearity_are_counted():
    for number, text in [(12, "Variance inflation factor"), (13, "factor (12 largest of 13)")]:
        ax = Figure().add_subplot()
        draw_collinearity(ax, pd.Series(1.5, [f"x{i}" for i in range(number)]))
        assert ax.get_xlabel().replace("\n", " ").endswith(text)

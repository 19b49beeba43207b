"""The response beside responses of the posterior."""

import numpy as np
import pytest

from rglm import Gamma, binomial, brm, parquet, poisson
from rglm.bayes import bernoulli, categorical, negbinomial
from rglm.datasets import load
from rglm.plots.posterior.checks.bars import frequencies
from rglm.plots.posterior.checks.loo_pit import loo_pit
from rglm.plots.posterior.checks.pp_check import TYPES
from rglm.warnings import FitWarning

pytest.importorskip("matplotlib")
GALAXIES = load("galaxies")


@pytest.fixture(scope="module")
def counts():
    return brm("n_gc ~ logmass", GALAXIES, family=negbinomial(), seed=1, draws=300)


@pytest.fixture(scope="module")
def outcomes():
    return brm("has_gc ~ logmass", GALAXIES, family=bernoulli(), seed=1, draws=300)


@pytest.mark.parametrize("type", [t for t in TYPES if not t.startswith(("bars", "rooto"))])
def test_numbers_have_every_picture_but_bars(cars, type):
    group = "cyl" if type.endswith("grouped") else None
    drawn = np.ravel(cars.pp_check(type, group=group))
    assert len(drawn) == {"hist": 9, "stat_grouped": 4}.get(type, 1)
    drawn[0].figure.draw_without_rendering()


def test_the_picture_fits_the_response(cars, counts, outcomes):
    assert cars.pp_check().get_xlabel() == "mpg"
    assert counts.pp_check().get_ylabel() == "√rows"
    assert outcomes.pp_check().get_ylabel() == "rows"
    trials = brm("cbind(dead, alive) ~ ldose", load("budworm"), family=binomial(), draws=100)
    assert trials.pp_check().get_ylabel() == "dead; 50% and 90%"
    np.testing.assert_array_equal(trials.pp_check().lines[1].get_ydata(), trials.data["dead"])
    whole = brm("hp ~ wt", load("mtcars"), family=Gamma("log"), seed=1, draws=100)
    assert not whole.pp_check().patches  # no bars: these are no counts


def test_overlays_are_of_evenly_spaced_draws(cars):
    ax = cars.pp_check("ecdf_overlay", ndraws=5, seed=3)
    drawn = cars.posterior_predict(ndraws=5, seed=3)
    for line, one in zip(ax.lines, drawn.to_numpy(), strict=False):
        np.testing.assert_allclose(line.get_xdata(), np.sort(one))
    np.testing.assert_allclose(ax.lines[5].get_xdata(), np.sort(cars.data["mpg"]))
    assert [text.get_text() for text in ax.get_legend().texts] == ["y", "y_rep"]


def test_bars_are_frequencies_with_quantiles_of_those_of_the_draws(outcomes):
    ax = outcomes.pp_check("bars", prob=0.8, seed=2)
    zero, one = (bar.get_height() for bar in ax.patches)
    assert (zero, one) == (88, 144)
    drawn = outcomes.posterior_predict(seed=2).sum(axis=1)
    (ends,) = (c for c in ax.collections if len(c.get_segments()) == 2)
    np.testing.assert_allclose(ends.get_segments()[1][:, 1], drawn.quantile([0.1, 0.9]))


def test_bars_of_categories_have_their_names():
    fit = brm("sample ~ logmass", GALAXIES, family=categorical(), seed=1, draws=100)
    ax = fit.pp_check()
    assert [tick.get_text() for tick in ax.get_xticklabels()] == list(fit._levels)
    counted = GALAXIES["sample"].value_counts()[list(fit._levels)]
    assert [bar.get_height() for bar in ax.patches] == counted.tolist()


def test_outcomes_have_the_names_of_their_levels():
    cars = load("mtcars")
    cars = cars.assign(am=cars["am"].map({0: "automatic", 1: "manual"}))
    fit = brm("am ~ wt", cars, family=bernoulli(), seed=1, draws=100)
    ax = fit.pp_check()
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["automatic", "manual"]
    assert [bar.get_height() for bar in ax.patches] == [19, 13]
    assert fit.conditional_effects().label == "P(am = manual)"


def test_groups_have_a_panel_each(outcomes):
    panels = outcomes.pp_check("bars_grouped", group="sample").ravel()
    rows = [sum(bar.get_height() for bar in panel.patches) for panel in panels[:3]]
    assert sum(rows) == len(GALAXIES)
    assert panels[0].get_title(loc="left").startswith("sample = ")


def test_a_statistic_has_its_share(counts):
    ax = counts.pp_check("stat", stat="prop_zero", seed=1)
    drawn = (counts.posterior_predict(seed=1) == 0).mean(axis=1)
    own = (GALAXIES["n_gc"] == 0).mean()
    share = (drawn >= own).mean()
    assert ax.get_xlabel() == f"prop_zero: y {own:.3g}, P(y_rep ≥ y) = {share:.2g}"
    assert ax.lines[0].get_xdata()[0] == own
    assert counts.pp_check("stat_2d", stat=["max", np.ptp]).get_ylabel() == "ptp"


def test_intervals_are_of_rows_along_a_column(cars):
    ax = cars.pp_check("intervals", x="wt", prob=0.8, seed=4)
    outer = np.array([one[:, 1] for one in ax.collections[0].get_segments()])
    drawn = cars.posterior_predict(seed=4)
    np.testing.assert_allclose(outer, drawn.quantile([0.1, 0.9]).T)
    np.testing.assert_array_equal(ax.lines[1].get_xdata(), cars.data["wt"])


def test_pit_values_are_uniform_of_the_right_model_and_not_of_another(counts):
    right = loo_pit(counts, 1)
    wrong = loo_pit(brm("n_gc ~ logmass", GALAXIES, family=poisson(), seed=1, draws=300), 1)
    from scipy.stats import kstest

    assert kstest(right, "uniform").pvalue > 0.01
    assert kstest(wrong, "uniform").pvalue < 1e-3


def test_pit_values_of_many_rows_are_of_some(counts, monkeypatch):
    monkeypatch.setattr("rglm.plots.posterior.checks.loo_pit.MAX_ROWS", 100)
    assert len(loo_pit(counts, 1)) == len(GALAXIES[::3])


def test_data_in_a_file_are_drawn(tmp_path, counts):
    pytest.importorskip("pyarrow")
    GALAXIES.to_parquet(tmp_path / "galaxies.parquet")
    data = parquet(str(tmp_path / "galaxies.parquet"))
    fit = brm("n_gc ~ logmass", data, family=negbinomial(), seed=1, draws=300)
    assert fit.pp_check().get_ylabel() == "√rows"
    own, expected = (one.conditional_effects(resolution=3)["logmass"] for one in (fit, counts))
    np.testing.assert_allclose(own["estimate__"], expected["estimate__"], rtol=1e-6)


def test_frequencies_are_of_columns():
    found = frequencies(np.array([[0, 2], [1, 2], [5, 9]]), np.array([-0.5, 0.5, 1.5, 5.5]))
    np.testing.assert_array_equal(found, [[1, 0], [1, 0], [1, 2]])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"type": "densoverlay"}, "type='densoverlay': use one of dens_overlay, hist"),
        ({"type": "bars"}, "bars are of counts and categories"),
        ({"type": "rootogram"}, 'type="rootogram" is of counts'),
        ({"type": "stat_grouped"}, "type='stat_grouped' needs group="),
        ({"type": "stat_grouped", "group": "qsec"}, "has 30 values; a picture holds 12"),
        ({"type": "stat", "stat": "avg"}, "stat='avg': use one of mean, sd, .*a function of y"),
        ({"type": "stat_2d", "stat": "mean"}, "draws 2 statistics, stat= has 1"),
        ({"stat": "mean"}, 'stat= is for type="stat"'),
        ({"ndraws": 10**6}, "ndraws=1000000: give a whole number from 1 to 400"),
        ({"prob": 90}, "a coverage lies between 0 and 1"),
    ],
)
def test_what_is_wrong_is_named(cars, arguments, message):
    with pytest.raises(ValueError, match=message):
        cars.pp_check(**arguments)


def test_draws_without_a_mean_are_left_out():
    cars = load("mtcars")
    prior = brm("mpg ~ wt", cars, Gamma(), seed=1, sample_prior="only", draws=200)
    with pytest.raises(ValueError, match="none of 1 draws has a mean in every row"):
        prior.pp_check(ndraws=1)  # 1 / eta, which the prior lets be negative
    with pytest.warns(FitWarning, match=r"\d+ of 200 draws have no mean in some row"):
        ax = prior.pp_check("stat", ndraws=200)
    assert np.isfinite(ax.get_xlim()).all()

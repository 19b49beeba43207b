"""The pictures of draws by type."""

import numpy as np
import pytest

from rglm.plots.posterior.chains import autocorrelations
from rglm.plots.posterior.mcmc_plot import OF_CHAINS, TYPES

matplotlib = pytest.importorskip("matplotlib")
RED = matplotlib.colors.to_rgba("#D55E00")


def test_intervals_are_between_quantiles(cars):
    ax = cars.mcmc_plot("intervals", "wt", prob=0.8, prob_outer=0.95)
    outer, inner = (part.get_segments()[0][:, 0] for part in ax.collections)
    draws = cars.draws["wt"]
    np.testing.assert_allclose(outer, draws.quantile([0.025, 0.975]))
    np.testing.assert_allclose(inner, draws.quantile([0.1, 0.9]))
    assert ax.lines[0].get_xdata() == pytest.approx(draws.median())
    assert ax.get_xlabel() == "median, 80% and 95% interval"


@pytest.mark.parametrize("type", [t for t in TYPES if t not in (*OF_CHAINS, "scatter")])
def test_importance_draws_have_the_pictures_of_draws(cars, type):
    drawn = np.ravel(cars.mcmc_plot(type, ["wt", "hp"]))
    assert len(drawn) == {"intervals": 1, "areas": 1, "neff": 1, "pairs": 4}.get(type, 2)
    drawn[0].figure.draw_without_rendering()


@pytest.mark.parametrize("type", OF_CHAINS)
def test_chains_have_those_of_chains(chains, cars, type):
    if type == "rhat":
        pytest.importorskip("arviz_stats")
    drawn = chains.mcmc_plot(type, "wt")
    np.ravel(drawn)[0].figure.draw_without_rendering()
    with pytest.raises(ValueError, match=f"type='{type}' is of Markov chains, .*intervals, areas"):
        cars.mcmc_plot(type)


def test_ranks_are_those_among_all_draws(chains):
    drawn = chains.mcmc_plot("rank_overlay", "wt")
    steps = [patch.get_data().values for patch in drawn.patches]
    assert [one.sum() for one in steps] == [200, 200]
    np.testing.assert_array_equal(np.sum(steps, axis=0), 20)


def test_divergent_draws_are_red(chains):
    ax = chains.mcmc_plot("scatter", ["wt", "hp"])
    blue, red = ax.collections
    assert (len(blue.get_offsets()), len(red.get_offsets())) == (398, 2)
    assert tuple(red.get_facecolor()[0][:3]) == RED[:3]
    np.testing.assert_allclose(red.get_offsets(), chains.draws.loc[2][["wt", "hp"]].iloc[5:7])
    left, _ = chains.mcmc_plot("nuts_divergence").ravel()
    assert [tick.get_text() for tick in left.get_xticklabels()] == ["398 did not", "2 diverged"]


def test_a_panel_of_pairs_has_the_correlation(cars):
    panels = cars.mcmc_plot("pairs", ["wt", "hp"])
    assert panels[0, 1].texts[0].get_text() == f"{cars.draws['wt'].corr(cars.draws['hp']):.2f}"


def test_what_is_wrong_is_named(cars):
    with pytest.raises(ValueError, match="use one of intervals, areas, .*scatter"):
        cars.mcmc_plot("interval")
    with pytest.raises(ValueError, match="variable= has no parameter|no parameter 'x'|'x'"):
        cars.mcmc_plot(variable="x")
    with pytest.raises(ValueError, match="draws two parameters, got 4"):
        cars.mcmc_plot("scatter")
    with pytest.raises(ValueError, match="the outer one is the larger"):
        cars.mcmc_plot(prob=0.9, prob_outer=0.5)


def test_autocorrelations_are_rs():
    # R: acf(c(1, 3, 2, 5, 4), lag.max = 2, plot = FALSE)
    found = autocorrelations(np.array([1.0, 3, 2, 5, 4]), 2)
    np.testing.assert_allclose(found, [1, 0, 0.1], atol=1e-12)

"""The likelihood at many points is that of each; blocks and groups make no difference."""

import numpy as np
import pytest

from rglm import betabinomial, hurdle, multinom, polr, zeroinfl
from rglm.datasets import load
from rglm.fitting.newton import point_groups
from rglm.linalg.threads import one_thread

ROUNDING = 1e-11  # of sums of up to 300 rows


@pytest.fixture(scope="module")
def fits():
    galaxies, looms = load("galaxies"), load("warpbreaks")
    few = galaxies.assign(few=np.minimum(galaxies.n_gc, 5), rest=5 - np.minimum(galaxies.n_gc, 5))
    weights = {"weights": np.arange(len(galaxies)) % 3}
    return {
        "hurdle": hurdle("n_gc ~ logmass | logmass", galaxies, dist="negbin", **weights),
        "zeroinfl": zeroinfl("n_gc ~ logmass | 1", galaxies),
        "betabinomial": betabinomial("cbind(few, rest) ~ logmass", few),
        "multinom": multinom("tension ~ breaks", looms),
        "polr": polr("tension ~ breaks + wool", looms, weights="breaks"),
    }


NAMES = ["hurdle", "zeroinfl", "betabinomial", "multinom", "polr"]


def at_points(fit, count=40):
    """The fit's likelihood, and points near its parameters."""
    theta = np.asarray(fit._parameters)
    near = 0.02 * np.random.default_rng(2).normal(size=(len(theta), count))
    return fit._likelihood_model, theta[:, None] + near


@pytest.mark.parametrize("name", NAMES)
def test_sums_and_values_are_the_loop(fits, name):
    fit = fits[name]
    model, theta = at_points(fit)
    sums, values = (
        fit._source.total(model.sums_at(theta)),
        fit._source.by_row(model.values_at(theta)),
    )
    for s in range(0, 40, 13):
        one = fit._source.total(model.log_likelihood(theta[:, s], False)).value
        assert sums[s] == pytest.approx(one, rel=ROUNDING)
        row_values = fit._source.by_row(model.values(theta[:, s]))
        np.testing.assert_allclose(values[:, s], row_values, rtol=ROUNDING, atol=ROUNDING)


@pytest.mark.parametrize("name", NAMES)
def test_the_gradient_is_that_of_all_derivatives(fits, name):
    fit = fits[name]
    model, theta = at_points(fit)
    first = fit._source.total(model.gradient(theta[:, 0]))
    both = fit._source.total(model.log_likelihood(theta[:, 0], True))
    assert first.hessian.shape == (0, 0)
    assert first.value == pytest.approx(both.value, rel=ROUNDING)
    # sums of slopes that nearly cancel
    np.testing.assert_allclose(first.gradient, both.gradient, rtol=1e-9, atol=1e-9)
    again = model.gradient_of(fit._source)(theta[:, 0])
    np.testing.assert_array_equal(again.gradient, first.gradient)


@pytest.mark.parametrize("name", NAMES)
def test_groups_blocks_and_threads_make_no_difference(fits, name, monkeypatch):
    fit = fits[name]
    model, theta = at_points(fit)
    sums = fit._source.total(model.sums_at(theta))
    monkeypatch.setattr(point_groups, "GROUP_CELLS", 3 * fit._source.nrows)
    monkeypatch.setattr(point_groups, "MIN_THREADED_CELLS", 0)
    with one_thread():
        grouped = fit._source.total(model.sums_at(theta))
    np.testing.assert_allclose(grouped, sums, rtol=ROUNDING)
    split = 0.0
    for block in fit._source.blocks():
        for part in block.split(50):
            split = split + model.sums_at(theta)(part)
    np.testing.assert_allclose(split, sums, rtol=ROUNDING)


def test_an_impossible_point_is_minus_infinity(fits):
    fit = fits["polr"]
    model, theta = at_points(fit)
    theta[-2:, 3] = theta[-2:, 3][::-1]  # cut points in the wrong order
    sums = fit._source.total(model.sums_at(theta))
    assert np.isneginf(sums[3])
    assert np.isfinite(np.delete(sums, 3)).all()


@pytest.mark.parametrize("name", NAMES)
def test_means_and_draws(fits, name):
    fit = fits[name]
    model, theta = at_points(fit, 3)
    (block,) = fit._source.blocks()
    eta, scalars = model.predictors_at(block, theta), model.scalars_at(theta)
    mean = model.mean_at(eta, scalars, block.rows.trials)
    assert mean.shape[:2] == (fit._source.nrows, 3)
    drawn = model.sample_at(eta, scalars, np.full(len(mean), 5), np.random.default_rng(1))
    assert drawn.shape == mean.shape[:2]
    assert drawn.min() >= 0

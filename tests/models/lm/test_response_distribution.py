"""The normal distribution of the response of a linear model."""

import numpy as np
import pandas as pd
import pytest

from rglm import glm, lm

DATA = pd.DataFrame({"x": range(1, 9), "y": [1.2, 1.9, 3.5, 3.9, 5.5, 5.8, 7.7, 8.1]})
DATA["w"] = [1, 2, 0, 1, 3, 0.5, 1, 2]
FIT = lm("y ~ x", DATA, weights="w")


def test_responses_vary_about_the_mean_with_their_weight():
    drawn = FIT.simulate(4000, seed=1)
    used = DATA["w"] > 0
    assert drawn.index.equals(DATA.index)
    assert drawn[~used].isna().all(axis=None)
    error = FIT.sigma / np.sqrt(DATA["w"][used])
    off = (drawn[used].mean(axis=1) - FIT.fitted()[used]) / error * np.sqrt(4000)
    assert off.abs().max() < 4
    np.testing.assert_allclose(drawn[used].std(axis=1), error, rtol=0.05)


def test_the_seed_makes_the_draws():
    pd.testing.assert_frame_equal(FIT.simulate(2, seed=3), FIT.simulate(2, seed=3))
    assert not FIT.simulate(1, seed=3).equals(FIT.simulate(1, seed=4))


def test_a_perfect_fit_draws_its_mean_and_a_saturated_one_nothing():
    perfect = lm("x ~ I(2 * x)", DATA)
    np.testing.assert_allclose(perfect.simulate(1, seed=1)["sim_1"], DATA["x"])
    with pytest.raises(ValueError, match="no sigma to draw responses with"):
        lm("y ~ x", DATA.head(2)).simulate()


def test_rows_left_out_are_missing():
    holes = DATA.assign(y=DATA["y"].where(DATA["x"] != 2))
    drawn = lm("y ~ x", holes, na_action="na_exclude").simulate(1, seed=1)["sim_1"]
    assert drawn.isna().tolist() == (DATA["x"] == 2).tolist()


def test_data_in_chunks():
    def chunks():
        yield DATA.iloc[:4]
        yield DATA.iloc[4:]

    fit = lm("y ~ x", chunks, weights="w", progress=False)
    one, two = (pd.concat(list(fit.simulate(1, seed=1))) for _ in range(2))
    pd.testing.assert_frame_equal(one, two)
    assert one["sim_1"].isna().tolist() == (DATA["w"] == 0).tolist()


@pytest.mark.parametrize("method", ["deviance_residuals", "pearson_residuals", "normal_scores"])
def test_values_are_those_of_a_gaussian_glm(method):
    ours = getattr(FIT._response_distribution(), method)()
    theirs = getattr(glm("y ~ x", DATA, weights="w")._response_distribution(), method)()
    np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-14)


def test_the_log_likelihood_is_the_sum_over_the_rows():
    density = FIT._response_distribution().log_density()
    assert density[2] == 0
    assert density.sum() == pytest.approx(float(FIT.logLik()), rel=1e-12)
    assert FIT._response_distribution().working_residuals() == pytest.approx(
        FIT.residuals().to_numpy()
    )

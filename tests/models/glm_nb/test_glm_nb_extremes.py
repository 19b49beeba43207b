"""glm_nb on legal but extreme data, on bad input, and what a NegbinFit does."""

import pickle
import warnings

import numpy as np
import oracle
import pandas as pd
import pytest
from negbins import quiet

from rglm import (
    BoundaryWarning,
    ConvergenceWarning,
    RankWarning,
    SeparationWarning,
    glm,
    negative_binomial,
    poisson,
)
from rglm.datasets import load
from rglm.families import FamilyWarning
from rglm.fitting.negbin import alternating_ml
from rglm.models.glm_nb.glm_nb import glm_nb

RTOL = 1e-9
BREAKS = load("warpbreaks")
QUINE = oracle.data("quine")


def cells(empty=("b",), n=20):
    """Counts of mean 4 in five groups, some of them all zero."""
    rng = np.random.default_rng(3)
    g = np.repeat(list("abcde"), n)
    y = rng.poisson(rng.gamma(1.0, 4.0, 5 * n))
    return pd.DataFrame({"y": np.where(np.isin(g, empty), 0, y), "g": g})


def test_an_all_zero_group_warns_and_the_others_are_as_without_it():
    data = cells()
    with pytest.warns(SeparationWarning, match="'gb' to -Inf") as said:
        fit = glm_nb("y ~ g", data)
    assert said[0].filename == __file__
    assert str(said[0].message).startswith("glm_nb: ")
    assert "brglm" not in str(said[0].message)
    assert fit.separated.infinite.to_dict() == {"gb": -np.inf}
    assert fit.converged
    without = glm_nb("y ~ g", data[data["g"] != "b"])
    assert fit.theta == pytest.approx(without.theta, rel=RTOL)
    assert fit.SE_theta == pytest.approx(without.SE_theta, rel=RTOL)
    ends = fit.confint()
    assert ends.loc["gb", "2.5 %"] == -np.inf
    assert np.isfinite(ends.loc["gb", "97.5 %"])


def test_a_row_a_level_leaves_nothing_to_estimate_theta_from():
    data = {"y": [1, 2, 5, 9, 2, 3], "g": list("abcdef")}
    with pytest.warns(BoundaryWarning, match="not overdispersed"):
        fit = glm_nb("y ~ g", data)
    np.testing.assert_allclose(fit.fitted(), data["y"], rtol=1e-7)
    assert fit.df_residual == 0


def test_one_huge_count_among_zeros():
    fit = glm_nb("y ~ 1", {"y": [0] * 199 + [1000]})  # theta runs to infinity in R
    assert fit.theta == pytest.approx(0.000550897943, rel=RTOL)
    assert fit.fitted().iloc[0] == pytest.approx(5.0)
    poor = glm("y ~ 1", {"y": [0] * 199 + [1000]}, poisson())
    assert float(fit.logLik()) > float(poor.logLik()) + 4000
    assert "Theta:  0.000551" in str(fit.summary())


def test_the_likelihood_is_at_its_maximum_in_theta():
    fit = glm_nb("breaks ~ wool + tension", BREAKS)
    best = float(fit.logLik())
    for factor in (1 - 1e-3, 1 + 1e-3):
        held = glm("breaks ~ wool + tension", BREAKS, negative_binomial(factor * fit.theta))
        assert float(held.logLik()) < best


def test_fractional_responses_warn():
    data = pd.DataFrame({"y": [0.5, 3, 7, 1.25, 0, 12, 2]}, index=list("abcdefg"))
    with pytest.warns(FamilyWarning, match=r"not a count in the row labelled 'a', 0\.5") as said:
        fit = glm_nb("y ~ 1", data)
    assert said[0].filename == __file__
    assert 0 < fit.theta < 10
    # R: coef(glm.nb(I(Days/2) ~ Sex, data = quine))
    half = quiet(glm_nb, "I(Days / 2) ~ Sex", QUINE)
    np.testing.assert_allclose(half.coef(), [2.0297916, 0.1649045], atol=1e-7)


def test_aliased_coefficients():
    with pytest.warns(RankWarning, match="^glm_nb: 2 coef") as said:
        fit = glm_nb("Days ~ Sex * Age * Lrn", QUINE)
    assert said[0].filename == __file__
    assert fit.coef().isna().sum() == 2
    assert fit.logLik().df == fit.rank + 1


def test_weights():
    data = BREAKS.assign(w=np.arange(54) % 3)
    fit = glm_nb("breaks ~ wool", data, weights="w")
    rows = data.loc[data.index.repeat(data["w"])]
    again = glm_nb("breaks ~ wool", rows)
    assert fit.theta == pytest.approx(again.theta, rel=RTOL)
    assert fit.SE_theta == pytest.approx(again.SE_theta, rel=RTOL)
    assert fit.twologlik == pytest.approx(again.twologlik, rel=RTOL)


@pytest.mark.parametrize("link", ["sqrt", "identity", "log"])
def test_links(link):
    fit = glm_nb("breaks ~ wool", BREAKS, link=link)
    means = BREAKS.groupby("wool", observed=True)["breaks"].mean()
    np.testing.assert_allclose(np.unique(fit.fitted().round(9)), np.sort(means.round(9)))
    assert fit.theta == pytest.approx(glm_nb("breaks ~ wool", BREAKS).theta, rel=RTOL)
    assert f"link = {link})" in fit.call


def test_starts():
    plain = glm_nb("breaks ~ wool + tension", BREAKS)
    for given in (
        {"start": plain.coef() * 1.1},
        {"mustart": "breaks + 1"},
        {"etastart": np.full(54, 3.0)},
        {"init_theta": 100},
        {"init_theta": np.float64(0.01)},
        {"init_theta": plain.theta, "start": plain.coef()},
    ):
        fit = glm_nb("breaks ~ wool + tension", BREAKS, **given)
        assert fit.theta == pytest.approx(plain.theta, rel=RTOL)
        np.testing.assert_allclose(fit.coef(), plain.coef(), rtol=RTOL)


def test_missing_rows():
    data = BREAKS.assign(breaks=BREAKS["breaks"].where(np.arange(54) != 4))
    left, kept = (
        glm_nb("breaks ~ wool", data, na_action=action) for action in ("na_omit", "na_exclude")
    )
    assert left.theta == kept.theta
    assert np.isnan(kept.fitted().iloc[4])
    assert "1 observation deleted due to missingness" in str(left.summary())


def test_without_columns():
    # R: glm.nb(Days ~ 0, quine)
    fit = glm_nb("Days ~ 0", QUINE)
    assert fit.theta == pytest.approx(0.063950, abs=1e-6)
    assert "No coefficients" in str(fit)
    assert " 2 x log-likelihood:  -1719.952" in str(fit.summary())


@pytest.mark.parametrize(
    ("data", "given", "message"),
    [
        ([0, 0, 0], {}, "all responses are zero"),
        ([0, -1, 3], {}, "negative values not allowed.*row labelled 1"),
        ([0, 1, 5], {"init_theta": -1}, "init_theta=-1: give a number above 0"),
        ([0, 1, 5], {"init_theta": True}, "init_theta=True: give a number above 0"),
        ([0, 1, 5], {"init_theta": np.inf}, "init_theta=inf: give a number above 0"),
        ([0, 1, 5], {"link": "lgo"}, "did you mean 'log'"),
        ([0, 1, 5], {"weights": [1, -1, 1]}, "weights"),
        ([0, 1, 5], {"control": {"maxiter": 5}}, "did you mean 'maxit'"),
        ([0, 1, np.inf], {}, "is inf in row 2"),
    ],
)
def test_bad_input_is_refused(data, given, message):
    with pytest.raises(ValueError, match=message):
        glm_nb("y ~ 1", {"y": data}, **given)


def test_no_row_with_a_weight_has_a_count():
    with pytest.raises(ValueError, match="all responses are zero"):
        glm_nb("y ~ 1", {"y": [0, 0, 4]}, weights=[1, 1, 0])


def test_an_alternation_that_does_not_converge_warns(monkeypatch):
    monkeypatch.setattr(alternating_ml, "MAX_ROUNDS", 2)
    with pytest.warns(ConvergenceWarning, match="glm_nb: no joint maximum"):
        fit = glm_nb("breaks ~ wool + tension", BREAKS)
    assert not fit.converged
    assert "Warning while fitting theta: no joint maximum" in str(fit.summary())


def test_one_iteration_in_each_alternation_is_enough(capsys):
    plain = glm_nb("breaks ~ wool + tension", BREAKS)
    fit = glm_nb("breaks ~ wool + tension", BREAKS, control={"maxit": 1, "trace": True})
    assert fit.converged
    assert fit.theta == pytest.approx(plain.theta, rel=RTOL)
    assert "Theta = 9.944385 Turns - " in capsys.readouterr().out


def test_update_estimates_theta_anew():
    fit = glm_nb("breaks ~ wool + tension", BREAKS)
    less = fit.update(". ~ . - tension")
    assert less.theta == glm_nb("breaks ~ wool", BREAKS).theta
    assert fit.update(link="sqrt").family.link.name == "sqrt"
    assert type(less) is type(fit)


def test_it_pickles_and_strips():
    fit = glm_nb("breaks ~ wool + tension", BREAKS)
    again = pickle.loads(pickle.dumps(fit))
    assert again.family == fit.family
    assert hash(again.family) == hash(fit.family)
    assert str(again.summary()) == str(fit.summary())
    bare = pickle.loads(pickle.dumps(fit.strip()))
    assert len(pickle.dumps(bare)) < 10_000
    assert str(bare.summary()) == str(fit.summary())
    assert bare.twologlik == fit.twologlik
    pd.testing.assert_series_equal(bare.predict(BREAKS), fit.predict(BREAKS))


def test_the_family_looks_as_one_with_theta_known():
    family = glm_nb("breaks ~ wool", BREAKS).family
    theta = family.theta
    assert repr(family) == f'negative_binomial(theta={theta!r}, link="log")'
    assert str(family) == str(negative_binomial(theta))
    assert (family.dispersion, family.extra_parameters) == (1.0, 1)
    assert family != negative_binomial(theta)


def test_simulated_counts_have_the_variance_of_the_fit():
    fit = glm_nb("breaks ~ wool", BREAKS)
    drawn = fit.simulate(2000, seed=1).to_numpy()
    mu = fit.fitted().to_numpy()
    np.testing.assert_allclose(drawn.mean(axis=1), mu, rtol=0.05)
    np.testing.assert_allclose(drawn.var(axis=1).mean(), fit.family.variance(mu).mean(), rtol=0.1)


def test_it_is_quiet_where_all_is_well():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fit = glm_nb("breaks ~ wool + tension", BREAKS)
        fit.summary(), fit.confint(), fit.drop1(), fit.check_overdispersion(), fit.tidy()
    assert fit.check_overdispersion().verdict == "none"
    assert fit.iter == 1


def test_many_rows_and_factors_of_many_levels():
    rng = np.random.default_rng(5)
    n = 30_000
    data = pd.DataFrame({"x": rng.normal(size=n), "g": rng.integers(0, 300, n).astype(str)})
    mu = np.exp(1 + 0.3 * data["x"] + 0.001 * data["g"].astype(int))
    data["y"] = rng.poisson(rng.gamma(0.8, mu / 0.8))
    fit = glm_nb("y ~ x + g", data)
    assert abs(fit.theta - 0.8) < 4 * fit.SE_theta
    held = glm("y ~ x + g", data, negative_binomial(fit.theta), control={"epsilon": 1e-13})
    se = np.sqrt(np.diag(fit.vcov()))
    # glm stops at a smaller share of the deviance than can be told from 0, 1e-9 of 30,000
    assert (np.abs(held.coef() - fit.coef()) < 1e-5 * se).all()

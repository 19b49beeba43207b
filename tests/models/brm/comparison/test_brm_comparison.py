"""Pages and errors of the verbs of `brm` that compare models."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from rglm import binomial, brm, glm, loo_compare, poisson, post_prob
from rglm.bayes import bernoulli, beta_binomial, categorical, cumulative, negbinomial
from rglm.datasets import load
from rglm.models.brm.comparison.compared_fits import rows_key
from rglm.priors import flat, normal
from rglm.warnings import FitWarning

GALAXIES = load("galaxies")
CARS = load("mtcars")


def has_gc(formula, **options):
    return brm(formula, GALAXIES, family=bernoulli(), seed=1, draws=1000, **options)


large = has_gc("has_gc ~ logmass")
small = has_gc("has_gc ~ 1")

LOO_PAGE = """
Computed from 1000 by 232 log-likelihood matrix.

         Estimate   SE
elpd_loo    -73.3  9.0
p_loo         2.0  0.4
looic       146.6 17.9
------
MCSE of elpd_loo is 0.0.
MCSE and ESS estimates assume importance draws (r_eff in [0.9, 1.0]).

All Pareto k estimates are good (k < 0.67)."""


def test_the_page_of_loo():
    found = large.loo()
    lines = [line.split() for line in repr(found).split("\n")]
    expected = [line.split() for line in LOO_PAGE.split("\n")]
    assert [len(line) for line in lines] == [len(line) for line in expected]
    assert [line[0] for line in lines if line] == [line[0] for line in expected if line]
    assert lines[1] == expected[1]
    assert found.elpd == pytest.approx(-73.3, abs=0.2)
    assert "<table" in found._repr_html_()


def test_rows_of_large_pareto_k_are_told():
    odd = CARS.assign(mpg=np.where(np.arange(32) == 3, 120, CARS["mpg"]))
    fit = brm("mpg ~ wt + hp", odd, seed=1)
    with pytest.warns(FitWarning, match=r"1 of 32 rows has a Pareto k above 0.7 in model 'fit'"):
        page = repr(fit.loo()).split("\n")
    assert page[8] == "MCSE of elpd_loo is NA."
    assert page[-4].startswith("                         Count Pct.    Min. ESS")
    assert page[-3].startswith("(-Inf, 0.7]   (good)     31    96.9%   ")
    assert page[-1].startswith("   (1, Inf)   (very bad)  1     3.1%   <NA>")


def test_the_page_of_waic_recommends_loo():
    fit = brm("mpg ~ wt + hp", CARS, seed=1)
    with pytest.warns(FitWarning, match=r"p_waic estimates greater than 0\.4"):
        page = repr(fit.waic())
    assert page.endswith("p_waic estimates greater than 0.4. We recommend trying loo instead.")
    assert "elpd_waic    -7" in page


def test_models_have_the_names_of_the_callers_variables():
    page = repr(large.loo_compare(small)).split("\n")
    assert page[0] == "      elpd_diff se_diff"
    assert page[1] == "large   0.0       0.0  "
    assert [line.split()[0] for line in page[1:]] == ["large", "small"]
    assert repr(loo_compare(large, small)).split("\n") == page
    assert repr(loo_compare([small, large])).split("\n") == page
    assert post_prob({"a": large, "b": small}).index.tolist() == ["a", "b"]
    named = large.loo_compare(null=small)
    assert named.table.index.tolist() == ["large", "null"]
    unnamed = has_gc("has_gc ~ logmass").loo()
    assert unnamed.model_name == "has_gc ~ logmass"


def test_several_models_have_their_pages_and_their_comparison():
    found = large.loo(small)
    assert list(found) == ["large", "small"]
    page = repr(found)
    assert page.startswith("Output of model 'large':\n\nComputed from 1000 by 232")
    assert "\nModel comparisons:\n" in page
    assert large.waic(small, compare=False).diffs is None


def test_estimates_are_compared_as_they_are():
    one, two = large.loo(), small.loo()
    table = large.loo_compare(small).table
    pd.testing.assert_frame_equal(small.loo_compare(one).table, table, check_names=False)
    assert two.model_name == "small"
    with pytest.raises(ValueError, match="by different criteria: loo, waic"):
        large.loo_compare(small.waic())


def test_models_of_other_rows_are_refused():
    other = brm("has_gc ~ logmass", GALAXIES.iloc[5:], family=bernoulli(), seed=1, draws=500)
    cars = brm("mpg ~ wt", CARS, seed=1, draws=500)
    with pytest.raises(ValueError, match=r"different rows or responses \(232 and 227 rows\)"):
        large.loo_compare(other)
    with pytest.raises(ValueError, match="different rows or responses"):
        large.bayes_factor(cars)
    doubled = brm("2 * mpg ~ wt", CARS, seed=1, draws=500)
    with pytest.raises(ValueError, match=r"different responses, weights or rows \(32 each\)"):
        loo_compare(cars, doubled)
    with pytest.raises(ValueError, match="takes two models or more, got 1"):
        large.loo_compare()
    with pytest.raises(TypeError, match=r"loo_compare\(\) takes fits of brm\(\), got .*3"):
        large.loo_compare(3)
    with pytest.raises(TypeError, match=r"compare\(\) is for fits that are not Bayesian"):
        loo_compare(large, glm("has_gc ~ logmass", GALAXIES, binomial()))


def test_families_of_one_response_are_compared():
    one = brm("n_gc ~ logmass", GALAXIES, family=poisson(), seed=1, draws=500)
    two = brm("n_gc ~ logmass", GALAXIES, family=negbinomial(), seed=1, draws=500)
    with pytest.warns(FitWarning):
        table = one.loo_compare(two, criterion="waic").table
    assert table.index[0] == "two"
    level = pd.CategoricalDtype(["dwarf", "field", "cluster"], ordered=True)
    ordered = GALAXIES.assign(sample=GALAXIES["sample"].astype(level))
    fits = [
        brm("sample ~ 1", ordered, family=family, seed=1, draws=500)
        for family in (cumulative(), categorical())
    ]
    table = fits[0].loo_compare(fits[1]).table
    assert sorted(table.index) == ["1: sample ~ 1", "2: sample ~ 1"]
    assert abs(table["elpd_diff"].iloc[1]) < 0.5


def test_weights_count_rows_several_times():
    data = CARS.assign(w=np.r_[0, 2, np.ones(30)])
    fit = brm("mpg ~ wt", data, weights="w", seed=1, draws=500)
    found, log_lik = fit.loo().pointwise, fit.log_lik()
    assert found["elpd_loo"].iloc[0] == pytest.approx(0, abs=1e-12)
    assert found["elpd_loo"].iloc[1] == pytest.approx(
        -np.log(np.exp(-log_lik.iloc[:, 1]).mean()), abs=0.02
    )


def test_kfold_with_every_row_a_fold_is_loo():
    fit = brm("mpg ~ wt", CARS, seed=1, draws=500)
    found, loo = fit.kfold(folds="loo"), fit.loo()
    assert repr(found).split("\n")[1] == "Based on 32-fold cross-validation."
    assert found.elpd == pytest.approx(loo.elpd, abs=0.3)
    np.testing.assert_allclose(found.pointwise.iloc[:, 0], loo.pointwise.iloc[:, 0], atol=0.25)


def test_folds_are_random_stratified_grouped_or_given():
    fit = brm("mpg ~ wt", CARS, seed=1, draws=200)
    cyl = CARS["cyl"].to_numpy()
    assert np.bincount(fit.kfold(K=5, seed=2).folds)[1:].tolist() == [7, 7, 6, 6, 6]
    shares = pd.crosstab(fit.kfold(K=3, folds="stratified", group="cyl").folds, cyl)
    assert (shares.max() - shares.min() <= 1).all()
    grouped = fit.kfold(K=2, folds="grouped", group="cyl").folds
    assert (pd.crosstab(grouped, cyl) > 0).sum().tolist() == [1, 1, 1]
    assert fit.kfold(group="cyl").K == 3
    given = fit.kfold(folds=["a", "b"] * 16, save_fits=True)
    assert given.folds.tolist() == [1, 2] * 16
    assert [one.nobs() for one in given.fits] == [16, 16]
    assert given.fits[0].draws.shape == (200, 3)
    again = brm("mpg ~ wt", CARS.iloc[1::2], seed=1, draws=200, prior=normal(0, 15))
    assert given.fits[0].draws["wt"].mean() == pytest.approx(again.draws["wt"].mean(), abs=0.3)


def test_kfold_refuses_what_are_no_folds():
    fit = brm("mpg ~ wt", CARS, seed=1, draws=200)
    for options, message in [
        ({"K": 33}, "K=33: give a whole number from 2 to 32, the number of rows"),
        ({"folds": "strat"}, "folds='strat': give one of"),
        ({"folds": "stratified"}, "folds='stratified' needs group="),
        ({"group": "cil"}, "group='cil' is no column of the data"),
        ({"folds": [1, 2]}, "folds= has 2 values"),
        ({"folds": [1] * 32}, "folds= has one fold"),
    ]:
        with pytest.raises(ValueError, match=message):
            fit.kfold(**options)


def test_r2_of_categories_is_refused_unless_they_have_an_order():
    fit = brm("sample ~ logmass", GALAXIES, family=categorical(), seed=1, draws=500)
    with pytest.raises(ValueError, match="categories without an order"):
        fit.bayes_R2()
    table = large.bayes_R2(robust=True, probs=(0.1,))
    assert table.columns.tolist() == ["Estimate", "Est.Error", "Q10"]
    left_out = large.loo_R2()
    assert left_out.loc["R2", "Estimate"] == pytest.approx(0.59, abs=0.03)


def test_evidence_and_bayes_factors():
    found = large.bridge_sampler()
    assert large.bridge().logml == found.logml == found.log_evidence
    assert found.logml == pytest.approx(-76.42, abs=0.05)
    page = repr(found).split("\n")
    assert page[0].startswith("Importance sampling estimate of the log marginal likelihood: -76.")
    assert page[1] == "Estimate obtained from the weights of 1000 proposals."
    factor = large.bayes_factor(small)
    assert repr(factor).startswith("Estimated Bayes factor in favor of large over small: ")
    assert repr(factor).endswith("e+34")
    same = large.bayes_factor(large, log=True)
    assert same.bf == 0
    assert same.names == ("1: large", "2: large")
    assert repr(same).endswith("in favor of 1: large over 2: large: 0.00000")
    odds = large.post_prob(large, prior_prob=[0.25, 0.75])
    assert odds.tolist() == [0.25, 0.75]
    with pytest.raises(ValueError, match="give 2 probabilities whose sum is 1"):
        large.post_prob(small, prior_prob=[1, 1])


def test_evidence_of_weights_that_cannot_be_trusted_says_so():
    fit = has_gc("has_gc ~ logmass")
    weights = replace(fit._sample.importance, k_hat=0.83)
    fit._sample = replace(fit._sample, importance=weights)
    assert repr(fit.bridge()).split("\n")[3].startswith("Neither can be trusted: k-hat is 0.83")


def test_flat_priors_have_no_evidence():
    fit = has_gc("has_gc ~ logmass", prior=flat())
    with pytest.raises(ValueError, match="the prior of 'logmass' is flat"):
        fit.bridge_sampler()


def test_draws_of_the_prior_compare_no_models():
    fit = has_gc("has_gc ~ logmass", sample_prior="only")
    for verb in ("loo", "waic", "kfold", "bridge_sampler", "bayes_R2", "loo_R2"):
        with pytest.raises(ValueError, match=f"{verb}.. needs draws of the posterior"):
            getattr(fit, verb)()


def test_bridge_sampling_of_chains_agrees_with_importance_sampling():
    pytest.importorskip("nutpie")
    options = {"chains": 2, "iter": 600, "progress": False}
    chains = has_gc("has_gc ~ logmass", algorithm="sampling", **options)
    found, exact = chains.bridge_sampler(), large.bridge_sampler()
    assert abs(found.logml - exact.logml) < 4 * np.hypot(found.error, exact.error)
    assert 'via method "normal".' in repr(found)
    assert "assume MCMC draws" in repr(chains.loo())


def test_data_in_chunks():
    def chunks():
        return iter([CARS[:20], CARS[20:]])

    one = brm("mpg ~ wt", CARS, seed=1, draws=500)
    two = brm("mpg ~ wt", chunks, seed=1, draws=500)
    pd.testing.assert_frame_equal(one.loo().pointwise, two.loo().pointwise)
    pd.testing.assert_frame_equal(one.bayes_R2(), two.bayes_R2())
    pd.testing.assert_frame_equal(one.loo_R2(), two.loo_R2())
    assert one.loo_compare(two).table["elpd_diff"].tolist() == pytest.approx([0, 0], abs=1e-9)
    with pytest.raises(ValueError, match=r"kfold\(\) needs the data in memory"):
        two.kfold()


def test_r2_of_trials_is_of_successes_as_in_brms():
    data = pd.DataFrame({"s": [1, 2, 2, 4, 3, 6, 7, 9], "n": [8, 7, 9, 10, 6, 19, 10, 30]})
    fit = brm("cbind(s, n - s) ~ 1", data, family=binomial(), seed=1, draws=300)
    means = fit.posterior_epred().to_numpy() * data["n"].to_numpy()
    of_means, of_errors = means.var(axis=1), (data["s"].to_numpy() - means).var(axis=1)
    draws = fit.bayes_R2(summary=False)["R2"]
    np.testing.assert_allclose(draws, of_means / (of_means + of_errors))


def test_fits_of_the_same_counts_in_other_chunks_have_one_key():
    """Trials are all 1 in the first chunk, and not in the second."""
    trials = np.repeat([1, 5], 20)
    data = pd.DataFrame({"s": np.arange(40) % 2, "x": np.arange(40.0)})
    data["f"] = trials - data["s"]
    chunks = [data.iloc[:20], data.iloc[20:]]
    keys = [
        rows_key(brm("cbind(s, f) ~ x", rows, family=family, seed=1, draws=200))
        for rows in (data, lambda: iter(chunks))
        for family in (binomial(), beta_binomial())
    ]
    assert len(set(keys)) == 1


def test_counts_of_levels_with_the_same_largest_level_are_told_apart():
    data = pd.DataFrame({"a": [3, 1, 2], "b": [1, 2, 1], "c": [0, 0, 1]})
    keys = [
        rows_key(
            brm("cbind(a, b, c) ~ 1", rows, family=categorical(), seed=1, algorithm="importance")
        )
        for rows in (data, data.assign(a=data["a"] + 1))
    ]
    assert keys[0] != keys[1]

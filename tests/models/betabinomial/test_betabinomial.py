"""betabinomial against VGAM 1.1 (tests/reference/betabinomial.R)."""

import pickle

import numpy as np
import oracle
import pandas as pd
import pytest
from likelihoods import cases, fit, hessian_by_differences, masked, nudged, numbers, rows

from rglm import betabinomial, binomial, glm
from rglm.warnings import BoundaryWarning, ConvergenceWarning, RankWarning

CASES = cases("betabinomial")
TIGHT = {k for k, c in CASES.items() if not (c["results"]["error"] or c.get("boundary"))}
# Fisher scoring until the coefficients stand still leaves 1e-10 of a standard error
NEAR = 1e-9
Z = 1.959963984540054
TIGHTEST = {"epsilon": 1e-13, "maxit": 100}
LIRAT = oracle.data("lirat")
FIT = betabinomial("cbind(R, N - R) ~ fgrp + hb", LIRAT)
SMALL = betabinomial("cbind(R, N - R) ~ fgrp", LIRAT)

tight = pytest.mark.parametrize("key", sorted(TIGHT))


def fitted(key):
    got, said = fit("betabinomial", CASES[key])
    return got, said, CASES[key]["results"]


@tight
def test_estimates_errors_and_likelihood_as_in_r(key):
    got, said, r = fitted(key)
    assert not said
    assert got.converged
    assert got.coefficients.index.tolist() == r["names"]
    error = np.sqrt(got._unscaled_variances)
    assert (np.abs(got.coefficients - numbers(r["coef"])) < NEAR * error).all()
    np.testing.assert_allclose(error, numbers(r["se"]), rtol=NEAR)
    both = np.outer(error, error)
    np.testing.assert_allclose(got.vcov() / both, np.array(r["vcov"]) / both, atol=NEAR)
    wald = (np.array(r["confint"]) - got.confint()) / error[:, None]
    assert (wald.abs() < 2 * NEAR).to_numpy().all()
    np.testing.assert_allclose(got.rho, r["rho"], rtol=NEAR)
    ours = [float(got.logLik()), got.AIC(), got.BIC()]
    np.testing.assert_allclose(ours, [r["loglik"], r["aic"], r["bic"]], rtol=1e-12)
    assert (got.nobs(), got.df_residual) == (r["nobs"], r["df_residual"])


@tight
def test_rows_as_in_r(key):
    got, _, r = fitted(key)
    mu, gap = got.fitted().to_numpy(), got.residuals("response").to_numpy()
    np.testing.assert_allclose(mu[: len(r["fitted"])], numbers(r["fitted"]), rtol=NEAR)
    np.testing.assert_allclose(np.nansum(mu**2), r["fitted_ss"], rtol=NEAR)
    np.testing.assert_allclose(gap[: len(r["response"])], numbers(r["response"]), atol=NEAR)
    assert len(mu) == r["fitted_n"]


def coefficient_page(page, r):
    """A summary without what VGAM says of the Hauck-Donner effect, for which it also leaves out a
    test of logit(rho).
    """
    page = masked(page).partition("Number of iterations")[0]
    hidden = "NA       NA" in r["summary"]
    kept = [x for x in page.split("\n") if not (hidden and x.startswith("(Intercept):2"))]
    return "\n".join(kept)


@tight
def test_pages_as_in_r(key):
    got, _, r = fitted(key)
    assert nudged(coefficient_page(r["summary"], r), coefficient_page(repr(got.summary()), r))
    assert nudged(masked(r["print"]), masked(repr(got)))


@pytest.mark.parametrize("key", sorted(k for k in TIGHT if CASES[k].get("new")))
def test_predictions_of_new_rows_as_in_r(key):
    got, _, r = fitted(key)
    new, seen = pd.DataFrame(CASES[key]["new"]), rows(CASES[key])
    for name in new:
        if isinstance(seen[name].dtype, pd.CategoricalDtype):
            new[name] = new[name].astype(seen[name].dtype)
    link = got.predict(new, se_fit=True)
    np.testing.assert_allclose(link["fit"], r["link"], rtol=NEAR, atol=NEAR)
    np.testing.assert_allclose(link["se_fit"], r["se_link"], rtol=NEAR)
    response = got.predict(new, type="response", se_fit=True, interval="confidence")
    np.testing.assert_allclose(response["fit"], r["predicted"], rtol=NEAR)
    inverse = got.family.link
    ends = [inverse.linkinv(link["fit"] + side * Z * link["se_fit"]) for side in (-1, 1)]
    np.testing.assert_allclose(response[["lwr", "upr"]], np.column_stack(ends), rtol=1e-12)
    slope = np.abs(inverse.mu_eta(link["fit"]))
    np.testing.assert_allclose(response["se_fit"], slope * link["se_fit"], rtol=1e-12)


def test_no_more_spread_than_binomial_warns():
    got, said, r = fitted("budworm-boundary")
    assert [w.category for w in said] == [BoundaryWarning]
    words = str(said[0].message)
    assert "(Intercept):2 -> -Inf" in words
    assert "use binomial()" in words
    plain = glm(CASES["budworm-boundary"]["formula"], oracle.data("budworm"), binomial())
    np.testing.assert_allclose(float(got.logLik()), float(plain.logLik()), rtol=1e-8)
    np.testing.assert_allclose(got.fitted_values, plain.fitted_values, rtol=1e-6)
    assert float(got.logLik()) > r["loglik"]
    np.testing.assert_allclose(got.fitted_values, r["fitted"], rtol=1e-3)  # where VGAM stopped


def test_at_rho_zero_the_likelihood_is_binomial():
    plain = glm("cbind(R, N - R) ~ fgrp + hb", LIRAT, "binomial", control=TIGHTEST)
    total = FIT._likelihood_model.total(FIT._rows_source)
    for logit, near in ((-20.0, 1e-6), (-40.0, 1e-13), (-700.0, 1e-13)):
        found = total(np.append(plain.coefficients, logit), True)
        np.testing.assert_allclose(found.value, float(plain.logLik()), rtol=near)
        assert np.isfinite(found.gradient).all()
        assert np.isfinite(found.hessian).all()


def test_data_that_r_refuses_are_fitted():
    got, said, _ = fitted("no-intercept")
    assert not said
    assert got.coefficients.index[0] == "(Intercept):2"
    np.testing.assert_allclose(got.fitted_values, SMALL.fitted_values, rtol=1e-8)
    got, said, _ = fitted("aliased")
    assert [w.category for w in said] == [RankWarning]
    assert got.coefficients.isna().tolist() == [False, False, False, True]
    assert got.summary().coefficients.loc["I(2 * grp)"].isna().all()
    assert "I(2 * grp)" in repr(got)
    got, said, _ = fitted("weights-with-zero")
    assert not said
    used = LIRAT[LIRAT["grp"] > 1]
    same = betabinomial("cbind(R, N - R) ~ grp", used, weights="grp - 1")
    np.testing.assert_allclose(got.coefficients, same.coefficients, rtol=1e-8)
    assert (got.nobs(), got.df_residual) == (same.nobs(), same.df_residual)


def test_rows_without_trials_do_not_count():
    more = pd.concat([LIRAT, LIRAT.head(2).assign(N=0, R=0)], ignore_index=True)
    got = betabinomial("cbind(R, N - R) ~ hb", more)
    same = betabinomial("cbind(R, N - R) ~ hb", LIRAT)
    np.testing.assert_allclose(got.coefficients, same.coefficients, rtol=1e-10)
    assert (got.nobs(), got.BIC()) == (same.nobs(), pytest.approx(same.BIC(), rel=1e-12))
    for type in ("pearson", "response", "quantile"):
        assert got.residuals(type).isna().tolist() == [False] * 58 + [True] * 2
    drawn = got.simulate(1, seed=1)["sim_1"].tail(2)
    assert (drawn.to_numpy() == 0).all()


@pytest.mark.parametrize("key", ["factor", "probit", "cloglog", "cauchit", "weights"])
def test_the_hessian_is_that_of_the_likelihood(key):
    found, ours = hessian_by_differences(fitted(key)[0])
    np.testing.assert_allclose(ours, found, atol=1e-7 * np.abs(found).max())


def test_a_weight_is_so_many_rows():
    twice = betabinomial("cbind(R, N - R) ~ grp", pd.concat([LIRAT, LIRAT], ignore_index=True))
    weighted = betabinomial("cbind(R, N - R) ~ grp", LIRAT, weights=np.full(58, 2.0))
    np.testing.assert_allclose(weighted.vcov(), twice.vcov(), rtol=1e-8)
    np.testing.assert_allclose(float(weighted.logLik()), float(twice.logLik()), rtol=1e-12)
    np.testing.assert_allclose(
        weighted._response_distribution().log_density().sum(), float(twice.logLik()), rtol=1e-12
    )


def test_the_expected_information_is_the_variance_of_scores():
    drawn = FIT.simulate(4000, seed=1)
    x, errors = FIT.model_matrix().to_numpy(), np.sqrt(np.diag(FIT._solution.covariance))
    won = drawn.xs("R", axis=1, level=1).to_numpy()
    trials, theta = FIT.trials.to_numpy(), FIT._parameters
    eta = [x @ theta[:-1], np.full(len(x), theta[-1])]
    many = won.shape[1]
    y = np.column_stack([won.T.ravel(), np.tile(trials, many)])
    by_mu, by_rho = FIT._likelihood_model.density.terms(y, [np.tile(e, many) for e in eta]).first
    scores = np.column_stack([by_mu.reshape(many, -1) @ x, by_rho.reshape(many, -1).sum(axis=1)])
    found = (scores * errors).T @ (scores * errors) / many
    expected = np.linalg.inv(FIT._solution.covariance) * np.outer(errors, errors)
    # the diagonal is about 5, and a variance from 4000 draws is known to 2.2 percent
    np.testing.assert_allclose(found, expected, atol=0.1 * np.abs(expected).max())


def test_intervals_by_profile():
    profile = FIT.confint("hb", method="profile")
    for end in profile.loc["hb"]:
        held = betabinomial("cbind(R, N - R) ~ fgrp", LIRAT, offset=f"{end!r} * hb")
        lost = 2 * (float(FIT.logLik()) - float(held.logLik()))
        np.testing.assert_allclose(lost, Z**2, rtol=1e-8)
    every = FIT.confint(method="profile")
    assert every.index.tolist() == FIT.coefficients.index.tolist()
    assert ((every["2.5 %"] < FIT.coefficients) & (FIT.coefficients < every["97.5 %"])).all()


def test_simulated_successes_have_the_model_s_mean_and_variance():
    drawn = FIT.simulate(4000, seed=1)
    assert drawn.columns[:2].tolist() == [("sim_1", "R"), ("sim_1", "failures")]
    won, trials = drawn.xs("R", axis=1, level=1).to_numpy(), FIT.trials.to_numpy()
    lost = drawn.xs("failures", axis=1, level=1).to_numpy()
    assert (won + lost == trials[:, None]).all()
    mu = FIT.fitted_values.to_numpy()
    variance = trials * mu * (1 - mu) * (1 + (trials - 1) * FIT.rho)
    off = (won.mean(axis=1) - trials * mu) / np.sqrt(variance / won.shape[1])
    assert np.abs(off).max() < 4  # of 58 standard normals
    np.testing.assert_allclose(won.var(axis=1, ddof=1) / variance, 1, atol=0.15)
    pd.testing.assert_frame_equal(FIT.simulate(1, seed=7), FIT.simulate(2, seed=7)[["sim_1"]])


def test_residuals():
    mu, n = FIT.fitted_values, LIRAT["N"]
    variance = mu * (1 - mu) * (1 + (n - 1) * FIT.rho) / n
    expected = (LIRAT["R"] / n - mu) / np.sqrt(variance)
    np.testing.assert_allclose(FIT.residuals(), expected, rtol=1e-12)
    np.testing.assert_allclose(FIT.residuals("pearson"), expected, rtol=1e-12)
    drawn = pd.concat([FIT.simulate(20, seed=3)[f"sim_{i}"] for i in range(1, 21)])
    again = pd.concat([LIRAT] * 20).assign(N=drawn.sum(axis=1), R=drawn["R"])
    got = betabinomial("cbind(R, N - R) ~ fgrp + hb", again.reset_index(drop=True))
    found = got.residuals("quantile", seed=4)
    # of 1160 standard normals, three sigma
    assert abs(found.mean()) < 0.09
    assert abs(found.std() - 1) < 0.063
    assert abs((found < -1.2815515655446004).mean() - 0.1) < 0.027
    pd.testing.assert_series_equal(found, got.residuals("quantile", seed=4))
    for type, message in (("devianc", "use one of response"), ("deviance", "use one of")):
        with pytest.raises(ValueError, match=message):
            FIT.residuals(type)
    with pytest.raises(ValueError, match="quantile"):
        FIT.residuals(seed=1)


def test_rows_left_out_come_back_as_nan():
    got, _, _ = fitted("na-exclude")
    out = [2, 9]
    for values in (got.residuals(), got.residuals("quantile"), got.predict(), got.fitted()):
        assert len(values) == 58
        assert np.flatnonzero(values.isna()).tolist() == out
    assert got.predict(se_fit=True).isna().all(axis=1).sum() == 2
    assert got.simulate(1).isna().all(axis=1).sum() == 2
    assert len(got.fitted_values) == 56
    missing = LIRAT.head(3).assign(hb=[4.0, np.nan, 5.0])
    assert got.predict(missing, se_fit=True).isna().any(axis=1).tolist() == [False, True, False]


def test_strip_and_pickle():
    again = pickle.loads(pickle.dumps(FIT))
    pd.testing.assert_series_equal(again.coefficients, FIT.coefficients)
    pd.testing.assert_series_equal(again.residuals(), FIT.residuals())
    bare = FIT.strip()
    assert len(pickle.dumps(bare)) < 20_000
    new = LIRAT.head(4)
    pd.testing.assert_frame_equal(bare.predict(new, se_fit=True), FIT.predict(new, se_fit=True))
    assert (repr(bare), repr(bare.summary())) == (repr(FIT), repr(FIT.summary()))
    pd.testing.assert_frame_equal(bare.vcov(), FIT.vcov())
    with pytest.raises(ValueError, match="stripped of its rows"):
        bare.simulate()


def test_update_anova_and_the_tables():
    assert FIT.update(". ~ . - hb").formula == "cbind(R, N - R) ~ fgrp"
    other = FIT.update(link="probit")
    assert other.call == ('betabinomial(formula = cbind(R, N - R) ~ fgrp + hb, link = "probit")')
    table = SMALL.anova(FIT).table
    assert FIT.anova(SMALL).table.equals(table)
    ratio = 2 * (float(FIT.logLik()) - float(SMALL.logLik()))
    np.testing.assert_allclose(table["LR stat."].iloc[1], ratio, rtol=1e-12)
    np.testing.assert_allclose(table["Pr(Chi)"].iloc[1], 0.34775, rtol=1e-4)
    assert table["Resid. df"].tolist() == [111, 110]
    np.testing.assert_allclose(FIT.drop1().table["AIC"].iloc[[0, 2]], [FIT.AIC(), SMALL.AIC()])
    tidy = FIT.tidy(conf_int=True)
    np.testing.assert_array_equal(tidy["term"], FIT.coefficients.index)
    np.testing.assert_allclose(tidy["estimate"] / tidy["std_error"], tidy["statistic"])
    hb = FIT.wald_test("hb = 0").table
    z = FIT.summary().coefficients.loc["hb", "z value"]
    np.testing.assert_allclose(hb["Chisq"].iloc[1], z**2, rtol=1e-10)
    assert hb["Res.Df"].tolist() == [111, 110]
    assert FIT.model_matrix().columns.tolist() == ["(Intercept)", "fgrp2", "fgrp3", "fgrp4", "hb"]
    with pytest.raises(ValueError, match="drop1"):
        FIT.anova()


def test_very_many_trials():
    rng, n = np.random.default_rng(1), 40
    data = pd.DataFrame({"x": rng.normal(size=n), "N": 100_000})
    mu, rho = 1 / (1 + np.exp(1 - data["x"])), 0.05
    chance = rng.beta(mu * (1 - rho) / rho, (1 - mu) * (1 - rho) / rho)
    data["s"] = rng.binomial(data["N"], chance)
    got = betabinomial("cbind(s, N - s) ~ x", data)
    assert got.converged
    off = got.coefficients - [-1, np.log(rho / (1 - rho)), 1]
    assert (np.abs(off) < 3 * np.sqrt(got._unscaled_variances)).all()
    observed = np.sqrt(np.diag(got._solution.maximum.inverse_information))
    np.testing.assert_allclose(np.sqrt(np.diag(got._solution.covariance)), observed, rtol=0.1)
    found = got.residuals("quantile", seed=1)
    assert abs(found.std() - 1) < 0.35


@pytest.mark.parametrize(
    ("trials", "loglik", "by_mu", "by_rho"),
    [
        (10**3, -6.191088287336299, -0.08328542415761665, -0.524080199688926),
        (10**5, -10.792943998237687, -0.08370737718125275, -0.5273052228437285),
        (10**7, -15.39808094626509, -0.08371161760372206, -0.5273376725542696),
        (10**9, -20.003250799864215, -0.08371166001004592, -0.5273379970714456),
    ],
)
def test_the_likelihood_of_many_trials(trials, loglik, by_mu, by_rho):
    """37 percent of the trials at logits of -0.41 and -1.896, by log gammas of 60 digits."""
    y = np.array([[0.37 * trials, trials]])
    terms = FIT._likelihood_model.density.terms(y, [np.array([-0.41]), np.array([-1.896])])
    near = 50 * np.finfo(float).eps * trials  # the binomial's logarithm and its correction cancel
    np.testing.assert_allclose(terms.value, loglik, atol=near, rtol=1e-13)
    np.testing.assert_allclose(terms.first[0], by_mu, atol=near, rtol=1e-12)
    np.testing.assert_allclose(terms.first[1], by_rho, atol=near, rtol=1e-12)


def test_infinite_correlations_and_coefficients_warn():
    data = pd.DataFrame({"s": [0, 1, 0, 1, 1, 0], "f": [1, 0, 1, 0, 1, 1]})
    with pytest.warns(BoundaryWarning, match="-> -Inf"):
        betabinomial("cbind(s, f) ~ 1", data)
    with pytest.warns(BoundaryWarning, match=r"\(Intercept\):1 -> Inf"):
        betabinomial("cbind(N, 0 * N) ~ 1", LIRAT)


def test_too_few_steps_warn():
    with pytest.warns(ConvergenceWarning, match="no maximum"):
        betabinomial("cbind(R, N - R) ~ hb", LIRAT, control={"maxit": 1})


@pytest.mark.parametrize(
    ("response", "given", "message"),
    [
        ("R", {}, "the response 'R' has to be two columns of counts, cbind"),
        ("R / N", {}, "two columns"),
        ("cbind(R, N, N)", {}, "two columns"),
        (
            "cbind(R / 2, N)",
            {},
            r"counts of 0, 1, 2, ..., got \[0.5, 10.0\] in the row labelled 0",
        ),
        ("cbind(R, 9 - N)", {}, r"got \[1.0, -1.0\] in the row labelled 0"),
        ("cbind(R, N - R)", {"link": "logot"}, "did you mean 'logit'"),
        ("cbind(R, N - R)", {"link": "log"}, "use one of logit, probit, cloglog, cauchit"),
        ("cbind(R, N - R)", {"weights": "-hb"}, "weights are >= 0"),
        ("cbind(R, N - R)", {"weights": "0 * hb"}, "no row takes part"),
        ("cbind(R > 0, R == 0)", {}, "no row of .* has two trials"),
        ("cbind(0 * R, 0 * N)", {}, "no row of .* has two trials"),
        ("cbind(R, N - R)", {"subset": "hb > 100"}, "leaves none"),
        ("cbind(R, foo)", {}, "foo"),
    ],
)
def test_bad_input_is_refused(response, given, message):
    with pytest.raises(ValueError, match=message):
        betabinomial(f"{response} ~ hb", LIRAT, **given)


def test_single_trials_have_no_correlation():
    with pytest.raises(ValueError, match=r"no row .* has two trials.*use glm\(\) with binomial"):
        fit("betabinomial", CASES["bernoulli"])

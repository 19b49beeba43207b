"""zeroinfl and hurdle against pscl 1.5.5 (tests/reference/zeroinfl.R, hurdle.R)."""

import pickle
import warnings

import numpy as np
import oracle
import pandas as pd
import pytest
from likelihoods import cases, fit, hessian_by_differences, masked, nudged, numbers, rows

from rglm import Gamma, glm, hurdle, zeroinfl
from rglm.warnings import BoundaryWarning, RankWarning

CASES = {(f, i): c for f in ("zeroinfl", "hurdle") for i, c in cases(f).items()}
FITTED = {k: c for k, c in CASES.items() if not c["results"]["error"]}
# what R's own optimiser leaves between two of its runs, in standard errors, and its numerical
# Hessian; where R says "loose" a parameter is infinite and its last steps are R's
COEFFICIENTS, ERRORS, LOGLIK = 5e-6, 1e-4, 1e-9
BETTER = {("zeroinfl", "weights-negbin")}  # R ends at a lower maximum, by 0.036
TIGHT = {k: c for k, c in FITTED.items() if not c["results"]["loose"] and k not in BETTER}
THETA = ("theta", "se_logtheta")
IMPOSSIBLE = {"ones", "ones-negbin", "all-zero"}  # R's log-likelihood is above its supremum


def named(found):
    return pytest.mark.parametrize("key", found, ids="-".join)


@named(TIGHT)
def test_coefficients_errors_and_likelihood_as_in_r(key):
    got, said = fit(key[0], CASES[key])
    r = CASES[key]["results"]
    assert got.coefficients.index.tolist() == r["names"]
    error = np.sqrt(got._unscaled_variances)
    assert (np.abs(got.coefficients - numbers(r["coef"])) < COEFFICIENTS * error).all()
    np.testing.assert_allclose(error, numbers(r["se"]), rtol=ERRORS)
    assert got.loglik > r["loglik"] - LOGLIK
    assert not said
    assert got.converged
    assert (got.logLik().df, got.df_residual, got.df_null) == (
        r["df"],
        r["df_residual"],
        r["df_null"],
    )
    np.testing.assert_allclose([got.AIC(), got.BIC()], [r["aic"], r["bic"]], rtol=1e-10)


@named([k for k in FITTED if k[1] not in IMPOSSIBLE])
def test_the_likelihood_is_never_lower_than_r_s(key):
    assert fit(key[0], CASES[key])[0].loglik > CASES[key]["results"]["loglik"] - LOGLIK


@named([k for k, c in FITTED.items() if c["results"]["loose"] and k[1] not in IMPOSSIBLE])
def test_parameters_without_a_finite_estimate_warn(key):
    got, said = fit(key[0], CASES[key])
    assert {w.category for w in said} & {BoundaryWarning, RankWarning}
    assert np.isfinite(got.loglik)


@named(TIGHT)
def test_rows_as_in_r(key):
    got, _ = fit(key[0], CASES[key])
    r, near = CASES[key]["results"], {"rtol": 1e-5, "atol": 1e-6}
    fitted = got.fitted_values.to_numpy()
    np.testing.assert_allclose(fitted[: len(r["fitted"])], numbers(r["fitted"]), **near)
    np.testing.assert_allclose((fitted**2).sum(), r["fitted_ss"], rtol=1e-5)
    pearson = got.residuals("pearson").dropna().to_numpy()
    np.testing.assert_allclose((pearson**2).sum(), r["pearson_ss"], rtol=1e-5)
    response = got.residuals("response").dropna().to_numpy()
    np.testing.assert_allclose((response**2).sum(), r["response_ss"], rtol=1e-5)
    if "expected_zeros" in r:
        np.testing.assert_allclose(
            got._response_distribution().zero_probability().sum(), r["expected_zeros"], rtol=1e-5
        )


@named([k for k, c in TIGHT.items() if "print" in c["results"]])
def test_pages_as_in_r(key):
    got, _ = fit(key[0], CASES[key])
    r = CASES[key]["results"]
    assert nudged(masked(r["print"]), masked(repr(got)))
    assert nudged(masked(r["summary"]), masked(repr(got.summary())))


@named([k for k, c in TIGHT.items() if "vcov" in c["results"]])
def test_covariance_intervals_and_theta_as_in_r(key):
    got, _ = fit(key[0], CASES[key])
    r, error = CASES[key]["results"], np.sqrt(got._unscaled_variances)
    np.testing.assert_allclose(
        got.vcov() / np.outer(error, error), r["vcov"] / np.outer(error, error), atol=1e-4
    )
    np.testing.assert_allclose(
        got.confint() / error[:, None], np.array(r["confint"]) / error[:, None], atol=1e-3
    )
    if r["theta"]:
        theirs = [numbers(v for v in r[name].values() if v is not None) for name in THETA]
        ours = [(got.theta, got.SE_theta), (got.zero_theta, got.SE_zero_theta)]
        found, errors = np.array([pair for pair in ours if pair[0] is not None]).T
        np.testing.assert_allclose(found, theirs[0], rtol=1e-5)
        np.testing.assert_allclose(errors / found, theirs[1], rtol=1e-3)


@named(
    [("zeroinfl", "negbin-logit"), ("zeroinfl", "poisson-cauchit"), ("hurdle", "negbin-negbin")]
)
def test_the_hessian_is_that_of_the_likelihood(key):
    found, ours = hessian_by_differences(fit(key[0], CASES[key])[0])
    np.testing.assert_allclose(ours, found, atol=1e-7 * np.abs(found).max())


@named([k for k, c in CASES.items() if c["results"]["error"] and "aliased" not in k[1]])
def test_what_r_refuses_is_refused_in_words(key):
    if key == ("zeroinfl", "geometric-log"):
        assert np.isfinite(fit(*key[:1], CASES[key])[0].loglik)  # R finds no place to start
        return
    with pytest.raises(ValueError, match=r"response|identified"):
        fit(key[0], CASES[key])


@pytest.mark.parametrize("key", [("zeroinfl", "aliased-zero"), ("hurdle", "aliased-count")])
def test_aliased_coefficients_are_nan(key):
    got, said = fit(key[0], CASES[key])
    assert got.coefficients.isna().sum() == 1
    assert [w.category for w in said] == [RankWarning]
    assert got.summary().coefficients[key[1].partition("-")[2]].isna().any(axis=1).sum() == 1
    assert got.predict(rows(CASES[key]).head(2)).notna().all()


TIGHTEST = {"epsilon": 1e-13, "maxit": 100}
DATA = oracle.data("biochemists")
FIT = zeroinfl("art ~ fem + ment | ment", DATA, dist="negbin")


@pytest.mark.parametrize("key", [k for k in TIGHT if k[1] in ("parts", "no-bar", "negbin-negbin")])
def test_predictions_of_new_rows(key):
    got, _ = fit(key[0], CASES[key])
    data = rows(CASES[key])
    for type in ("response", "count", "zero"):
        whole = got.predict(type=type)
        pd.testing.assert_series_equal(got.predict(data.iloc[5:9], type=type), whole.iloc[5:9])
        assert (got.predict(data.head(3), type=type, se_fit=True)["se_fit"] > 0).all()
    table = got.predict(type="prob")
    assert table.columns.tolist() == list(range(int(got.y.max()) + 1))
    assert (table.sum(axis=1) <= 1 + 1e-12).all()
    np.testing.assert_allclose(got.predict(type="prob", at=400).sum(axis=1), 1, atol=1e-6)


def test_the_standard_error_of_a_count_is_that_of_its_predictor():
    found = FIT.predict(DATA.head(4), type="count", se_fit=True)
    x = np.column_stack([np.ones(4), DATA["fem"].head(4) == "Women", DATA["ment"].head(4)])
    x = x.astype(float)
    covariance = FIT.vcov(model="count").to_numpy()
    np.testing.assert_allclose(
        found["se_fit"],
        found["fit"] * np.sqrt(np.einsum("ij,jk,ik->i", x, covariance, x)),
        rtol=1e-8,
    )


def test_a_missing_value_predicts_nan():
    data = DATA.head(3).assign(ment=[1.0, np.nan, 2.0])
    assert FIT.predict(data).isna().tolist() == [False, True, False]
    assert FIT.predict(data, type="prob").isna().all(axis=1).tolist() == [False, True, False]


def test_parts_of_the_coefficients_and_the_covariance():
    assert FIT.coef("count").index.tolist() == ["(Intercept)", "femWomen", "ment"]
    assert FIT.vcov(model="zero").index.tolist() == ["(Intercept)", "ment"]
    assert FIT.vcov("zero_ment").shape == (1, 1)
    with pytest.raises(ValueError, match="use full, count or zero"):
        FIT.coef("zeros")


def test_update_strip_and_pickle():
    assert FIT.update(". ~ . - fem").formula == "art ~ ment | ment"
    assert FIT.update(". ~ . | . + fem").formula == "art ~ fem + ment | ment + fem"
    assert zeroinfl("art ~ fem", DATA).update(". ~ . + ment").formula == "art ~ fem + ment"
    again = pickle.loads(pickle.dumps(FIT))
    pd.testing.assert_series_equal(again.coefficients, FIT.coefficients)
    bare = FIT.strip()
    assert len(pickle.dumps(bare)) < 20_000
    pd.testing.assert_series_equal(bare.predict(DATA.head(2)), FIT.predict(DATA.head(2)))
    assert "Log-likelihood" in repr(bare.summary())


def test_simulated_counts_look_like_the_data():
    drawn = FIT.simulate(200, seed=1)
    assert drawn.shape == (len(DATA), 200)
    assert drawn.dtypes.eq(np.int64).all()
    # three standard errors of a mean over 200 draws of 915 rows
    assert abs(drawn.to_numpy().mean() - DATA["art"].mean()) < 0.03
    assert (
        abs(
            (drawn == 0).to_numpy().mean() - FIT._response_distribution().zero_probability().mean()
        )
        < 0.005
    )
    pd.testing.assert_frame_equal(drawn[["sim_1"]], FIT.simulate(1, seed=1))


@pytest.mark.parametrize("dist", ["poisson", "negbin", "lognormal", "gamma"])
def test_quantile_residuals_of_a_right_model_are_normal(dist):
    model = hurdle("art ~ fem + ment", DATA, dist=dist)
    again = DATA.assign(art=model.simulate(1, seed=3)["sim_1"])
    found = hurdle("art ~ fem + ment", again, dist=dist).residuals("quantile", seed=4)
    # 915 standard normals have a mean of 0 -+ 0.1 and a spread of 1 -+ 0.07, three sigma
    assert abs(found.mean()) < 0.1
    assert abs(found.std() - 1) < 0.07


def test_positive_amounts_are_two_models():
    data = DATA.assign(mass=DATA["art"] * 1.5)
    model = hurdle("mass ~ fem + ment | ment", data, dist="lognormal")
    above = data[data["mass"] > 0]
    ols = glm("log(mass) ~ fem + ment", above)
    zero = glm("mass > 0 ~ ment", data, "binomial", control=TIGHTEST)
    np.testing.assert_allclose(model.coef("count"), ols.coefficients, rtol=1e-8)
    np.testing.assert_allclose(model.coef("zero"), zero.coefficients, rtol=1e-8)
    jacobian = np.log(above["mass"]).sum()
    whole = float(ols.logLik()) + float(zero.logLik()) - jacobian
    np.testing.assert_allclose(model.loglik, whole, rtol=1e-10)
    # the mean of a lognormal, times the probability of being above zero
    p = zero.predict(data.head(3), type="response")
    spread = np.exp(model.scalars["Log(sigma)"]) ** 2
    expected = p * np.exp(ols.predict(data.head(3)) + spread / 2)
    np.testing.assert_allclose(model.predict(data.head(3)), expected, rtol=1e-8)
    with pytest.raises(ValueError, match="continuous amount"):
        model.predict(type="prob")


def test_gamma_amounts():
    data = DATA.assign(mass=DATA["art"] * 1.5)
    model = hurdle("mass ~ fem + ment", data, dist="gamma")
    above = glm("mass ~ fem + ment", data[data["mass"] > 0], Gamma("log"), control=TIGHTEST)
    np.testing.assert_allclose(model.coef("count"), above.coefficients, rtol=1e-6)
    assert "Shape = " in repr(model)


def test_intervals_by_profile_contain_less_on_the_flat_side():
    wald, profile = FIT.confint(), FIT.confint(method="profile")
    assert (
        (np.abs(profile - wald) < 1.5 * np.sqrt(FIT._unscaled_variances)[:, None]).to_numpy().all()
    )
    # the end of a profile is where the best likelihood with the coefficient held has fallen so far
    held = zeroinfl(
        "art ~ fem | ment",
        DATA.assign(o=profile.loc["count_ment", "97.5 %"] * DATA["ment"]),
        dist="negbin",
        offset="o",
    )
    np.testing.assert_allclose(2 * (FIT.loglik - held.loglik), 1.959963985**2, rtol=1e-7)


@pytest.mark.parametrize(
    ("formula", "given", "message"),
    [
        ("art ~ fem | ment | phd", {}, "has 3 parts"),
        ("art ~ fem", {"dist": "negbinom"}, "did you mean 'negbin'"),
        ("art ~ fem", {"link": "logot"}, "did you mean 'logit'"),
        ("fem ~ art", {}, "is not numeric"),
        (
            "I(art * 1.5) ~ fem",
            {},
            "has to be a count of 0, 1, 2, ..., got 1.5 in the row labelled",
        ),
        ("art ~ fem | foo", {}, "foo"),
    ],
)
def test_bad_input_is_refused(formula, given, message):
    with pytest.raises(ValueError, match=message.replace("(", r"\(")):
        zeroinfl(formula, DATA, **given)


def test_a_separated_zero_part_warns():
    data = DATA.assign(never=(DATA["art"] > 0).astype(float))
    with pytest.warns(BoundaryWarning, match="zero_never"):
        hurdle("art ~ fem | never", data)


def test_extreme_but_legal_input():
    data = pd.DataFrame({"y": [0, 0, 0, 100_000, 3, 0, 1, 2, 0, 7], "g": list("aabbccddee")})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        inflated, jumped = zeroinfl("y ~ 1", data, dist="negbin"), hurdle("y ~ g | 1", data)
    assert np.isfinite(inflated.loglik)
    assert inflated.coefficients.notna().all()
    assert np.isfinite(jumped.loglik)  # no row of level a is above zero: one of the others goes
    assert jumped.coefficients.isna().sum() == 1


@pytest.mark.parametrize(
    ("formula", "moving"),
    [("art ~ fem | fem", "zero_femWomen"), ("art ~ fem | ment", "zero_ment")],
)
def test_a_ridge_is_named(formula, moving):
    """Two shares of zeros, or a nearly linear log share, do not determine a mean and a theta."""
    expected = rf"flat along a ridge, on which zero_\(Intercept\), {moving}, zero_Log\(theta\)"
    with pytest.warns(BoundaryWarning, match=expected):
        fit = hurdle(formula, DATA, dist="negbin", zero_dist="negbin")
    assert fit.converged
    plain = hurdle(formula, DATA, dist="negbin")
    assert float(fit.logLik()) >= float(plain.logLik()) - 5


def test_a_ridge_beyond_what_floats_hold_is_named_soon():
    """P(Y = 0) of a theta near 0 is exp(-a - b x): the predictor runs beyond 700."""
    with pytest.warns(BoundaryWarning, match=r"ridge, on which .*zero_quality, zero_Log\(theta\)"):
        fit = hurdle(
            "trips ~ quality", oracle.data("recreation"), dist="negbin", zero_dist="negbin"
        )
    assert fit.iter < 60  # and not maxit steps from each start
    assert fit.loglik > hurdle("trips ~ quality", oracle.data("recreation"), dist="negbin").loglik


def test_a_theta_that_is_determined_is_no_ridge():
    nmes = oracle.data("nmes")
    fit = hurdle("hospital ~ chronic", nmes, dist="negbin", zero_dist="negbin")  # no warning
    assert fit.zero_theta == pytest.approx(0.0896, abs=1e-3)

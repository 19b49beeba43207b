"""What polr and multinom say of bad, separated and extreme data; their Hessians."""

import warnings

import numpy as np
import oracle
import pandas as pd
import pytest
from likelihoods import hessian_by_differences

from rglm import multinom, polr
from rglm.warnings import BoundaryWarning, FitWarning, RankWarning

BIRTHS, WINE, BEPS = (oracle.data(name) for name in ("births", "wine", "beps"))
WIDE, HOUSING = oracle.data("housing_wide"), oracle.data("housing")
X = np.random.default_rng(3).normal(size=20)
ORDER = pd.CategoricalDtype(["a", "b", "c"], ordered=True)
RARE = pd.DataFrame({"y": pd.Series(list("a" * 10 + "b" * 9 + "c"), dtype=ORDER), "x": X})
APART = pd.DataFrame({"y": pd.Series(list("aaabbbccc"), dtype=ORDER), "x": np.arange(9.0) - 4})
APART["z"] = [1.0, 3, 2, 1, 2, 3, 1, 2, 3]
METHODS = ["logistic", "probit", "loglog", "cloglog", "cauchit"]


@pytest.mark.parametrize("method", METHODS)
def test_the_hessian_of_polr_is_that_of_its_likelihood(method):
    fit = polr("Sat ~ Infl + Cont", HOUSING, weights="Freq", method=method)
    found, ours = hessian_by_differences(fit)
    np.testing.assert_allclose(ours, found, atol=1e-7)


@pytest.mark.parametrize(
    ("formula", "data"), [("vote ~ age + Europe", BEPS), ("cbind(Low, Medium, High) ~ Infl", WIDE)]
)
def test_the_hessian_of_multinom_is_that_of_its_likelihood(formula, data):
    found, ours = hessian_by_differences(multinom(formula, data))
    np.testing.assert_allclose(ours, found, atol=1e-7)


@pytest.mark.parametrize(
    ("formula", "data", "given", "message"),
    [
        (
            "y ~ x",
            RARE.astype({"y": object}),
            {},
            "first: ordered(y, levels=c('a', 'b', 'c'))",
        ),
        ("x ~ y", RARE, {}, "'x' is not a factor; make it one"),
        ("weight ~ age", BIRTHS, {}, "has 2 level(s) ('normal', 'under'); it takes 3 or more"),
        ("y ~ x", RARE, {"subset": "y == 'a'"}, "has 1 level(s) ('a'); it takes 3"),
        ("y ~ x", RARE, {"weights": [1.0] * 19 + [0]}, "all rows of the level 'c' have the weig"),
        ("y ~ x", RARE, {"weights": [-1.0] + [1] * 19}, "weights= has -1.0"),
        ("y ~ x", RARE, {"method": "probbit"}, "did you mean 'probit'"),
        ("y ~ z", RARE, {}, "there is no column 'z'"),
        ("y ~ x | x", RARE, {}, "has one part"),
        ("y ~ offset(1e4 * x)", RARE, {"method": "loglog"}, "the offset goes from"),
    ],
)
def test_bad_input_of_polr(formula, data, given, message):
    with pytest.raises(ValueError) as said:
        polr(formula, data, **given)
    assert message in str(said.value)


@pytest.mark.parametrize(
    ("formula", "data", "given", "message"),
    [
        ("bwt ~ age", BIRTHS, {}, "'bwt' is not a factor; make it one, factor(y), or give coun"),
        ("factor(y) ~ x", RARE.assign(y=1), {}, "has 1 level(s) ('1'); it takes 2 or more"),
        ("low ~ age", BIRTHS, {"subset": "low"}, "'FALSE'; there is nothing to tell the other"),
        ("cbind(Low - 30, High) ~ Infl", WIDE, {}, "counts are >= 0"),
        ("cbind(Low, 0 * High, Medium) ~ Infl", WIDE, {}, "no observation is in the level"),
        ("cbind(Low) ~ Infl", WIDE, {}, "has 1 column(s)"),
        ("vote ~ age", BEPS, {"ref": "labour"}, "did you mean 'Labour'"),
        ("vote ~ agee", BEPS, {}, "did you mean 'age'"),
    ],
)
def test_bad_input_of_multinom(formula, data, given, message):
    with pytest.raises(ValueError) as said:
        multinom(formula, data, **given)
    assert message in str(said.value)


@pytest.mark.parametrize("model", [polr, multinom])
def test_new_rows_that_do_not_fit(model):
    fit = model("Sat ~ Infl", HOUSING, weights="Freq")
    with pytest.raises(ValueError, match=r"new level\(s\) 'Huge'"):
        fit.predict({"Infl": ["Huge"]})
    with pytest.raises(ValueError, match="there is no column 'Infl'"):
        fit.predict({"Type": ["Tower"]})


def test_a_formula_without_intercept_is_read_with_one():
    with pytest.warns(FitWarning, match="the cut points are intercepts"):
        fit = polr("y ~ x - 1", RARE)
    np.testing.assert_array_equal(fit.coefficients, polr("y ~ x", RARE).coefficients)


@pytest.mark.parametrize("model", [polr, multinom])
def test_aliased_coefficients_are_nan(model):
    with pytest.warns(RankWarning, match=r"'I\(2 \* x\)'"):
        fit = model("y ~ x + I(2 * x)", RARE)
    plain = model("y ~ x", RARE)
    np.testing.assert_allclose(float(fit.logLik()), float(plain.logLik()), rtol=1e-12)
    assert fit.logLik().df == plain.logLik().df
    assert "NA" in repr(fit.summary())
    tables = (fit.tidy(conf_int=True), fit.confint(), fit.vcov())
    assert all(t.isna().to_numpy().any() and t.notna().to_numpy().any() for t in tables)
    found = fit.predict(RARE, type="probs", se_fit=True)
    pd.testing.assert_frame_equal(found, plain.predict(RARE, type="probs", se_fit=True))


@pytest.mark.parametrize("scale", [1e-8, 1.0, 1e8])
def test_separation_names_what_is_infinite_in_any_unit(scale):
    data = APART.assign(x=scale * APART["x"])
    with pytest.warns(BoundaryWarning) as said:
        fit = polr("y ~ x", data)
    assert "x -> Inf, a|b -> -Inf, b|c -> Inf. " in str(said[0].message)
    with pytest.warns(BoundaryWarning, match="b:x -> Inf.*c:x -> Inf"):
        other = multinom("y ~ x", data)
    for found in (fit, other):
        assert -1e-6 < float(found.logLik()) <= 0
        assert np.isfinite(found.coefficients).to_numpy().all()


def test_only_what_is_infinite_is_named():
    data = pd.concat([RARE.assign(far=0.0), RARE.head(10).assign(far=1.0)])
    with pytest.warns(BoundaryWarning) as said:
        fit = polr("y ~ x + far", data)
    assert "estimate: far -> -Inf. " in str(said[0].message)
    np.testing.assert_allclose(fit.coefficients["x"], polr("y ~ x", RARE).coefficients["x"])


@pytest.mark.parametrize("z", [1.959963984540054])
def test_the_interval_of_an_infinite_estimate_has_one_end(z):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", BoundaryWarning)
        fit, other = polr("y ~ x", APART), multinom("y ~ x", APART)
        low, high = fit.confint().iloc[0]
        found = other.confint(method="profile")
    assert high == np.inf
    held = polr("y ~ 1", APART.assign(o=low * APART["x"]), offset="o")
    np.testing.assert_allclose(-2 * float(held.logLik()), z**2, rtol=1e-7)
    # c:x, b:x at their ends by a general optimiser (scipy's BFGS)
    np.testing.assert_allclose(found["2.5 %"][["b:x", "c:x"]], [0.7352983, 3.1489155], rtol=1e-6)
    assert (found["97.5 %"][["b:x", "c:x"]] == np.inf).all()


@pytest.mark.parametrize("method", METHODS)
def test_a_level_with_one_row_and_a_count_of_100_000(method):
    data = RARE.assign(w=[100_000.0] + [1] * 19)
    for weights in (None, "w"):
        fit = polr("y ~ x", data, weights=weights, method=method)
        assert fit.converged
        assert np.isfinite(fit.summary().coefficients).to_numpy().all()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.isfinite(multinom("y ~ x", data, weights="w").vcov()).to_numpy().all()


def test_large_counts():
    counts = {"a": [100_000, 5, 0, 3], "b": [0, 100_000, 7, 1], "c": [1, 2, 3, 99_999]}
    fit = multinom("cbind(a, b, c) ~ x", pd.DataFrame(counts | {"x": [0.0, 1, 2, 3]}))
    assert fit.nobs() == 300_021
    assert fit.converged
    observed = fit._observed_counts()
    shares = fit.fitted().to_numpy() * observed.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(shares.sum(axis=0), observed.sum(axis=0), rtol=1e-12)
    assert fit.residuals().abs().to_numpy().max() < 1


def test_a_row_without_counts_says_nothing():
    data = pd.concat([WIDE, WIDE.head(1).assign(Low=0, Medium=0, High=0)], ignore_index=True)
    one, two = (multinom("cbind(Low, Medium, High) ~ Infl", d) for d in (WIDE, data))
    np.testing.assert_allclose(one.coefficients, two.coefficients, rtol=1e-12)
    assert (one.nobs(), one.df_residual) == (two.nobs(), two.df_residual)
    assert two.residuals().isna().all(axis=1).tolist() == [False] * 24 + [True]


@pytest.mark.parametrize("level", [0.0, 50.0, 1000.0])
def test_a_large_offset(level):
    data = RARE.assign(o=level)
    for method in METHODS:
        near, far = (
            polr("y ~ x", data, method=method),
            polr("y ~ x + offset(o)", data, method=method),
        )
        np.testing.assert_allclose(far.zeta - level, near.zeta, atol=1e-8)
    near, far = multinom("y ~ x", data), multinom("y ~ x + offset(100 * x)", data)
    np.testing.assert_allclose(far.coefficients["x"] + 100, near.coefficients["x"], atol=1e-8)


def test_bools_and_their_reference():
    fit, other = multinom("low ~ lwt", BIRTHS), multinom("low ~ lwt", BIRTHS, ref=True)
    assert (fit.lev, fit.ref, other.ref) == (("FALSE", "TRUE"), "FALSE", "TRUE")
    np.testing.assert_allclose(fit.coefficients.loc["TRUE"], -other.coefficients.loc["FALSE"])

"""glm of data that are seen part by part gives what it gives of them in memory."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest

from rglm import (
    Gamma,
    RankWarning,
    binomial,
    compare,
    gaussian,
    glm,
    lrtest,
    poisson,
    quasipoisson,
    regtable,
)
from rglm.design.errors import DataError

CASES = {
    "counts": (("y ~ x + g + ns(h, 4)", poisson()), {}),
    "weights": (("b ~ x + g + poly(z, 2) + offset(log(z))", binomial()), {"weights": "w"}),
    "amounts": (("z ~ x * g", Gamma("log")), {"subset": "h > 3", "na_action": "na_exclude"}),
    "normal": (("log(z) ~ scale(x) + factor(h) - 1", gaussian()), {"offset": "h / 100"}),
    "learned": (("y ~ poly(scale(z), 2) + cut(log(z), 3) + relevel(factor(g), ref='b')",), {}),
    "aliased": (("y ~ x + I(2 * x) + g + bs(z, df = 5)", quasipoisson()), {}),
    "two columns": (("cbind(s, f) ~ x + g", binomial("probit")), {}),
    "a level": (("(g == 'b') ~ x + C(m, sum)", binomial()), {}),
    "no terms": (("y ~ 1", poisson()), {}),
}
# sums are added in another order than in memory: a hundred roundings, of numbers near 1
CLOSE = {"rtol": 1e-10, "atol": 1e-12}


@pytest.fixture(params=CASES)
def fits(request, both):
    args, kwargs = CASES[request.param]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RankWarning)  # of the case that is aliased
        return both(glm, *args, **kwargs)


def test_numbers(fits):
    one, two = fits
    assert one.coefficients.index.equals(two.coefficients.index)
    np.testing.assert_allclose(two.coefficients, one.coefficients, **CLOSE)
    np.testing.assert_allclose(two.vcov(), one.vcov(), rtol=1e-8, atol=1e-14)
    for name in ("deviance", "null_deviance", "aic", "dispersion"):
        np.testing.assert_allclose(getattr(two, name), getattr(one, name), **CLOSE)
    for name in ("df_residual", "df_null", "rank", "iter", "xlevels", "edf"):
        assert getattr(one, name) == getattr(two, name)
    assert (one.nobs(), one.converged) == (two.nobs(), two.converged)


def test_pages(fits):
    one, two = fits
    assert repr(one) == repr(two)
    assert repr(one.summary()) == repr(two.summary())
    assert repr(one.anova()) == repr(two.anova())
    assert repr(one.drop1()) == repr(two.drop1())
    assert one.tidy(conf_int=True).to_string() == two.tidy(conf_int=True).to_string()
    assert one.glance().to_string() == two.glance().to_string()
    assert repr(one.strip().summary()) == repr(two.strip().summary())


@pytest.mark.parametrize("name", ["counts", "weights", "amounts"])
def test_inference(both, name):
    args, kwargs = CASES[name]
    one, two = both(glm, *args, **kwargs)
    for type in ("HC0", "HC1", "HC2", "HC3", "HC4"):
        np.testing.assert_allclose(two.vcov(type=type), one.vcov(type=type), rtol=1e-8, atol=1e-14)
    for given in ({"cluster": "cl"}, {"cluster": "~ cl + c2", "type": "HC1"}):
        np.testing.assert_allclose(two.vcov(**given), one.vcov(**given), rtol=1e-7, atol=1e-13)
        part = [fit.vcov(parm=["x"], **given).to_numpy() for fit in (one, two)]
        np.testing.assert_allclose(*part, rtol=1e-7)
    # ends are where a root search stops
    np.testing.assert_allclose(two.confint("x"), one.confint("x"), atol=1e-6)
    profiles = [fit.profile("x")["x"] for fit in (one, two)]
    np.testing.assert_allclose(*profiles, atol=1e-6)
    for say in (
        lambda fit: fit.summary(vcov="HC3"),
        lambda fit: fit.anova(type="II"),
        lambda fit: fit.anova(test="Rao"),
        lambda fit: fit.drop1(test="Rao"),
        lambda fit: fit.add1("~ . + c2 + log(z) + x:h", test="LRT"),
        lambda fit: fit.wald_test("x = 0"),
        lambda fit: fit.update(". ~ . - g"),
        lambda fit: fit.anova(fit.update(". ~ . - g")),
        lambda fit: lrtest(fit.update(". ~ . - g"), fit),
        lambda fit: compare(fit).to_string(),
        lambda fit: regtable([fit]),
        lambda fit: fit.separation(),
        lambda fit: fit.extractAIC(),
    ):
        assert str(say(one)) == str(say(two))
    new = {"x": [1.0], "g": ["b"], "h": [5.0], "z": [1.0]}
    np.testing.assert_allclose(*(fit.predict(new, se_fit=True) for fit in (one, two)), rtol=1e-9)


def test_choosing(data, parts):
    formula = "y ~ g + ns(h, 2) + w"
    one, two = (glm(formula, d, poisson()).step(trace=False) for d in (data, parts))
    assert repr(one) == repr(two)
    assert repr(one.anova_path) == repr(two.anova_path)
    upper = [
        glm("y ~ g", d, poisson()).step("~ . + w + log(z)", trace=False) for d in (data, parts)
    ]
    assert repr(upper[0]) == repr(upper[1])


def test_dispersion(both):
    one, two = both(glm, *CASES["counts"][0])
    for name in ("dispersiontest", "gof", "check_overdispersion"):
        assert repr(getattr(one, name)()) == repr(getattr(two, name)())
    assert repr(one.dispersiontest(trafo=2)) == repr(two.dispersiontest(trafo=2))


def test_separation(splitter):
    rng = np.random.default_rng(3)
    data = pd.DataFrame({"x": rng.normal(size=600), "r": np.arange(600) < 30})
    data["y"] = ((rng.random(600) < 0.5) | data["r"]).astype(int)
    found = []
    for source in (data, splitter(data, 100)):
        with pytest.warns(match="separation: 30 of 600 rows"):
            fit = glm("y ~ x + r", source, binomial())
        found.append((repr(fit.separation()), fit.confint("rTRUE").to_numpy().tolist()))
    assert found[0][0] == found[1][0]
    np.testing.assert_allclose(found[0][1], found[1][1], rtol=1e-6)


def test_the_start_from_a_sample_is_the_same(splitter):
    rng = np.random.default_rng(2)
    data = pd.DataFrame({"x": rng.normal(size=250_000)})
    data["y"] = rng.poisson(np.exp(0.2 * data["x"]))
    one = glm("y ~ x", data, poisson())
    two = glm("y ~ x", splitter(data, 33_333), poisson())
    np.testing.assert_allclose(two.coefficients, one.coefficients, rtol=1e-12)
    assert one.iter == two.iter


@pytest.mark.parametrize("size", [1, 7, 2400])
def test_any_split(data, both, splitter, size):
    small = data.iloc[:: 1 if size > 1 else 12]
    one = glm("y ~ x + g + poly(z, 2)", small, poisson())
    two = glm("y ~ x + g + poly(z, 2)", splitter(small, size), poisson())
    np.testing.assert_allclose(two.coefficients, one.coefficients, rtol=1e-9)


@pytest.mark.parametrize(
    ("given", "error", "said"),
    [
        ({"weights": np.ones(10)}, DataError, "weights= takes an expression"),
        ({"formula": "y ~ nothere"}, ValueError, "no column 'nothere'"),
        ({"subset": "h > 99"}, ValueError, "subset="),
        ({"data": iter([])}, TypeError, "read only once"),
        ({"data": lambda: []}, ValueError, "returns no DataFrames"),
        ({"data": lambda: 3}, TypeError, "iterator of DataFrames"),
        ({"family": binomial()}, ValueError, "y"),
        ({"na_action": "na_fail"}, ValueError, "missing"),
    ],
)
def test_errors(parts, given, error, said):
    arguments = {"formula": "y ~ x", "data": parts, "family": poisson()} | given
    with pytest.raises(error, match=said):
        glm(**arguments)


def test_kinds_that_differ_between_parts(data):
    other = data.assign(x="text")
    with pytest.raises(DataError, match="'x' holds numbers in one part of the data and text"):
        glm("y ~ x", lambda: iter([data, other]), poisson())


def test_data_that_change_between_passes(data):
    seen = []

    def shrinking():
        seen.append(1)
        return iter([data.iloc[: 2000 - 100 * len(seen)]])

    with pytest.raises(DataError, match="the data have changed while they were read"):
        glm("y ~ g", shrinking, poisson())


def test_what_needs_all_rows_says_so(both):
    _, fit = both(glm, *CASES["counts"][0])
    for call in (fit.influence_measures, fit.halfnorm, fit.influence):
        with pytest.raises(DataError, match="all rows in memory"):
            call()
    with pytest.raises(ValueError, match="HC0 or HC1"):
        fit.vcov(type="HC3", cluster="cl")
    with pytest.raises(ValueError, match="names of columns"):
        fit.vcov(cluster=np.arange(10))
    with pytest.raises(ValueError, match="did you mean 'cl'"):
        fit.vcov(cluster="cll")

"""Fits of glm to chunked data, against fits to the same data in memory."""

from __future__ import annotations

import warnings
from functools import cache

import numpy as np
import pandas as pd
import pytest

import rglm

ROWS = 1500
# the promise is 1e-10; sums of 1500 terms in another order differ by a hundred roundings
CLOSE = {"rtol": 1e-10, "atol": 1e-12}
# a root search stops when the profile is this near to its level
ROOT = {"rtol": 0, "atol": 1e-6}


def make():
    rng = np.random.default_rng(11)
    d = pd.DataFrame({"x": rng.normal(size=ROWS), "z": rng.gamma(2, size=ROWS)})
    d["g"] = rng.choice(list("bcad"), ROWS)
    d.loc[ROWS - 120 :: 2, "g"] = "A last one"
    d["o"] = pd.Categorical(rng.choice(["lo", "mid", "hi"], ROWS), ["lo", "mid", "hi"], True)
    d["h"], d["w"] = rng.integers(1, 25, ROWS) / 1.0, rng.integers(0, 3, ROWS) / 1.0
    d["cl"], d["c2"] = rng.integers(0, 40, ROWS), rng.choice(list("uvw"), ROWS)
    d["y"] = rng.poisson(np.exp(0.3 * d["x"] - 0.5 * (d["g"] == "b")) * rng.gamma(4, 0.25, ROWS))
    d["won"] = rng.random(ROWS) < 1 / (1 + np.exp(-d["x"]))
    d["lost"] = rng.integers(0, 9, ROWS)
    d.loc[::71, "x"] = np.nan
    d.loc[375:749, "x"] = np.nan
    return d


DATA = make()
CASES = {
    "counts": (("y ~ x + g + ns(h, 4)", rglm.poisson()), {}),
    "weights": (("won ~ x + o + poly(z, 2) + offset(log(z))", rglm.binomial()), {"weights": "w"}),
    "amounts": (("z ~ x * o", rglm.Gamma("log")), {"subset": "h > 3", "na_action": "na_exclude"}),
    "normal": (("log(z) ~ scale(x) + factor(c2) - 1", rglm.gaussian()), {"offset": "h / 100"}),
    "learned": (("y ~ poly(scale(z), 2) + x + cut(log(h), 3)", rglm.quasipoisson()), {}),
    "two columns": (("cbind(y, lost) ~ x + g", rglm.binomial("cloglog")), {}),
}
every_case = pytest.mark.parametrize("name", CASES)
some_cases = pytest.mark.parametrize("name", ["counts", "weights", "amounts"])


def chunks(data=DATA, size=375):
    """A function that returns chunks: one without a whole row, and an empty one at the end."""
    return lambda: (data.iloc[i : i + size] for i in range(0, len(data) + 1, size))


@cache
def both_fits(name):
    args, kwargs = CASES[name]
    formula, *rest = args
    return [rglm.glm(formula, data, *rest, **kwargs) for data in (DATA, chunks())]


@every_case
def test_estimates_are_those_in_memory(name):
    one, two = both_fits(name)
    assert one.coefficients.index.equals(two.coefficients.index)
    np.testing.assert_allclose(two.coefficients, one.coefficients, **CLOSE)
    np.testing.assert_allclose(two.vcov(), one.vcov(), **CLOSE)
    np.testing.assert_allclose(float(two.logLik()), float(one.logLik()), **CLOSE)
    for what in ("deviance", "null_deviance", "aic", "dispersion"):
        np.testing.assert_allclose(getattr(two, what), getattr(one, what), **CLOSE)
    for what in ("df_residual", "df_null", "rank", "iter", "converged", "xlevels", "edf"):
        assert getattr(one, what) == getattr(two, what)
    assert one.nobs() == two.nobs()


PAGES = {
    "print": repr,
    "summary": lambda fit: repr(fit.summary()),
    "correlation": lambda fit: repr(fit.summary(correlation=True)),
    "anova": lambda fit: repr(fit.anova()),
    "drop1": lambda fit: repr(fit.drop1(test="LRT")),
    "tidy": lambda fit: fit.tidy().to_string(),
    "glance": lambda fit: fit.glance().to_string(),
    "stripped": lambda fit: repr(fit.strip().summary()),
    "compare": lambda fit: rglm.compare(fit, fit.update(". ~ x")).to_string(),
    "table": lambda fit: str(rglm.regtable([fit])),
    "extractAIC": lambda fit: str(np.round(fit.extractAIC(), 8)),
    "update": lambda fit: repr(fit.update(". ~ . - x")),
}


@pytest.mark.parametrize("page", PAGES)
@every_case
def test_pages_are_those_in_memory(name, page):
    one, two = map(PAGES[page], both_fits(name))
    assert one == two


def smaller(fit):
    """The model of x alone, with the offset of the fit."""
    return fit.update(" + ".join([". ~ x", *(e.name for e in fit._schema.parsed.offsets)]))


TABLES = {
    "tidy": lambda fit: fit.tidy(conf_int=True).to_string(),
    "anova Rao": lambda fit: fit.anova(test="Rao"),
    "anova II": lambda fit: fit.anova(type="II"),
    "drop1 Rao": lambda fit: fit.drop1(test="Rao"),
    "add1": lambda fit: fit.add1("~ . + c2 + log(z) + x:h", test="LRT"),
    "two models": lambda fit: fit.anova(smaller(fit)),
    "lrtest": lambda fit: rglm.lrtest(smaller(fit), fit),
    "wald": lambda fit: fit.wald_test("x = 0"),
    "HC3": lambda fit: fit.summary(vcov="HC3"),
    "clusters": lambda fit: rglm.regtable([fit], vcov=[fit.vcov(cluster="cl")]),
    "separation": lambda fit: fit.separation(),
    "step": lambda fit: fit.step({"lower": "~ x"}, trace=False).anova_path,
}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("name", ["weights", "amounts"])
def test_anova_and_selection_tables_are_those_in_memory(name, table):
    one, two = (str(TABLES[table](fit)) for fit in both_fits(name))
    assert one == two


@pytest.mark.parametrize("name", ["counts", "weights"])
def test_dispersion_statistics_are_those_in_memory(name):
    one, two = (
        [repr(fit.gof()), repr(fit.check_overdispersion())]
        + [repr(fit.dispersiontest(trafo=2)) for _ in range(name == "counts")]
        for fit in both_fits(name)
    )
    assert one == two


@some_cases
def test_robust_covariances_are_those_in_memory(name):
    one, two = both_fits(name)
    given = [{"type": f"HC{i}"} for i in range(5)]
    given += [{"cluster": "cl"}, {"cluster": "~ cl + c2", "type": "HC1"}]
    for options in given:
        np.testing.assert_allclose(two.vcov(**options), one.vcov(**options), **CLOSE)
        some = [fit.vcov(parm=["x"], **options).to_numpy() for fit in (two, one)]
        np.testing.assert_allclose(*some, **CLOSE)


@some_cases
def test_intervals_and_profiles_are_those_in_memory(name):
    one, two = both_fits(name)
    np.testing.assert_allclose(two.confint(method="wald"), one.confint(method="wald"), **CLOSE)
    np.testing.assert_allclose(two.confint("x"), one.confint("x"), **ROOT)
    profiles = [fit.profile("x")["x"].to_numpy() for fit in (two, one)]
    np.testing.assert_allclose(*profiles, **ROOT)


def test_fits_have_the_same_bits_every_time():
    one, two = (rglm.glm("y ~ x + g + poly(z, 2)", chunks(), rglm.poisson()) for _ in range(2))
    assert one.coefficients.equals(two.coefficients)
    assert one.vcov().equals(two.vcov())
    assert (one.deviance, one.aic, one.null_deviance) == (two.deviance, two.aic, two.null_deviance)


@pytest.mark.parametrize("size", [1, 73, 499, 5000])
def test_the_size_of_chunks_makes_no_difference(size):
    data = DATA.iloc[:: 50 if size == 1 else 1]
    one, two = (
        rglm.glm("y ~ x + ns(z, 3)", d, rglm.poisson()) for d in (data, chunks(data, size))
    )
    np.testing.assert_allclose(two.coefficients, one.coefficients, **CLOSE)
    assert repr(one.summary()) == repr(two.summary())


def test_aliased_coefficients_are_those_in_memory():
    formula = "y ~ x + I(2 * x) + g + I(g == 'b')"
    result = []
    for data in (DATA, chunks()):
        with pytest.warns(rglm.RankWarning, match=r"I\(2 \* x\)"):
            fit = rglm.glm(formula, data, rglm.poisson())
        result.append(repr(fit.summary()))
        assert fit.coefficients.isna().sum() == 2
    assert result[0] == result[1]


def test_separation_is_warned_of_once():
    data = DATA.assign(r=np.arange(ROWS) % 50 == 0)
    data["v"] = data["won"] | data["r"]
    pages = []
    for source in (data, chunks(data)):
        with warnings.catch_warnings(record=True) as heard:
            warnings.simplefilter("always")
            fit = rglm.glm("v ~ z + r", source, rglm.binomial())
        (said,) = {str(one.message) for one in heard}
        assert len(heard) == 1
        assert "rTRUE" in said
        pages.append((said, repr(fit.summary()), repr(fit.separation())))
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    "options",
    [{"mustart": "y + 1"}, {"etastart": "log(y + 1)"}, {"start": {"(Intercept)": 0.1, "z": 0.2}}],
)
def test_starting_values_are_those_in_memory(options):
    one, two = (rglm.glm("y ~ z", data, rglm.poisson(), **options) for data in (DATA, chunks()))
    np.testing.assert_allclose(two.coefficients, one.coefficients, **CLOSE)
    assert one.iter == two.iter


def test_the_starting_subsample_is_that_of_the_rows_in_memory():
    rng = np.random.default_rng(2)
    data = pd.DataFrame({"x": rng.normal(size=250_000)})
    data["y"] = rng.poisson(np.exp(0.2 * data["x"]))
    one = rglm.glm("y ~ x", data, rglm.poisson())
    two = rglm.glm(
        "y ~ x", lambda: (data[i : i + 33_333] for i in range(0, 250_000, 33_333)), rglm.poisson()
    )
    np.testing.assert_allclose(two.coefficients, one.coefficients, rtol=1e-12)
    assert one.iter == two.iter


@pytest.mark.filterwarnings("ignore::rglm.FitWarning")
@pytest.mark.parametrize(
    ("formula", "scope"),
    [("y ~ f:x", "~ . + z + x"), ("y ~ f:g", ["f", "z"]), ("y ~ f", "~ . * x")],
)
def test_add1_keeps_the_coding_of_the_fit(formula, scope):
    """With a main effect beside it an interaction is coded by contrasts; the fit's is not."""
    rng = np.random.default_rng(3)
    data = pd.DataFrame(rng.normal(size=(90, 3)), columns=["y", "x", "z"])
    data = data.assign(f=rng.choice(list("abc"), 90), g=rng.choice(list("uv"), 90))
    chunks = rglm.glm(
        formula, lambda: (data.iloc[i : i + 30] for i in (0, 30, 60)), progress=False
    )
    for test in (None, "Rao"):
        ours, whole = (
            fit.add1(scope, test=test).table for fit in (chunks, rglm.glm(formula, data))
        )
        pd.testing.assert_frame_equal(ours, whole, rtol=1e-9)

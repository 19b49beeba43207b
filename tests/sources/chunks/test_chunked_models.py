"""Fits of the models other than glm to chunked data, against fits to the same data in memory."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from rglm import betabinomial, compare, glm_nb, hurdle, lrtest, multinom, polr, vuong, zeroinfl
from rglm.sources.chunks.chunked_values import ChunkedValues

ROWS, SIZE = 1000, 250
# the promise. Newton's last step squares an error that is small already: both climbs end within
# a few hundred roundings of the same place
CLOSE = {"rtol": 1e-10, "atol": 1e-11}
ROW = {"rtol": 1e-9, "atol": 1e-10}  # quotients of such numbers


def make():
    rng = np.random.default_rng(16)
    d = pd.DataFrame({"x": rng.normal(size=ROWS), "z": rng.gamma(2, size=ROWS) + 0.05})
    d["g"], d["h"] = rng.choice(list("cab"), ROWS), rng.integers(0, 24, ROWS) / 1.0
    d["w"], d["cl"] = rng.integers(0, 3, ROWS) / 1.0, rng.integers(0, 40, ROWS)
    mean = np.exp(0.3 * d["x"] - 0.5 * (d["g"] == "b") + 0.3)
    d["y"] = rng.negative_binomial(1.5, 1.5 / (1.5 + mean))
    d["zi"] = np.where(rng.random(ROWS) < 0.25, 0, d["y"])
    d["amount"] = np.where(d["zi"] > 0, rng.gamma(2, mean), 0.0)
    score = d["x"] + rng.logistic(size=ROWS)
    d["o"] = pd.cut(score, [-np.inf, -1, 0, 1.5, np.inf], labels=["L", "M", "N", "H"])
    d["m"] = np.where(rng.random(ROWS) < 0.3, "q", np.where(score > 0, "p", "r"))
    d["t"] = rng.integers(0, 9, ROWS)
    d["s"] = rng.binomial(d["t"], rng.beta(2, 3, ROWS))
    d["f"] = d["t"] - d["s"]
    d.loc[::37, "x"] = np.nan
    d.loc[2 * SIZE : 3 * SIZE - 1, "x"] = np.nan  # a chunk without a row that is fitted
    d.loc[ROWS - 60 :: 2, "g"] = "A last one"
    return d


DATA = make()
CHOSEN = {"subset": "h > 2", "na_action": "na_exclude"}
CASES = {
    "glm_nb": (glm_nb, "y ~ x + g + ns(h, 4)", {}),
    "glm_nb chosen": (glm_nb, "y ~ x + offset(log(z))", CHOSEN | {"weights": "w"}),
    "polr": (polr, "o ~ x + g + log(z)", {}),
    "polr probit": (polr, "o ~ x + offset(z)", {"method": "probit", "weights": "w", **CHOSEN}),
    "multinom": (multinom, "m ~ x + poly(z, 2)", {}),
    "multinom ref": (multinom, "m ~ x", {"ref": "q", "weights": "w", **CHOSEN}),
    "multinom two": (multinom, "(y > 0) ~ x + g", {}),
    "multinom counts": (multinom, "cbind(s, f, y) ~ x", {}),
    "zip": (zeroinfl, "zi ~ x + g | x + z", {}),
    "zinb": (zeroinfl, "zi ~ x | z", {"dist": "negbin", "offset": "log(z) / 9", **CHOSEN}),
    "hurdle": (hurdle, "zi ~ x + g | z", {"na_action": "na_exclude"}),
    "hurdle nb": (hurdle, "zi ~ x | z", {"dist": "negbin", "zero_dist": "poisson"}),
    "hurdle gamma": (hurdle, "amount ~ x + g | z", {"dist": "gamma", "weights": "w"}),
    "hurdle lognormal": (hurdle, "amount ~ x + g | z", {"dist": "lognormal"}),
    "betabinomial": (betabinomial, "cbind(s, f) ~ x + g", {}),
}
every_case = pytest.mark.parametrize("name", CASES)


def chunks(data=DATA, size=SIZE):
    """A function that returns chunks, the last one empty."""
    return lambda: (data.iloc[i : i + size] for i in [*range(0, len(data), size), len(data)])


@cache
def both_fits(name):
    function, formula, options = CASES[name]
    return [function(formula, data, **options) for data in (DATA, chunks())]


def assert_near(result, expected):
    if isinstance(result, ChunkedValues):
        result = result.collect()
    assert type(result) is type(expected)
    assert result.index.equals(expected.index)
    result, expected = pd.DataFrame(result), pd.DataFrame(expected)
    assert result.columns.tolist() == expected.columns.tolist()
    for column in expected:
        if pd.api.types.is_numeric_dtype(expected[column]):
            np.testing.assert_allclose(result[column], expected[column], **ROW)
        else:
            assert result[column].astype(str).tolist() == expected[column].astype(str).tolist()


@every_case
def test_estimates_are_those_in_memory(name):
    one, two = both_fits(name)
    error = np.sqrt(np.asarray(one._unscaled_variances))
    apart = np.abs(np.asarray(one._estimates) - np.asarray(two._estimates)) / error
    assert np.nanmax(apart) < CLOSE["rtol"]
    np.testing.assert_allclose(float(two.logLik()), float(one.logLik()), rtol=1e-12)
    np.testing.assert_allclose(two.vcov(), one.vcov(), **CLOSE)
    assert (one.nobs(), one.df_residual) == (two.nobs(), two.df_residual)
    assert one.converged
    assert two.converged


PAGES = {
    "print": repr,
    "summary": lambda fit: repr(fit.summary()),
    "stripped": lambda fit: repr(fit.strip().summary()),
    "HC0": lambda fit: repr(fit.summary(vcov=fit.vcov(type="HC0"))),
    "compare": lambda fit: compare(fit).round(4).to_string(),
    "tidy": lambda fit: fit.tidy().round(5).to_string(),
}


@pytest.mark.parametrize("page", PAGES)
@every_case
def test_pages_are_those_in_memory(name, page):
    one, two = map(PAGES[page], both_fits(name))
    assert one == two


@every_case
def test_robust_covariances_are_those_in_memory(name):
    one, two = both_fits(name)
    for given in ({"type": "HC0"}, {"cluster": "cl"}):
        np.testing.assert_allclose(two.vcov(**given), one.vcov(**given), **CLOSE)


@pytest.mark.parametrize("verb", ["fitted", "residuals", "predict", "model_matrix", "estfun"])
@every_case
def test_row_values_are_those_in_memory(name, verb):
    one, two = (getattr(fit, verb)() for fit in both_fits(name))
    assert isinstance(two, ChunkedValues)
    assert_near(two, one)


@every_case
def test_attributes_are_those_in_memory(name):
    one, two = both_fits(name)
    names = [n for n in ("y", "prior_weights", "offset", "linear_predictors") if hasattr(one, n)]
    for attribute in names:
        expected, result = (getattr(fit, attribute) for fit in (one, two))
        if expected is None:
            assert result is None
        else:
            assert_near(result, expected)


@every_case
def test_predictions_for_new_chunks_are_those_in_memory(name):
    new = DATA.dropna().iloc[::-1]
    one, two = both_fits(name)
    expected = one.predict(new)
    assert_near(two.predict(chunks(new, 99)), expected)
    assert_near(one.predict(chunks(new, 99)), expected)
    assert_near(two.predict(new), expected)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("glm_nb", {"type": "response", "se_fit": True}),
        ("polr", {"type": "probs"}),
        ("multinom", {"type": "probs"}),
        ("zip", {"type": "zero"}),
        ("hurdle", {"type": "count"}),
        ("hurdle nb", {"type": "prob", "at": [0, 1, 2]}),
    ],
)
def test_every_type_of_prediction_is_that_in_memory(name, given):
    one, two = both_fits(name)
    assert_near(two.predict(**given), one.predict(**given))


@pytest.mark.parametrize("name", ["glm_nb", "polr", "multinom", "zip", "hurdle", "betabinomial"])
def test_draws_with_a_seed_repeat(name):
    one, two = both_fits(name)
    drawn = two.simulate(2, seed=1)
    assert drawn.collect().equals(drawn.collect())
    assert drawn.collect().index.equals(one.simulate(2, seed=1).index)
    assert not drawn.collect().equals(two.simulate(2, seed=2).collect())


@pytest.mark.parametrize(
    "name", ["glm_nb", "polr", "multinom two", "zip", "hurdle", "betabinomial"]
)
def test_profile_intervals_are_those_in_memory(name):
    one, two = both_fits(name)
    parm = next(n for n in one.names if str(n).endswith("x"))
    ends = [fit.confint(parm, method="profile").to_numpy(dtype=float) for fit in (two, one)]
    # where a root search stops
    np.testing.assert_allclose(*ends, atol=1e-5)


@pytest.mark.parametrize("name", ["glm_nb chosen", "polr", "multinom ref", "zip", "hurdle"])
def test_updated_formulas_are_those_in_memory(name):
    one, two = both_fits(name)
    wider = [fit.update(". ~ . + I(h / 10)") for fit in (one, two)]
    assert repr(wider[0].summary()) == repr(wider[1].summary())
    assert repr(lrtest(one, wider[0])) == repr(lrtest(two, wider[1]))


@pytest.mark.parametrize(
    ("function", "formula"), [(glm_nb, "y ~ z + w"), (polr, "o ~ z + w"), (multinom, "m ~ z + w")]
)
def test_added_and_dropped_terms_are_those_in_memory(function, formula):
    one, two = (function(formula, data) for data in (DATA, chunks()))
    for say in (
        lambda fit: fit.drop1(test="Chisq"),
        lambda fit: fit.add1("~ . + t", test="Chisq"),
        lambda fit: fit.step(trace=False),
        lambda fit: fit.anova(fit.update(". ~ . - w")),
    ):
        assert repr(say(one)) == repr(say(two))


@pytest.mark.parametrize(
    ("function", "formula", "options", "by"),
    [
        (glm_nb, "y ~ x + g", {}, "y"),
        (polr, "o ~ x + z", {}, "o"),
        (multinom, "m ~ x + z", {}, "m"),
        (zeroinfl, "zi ~ x | z", {}, "zi"),
        (hurdle, "zi ~ x | z", {"dist": "negbin", "zero_dist": "poisson"}, "zi"),
        (hurdle, "amount ~ x | z", {"dist": "gamma"}, "amount"),
        (betabinomial, "cbind(s, f) ~ x", {}, "t"),
        (multinom, "m ~ x", {"weights": "h"}, "h"),
    ],
)
def test_chunks_without_some_levels_zeros_or_weights(function, formula, options, by):
    data = DATA.sort_values(by, ignore_index=True)
    if by == "h":
        data["h"] = (data["h"] > 12) * data["h"]
    one, two = (function(formula, d, **options) for d in (data, chunks(data)))
    assert repr(one.summary()) == repr(two.summary())
    for verb in ("residuals", "predict"):
        assert_near(getattr(two, verb)(), getattr(one, verb)())


def test_the_vuong_test_is_that_in_memory():
    one, two = (vuong(*(fits[i] for fits in map(both_fits, ("hurdle", "zip")))) for i in (0, 1))
    assert repr(one) == repr(two)


@pytest.mark.parametrize(
    ("function", "formula"),
    [
        (polr, "m ~ x"),
        (polr, "y ~ x"),
        (zeroinfl, "amount ~ x"),
        (zeroinfl, "zi + 1 ~ x"),
        (hurdle, "h + 1 ~ x"),
        (betabinomial, "y ~ x"),
        (multinom, "y ~ x"),
        (glm_nb, "z - 9 ~ x"),
    ],
)
def test_errors_are_those_of_data_in_memory(function, formula):
    message = []
    for data in (DATA, chunks()):
        with pytest.raises(ValueError) as caught:
            function(formula, data)
        message.append(str(caught.value).split(" at row")[0])
    assert message[0] == message[1]

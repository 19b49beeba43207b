"""The other models of data that are seen part by part."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rglm import betabinomial, compare, glm_nb, hurdle, lrtest, multinom, polr, vuong, zeroinfl

CASES = {
    "glm_nb": (glm_nb, "y ~ x + g + ns(h, 4)", {}),
    "polr": (polr, "o ~ x + g + log(z)", {}),
    "probit": (polr, "o ~ x + offset(z)", {"method": "probit", "weights": "w"}),
    "multinom": (multinom, "m ~ x + g", {}),
    "reference": (multinom, "m ~ x + poly(z, 2)", {"ref": "q", "subset": "h > 2"}),
    "two": (multinom, "(y > 0) ~ x + g", {}),
    "counts": (multinom, "cbind(s, f, y) ~ x", {}),
    "zip": (zeroinfl, "zi ~ x + g | x + z", {}),
    "geometric": (zeroinfl, "zi ~ x | x", {"dist": "geometric", "offset": "log(z) / 9"}),
    "hurdle": (hurdle, "zi ~ x + g | z", {"na_action": "na_exclude"}),
    "hurdle nb": (hurdle, "zi ~ x | z", {"dist": "negbin", "zero_dist": "poisson"}),
    "gamma": (hurdle, "amount ~ x + g | z", {"dist": "gamma"}),
    "lognormal": (hurdle, "amount ~ x + g | z", {"dist": "lognormal", "weights": "w"}),
    "betabinomial": (betabinomial, "cbind(s, f) ~ x + g", {}),
}


@pytest.fixture(params=CASES)
def fits(request, both):
    function, formula, given = CASES[request.param]
    return both(function, formula, **given)


def test_numbers(fits):
    one, two = fits
    # Newton ends where the likelihood no longer rises: a root of that many digits
    error = np.sqrt(one.variances)
    assert np.nanmax(np.abs(np.asarray(one.estimates) - np.asarray(two.estimates)) / error) < 1e-6
    np.testing.assert_allclose(two.vcov(), one.vcov(), rtol=1e-5, atol=1e-9)
    np.testing.assert_allclose(float(two.logLik()), float(one.logLik()), rtol=1e-11)
    assert (one.nobs(), one.df_residual, one.converged) == (two.nobs(), two.df_residual, True)


def test_pages(fits):
    one, two = fits
    assert repr(one) == repr(two)
    assert repr(one.summary()) == repr(two.summary())
    assert compare(one).round(4).equals(compare(two).round(4))
    if one.function not in ("glm_nb", "betabinomial"):  # ns(h, 4) has h; cbind has no h
        wider = [fit.update(". ~ . + h") for fit in fits]
        assert repr(wider[0]) == repr(wider[1])
        assert repr(lrtest(one, wider[0])) == repr(lrtest(two, wider[1]))


@pytest.mark.parametrize(
    ("function", "formula"),
    [
        (glm_nb, "y ~ g + w"),
        (polr, "o ~ g + w"),
        (multinom, "m ~ g + w"),
        (betabinomial, "cbind(s, f) ~ g + w"),
    ],
)
def test_neighbours(both, function, formula):
    one, two = both(function, formula)
    for say in (
        lambda fit: fit.drop1(test="Chisq"),
        lambda fit: fit.add1("~ . + z", test="Chisq"),
        lambda fit: fit.step(trace=False),
        lambda fit: fit.anova(fit.update(". ~ . - w")),
    ):
        assert repr(say(one)) == repr(say(two))


def test_inference(fits):
    one, two = fits
    for given in ({"type": "HC0"}, {"cluster": "cl"}):
        np.testing.assert_allclose(two.vcov(**given), one.vcov(**given), rtol=1e-4, atol=1e-8)
    name = next(n for n in one.names if str(n).endswith("x"))
    ends = [fit.confint(name, method="profile").to_numpy().astype(float) for fit in fits]
    np.testing.assert_allclose(*ends, atol=1e-5)


@pytest.mark.parametrize("verb", ["fitted", "residuals", "predict", "model_matrix", "estfun"])
def test_rows(fits, verb):
    one, two = (getattr(fit, verb)() for fit in fits)
    found = two.collect()
    assert found.index.equals(one.index)
    if pd.api.types.is_numeric_dtype(pd.DataFrame(one).dtypes.iloc[0]):
        np.testing.assert_allclose(found, one, rtol=1e-4, atol=1e-5)
    else:
        assert found.astype(str).tolist() == one.astype(str).tolist()


def test_new_data(fits, data, parts):
    one, two = fits
    expected = pd.DataFrame(one.predict(data)).astype(str)
    found = pd.DataFrame(two.predict(parts).collect())
    assert found.shape == expected.shape


def test_vuong(both):
    pairs = zip(
        both(hurdle, "zi ~ x + g | z", dist="negbin"),
        both(zeroinfl, "zi ~ x + g | x + z"),
        strict=True,
    )
    one, two = (vuong(*pair) for pair in pairs)
    np.testing.assert_allclose(
        two.table["Vuong z-statistic"], one.table["Vuong z-statistic"], rtol=1e-7
    )


@pytest.mark.parametrize(
    ("function", "formula", "said"),
    [
        (polr, "m ~ x", "has no order of its levels"),
        (polr, "y ~ x", "is not a factor"),
        (zeroinfl, "amount ~ x", "has to be a count"),
        (hurdle, "h + 1 ~ x", "has no zeros"),
        (betabinomial, "y ~ x", "two columns"),
        (multinom, "y ~ x", "is not a factor"),
        (glm_nb, "x ~ z", "y"),
    ],
)
def test_errors(parts, function, formula, said):
    with pytest.raises(ValueError, match=said):
        function(formula, parts)

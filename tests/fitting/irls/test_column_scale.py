"""Numbers of extreme size: R's fit, or an error that says what to rescale."""

import warnings

import numpy as np
import oracle
import pytest

import rglm

CASES = oracle.saved("extremes")
X, Y = np.arange(1.0, 9), np.array([1.0, 3, 2, 5, 4, 7, 6, 9])
B = np.array([0.0, 0, 1, 0, 1, 1, 0, 1])
FAMILIES = {
    "gaussian": rglm.gaussian(),
    "poisson": rglm.poisson(),
    "binomial": rglm.binomial(),
    "Gamma": rglm.Gamma("log"),
    "inverse_gaussian": rglm.inverse_gaussian("log"),
}


def fit_of(what, size, family, **more):
    data = {
        "y": (B if family == "binomial" else Y) * (size if what == "y" else 1),
        "x": X * (size if what == "x" else 1),
    }
    given = {"weights": np.full(8, size)} if what == "w" else {}
    given |= {"offset": np.full(8, size)} if what == "o" else {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return rglm.glm("y ~ x", data, FAMILIES[family], **given, **more)


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['what']}-{c['size']:g}-{c['family']}")
def test_extreme_numbers_give_the_fit_of_R_or_an_error(case):
    try:
        fit = fit_of(case["what"], case["size"], case["family"])
    except rglm.FitError as error:
        words = str(error)
        names = {"x": "the column 'x' has", "y": "the response 'y' has", "w": "weights="}
        assert "rescale" in words, words
        assert names[case["what"]] in words, words
        # R's errors at 1e155 have a variance of 1e-311, which has lost digits
        assert "coef" not in case or case["size"] >= 1e155, words
        return
    if "coef" not in case:
        assert case["what"] == "y"  # R finds no start for 1e-300, and here it fits
        return
    rtol = 1e-9 if case["what"] == "o" else 1e-10
    # R's IRLS stops at 1e-8 of the deviance, and so does ours
    np.testing.assert_allclose(fit.coef(), case["coef"], rtol=max(rtol, 1e-7))
    np.testing.assert_allclose(np.sqrt(np.diag(fit.vcov())), case["se"], rtol=1e-6)
    assert fit.deviance == pytest.approx(case["deviance"], rel=1e-7)
    assert fit.AIC() == pytest.approx(case["aic"], rel=1e-7)


@pytest.mark.parametrize("size", [1e155, 1e300, 1e-160, 1e-310])
def test_the_other_models_name_the_column(size):
    data = {"x": X * size, "y": Y - 1, "o": [1, 2, 3, 1, 2, 3, 3, 3], "rest": 9 - Y}
    for model, formula in (
        (rglm.glm_nb, "y ~ x"),
        (rglm.polr, "ordered(o) ~ x"),
        (rglm.multinom, "factor(o) ~ x"),
        (rglm.betabinomial, "cbind(y, rest) ~ x"),
        (rglm.zeroinfl, "y ~ x | 1"),
        (rglm.hurdle, "y ~ x | 1"),
    ):
        with pytest.raises(rglm.FitError, match="the column 'x' has values up to .*rescale it"):
            model(formula, data)


@pytest.mark.parametrize("word", ["poly(x, 2)", "scale(x)", "ns(x, 3)", "bs(x, 4)"])
@pytest.mark.parametrize("size", [1e200, 1e-200])
def test_functions_that_square_name_the_variable(word, size):
    with pytest.raises(ValueError, match=r"\(\): (x has|the powers of x).*rescale it"):
        rglm.glm(f"y ~ {word}", {"y": Y, "x": X * size})


def test_the_other_models_name_weights_and_offsets():
    data = {"x": X, "o": [1, 2, 3, 1, 2, 3, 3, 3]}
    for size in (1e-100, 1e200):
        with pytest.raises(ValueError, match="weights= add up to .*rescale"):
            rglm.polr("ordered(o) ~ x", data, weights=np.full(8, size))
    with pytest.raises(ValueError, match=r"the offset goes up to 1e\+100.*rescale"):
        rglm.multinom("factor(o) ~ x", data, offset=np.full(8, 1e100))


def test_many_rows_and_bias_reduction_name_the_column():
    rng = np.random.default_rng(1)
    data = {f"x{j}": rng.standard_normal(60_000) for j in range(20)} | {"y": rng.random(60_000)}
    formula = "y ~ " + " + ".join(f"x{j}" for j in range(20))
    data["x7"] = data["x7"] * 1e200
    with pytest.raises(rglm.FitError, match="the column 'x7' has values up to"):
        rglm.glm(formula, data)
    data["x7"] = data["x7"] * 1e-200 * 1e-200
    with pytest.raises(rglm.FitError, match="the column 'x7' has values up to"):
        rglm.glm(formula, data)
    with pytest.raises(rglm.FitError, match="rescale"):
        fit_of("y", 1e100, "gaussian", method="brglm")

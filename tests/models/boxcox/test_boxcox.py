"""The power of a response with which a linear model fits best, beside MASS."""

import pickle

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import FitError, RankWarning, boxcox, glm, lm
from rglm.datasets import load
from rglm.errors import DataError

R = oracle.saved("boxcox")
TREES = pd.DataFrame(R["data"]["trees"])
QUINE = pd.DataFrame(R["data"]["quine"])
GAPS = TREES.assign(Girth=TREES["Girth"].where(~TREES.index.isin([1, 8])))
CASES = {case["id"]: case for case in R["cases"]}
FITS = {
    "trees": {"formula": "Volume ~ log(Height) + log(Girth)", "data": TREES},
    "grid": {"formula": "Volume ~ log(Height) + log(Girth)", "data": TREES},
    "level": {"formula": "Volume ~ Girth", "data": TREES},
    "aliased": {"formula": "Days ~ Eth * Sex * Age * Lrn", "data": QUINE},
    "no_intercept": {"formula": "Volume ~ Girth - 1", "data": TREES},
    "intercept": {"formula": "Volume ~ 1", "data": TREES},
    "factor": {"formula": "Volume ~ g", "data": TREES},
    "subset": {"formula": "Volume ~ Girth", "data": TREES, "subset": "Height > 70"},
    "missing": {"formula": "Volume ~ Girth", "data": GAPS},
    "weights": {"formula": "Volume ~ Girth", "data": TREES, "weights": "w"},
    "far": {"formula": "I(Volume^-0.25) ~ Girth", "data": TREES},
}
LOOSE = 2e-7  # R's optimize() finds a maximum to the root of the rounding error


def found(case, **options):
    return boxcox(**FITS[case["id"]], lambdas=case["lambda"], level=case["level"], **options)


@pytest.mark.filterwarnings("ignore::rglm.RankWarning")
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_numbers_are_those_of_R(case):
    one = found(case)
    np.testing.assert_allclose(one.table["lambda"], case["lambda"], atol=1e-15)
    np.testing.assert_allclose(one.table["loglik"], case["loglik"], rtol=oracle.RTOL)
    assert one.lambda_ == pytest.approx(case["best"], rel=0, abs=LOOSE)
    assert one.loglik == pytest.approx(case["top"], rel=1e-12)
    np.testing.assert_allclose(one.conf_int, [case["low"], case["high"]], rtol=0, atol=1e-9)
    np.testing.assert_allclose(one.tests["LR stat."], case["lr"], rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize("id", ["trees", "weights", "subset", "missing"])
def test_a_fit_says_what_its_formula_does(id):
    direct, given = boxcox(**FITS[id]), boxcox(lm(**FITS[id]))
    pd.testing.assert_frame_equal(direct.table, given.table)
    assert direct.lambda_ == given.lambda_
    assert direct.formula == given.formula


def test_the_maximum_is_exact():
    one = boxcox("Volume ~ Girth", TREES)
    best, (low, high) = one.lambda_, one.conf_int
    around = boxcox("Volume ~ Girth", TREES, lambdas=[low, best - 1e-3, best, best + 1e-3, high])
    y = around.table["loglik"]
    assert y[2] == pytest.approx(one.loglik, rel=1e-14)
    assert y[2] > max(y[1], y[3])
    assert (y[1] - y[3]) / y[2] == pytest.approx(0, abs=1e-9)
    np.testing.assert_allclose(y[[0, 4]], one.loglik - 3.841458820694124 / 2, rtol=1e-12)
    far = boxcox("Volume ~ Girth", TREES, lambdas=[7])  # the grid need not be near
    assert far.lambda_ == pytest.approx(best, abs=1e-12)


def test_chunks_give_the_same():
    d = pd.concat([TREES] * 3, ignore_index=True)

    def chunks():
        return iter([d[:40], d[40:]])

    whole, parts = boxcox("Volume ~ Girth + g", d), boxcox("Volume ~ Girth + g", chunks)
    assert parts.lambda_ == pytest.approx(whole.lambda_, rel=1e-10)
    np.testing.assert_allclose(parts.table, whole.table, rtol=1e-12)
    with pytest.raises(DataError, match="has to be above 0, and has -5.8 at its lowest; add"):
        boxcox("I(Volume - 16) ~ Girth", chunks)


def test_many_levels():
    d = pd.DataFrame({"g": [f"g{i % 250}" for i in range(1000)]})
    d["y"] = np.exp(np.random.default_rng(1).normal(size=1000) / 5 + d.index % 250 / 100)
    one = boxcox("y ~ g", d, lambdas=[-1, 0, 1])
    u = np.log(d["y"]) - np.log(d["y"]).mean()
    z = [-np.expm1(-u), u, np.expm1(u)]
    rss = [(v - v.groupby(d["g"]).transform("mean")).pow(2).sum() for v in z]
    np.testing.assert_allclose(one.table["loglik"], -500 * np.log(rss), rtol=1e-10)


def test_scale_and_order_of_rows_do_not_matter():
    one = boxcox("Volume ~ Girth", TREES)
    for other in (TREES.assign(Volume=TREES["Volume"] * 1000), TREES[::-1]):
        again = boxcox("Volume ~ Girth", other)
        assert again.lambda_ == pytest.approx(one.lambda_, abs=1e-9)
        np.testing.assert_allclose(again.conf_int, one.conf_int, atol=1e-8)
    power = boxcox("I(Volume^2) ~ Girth", TREES)
    assert power.lambda_ == pytest.approx(one.lambda_ / 2, abs=1e-9)


def test_a_narrow_response_has_a_wide_interval():
    rng = np.random.default_rng(0)
    y = 100 + rng.normal(size=30) / 10
    one = boxcox("y ~ 1", {"y": y})
    assert abs(one.lambda_) > 5
    assert one.conf_int.iloc[0] < -100
    assert one.conf_int.iloc[1] > 100


def test_variables_of_the_script():
    y, x = TREES["Volume"].to_numpy(), list(TREES["Girth"])
    assert boxcox("y ~ x").lambda_ == boxcox("Volume ~ Girth", TREES).lambda_
    assert boxcox("v ~ x", context={"v": y, "x": x}).formula == "v ~ x"


PAGE = """\
Box-Cox transformation of the response of breaks ~ wool + tension

  lambda   2.5 % 97.5 %   logLik
 -0.1081 -0.6532 0.4273 -54.7782

Likelihood ratio tests:
                       LR stat. Df  Pr(>Chi)
lambda = 0 (logarithm)   0.1551  1    0.6937
lambda = 1 (none)       16.4937  1 4.881e-05 ***
---
Signif. codes:  0 ‘***’ 0.001 ‘**’ 0.01 ‘*’ 0.05 ‘.’ 0.1 ‘ ’ 1"""


def lines(one):
    return [line.rstrip() for line in repr(one).splitlines()]


def test_page_and_pickle():
    one = boxcox("breaks ~ wool + tension", load("warpbreaks"))
    assert lines(one) == PAGE.splitlines()
    assert "<table" in one._repr_html_()
    assert lines(pickle.loads(pickle.dumps(one))) == PAGE.splitlines()
    assert boxcox("breaks ~ wool", load("warpbreaks"), level=0.9).conf_int.index.tolist() == [
        "5 %",
        "95 %",
    ]


def test_the_picture():
    one = boxcox("Volume ~ Girth", TREES)
    ax = one.plot()
    curve, mark = ax.lines[0].get_xydata(), ax.texts[0]
    assert curve[:, 1].max() == pytest.approx(one.loglik, rel=1e-12)
    assert mark.get_text() == "95%"
    assert mark.xy[1] == pytest.approx(one.loglik - 3.841458820694124 / 2)
    assert len(ax.collections) == 3  # the maximum and both ends
    assert one.plot(ax=ax) is ax
    near = boxcox("Volume ~ Girth", TREES, lambdas=[0.3, 0.4])  # the interval is not in sight
    assert len(near.plot().collections) == 1
    assert boxcox("Volume ~ Girth", TREES, lambdas=[5]).plot() is not None


BAD = TREES.assign(v=TREES["Volume"] - 11, one=3.0, two=np.where(TREES["g"] == "a", 1.0, 2.0))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: boxcox("v ~ g", BAD),
            DataError,
            r"response 'v' has to be above 0, and has -0.8 at its lowest in the row labelled 0; "
            "add a constant to it first, above 0.8",
        ),
        (lambda: boxcox("one ~ g", BAD), DataError, "response 'one' is constant"),
        (lambda: boxcox("two ~ g", BAD), FitError, "fits every response exactly at lambda"),
        (lambda: boxcox("exp(Girth) ~ Girth", BAD), FitError, "exactly at lambda = 0,"),
        (lambda: boxcox("Volume ~ Girth", TREES[:2]), FitError, "2 coefficients fit 2 rows"),
        (lambda: boxcox("Volume ~ offset(Girth)", TREES), ValueError, "the model has an offset"),
        (lambda: boxcox("Volume ~ 1", TREES, lambdas="a"), ValueError, "lambdas= takes numbers"),
        (lambda: boxcox("Volume ~ 1", TREES, lambdas=[]), ValueError, "one or more finite"),
        (lambda: boxcox("Volume ~ 1", TREES, lambdas=[np.nan]), ValueError, "finite numbers"),
        (lambda: boxcox("Volume ~ 1", TREES, level=95), ValueError, "level=95"),
        (lambda: boxcox(lm("Volume ~ 1", TREES), TREES), ValueError, r"fit.update\(data=...\)"),
        (lambda: boxcox(lm("Volume ~ 1", TREES), weights="w"), ValueError, "goes with a formula"),
        (lambda: boxcox(glm("Volume ~ 1", TREES)), TypeError, "got GlmFit"),
        (lambda: boxcox(TREES, "Volume ~ 1"), TypeError, "a formula or a fit of lm"),
        (lambda: boxcox(lm("Volume ~ 1", TREES).strip()), ValueError, "stripped of its rows"),
        (lambda: boxcox("cbind(v, w) ~ g", BAD), DataError, "fit each by itself"),
    ],
)
def test_errors(call, error, message):
    with pytest.raises(error, match=message):
        call()


def test_rows_of_weight_0_take_no_part():
    d = BAD.assign(w=np.where(BAD["v"] > 0, 1.0, 0.0))
    one = boxcox("v ~ Girth", d, weights="w")
    assert one.lambda_ == pytest.approx(boxcox("v ~ Girth", d, subset="w > 0").lambda_, abs=1e-10)


def test_aliased_coefficients_are_named():
    with pytest.warns(RankWarning, match="'I.Girth \\* 2.'"):
        one = boxcox("Volume ~ Girth + I(Girth * 2)", TREES)
    assert one.lambda_ == pytest.approx(boxcox("Volume ~ Girth", TREES).lambda_, abs=1e-9)

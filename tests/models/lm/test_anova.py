"""Analysis of variance of linear models, against R's anova (lm_pages.R, lm_tests.R)."""

from functools import cache

import lm_oracle
import numpy as np
import pandas as pd
import pytest

from rglm import FitWarning, glm, glm_nb, lm, parquet, polr
from rglm.datasets import load

PAGES = lm_oracle.cases("lm_pages")
EXACT = {"perfect", "constant"}  # R's own rounding is on the page
KINDS = ("anova", "between-F", "between-Chisq", "between-Cp", "anova-descending")
SHOWN = [
    (name, kind)
    for name, case in PAGES.items()
    for kind in KINDS
    if kind in case["pages"] and name not in EXACT
]
BREAKS = load("warpbreaks")


@cache
def fit_of(name):
    return lm_oracle.fitted(PAGES[name])[0]


@pytest.mark.parametrize(("name", "kind"), SHOWN, ids=["-".join(pair) for pair in SHOWN])
def test_page(name, kind):
    fit, test = fit_of(name), kind.partition("-")[2]
    smaller = lm_oracle.smaller_fits(PAGES[name], fit)
    if kind == "anova":
        ours = lm_oracle.quietly(fit.anova)
    elif test == "descending":
        ours = fit.anova(smaller[0])
    else:
        ours = smaller[0].anova(*smaller[1:], fit, test=test)
    assert str(ours) == "\n".join(PAGES[name]["pages"][kind])


def test_a_perfect_fit_is_told():
    fit = fit_of("perfect")
    with pytest.warns(FitWarning, match="ANOVA F-tests on an essentially perfect fit"):
        table = fit.anova().table
    assert table.loc["x", "F value"] == np.inf
    assert table.loc["Residuals", "Sum Sq"] == 0.0


def test_a_useless_term_of_a_perfect_fit_has_no_significance():
    rng = np.random.default_rng(5)
    data = {"x": rng.normal(size=12), "z": rng.normal(size=12), "y": np.full(12, 1e8)}
    with pytest.warns(FitWarning):
        table = lm("y ~ x + z", data).anova().table
    assert table["Sum Sq"].tolist() == [0.0, 0.0, 0.0]
    assert table["Pr(>F)"].isna().all()


def test_a_fit_without_rows():
    fit = lm("breaks ~ wool * tension", BREAKS)
    small = fit.update(". ~ wool")
    assert str(fit.strip().anova()) == str(fit.anova())
    assert str(small.strip().anova(fit.strip())) == str(small.anova(fit))


def test_a_small_term_keeps_its_digits():
    """Its sum of squares is 1e-10 of that of the residuals, 1e-18 of that of the other term."""
    x = np.linspace(-1, 1, 101)
    z = np.cos(3 * np.pi * x)
    data = pd.DataFrame({"x": x, "z": z, "y": 1e3 * x + 1e-6 * z + 0.1 * np.sin(40 * x)})
    table = lm("y ~ x + z", data).anova().table
    q = np.linalg.qr(np.column_stack([np.ones(101), x, z]))[0]
    assert table.loc["z", "Sum Sq"] == pytest.approx((q[:, 2] @ data["y"]) ** 2, rel=1e-6)


def test_sums_of_squares_add_up():
    fit = lm("breaks ~ wool * tension", BREAKS, weights="breaks", offset="breaks / 2")
    table = fit.anova().table
    assert table["Sum Sq"].sum() == pytest.approx(fit.null_deviance, rel=1e-12)
    assert table["Df"].sum() == fit.df_null


def test_without_test_and_with_scale():
    small, fit = lm("breaks ~ wool", BREAKS), lm("breaks ~ wool + tension", BREAKS)
    for test in (False, "none"):
        assert list(fit.anova(test=test)) == ["Df", "Sum Sq", "Mean Sq"]
        assert list(small.anova(fit, test=test)) == ["Res.Df", "RSS", "Df", "Sum of Sq"]
    by_scale = small.anova(fit, scale=100).table
    change = small.deviance - fit.deviance
    assert by_scale.loc["2", "F"] == pytest.approx(change / 2 / 100)
    cp = small.anova(fit, test="Cp", scale=100).table["Cp"]
    expected = [small.deviance + 2 * 100 * 2, fit.deviance + 2 * 100 * 4]
    np.testing.assert_allclose(cp, expected, rtol=1e-12)


@pytest.mark.parametrize(
    ("others", "arguments", "error", "message"),
    [
        ((), {"test": "Chisq"}, ValueError, "test='Chisq' is for several models"),
        ((), {"scale": 3}, ValueError, "scale= is for several models"),
        ((), {"vcov": "HC3"}, ValueError, "vcov= and singular_ok= are for type='II'"),
        ((), {"type": "IV"}, ValueError, "type='IV'"),
        (("F",), {}, TypeError, "test='F'"),
        (("small",), {"test": "Rao"}, ValueError, "test='Rao'"),
        (("small",), {"scale": -1}, ValueError, "scale=-1"),
        (("small",), {"type": "II"}, ValueError, "terms of one model"),
        (("other",), {}, ValueError, "tests nested models"),
        (("rows",), {}, ValueError, "different rows"),
        (("weights",), {}, ValueError, "different rows or responses"),
        (("response",), {}, ValueError, "different rows or responses"),
        (("glm",), {}, ValueError, r"fits of lm\(\), got one of glm\(\)"),
        (("glm_nb",), {}, ValueError, r"got one of glm_nb\(\)"),
        (("polr",), {}, ValueError, r"got one of polr\(\)"),
    ],
)
def test_errors(others, arguments, error, message):
    fit = lm("breaks ~ wool + tension", BREAKS)
    known = {
        "F": lambda: "F",
        "small": lambda: fit.update(". ~ wool"),
        "other": lambda: lm("breaks ~ log(breaks)", BREAKS),
        "rows": lambda: lm("breaks ~ wool", BREAKS.iloc[1:]),
        "weights": lambda: lm("breaks ~ wool", BREAKS, weights="breaks"),
        "response": lambda: lm("log(breaks) ~ wool", BREAKS),
        "glm": lambda: glm("breaks ~ wool", BREAKS),
        "glm_nb": lambda: glm_nb("breaks ~ wool", BREAKS),
        "polr": lambda: polr("tension ~ breaks", BREAKS),
    }
    with pytest.raises(error, match=message):
        fit.anova(*(known[name]() for name in others), **arguments)


def test_a_glm_beside_an_lm():
    with pytest.raises(ValueError, match=r"fits of glm\(\), got one of lm\(\)"):
        glm("breaks ~ wool", BREAKS).anova(lm("breaks ~ wool + tension", BREAKS))


def test_chunks(tmp_path):
    folder = tmp_path / "parts"
    folder.mkdir()
    for i in range(3):
        BREAKS.iloc[i * 18 : (i + 1) * 18].to_parquet(folder / f"{i}.parquet")
    fit = lm("breaks ~ wool * tension", parquet(folder))
    small = fit.update(". ~ . - wool:tension")
    whole = lm("breaks ~ wool * tension", BREAKS)
    assert str(fit.anova()) == str(whole.anova())
    assert str(small.anova(fit)) == str(whole.update(". ~ . - wool:tension").anova(whole))


def test_the_heading_names_a_response_in_backticks_without_them():
    # R: anova(lm(`my col` ~ wt, d)) prints "Response: my col", drop1 "`my col` ~ wt"
    data = pd.DataFrame({"my col": [3, 1, 4, 1, 5, 9, 2, 6], "wt": range(1, 9)})
    fit, glm_fit = lm("`my col` ~ wt", data), glm("`my col` ~ wt", data)
    more = [glm_fit.anova(type=2), glm_fit.anova(type=2, test="F")]
    tables = [fit.anova(), fit.anova(type=2), fit.anova(type=3), glm_fit.anova(), *more]
    for table in tables:
        assert "Response: my col" in str(table).split("\n")
    assert "`my col` ~ wt" in str(fit.drop1()).split("\n")
    assert "Response: log(`my col`)" in str(lm("log(`my col`) ~ wt", data).anova()).split("\n")
    counts = data.assign(**{"my col": [30, 0, 4, 1, 15, 9, 0, 6], "x": [1, 2] * 4})
    first = glm_nb("`my col` ~ wt", counts)
    assert "Response: my col" in str(first.anova(first.update(". ~ . + x"))).split("\n")

"""R's pages of linear models, letter by letter: print, summary and its forms (lm_pages.R)."""

import re
from functools import cache

import lm_oracle
import numpy as np
import pandas as pd
import pytest

from rglm import lm, options, parquet
from rglm.datasets import load

PAGES = lm_oracle.cases("lm_pages")
# without error R's own rounding is on the page; ours is 0
EXACT = {"perfect", "constant"}
OPTIONS = {"digits": {"digits": 6}, "no-stars": {"signif_stars": False}}
KINDS = ("print", "summary", "correlation", "summary-digits", "print-digits", "summary-no-stars")
SHOWN = [
    (name, kind)
    for name, case in PAGES.items()
    for kind in KINDS
    if kind in case["pages"] and name not in EXACT
]


@cache
def fit_of(name):
    return lm_oracle.fitted(PAGES[name])[0]


def without_call(page):
    """The page with its call, which is R's or Python's, replaced: to the next blank line."""
    return re.sub(r"Call:.*?\n\n", "Call: ...\n\n", str(page), count=1, flags=re.DOTALL)


@pytest.mark.parametrize(("name", "kind"), SHOWN, ids=["-".join(pair) for pair in SHOWN])
def test_page(name, kind):
    fit, (verb, _, form) = fit_of(name), kind.partition("-")
    shown = fit if verb == "print" else fit.summary(correlation=verb == "correlation")
    with options(**OPTIONS.get(form, {})):
        ours = without_call(shown)
    assert ours == without_call("\n".join(PAGES[name]["pages"][kind]))


@pytest.mark.parametrize("name", sorted(EXACT))
def test_a_fit_without_error_has_zeros(name):
    page = str(lm_oracle.quietly(fit_of(name).summary))
    assert "     0      0      0      0      0" in page
    assert "Residual standard error: 0 on 9 degrees of freedom" in page


def test_ties_are_rounded_as_by_r():
    """An intercept of 9.2725, at four digits."""
    fit = lm("len ~ supp + dose", lm_oracle.oracle.data("tooth"))
    assert "      9.272       -3.700        9.764  " in str(fit)
    assert "      9.272       -3.700        9.764  " in str(fit.strip())
    assert fit._printed_numbers.deviance == pytest.approx(fit.deviance, rel=1e-13)


def test_rounding_is_shown_as_by_r():
    """R's page of a row that is fitted exactly."""
    data = {"x": [1.0, 2.0, 3.0, 7.0], "g": ["a", "a", "a", "b"], "y": [1.1, 1.9, 3.2, 0.7]}
    page = str(lm("y ~ x + g", pd.DataFrame(data, index=[1, 2, 3, 4])).summary())
    assert " 8.333e-02 -1.667e-01  8.333e-02  1.388e-17 " in page


def test_the_call_as_written():
    fit = lm("breaks ~ wool", load("warpbreaks"), subset="breaks > 20")
    assert fit.call == "lm(formula = breaks ~ wool, subset = breaks > 20)"
    assert str(fit).splitlines()[:3] == ["", "Call:", fit.call]


def test_what_the_covariance_is():
    fit = lm("breaks ~ wool + tension", load("warpbreaks"))
    page = str(fit.summary(vcov="HC3")).splitlines()
    assert "Standard errors: HC3 (the F test too)" in page
    clustered = fit.vcov(cluster="tension", type="HC0")
    fit = lm("breaks ~ 1", load("warpbreaks"))
    page = str(fit.summary(vcov=lambda m: m.vcov(type="HC0"))).splitlines()
    assert "Standard errors: from the function given" in page
    assert clustered.attrs["type"] == "HC0, clustered by tension"


def test_pages_in_a_notebook():
    data = load("warpbreaks")
    fit = lm("breaks ~ wool * tension", data)
    page = fit.summary(correlation=True)._repr_html_()
    tables = re.findall(r"<caption[^>]*>([^<]*)<", page)
    assert tables == ["Residuals", "Coefficients", "Correlation of Coefficients"]
    assert "Multiple R-squared" in page
    assert "\\t" not in page
    assert "\t" not in page
    assert "<td" in fit._repr_html_()
    assert "Coefficients</caption>" in fit._repr_html_()
    saturated = lm("breaks ~ 1", data.iloc[:1])
    assert "no residual degrees of freedom" in saturated.summary()._repr_html_()


@pytest.mark.parametrize("chunk", [7, 50])
def test_pages_of_chunks(tmp_path, chunk):
    data = lm_oracle.oracle.numbered("airquality").reset_index(drop=True)
    folder = tmp_path / "parts"
    folder.mkdir()
    for start in range(0, len(data), chunk):
        data.iloc[start : start + chunk].to_parquet(folder / f"{start:04}.parquet")
    arguments = {"weights": "Temp", "na_action": "na_exclude"}
    whole = lm("Ozone ~ Wind + factor(Month)", data, **arguments)
    chunked = lm("Ozone ~ Wind + factor(Month)", parquet(folder), **arguments)
    assert str(chunked.summary()) == str(whole.summary())
    assert str(chunked.strip().summary()) == str(whole.summary())
    few = lm("Ozone ~ Wind", parquet(folder), subset="Day == 1")
    assert str(few.summary()) == str(lm("Ozone ~ Wind", data, subset="Day == 1").summary())


def test_a_stripped_fit_has_quantiles_for_the_list():
    data = load("warpbreaks").iloc[::10]
    fit = lm("breaks ~ wool", data)
    assert fit.df_residual <= 5
    assert fit.strip().summary().coefficients.equals(fit.summary().coefficients)
    page = str(fit.strip().summary())
    assert "Median" in page
    assert "Median" not in str(fit.summary())


def test_long_names_are_wrapped():
    data = pd.DataFrame({f"a_rather_long_name_{i}": np.arange(9.0) ** i for i in range(1, 5)})
    data["y"] = [1.0, 3.0, 2.0, 5.0, 4.0, 7.0, 9.0, 8.0, 9.5]
    fit = lm("y ~ .", data)
    with options(width=60):
        assert max(map(len, str(fit).splitlines()[4:])) <= 60
        assert max(map(len, str(fit.anova()).splitlines()[3:-1])) <= 60

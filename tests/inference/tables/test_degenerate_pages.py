"""Fits without error, or without degrees of freedom: R's NaN, NA and -Inf on every page."""

import warnings

import matplotlib as mpl
import numpy as np
import oracle
import pandas as pd
import pytest

import rglm
from rglm import generics

mpl.use("agg")
THEIRS = oracle.saved("degenerate")
ROWS = pd.RangeIndex(1, 7)
ZERO = pd.DataFrame({"y": 0.0, "x": range(1, 7), "f": list("aabbcc")}, index=ROWS)
THREE = pd.DataFrame({"y": [1, 4, 2], "x": [1, 2, 3], "f": list("abc")}, index=[1, 2, 3])
FIT, SMALL = rglm.glm("y ~ x + f", ZERO), rglm.glm("y ~ 1", ZERO)


def page(result):
    return [line.rstrip() for line in repr(result).split("\n")]


def from_coefficients(result):
    lines = page(result)
    (first,) = (i for i, line in enumerate(lines) if line.startswith("Coefficients"))
    return lines[first:]


PAGES = {
    "anova_F": lambda: FIT.anova(test="F"),
    "anova_Chisq": lambda: FIT.anova(test="Chisq"),
    "two": lambda: SMALL.anova(FIT, test="F"),
    "drop1": lambda: FIT.drop1(),
    "drop1_F": lambda: FIT.drop1(test="F"),
    "drop1_Chisq": lambda: FIT.drop1(test="Chisq"),
    "add1_F": lambda: SMALL.add1("~ x + f", test="F"),
    "Anova": lambda: FIT.anova(type="II"),
    "Anova_F": lambda: FIT.anova(type="II", test="F"),
    "wald": lambda: FIT.confint(method="wald"),
}


@pytest.mark.parametrize("name", PAGES)
def test_page(name):
    ours = page(PAGES[name]())
    theirs = [line.rstrip() for line in THEIRS[name]]
    rows = [line for line in theirs if line]
    assert [line for line in ours if line][-len(rows) :] == rows
    assert "NaN" not in "".join(ours) or hasattr(PAGES[name](), "_repr_html_")


def test_models_the_other_way_round():
    assert repr(FIT.anova(SMALL, test="F")).split("\n")[-1].split()[-2:] == ["NaN", "NaN"]


def test_summaries():
    assert from_coefficients(FIT.summary())[:20] == [s.rstrip() for s in THEIRS["summary"]][:20]
    measures = [line.rstrip() for line in THEIRS["measures"]]
    assert page(FIT.influence_measures())[-len(measures) :] == measures
    assert FIT.influence().sigma.tolist() == THEIRS["sigma"]


def test_a_single_row():
    with pytest.warns(rglm.RankWarning):
        fit = rglm.glm("y ~ x", ZERO[:1])
    assert from_coefficients(fit.summary()) == [s.rstrip() for s in THEIRS["single_summary"]]
    assert page(fit.confint()) == THEIRS["single_wald"]
    assert page(fit.confint(method="wald")) == THEIRS["single_wald"]
    assert [s for s in page(fit.drop1()) if s] == [s.rstrip() for s in THEIRS["single_drop1"] if s]


def test_no_degrees_of_freedom():
    fit = rglm.glm("y ~ f", THREE)
    assert THEIRS["full_dispersion"] in page(fit.summary())
    assert page(fit.confint(method="wald")) == THEIRS["full_wald"]
    assert fit.influence().sigma.tolist() == THEIRS["full_sigma"]
    assert not np.signbit(fit.influence().sigma).any()
    assert fit.AIC() == -np.inf
    assert "NaN    NaN" in repr(fit.anova())


def test_a_constant_response():
    fit = rglm.glm("y ~ x", ZERO.assign(y=3.0))
    assert fit.coef().tolist() == [3, 0]
    table = fit.summary().coefficients
    assert np.isnan(table.loc["x", "t value"])
    assert table.loc["(Intercept)", "t value"] == np.inf
    assert "x     1        0         4          0 NaN    NaN" in repr(fit.anova())


NEED_ARGUMENTS = (
    "update",
    "predict",
    "wald_test",
    "add1",
    "refit",
    "permutation_test",
    "emtrends",
)
VERBS = [n for n in generics.VERBS if n not in NEED_ARGUMENTS]
ARGUMENTS = {"boot": (2,), "emmeans": ("1",), "delta_method": ("2 * b0",)}  # 2 of 999
FITS = {
    "constant": ("y ~ x", ZERO.assign(y=3.0), rglm.gaussian()),
    "zero": ("y ~ x", ZERO, rglm.gaussian()),
    "one row": ("y ~ 1", ZERO[:1], rglm.gaussian()),
    "saturated": ("y ~ f", THREE, rglm.gaussian()),
    "saturated counts": ("y ~ f", THREE, rglm.poisson()),
    "saturated quasi": ("y ~ f", THREE, rglm.quasipoisson()),
    "saturated gamma": ("y ~ f", THREE, rglm.Gamma()),
    "saturated inverse": ("y ~ f", THREE, rglm.inverse_gaussian()),
    "constant gamma": ("y ~ x", ZERO.assign(y=3.0), rglm.Gamma()),
    "one count": ("y ~ 1", THREE[:1], rglm.poisson()),
}


@pytest.mark.parametrize("name", FITS)
@pytest.mark.parametrize("method", ["glm_fit", "brglm"])
def test_no_verb_leaks_a_warning_of_numpy(name, method):
    formula, data, family = FITS[name]
    if method == "brglm" and family.name == "quasipoisson":
        return
    fit = rglm.glm(formula, data, family, method=method)
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        warnings.simplefilter("ignore", rglm.FitWarning)
        for verb in VERBS:
            try:
                repr(getattr(fit, verb)(*ARGUMENTS.get(verb, ())))
            except ValueError:  # says what is missing
                continue
        for test in ("F", "Chisq", "Rao", "Cp"):
            repr(fit.anova(test=test))
        if formula != "y ~ 1":
            repr(fit.anova(type="II")), repr(fit.anova(type="III"))
        repr(fit.summary(vcov="HC0")), repr(rglm.regtable(fit))
        fit.summary()._repr_html_(), fit.predict(interval="confidence")

"""Means of reference grids beside R's emmeans: the numbers, and whole pages."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import glm, glm_nb, lm
from rglm.families import (
    Gamma,
    binomial,
    gaussian,
    inverse_gaussian,
    poisson,
    quasibinomial,
    quasipoisson,
)
from rglm.inference.means.grid_notes import INTERACTION, NESTING
from rglm.inference.means.regrid import regrid

Fit = Any
R = {case["id"]: case for case in oracle.saved("emmeans")}
LOOMS = oracle.data("warpbreaks")
CARS = oracle.data("mtcars").assign(
    cyls=lambda d: pd.Categorical(d["cyl"].astype(int).astype(str)), manual=lambda d: d["am"] == 1
)
SHIPS = oracle.data("ships").query("service > 0")
OFFSET_CLAIMS = "Claims ~ District + Group + Age + offset(log(Holders))"
FITS: dict[str, Callable[[], Fit]] = {
    "looms": lambda: lm("breaks ~ wool * tension", LOOMS),
    "both": lambda: lm("breaks ~ wool + tension", LOOMS),
    "counts": lambda: glm("breaks ~ wool * tension", LOOMS, poisson()),
    "roots": lambda: glm("breaks ~ tension", LOOMS, poisson("sqrt")),
    "plain": lambda: glm("breaks ~ tension", LOOMS, poisson("identity")),
    "quasi": lambda: glm("breaks ~ wool + tension", LOOMS, quasipoisson()),
    "gamma": lambda: glm("breaks ~ tension", LOOMS, Gamma()),
    "gamma_log": lambda: glm("breaks ~ wool + tension", LOOMS, Gamma("log")),
    "normal_log": lambda: glm("breaks ~ tension", LOOMS, gaussian("log")),
    "normal": lambda: glm("breaks ~ tension", LOOMS, gaussian()),
    "inverse": lambda: glm("breaks ~ tension", LOOMS, inverse_gaussian()),
    "negbin": lambda: glm_nb("Days ~ Sex + Age", oracle.data("quine")),
    "holes": lambda: lm(
        "breaks ~ wool * tension", LOOMS[~((LOOMS["wool"] == "A") & (LOOMS["tension"] == "M"))]
    ),
    "cars": lambda: lm("mpg ~ wt * cyls + hp + am", CARS),
    "words": lambda: lm("mpg ~ wt + manual + cyls", CARS),
    "slopes": lambda: lm("mpg ~ wt + hp", CARS),
    "esoph": lambda: glm(
        "cbind(ncases, ncontrols) ~ agegp + alcgp", oracle.data("esoph"), binomial()
    ),
    "probit": lambda: glm("am ~ hp + vs", CARS, binomial("probit")),
    "cloglog": lambda: glm("am ~ hp + vs", CARS, binomial("cloglog")),
    "cauchit": lambda: glm("am ~ hp + vs", CARS, binomial("cauchit")),
    "logit": lambda: glm("am ~ hp + vs", CARS, binomial()),
    "quasibinomial": lambda: glm("am ~ hp + vs", CARS, quasibinomial()),
    "claims": lambda: glm(OFFSET_CLAIMS, oracle.data("insurance"), poisson()),
    "ships": lambda: glm(
        "incidents ~ type + factor(year) + factor(period) + offset(log(service))",
        SHIPS,
        poisson(),
    ),
    "npk": lambda: lm("yield ~ block + N * P * K", oracle.data("npk")),
    "poly": lambda: lm("len ~ supp * poly(dose, 2)", oracle.data("tooth")),
    "factors": lambda: lm("len ~ supp * factor(dose)", oracle.data("tooth")),
    "logs": lambda: lm("mpg ~ log(hp) + cyls", CARS),
    "weighted": lambda: lm("mpg ~ cyls + hp", CARS, weights="wt"),
    "missing": lambda: lm("Ozone ~ factor(Month) + Temp", oracle.data("airquality")),
    "one": lambda: lm("breaks ~ 1", LOOMS),
    "log": lambda: lm("log(breaks) ~ wool * tension", LOOMS),
    "sqrt": lambda: lm("sqrt(breaks) ~ tension", LOOMS),
    "log10": lambda: lm("log10(breaks) ~ tension", LOOMS),
    "log2": lambda: lm("log2(breaks) ~ tension", LOOMS),
    "log1p": lambda: lm("log1p(breaks) ~ tension", LOOMS),
    "log_plus": lambda: lm("log(breaks + 1) ~ tension", LOOMS),
    "sqrt_plus": lambda: lm("sqrt(breaks + 3) ~ tension", LOOMS),
    "twice_sqrt": lambda: lm("2 * sqrt(breaks) ~ tension", LOOMS),
    "anorexia": lambda: lm("Postwt ~ Prewt + Treat + offset(Prewt)", oracle.data("anorexia")),
}
# what R says beside the page
MESSAGES = (INTERACTION, NESTING, "Note: adjust =", "because ")
response = {"type": "response"}
CASES: dict[str, tuple[str, Callable[[Fit], Any]]] = {
    "two": ("looms", lambda f: f.emmeans("~ tension | wool")),
    "wool": ("looms", lambda f: f.emmeans("wool")),
    "wool-test": ("looms", lambda f: f.emmeans("wool").test()),
    "wool-infer": ("looms", lambda f: f.emmeans("wool").summary(infer=True)),
    "overall": ("looms", lambda f: f.emmeans("1")),
    "grid": ("looms", lambda f: f.ref_grid()),
    "cells": ("both", lambda f: f.emmeans(["wool", "tension"])),
    "at": ("both", lambda f: f.emmeans("~ wool", at={"tension": ["L", "H"]})),
    "one": ("one", lambda f: f.emmeans("1")),
    "level": ("both", lambda f: f.emmeans("tension", level=0.9)),
    "null": ("both", lambda f: f.emmeans("tension").summary(True, null=20, side=">")),
    "left": ("both", lambda f: f.emmeans("tension").summary(True, side="<")),
    "bonferroni": ("looms", lambda f: f.emmeans("tension").confint(adjust="bonferroni")),
    "tukey": ("looms", lambda f: f.emmeans("tension").confint(adjust="tukey", level=0.9)),
    "sidak-by": ("looms", lambda f: f.emmeans("tension | wool").confint(adjust="sidak")),
    "sidak-test": ("looms", lambda f: f.emmeans("tension").test(adjust="sidak", null=24)),
    "cross": (
        "looms",
        lambda f: f.emmeans("tension | wool").test(25, cross_adjust="bonferroni"),
    ),
    "cross-sidak": (
        "looms",
        lambda f: f.emmeans("tension | wool").test(25, adjust="sidak", cross_adjust="sidak"),
    ),
    "by-none": (
        "looms",
        lambda f: f.emmeans("tension | wool").summary(by=None, adjust="sidak"),
    ),
    "by-other": ("looms", lambda f: f.emmeans("tension | wool").summary(by="tension")),
    "holm": ("looms", lambda f: f.emmeans("tension").summary(True, adjust="holm", null=24)),
    "scheffe": ("looms", lambda f: f.emmeans("tension").summary(True, adjust="scheffe", null=24)),
    "fdr": ("looms", lambda f: f.emmeans("tension").summary(True, adjust="fdr", null=24)),
    "df": ("both", lambda f: f.emmeans("tension", df=10)),
    "df-inf": ("both", lambda f: f.emmeans("tension", df=np.inf)),
    "log-counts": ("counts", lambda f: f.emmeans("tension")),
    "rates": ("counts", lambda f: f.emmeans("tension", type="response")),
    "rates-infer": ("counts", lambda f: f.emmeans("tension", type="response", infer=True)),
    "rates-by": ("counts", lambda f: f.emmeans("tension | wool", type="response")),
    "rates-right": ("counts", lambda f: f.emmeans("tension").test(np.log(30), side=">")),
    "rates-left": ("counts", lambda f: f.emmeans("tension", **response).test(np.log(30), "<")),
    "equivalence": ("counts", lambda f: f.emmeans("tension").summary(True, delta=0.1, null=3)),
    "nonsuperior": (
        "counts",
        lambda f: f.emmeans("tension").summary(True, delta=0.1, null=3, side="<"),
    ),
    "noninferior": (
        "counts",
        lambda f: f.emmeans("tension", **response).summary(True, delta=0.1, null=3, side=">"),
    ),
    "rates-sidak": (
        "counts",
        lambda f: f.emmeans("tension", **response).summary(True, adjust="sidak"),
    ),
    "rates-df": ("counts", lambda f: f.emmeans("tension", df=10)),
    "grid-counts": ("counts", lambda f: f.ref_grid()),
    "grid-rates": ("counts", lambda f: f.ref_grid(type="response")),
    "roots": ("roots", lambda f: f.emmeans("tension", infer=True)),
    "squares": ("roots", lambda f: f.emmeans("tension", **response).summary(True, null=5)),
    "squares-0": ("roots", lambda f: f.emmeans("tension", infer=True, **response)),
    "identity": ("plain", lambda f: f.emmeans("tension", **response)),
    "quasi": ("quasi", lambda f: f.emmeans("tension", df=50, **response)),
    "quasi-link": ("quasi", lambda f: f.emmeans("tension", df=50)),
    "gamma": ("gamma", lambda f: f.emmeans("tension")),
    "gamma-response": ("gamma", lambda f: f.emmeans("tension", infer=True, **response)),
    "gamma-log": ("gamma_log", lambda f: f.emmeans("tension", **response)),
    "normal-log": ("normal_log", lambda f: f.emmeans("tension", **response)),
    "normal": ("normal", lambda f: f.emmeans("tension", **response)),
    "inverse": ("inverse", lambda f: f.emmeans("tension", df=51)),
    "inverse-response": ("inverse", lambda f: f.emmeans("tension", df=51, **response)),
    "negbin": ("negbin", lambda f: f.emmeans("Age", **response)),
    "holes-by": ("holes", lambda f: f.emmeans("tension | wool")),
    "holes": ("holes", lambda f: f.emmeans("tension", infer=True)),
    "holes-at": ("holes", lambda f: f.emmeans("tension + wool", at={"tension": "M"})),
    "covariate-by": ("cars", lambda f: f.emmeans("wt | cyls")),
    "covariate-at": ("cars", lambda f: f.emmeans("cyls | wt", at={"wt": [2, 3.1234567]})),
    "covariate-two": (
        "cars",
        lambda f: f.emmeans("cyls * wt", at={"wt": [2, 3.1234567], "hp": 100}),
    ),
    "grid-cars": ("cars", lambda f: f.ref_grid()),
    "two-values": ("cars", lambda f: f.emmeans("am")),
    "median": ("cars", lambda f: f.emmeans("cyls", cov_reduce="median")),
    "predicted": ("cars", lambda f: f.emmeans("cyls", cov_reduce="wt ~ cyls")),
    "proportional": ("cars", lambda f: f.emmeans("cyls", weights="proportional")),
    "outer": ("words", lambda f: f.emmeans("cyls", weights="outer")),
    "cells-weights": ("words", lambda f: f.emmeans("cyls", weights="cells")),
    "flat": ("words", lambda f: f.emmeans("cyls", weights="flat")),
    "weights": ("words", lambda f: f.emmeans("cyls", weights=[1, 3])),
    "words": ("words", lambda f: f.emmeans("manual")),
    "words-by": ("words", lambda f: f.emmeans("manual | cyls")),
    "by-words": ("words", lambda f: f.emmeans("cyls | manual")),
    "grid-slopes": ("slopes", lambda f: f.ref_grid()),
    "slopes": ("slopes", lambda f: f.emmeans("wt", at={"wt": [2, 3, 4]})),
    "prob": ("esoph", lambda f: f.emmeans("agegp", **response)),
    "prob-logit": ("esoph", lambda f: f.emmeans("agegp")),
    "prob-null": (
        "esoph",
        lambda f: f.emmeans("agegp", **response).summary(True, null=np.log(0.25)),
    ),
    "prob-vs": ("logit", lambda f: f.emmeans("vs", **response)),
    "probit": ("probit", lambda f: f.emmeans("vs", infer=True, **response)),
    "cloglog": ("cloglog", lambda f: f.emmeans("vs", infer=True, **response)),
    "cauchit": ("cauchit", lambda f: f.emmeans("vs", **response)),
    "quasibinomial": ("quasibinomial", lambda f: f.emmeans("vs", df=29, **response)),
    "claims": ("claims", lambda f: f.emmeans("District", **response)),
    "claims-offset": ("claims", lambda f: f.emmeans("District", offset=0, **response)),
    "ships": ("ships", lambda f: f.emmeans("type", **response)),
    "ships-year": ("ships", lambda f: f.emmeans("year | period", offset=np.log(1000))),
    "npk": ("npk", lambda f: f.emmeans("N * P | K")),
    "block": ("npk", lambda f: f.emmeans("block")),
    "poly": ("poly", lambda f: f.emmeans("supp | dose", at={"dose": [0.5, 1.5]})),
    "poly-mean": ("poly", lambda f: f.emmeans("supp")),
    "factors": ("factors", lambda f: f.emmeans("dose | supp")),
    "grid-factors": ("factors", lambda f: f.ref_grid()),
    "logs": ("logs", lambda f: f.emmeans("cyls")),
    "weighted": ("weighted", lambda f: f.emmeans("cyls")),
    "missing": ("missing", lambda f: f.emmeans("Month")),
    "log": ("log", lambda f: f.emmeans("tension")),
    "log-response": ("log", lambda f: f.emmeans("tension", infer=True, **response)),
    "log-bias": ("log", lambda f: f.emmeans("tension", bias_adjust=True, **response)),
    "log-sigma": ("log", lambda f: f.emmeans("tension", bias_adjust=True, sigma=0.3, **response)),
    "sqrt": ("sqrt", lambda f: f.emmeans("tension", infer=True)),
    "sqrt-response": ("sqrt", lambda f: f.emmeans("tension", infer=True, **response)),
    "log10": ("log10", lambda f: f.emmeans("tension")),
    "log10-response": ("log10", lambda f: f.emmeans("tension", infer=True, **response)),
    "log2-response": ("log2", lambda f: f.emmeans("tension", infer=True, **response)),
    "log1p-response": ("log1p", lambda f: f.emmeans("tension", infer=True, **response)),
    "log-plus": ("log_plus", lambda f: f.emmeans("tension")),
    "log-plus-response": ("log_plus", lambda f: f.emmeans("tension", infer=True, **response)),
    "sqrt-plus-response": ("sqrt_plus", lambda f: f.emmeans("tension", infer=True, **response)),
    "twice-sqrt-response": ("twice_sqrt", lambda f: f.emmeans("tension", infer=True, **response)),
    "twice-sqrt": ("twice_sqrt", lambda f: f.emmeans("tension")),
    "logit-bias": ("logit", lambda f: f.emmeans("vs", bias_adjust=True, sigma=0.7, **response)),
    "anorexia": ("anorexia", lambda f: f.emmeans("Treat")),
    "regrid": ("counts", lambda f: regrid(f.emmeans("tension"))),
    "regrid-first": ("counts", lambda f: f.emmeans("tension", regrid="response")),
    "regrid-log": ("looms", lambda f: regrid(f.emmeans("tension"), "log")),
    "regrid-log-response": (
        "looms",
        lambda f: regrid(f.emmeans("tension"), "log").summary(True, type="response"),
    ),
    "regrid-pass": ("counts", lambda f: regrid(f.emmeans("tension"), "pass")),
    "regrid-probs": ("logit", lambda f: regrid(f.emmeans("vs"))),
    "regrid-log-prob": ("logit", lambda f: regrid(f.emmeans("vs"), "log").summary(True)),
    "regrid-lm-log": ("log", lambda f: regrid(f.emmeans("tension"))),
}


@cache
def fit_of(name: str) -> Fit:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the cell without rows
        return FITS[name]()


def test_every_case_of_r_is_here() -> None:
    assert set(CASES) == set(R)


@pytest.mark.parametrize("case", CASES)
def test_numbers(case: str) -> None:
    name, call = CASES[case]
    table, expected = call(fit_of(name)).table, R[case]["table"]
    assert list(table) == list(expected)
    for column, values in expected.items():
        found = table[column]
        if not pd.api.types.is_float_dtype(found):
            continue
        numbers = np.array([np.nan if v is None else float(v) for v in values])
        np.testing.assert_allclose(found, numbers, rtol=1e-7, atol=1e-9, err_msg=column)


@pytest.mark.parametrize("case", CASES)
def test_pages(case: str) -> None:
    name, call = CASES[case]
    lines = repr(call(fit_of(name))).splitlines()
    shown = [line for line in lines if not line.startswith(MESSAGES)]
    expected = R[case]["page"]
    while expected[-1] == "":
        expected = expected[:-1]
    while shown[-1] == "":
        shown = shown[:-1]
    assert "\n".join(shown) == "\n".join(expected)

"""Contrasts, joint tests, effect sizes and letters: the pages and numbers of R's emmeans."""

import re
import warnings
from functools import cache

import numpy as np
import oracle
import pandas as pd
import pytest

import rglm

REFERENCE = oracle.saved("contrasts")
CASES = [
    pytest.param(case, id=f"{case['model']}: {case['python']}") for case in REFERENCE["cases"]
]
TIGHT = {"epsilon": 1e-13, "maxit": 100}
# what emmeans says elsewhere: as a message, or of degrees of freedom that rglm was told
SAID = ("NOTE: Results", "Degrees-of-freedom method: user", "Note: adjust =", 'because "')
NUMBER = re.compile(r"<?-?\d*\.\d+")
RTOL = {
    "gamma": 1e-6,
    "inverse": 1e-6,
    "polr": 1e-5,
    "multinom": 1e-5,
    "zeroinfl": 2e-3,
    "hurdle": 2e-3,
    "negbin": 1e-6,
}
# emmeans' own V^-1 of the levels of polr is wrong: 26.3 by hand, where it has 1006.8
WRONG = ("fit.joint_tests(mode='prob', showconf=False)",)
QUANTILES = 1e-3  # multivariate t by simulation in R; its dunnettx quantiles are good to 5e-4
ROUNDED = 6e-4  # emmeans rounds F to three decimals
NOT_READY = ("show0df",)


def is_ready(case):
    words = case["python"] + case["model"]
    return case["python"] not in WRONG and not any(word in words for word in NOT_READY)


@cache
def fit(name):
    model = REFERENCE["models"][name]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rglm.FitWarning)
        names = {"rglm": rglm, "data": oracle.data(model["data"]), "TIGHT": TIGHT}
        return eval(model["python"], names)


def lines(page, is_approximate):
    shown = [line.rstrip() for line in page if line.strip() and not line.startswith(SAID)]
    shown = [line for line in shown if "(confounded)" not in line]
    return [NUMBER.sub("#", line) for line in shown] if is_approximate else shown


def tables(result):
    if len(getattr(result, "tables", ())):
        return [emm.table for emm in result.tables.values()]
    contrasts = getattr(result, "contrasts", None)
    return [result.table] if contrasts is None else [result.table, contrasts.table]


def numbers(column):
    words = {"NA": np.nan, "NaN": np.nan, "Inf": np.inf, "-Inf": -np.inf}
    return np.array([words.get(value, value) for value in column], dtype=float)


def assert_column(name, ours, theirs, rtol, is_approximate):
    theirs = numbers(theirs)
    size = np.abs(theirs[np.isfinite(theirs)]).max(initial=0.0)
    atol = 1e-8 * size
    if name == "p.value" or (is_approximate and ("CL" in name)):
        atol = QUANTILES * (size if "CL" in name else 1) if is_approximate else 10 * rtol + 1e-9
    if name == "F.ratio":
        atol = ROUNDED
    np.testing.assert_allclose(np.asarray(ours, float), theirs, rtol, atol, err_msg=name)


@pytest.mark.parametrize("case", [c for c in CASES if is_ready(c.values[0])])
def test_pages_and_numbers_are_those_of_emmeans(case):
    names = {"fit": fit(case["model"]), "rglm": rglm, "np": np, "pd": pd}
    result = eval(case["python"], names)
    rtol = RTOL.get(case["model"], oracle.RTOL)
    is_approximate = rtol > 1e-4 or "mvt" in repr(result) or "dunnettx" in repr(result)
    assert lines(repr(result).split("\n"), is_approximate) == lines(case["page"], is_approximate)
    if "joint_tests" in case["python"] and "by=" in case["python"]:
        return  # emmeans' table is not in the order of its page
    for ours, theirs in zip(tables(result), case["tables"], strict=True):
        kept = np.ones(len(ours), bool)
        if "model term" in ours:  # emmeans takes the rest of rounded F ratios
            kept = (ours["model term"] != "(confounded)").to_numpy()
        for name in set(theirs) & set(ours.select_dtypes("number")):
            column = np.array(theirs[name], dtype=object)
            assert_column(name, ours[name][kept], column[kept], rtol, is_approximate)

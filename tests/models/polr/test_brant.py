"""Brant's test of parallel regressions against R (brant.R)."""

from functools import cache

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import polr
from rglm.warnings import FitWarning

CASES = {case["id"]: case for case in oracle.saved("brant")}


def data_of(name):
    case = CASES[name]
    if case["data"] is not None:
        return oracle.data(case["data"])
    levels = ["Never", "Occas", "Regul", "Heavy"]
    frame = pd.DataFrame(case["columns"])
    return frame.assign(Smoke=pd.Categorical(frame["Smoke"], levels, ordered=True))


@cache
def fit_of(name, data=None):
    case = CASES[name]
    frame = data_of(name) if data is None else data
    return polr(case["formula"], frame, weights=case["weights"])


@pytest.mark.parametrize("name", CASES)
def test_as_r(name):
    case, fit = CASES[name], fit_of(name)
    for ours, labels, theirs in (
        (fit.brant().table, case["names"], case["by_coefficient"]),
        (fit.brant(by_var=True).table, case["terms"], case["by_term"]),
    ):
        assert list(ours.index) == labels
        assert ours["df"].tolist() == theirs["df"]
        np.testing.assert_allclose(ours["X2"], theirs["X2"], rtol=1e-7)
        np.testing.assert_allclose(ours["probability"], theirs["probability"], rtol=1e-7)
    np.testing.assert_allclose(fit.brant().coefficients, case["coefficients"], rtol=1e-7)


def test_the_page_of_the_package():
    """That of its manual."""
    assert repr(fit_of("survey").brant()).splitlines() == [
        "-------------------------------------------- ",
        "Test for\tX2\tdf\tprobability ",
        "-------------------------------------------- ",
        "Omnibus\t\t3.28\t4\t0.51",
        "SexMale\t\t1.58\t2\t0.45",
        "Height\t\t0.02\t2\t0.99",
        "-------------------------------------------- ",
        "",
        "H0: Parallel Regression Assumption holds",
    ]


def test_long_names_stand_in_columns_too():
    fit = fit_of("beps").update(". ~ gender + I(age / 10 + Europe)")
    lines = [line.expandtabs() for line in repr(fit.brant()).splitlines()]
    starts = [line.index("X2") for line in lines if "X2" in line]
    assert lines[3][starts[0] - 1] == " "
    assert all(line[starts[0]].isdigit() for line in lines[3:6])
    assert "&" not in fit.brant()._repr_html_()


def test_the_logits_are_named():
    table = fit_of("survey").brant().coefficients
    assert list(table.index) == ["y > Never", "y > Occas", "y > Regul"]
    assert list(table.columns) == ["(Intercept)", "SexMale", "Height"]


def test_weights_are_numbers_of_observations():
    data = oracle.data("wine").assign(w=lambda d: d.index % 3)
    formula = "cut(response, c(0, 40, 60, 100)) ~ temp + contact"
    ours = polr(formula, data, weights="w").brant().table
    long = polr(formula, data.loc[data.index.repeat(data["w"])]).brant().table
    pd.testing.assert_frame_equal(ours, long, rtol=1e-7)


def test_chunked_and_missing_rows():
    data = data_of("births")
    parts = fit_of("births", lambda: (data.iloc[i : i + 40] for i in range(0, 189, 40)))
    pd.testing.assert_frame_equal(parts.brant().table, fit_of("births").brant().table, rtol=1e-7)
    holes = data.assign(lwt=data["lwt"].where(data.index % 5 > 0))
    formula = CASES["births"]["formula"]
    ours = polr(formula, holes, na_action="na_exclude").brant().table
    pd.testing.assert_frame_equal(ours, polr(formula, holes.dropna()).brant().table, rtol=1e-9)


def test_aliased_columns_are_left_out():
    formula = CASES["births"]["formula"]
    with pytest.warns(FitWarning, match="singularities|aliased|combination"):
        fit = polr(f"{formula} + I(2 * lwt)", data_of("births"))
    pd.testing.assert_frame_equal(fit.brant().table, fit_of("births").brant().table, rtol=1e-7)
    assert len(fit.brant(by_var=True).table) == 4


def test_no_intercept_in_the_formula():
    with pytest.warns(FitWarning, match="cut points are intercepts"):
        fit = fit_of("births-one").update(". ~ lwt - 1")
    pd.testing.assert_frame_equal(fit.brant().table, fit_of("births-one").brant().table)


@pytest.mark.parametrize(
    ("fit", "said"),
    [
        (lambda: fit_of("beps").update(method="probit"), "use method='logistic'"),
        (lambda: fit_of("beps").update(". ~ 1"), "has no slopes to compare"),
        (lambda: fit_of("beps").strip(), "stripped of its rows"),
        (
            lambda: polr("rating ~ temp + contact", oracle.data("wine")),
            "the logit of y > '1' has no finite estimate",
        ),
    ],
)
def test_errors(fit, said):
    with pytest.raises(ValueError, match=said):
        fit().brant()

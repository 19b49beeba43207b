"""A binomial response in each of R's forms; the same table of deaths in all of them."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from rglm import binomial, glm, quasibinomial
from rglm.datasets import load

WORMS = load("budworm")
# one row a moth: the same likelihood but for a constant
MOTHS = pd.DataFrame(
    {
        "sex": np.repeat(WORMS["sex"].astype(str), WORMS["n"]),
        "ldose": np.repeat(WORMS["ldose"], WORMS["n"]),
        "dead": np.concatenate([np.r_[np.ones(d), np.zeros(20 - d)] for d in WORMS["dead"]]),
    }
).reset_index(drop=True)
# R: coef(glm(cbind(dead, alive) ~ sex + ldose, binomial)); its stopping rule leaves about 1e-10
COEF = [-3.47315530708670, 1.10074336299515, 1.06421396991924]
RTOL = 1e-8
FATE = MOTHS["dead"].map({0.0: "alive", 1.0: "dead"})

COUNTS = {
    "cbind": ("cbind(dead, alive)", None),
    "cbind computed": ("cbind(numdead, n - numdead)", None),
    "cbind of lost columns": ("cbind(alive, dead)", None),
    "proportion": ("share", "n"),
    "proportion computed": ("I(dead / n)", "n"),
    "proportion, array": ("share", WORMS["n"].to_numpy()),
}

EACH = {
    "0/1": (MOTHS["dead"], None),
    "integers": (MOTHS["dead"].astype(int), None),
    "bool": (MOTHS["dead"] == 1, "TRUE"),
    "nullable bool": ((MOTHS["dead"] == 1).astype("boolean"), "TRUE"),
    "nullable integers": (MOTHS["dead"].astype("Int64"), None),
    "text": (FATE, "dead"),
    "objects": (FATE.astype(object), "dead"),
    "arrow text": (FATE.astype(pd.ArrowDtype(pa.string())), "dead"),
    "Categorical": (FATE.astype(pd.CategoricalDtype(["alive", "dead"])), "dead"),
    "ordered": (FATE.astype(pd.CategoricalDtype(["alive", "dead"], ordered=True)), "dead"),
    "a third level without rows": (
        FATE.astype(pd.CategoricalDtype(["alive", "?", "dead"])),
        "dead",
    ),
}


@pytest.mark.parametrize("form", COUNTS)
def test_counts(form):
    response, weights = COUNTS[form]
    data = WORMS.assign(share=WORMS["dead"] / WORMS["n"])
    fit = glm(f"{response} ~ sex + ldose", data, family=binomial(), weights=weights)
    sign = -1 if form == "cbind of lost columns" else 1
    np.testing.assert_allclose(sign * fit.coef(), COEF, rtol=RTOL)
    assert fit.deviance == pytest.approx(6.75706423222892, rel=RTOL)
    assert fit.aic == pytest.approx(42.8674652336454, rel=RTOL)
    assert fit.prior_weights.to_list() == [20] * 12
    assert fit.y.between(0, 1).all()
    assert fit.success is None


@pytest.mark.parametrize("form", EACH)
def test_one_row_a_trial(form):
    column, success = EACH[form]
    fit = glm("fate ~ sex + ldose", MOTHS.assign(fate=column), family=binomial())
    np.testing.assert_allclose(fit.coef(), COEF, rtol=RTOL)
    assert fit.success == success
    assert fit.y.to_list() == MOTHS["dead"].to_list()
    # R: deviance(glm(dead ~ sex + ldose, binomial)) on the 240 rows
    assert fit.deviance == pytest.approx(213.240849815327, rel=RTOL)


@pytest.mark.parametrize(
    ("formula", "success"),
    [
        ("factor(dead) ~ sex + ldose", "1"),
        ("(dead == 1) ~ sex + ldose", "TRUE"),
        ("I(dead > 0.5) ~ sex + ldose", "TRUE"),
        ("relevel(factor(1 - dead), '1') ~ sex + ldose", "0"),
    ],
)
def test_a_response_made_in_the_formula(formula, success):
    fit = glm(formula, MOTHS, family=binomial())
    np.testing.assert_allclose(fit.coef(), COEF, rtol=RTOL)
    assert fit.success == success


@pytest.mark.parametrize("response", ["dead / n", "dead/(dead + alive)"])
def test_arithmetic_on_the_left_side(response):
    fit = glm(f"{response} ~ sex + ldose", WORMS, family=binomial(), weights="n")
    np.testing.assert_allclose(fit.coef(), COEF, rtol=RTOL)


def test_a_comparison_on_the_left_side():
    fit = glm("dead == 1 ~ sex + ldose", MOTHS, family=binomial())
    np.testing.assert_allclose(fit.coef(), COEF, rtol=RTOL)


def test_the_first_level_is_failure():
    fate = FATE.astype(pd.CategoricalDtype(["dead", "alive"]))
    fit = glm("fate ~ sex + ldose", MOTHS.assign(fate=fate), family=binomial())
    assert fit.success == "alive"
    np.testing.assert_allclose(fit.coef(), -np.array(COEF), rtol=RTOL)


def test_weights_multiply_the_trials():
    # R: glm(cbind(dead, alive) ~ sex + ldose, binomial, weights = rep(1:2, 6))
    fit = glm("cbind(dead, alive) ~ sex + ldose", WORMS, binomial(), weights=[1, 2] * 6)
    np.testing.assert_allclose(
        fit.coef(), [-3.42402654573790, 1.06957997103653, 1.05417485029098], rtol=1e-8
    )
    assert fit.prior_weights.to_list() == [20, 40] * 6


def test_rows_without_trials_have_no_weight():
    more = pd.concat([WORMS, WORMS.iloc[[0]].assign(dead=0, alive=0)], ignore_index=True)
    fit = glm("cbind(dead, alive) ~ sex + ldose", more, family=binomial())
    np.testing.assert_allclose(fit.coef(), COEF, rtol=RTOL)
    assert (fit.df_residual, fit.nobs(), len(fit.y)) == (9, 12, 13)


def test_quasibinomial_takes_the_same_forms():
    for response in ("cbind(dead, alive)", "I(dead / n)"):
        weights = None if "cbind" in response else "n"
        fit = glm(f"{response} ~ sex + ldose", WORMS, quasibinomial(), weights=weights)
        np.testing.assert_allclose(fit.coef(), COEF, rtol=RTOL)
    assert glm("fate ~ sex", MOTHS.assign(fate=FATE), quasibinomial()).success == "dead"


def test_a_bool_is_0_and_1_for_other_families():
    fit = glm("dead ~ 1", MOTHS.assign(dead=MOTHS["dead"] == 1))
    assert fit.coef().iloc[0] == pytest.approx(MOTHS["dead"].mean())
    assert fit.success is None

"""``update``: the fit again with some of its arguments changed, and every other one kept."""

import warnings

import numpy as np
import pandas as pd
import pytest

from rglm import aov, binomial, gaussian, glm, glm_nb, lm, poisson, zeroinfl
from rglm.datasets import load

WORMS = load("budworm").assign(w=[3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8], o=np.linspace(0, 1, 12))
COUNTS = pd.DataFrame(
    {
        "y": [0, 3, 0, 12, 1, 0, 7, 2, 0, 5, 9, 0, 1, 4, 0, 20, 0, 2, 6, 0],
        "sex": ["F", "M", "M", "F"] * 5,
        "x": [0.1, 0.9, 0.3, 1.4, 0.2, 0.8, 1.1, 0.4, 0.7, 0.6] * 2,
    }
)
ARGUMENTS = {
    "family": binomial("probit"),
    "weights": "w",
    "offset": "o",
    "subset": "ldose > 0",
    "na_action": "na_exclude",
    "control": {"epsilon": 1e-11},
    "contrasts": {"sex": "contr_sum"},
}
FORMULA = "cbind(dead, alive) ~ sex + ldose"
CHANGES = {
    "family": binomial(),
    "weights": None,
    "offset": None,
    "subset": None,
    "na_action": "na_fail",
    "control": {"maxit": 50},
    "contrasts": None,
    "data": WORMS.assign(w=1),
    "start": [0.1, 0.2, 0.3],
}


@pytest.mark.parametrize("name", CHANGES)
def test_one_argument_changes_and_the_others_stay(name):
    given = {"data": WORMS, **ARGUMENTS}
    updated = glm(FORMULA, **given).update(**{name: CHANGES[name]})
    by_hand = glm(FORMULA, **(given | {name: CHANGES[name]}))
    pd.testing.assert_series_equal(updated.coef(), by_hand.coef())
    assert updated.call == by_hand.call
    assert updated.control == by_hand.control
    assert updated.fitted().index.equals(by_hand.fitted().index)


# R: update(dead ~ sex + ldose, ...)
FORMULAS = {
    ". ~ . - sex": "dead ~ ldose",
    ". ~ . + I(ldose^2)": "dead ~ sex + ldose + I(ldose^2)",
    ". ~ .:w": "dead ~ sex:w + ldose:w",
    ". ~ .^2": "dead ~ sex + ldose + sex:ldose",
    ". ~ 1": "dead ~ 1",
    "log(dead + 1) ~ .": "log(dead + 1) ~ sex + ldose",
    "~ . + w": "dead ~ sex + ldose + w",
    ". ~ . + offset(o)": "dead ~ sex + ldose + offset(o)",
    ". ~ . - 1": "dead ~ sex + ldose - 1",
    ". ~ w": "dead ~ w",
}


@pytest.mark.parametrize("change", FORMULAS)
def test_a_formula_with_dots(change):
    fit = glm("dead ~ sex + ldose", WORMS)
    updated = fit.update(change)
    assert updated.formula == FORMULAS[change]
    by_hand = glm(FORMULAS[change], WORMS)
    pd.testing.assert_series_equal(updated.coef(), by_hand.coef())


def test_a_formula_and_arguments_at_once():
    fit = glm(FORMULA, WORMS, **ARGUMENTS)
    updated = fit.update(". ~ . - sex", weights=None, contrasts=None)
    given = ARGUMENTS | {"weights": None, "contrasts": None}
    by_hand = glm("cbind(dead, alive) ~ ldose", WORMS, **given)
    pd.testing.assert_series_equal(updated.coef(), by_hand.coef())


def test_without_arguments_it_is_the_same_fit():
    fit = glm(FORMULA, WORMS, **ARGUMENTS)
    pd.testing.assert_series_equal(fit.update().coef(), fit.coef())


def test_the_first_fit_is_left_as_it_was():
    fit = glm("dead ~ sex + ldose", WORMS)
    page = str(fit)
    fit.update(". ~ . - sex", family=poisson())
    assert str(fit) == page


def test_an_offset_in_the_formula_can_be_dropped():
    fit = glm("dead ~ ldose + offset(o)", WORMS)
    assert fit.update(". ~ . - offset(o)").formula == "dead ~ ldose"
    assert fit.update(". ~ . - ldose").formula == "dead ~ offset(o)"


@pytest.mark.parametrize("is_chunked", [False, True])
@pytest.mark.parametrize("model", [lm, glm, aov, glm_nb, zeroinfl])
def test_contrasts_stay_with_a_factor_that_leaves_the_model_and_comes_back(
    model, is_chunked, tmp_path
):
    # R: the call keeps contrasts = list(sex = "contr.sum")
    data = tmp_path if is_chunked else COUNTS
    COUNTS.to_parquet(tmp_path / "rows.parquet")
    formula, chosen = "y ~ sex + x", {"sex": "contr_sum"}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fit = model(formula, data, contrasts=chosen)
        without = fit.update(". ~ . - sex")
        back = without.update(". ~ sex + .")
    assert "contrasts = {'sex': 'contr_sum'}" in without.call
    assert "sex" not in without.contrasts
    assert back.call == fit.call
    assert any("sex1" in name for name in back.coef().index)
    pd.testing.assert_series_equal(back.coef(), fit.coef())


def test_step_and_type_3_tests_code_a_term_that_comes_back_by_its_contrasts():
    # R: f <- lm(breaks ~ wool * tension, warpbreaks, contrasts = list(wool = "contr.sum",
    #    tension = "contr.sum")); h <- update(update(f, . ~ 1), . ~ wool * tension)
    #    Anova(h, type = 3); coef(step(update(f, . ~ 1), ~ wool))
    given = {"contrasts": {"wool": "contr_sum", "tension": "contr_sum"}}
    fit = lm("breaks ~ wool * tension", load("warpbreaks"), **given)
    null = fit.update(". ~ 1")
    table = null.update(". ~ wool * tension").anova(type=3)
    np.testing.assert_allclose(table["Sum Sq"].iloc[1:3], [450.666666666668, 2034.259259259260])
    assert null.step(scope="~ wool", trace=False).coef()["wool1"] == pytest.approx(
        2.88888888888889
    )
    assert null.add1("~ tension")["Sum of Sq"].iloc[1] == pytest.approx(2034.25925925926)


def test_contrasts_of_a_call_of_a_function_stay_too():
    data = load("warpbreaks").assign(k=lambda d: d["tension"].cat.codes)
    fit = lm("breaks ~ factor(k) + wool", data, contrasts={"factor(k)": "contr_sum"})
    updated = fit.update(". ~ . - wool")
    assert updated.coef().index.tolist() == ["(Intercept)", "factor(k)1", "factor(k)2"]


def test_contrasts_that_an_update_gives_are_checked():
    # R: variable 'nothing' is absent, its contrast will be ignored
    fit = glm("dead ~ ldose", WORMS)
    with pytest.warns(UserWarning, match="variable 'nothing' is absent, its contrast will be"):
        changed = fit.update(". ~ . + sex", contrasts={"nothing": "contr_sum", "sex": "contr_sum"})
    assert changed.coef().index.tolist() == ["(Intercept)", "ldose", "sex1"]
    with warnings.catch_warnings():  # the first fit has said so
        warnings.simplefilter("error")
        changed.update(". ~ . - sex")


def test_a_square_leaves_the_offset_alone():
    # R: update(y ~ x + g + offset(log(t)), . ~ .^2) is y ~ x + g + x:g + offset(log(t))
    fit = glm("dead ~ sex + ldose + offset(o)", WORMS)
    assert fit.update(". ~ .^2").formula == "dead ~ sex + ldose + sex:ldose + offset(o)"


def test_names_of_the_caller_are_remembered_and_new_ones_found():
    shift = 1.0

    def fitted():
        power = 2.0
        fit = glm("dead ~ I(ldose^power)", WORMS)
        assert power == 2.0
        return fit

    updated = fitted().update(". ~ . + I(w + shift)")
    assert updated.rank == 3
    assert shift == 1.0


def test_a_formula_without_a_tilde_is_refused():
    with pytest.raises(ValueError, match=r"such as '\. ~ \. - x', got 'ldose'"):
        glm("dead ~ sex", WORMS).update("ldose")


def test_a_column_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="no column 'dose2'"):
        glm("dead ~ sex", WORMS).update(". ~ . + dose2")


def test_an_argument_that_glm_has_not_is_refused():
    with pytest.raises(TypeError, match="wights"):
        glm("dead ~ sex", WORMS).update(wights="w")


def test_a_series_of_weights_follows_the_index_to_new_data():
    weights = WORMS["w"].astype(float)
    fit = glm("dead ~ ldose", WORMS, gaussian(), weights=weights)
    part = fit.update(data=WORMS.iloc[::-1])
    np.testing.assert_allclose(part.coef(), fit.coef())

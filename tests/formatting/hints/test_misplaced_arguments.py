"""Arguments in each other's place, and those of R and of other packages: what the error says."""

import numpy as np
import pandas as pd
import pytest

import rglm
from rglm import generics as verbs
from rglm.datasets import load

DATA = load("warpbreaks").assign(x=np.arange(54.0))
GALAXIES, BUDWORM = load("galaxies"), load("budworm")
FIT = rglm.glm("breaks ~ wool + x", DATA, rglm.poisson())
ORDINAL = rglm.polr("ordered(tension) ~ breaks", DATA)


def assert_refused(call, *message):
    with pytest.raises((TypeError, ValueError)) as caught:
        call()
    for text in message:
        assert text in str(caught.value)


@pytest.mark.parametrize(
    "family", [rglm.binomial, rglm.Gamma("log"), "binomial", "inverse.gaussian", "nb"]
)
def test_r_s_order_of_data_and_family(family):
    if family == "nb":
        assert_refused(
            lambda: rglm.glm("breaks ~ x", "poison", DATA), "did you mean 'poisson'", "family="
        )
    else:
        message = "is a family, which stands where data should be"
        assert_refused(
            lambda: rglm.glm("breaks ~ x", family, DATA), message, "formula, data, family"
        )
        assert_refused(lambda: rglm.glm_nb("breaks ~ x", family), message)


@pytest.mark.parametrize(
    "model", [rglm.glm, rglm.glm_nb, rglm.polr, rglm.multinom, rglm.betabinomial]
)
def test_the_formula_comes_first(model):
    assert_refused(
        lambda: model(DATA, "breaks ~ x"), "data='breaks ~ x' is a formula", "comes first"
    )
    assert_refused(lambda: model(DATA, DATA), "formula= takes a string", "it comes first")


def test_the_formula_of_two_parts_comes_first():
    assert_refused(
        lambda: rglm.zeroinfl(DATA, "breaks ~ x"), "formula= takes a string", "it comes first"
    )
    assert_refused(lambda: rglm.hurdle(DATA, "breaks ~ x"), "data='breaks ~ x' is a formula")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (np.ones((3, 2)), "ndarray of shape (3, 2); its columns have no names"),
        (DATA["x"], "Series; a column becomes one by .to_frame('x')"),
        ([(1, 2)], "list; name the columns"),
        (3, "int 3; give a dict of columns"),
    ],
)
def test_what_is_no_table(data, message):
    assert_refused(lambda: rglm.glm("breaks ~ x", data), f"data= takes a table, got {message}")
    if not isinstance(data, pd.Series):
        assert_refused(
            lambda: FIT.predict(data), f"newdata= takes a table, got {message}", "reads wool, x"
        )


@pytest.mark.parametrize(
    ("fit", "data", "type"),
    [
        (FIT, DATA, "response"),
        (ORDINAL, DATA, "probs"),
        (rglm.multinom("tension ~ breaks + wool", DATA), DATA, "class"),
        (rglm.zeroinfl("n_gc ~ logmass", GALAXIES), GALAXIES, "response"),
        (rglm.betabinomial("cbind(dead, alive) ~ sex", BUDWORM), BUDWORM, "response"),
        (rglm.glm("breaks ~ 1", DATA), DATA, "link"),
    ],
)
def test_a_row_is_new_data(fit, data, type):
    for place in (0, 5):
        one, two = fit.predict(data.iloc[place], type=type), fit.predict(data, type=type)
        assert list(one.index) == [data.index[place]]
        assert np.array_equal(np.ravel(one), np.ravel(two.iloc[[place]]))


def test_a_row_by_its_names():
    row = pd.Series({"x": 3.0, "wool": "B"}, name="new")
    result = FIT.predict(row, interval="confidence")
    pd.testing.assert_frame_equal(result, FIT.predict(pd.DataFrame([row]), interval="confidence"))
    assert FIT.augment(newdata=row).index.tolist() == ["new"]
    assert FIT.predict(next(DATA.itertuples())).iloc[0] == FIT.predict().iloc[0]
    assert_refused(
        lambda: FIT.predict(DATA["x"]), "newdata= is a Series without the columns wool, x"
    )
    assert_refused(lambda: FIT.predict(row[["x"]]), "wool")


@pytest.mark.parametrize(
    ("family", "message"),
    [
        ("nb", "glm_nb("),
        ("negbin", "glm_nb("),
        ("NegativeBinomial", "glm_nb("),
        ("negative.binomial", "glm_nb("),
        (rglm.negative_binomial, "glm_nb("),
        (rglm.glm_nb, "glm_nb("),
        ("ordinal", "polr("),
        (rglm.polr, "polr("),
        ("multinomial", "multinom("),
        ("zip", "zeroinfl("),
        ("ZINB", "dist='negbin'"),
        ("hurdle", "hurdle("),
        ("beta", "betabinomial("),
        ("beta-binomial", "betabinomial("),
        ("lognormal", "log(y)"),
        ("quasi-poisson", "did you mean 'quasipoisson'"),
        ("Quasibinomial", "did you mean 'quasibinomial'"),
        ("Binomial", "did you mean 'binomial'"),
        ("gamma", "did you mean 'Gamma'"),
        ("logit", "binomial('logit')"),
        ("sqrt", "poisson('sqrt')"),
        ("inverse", "Gamma('inverse')"),
        ("normal", "gaussian()"),
        ("bernoulli", "binomial()"),
        ("exponential", "Gamma('log')"),
        ("weibull", "no such model"),
        (DATA, "family= is a table"),
    ],
)
def test_families_of_another_name(family, message):
    assert_refused(lambda: rglm.glm("breaks ~ x", DATA, family), message)


@pytest.mark.parametrize(
    ("call", "meant"),
    [
        (lambda: FIT.confint(0.9), "level=0.9"),
        (lambda: FIT.confint(95), "level=0.95"),
        (lambda: FIT.confint("wald"), "method='wald'"),
        (lambda: FIT.confint("HC3"), "vcov='HC3'"),
        (lambda: ORDINAL.confint(0.9), "level=0.9"),
        (lambda: verbs.confint(FIT, 0.9), "level=0.9"),
        (lambda: FIT.vcov("HC3"), "type='HC3'"),
        (lambda: FIT.summary("HC3"), "vcov='HC3'"),
        (lambda: FIT.summary(True), "correlation=True"),
        (lambda: ORDINAL.summary("HC1"), "vcov='HC1'"),
        (lambda: FIT.predict(0.9), "level=0.9"),
        (lambda: FIT.predict("response"), "type='response'"),
        (lambda: ORDINAL.predict("probs"), "type='probs'"),
        (lambda: FIT.predict(True), "se_fit=True"),
        (lambda: FIT.predict(DATA, "link", "confidence"), "interval='confidence'"),
        (lambda: FIT.profile(0.05), "alpha=0.05"),
        (lambda: FIT.plot_profile(0.9), "level=0.9"),
        (lambda: FIT.tidy(0.9), "conf_level=0.9"),
        (lambda: FIT.tidy("HC3"), "vcov='HC3'"),
        (lambda: FIT.anova("II"), "type='II'"),
        (lambda: FIT.anova("Chisq"), "test='Chisq'"),
        (lambda: FIT.drop1("Chisq"), "test='Chisq'"),
        (lambda: FIT.step("both"), "direction='both'"),
        (lambda: rglm.regtable(FIT, "latex"), "output='latex'"),
        (lambda: rglm.plot_coefs(FIT, 0.9), "level=0.9"),
    ],
)
def test_a_value_in_another_argument_s_place(call, meant):
    assert_refused(call, f"perhaps {meant} is meant, which goes by its name")


def test_coefficients_of_such_names_are_found():
    data = DATA.assign(wald=DATA["x"], HC3=DATA["x"] ** 2)
    fit = rglm.glm("breaks ~ wald + HC3", data, rglm.poisson())
    assert fit.confint("wald").index.tolist() == ["wald"]
    assert fit.vcov("HC3").shape == (1, 1)


def test_switches_take_true_or_false():
    assert_refused(
        lambda: FIT.predict(DATA, se_fit="yes"), "se_fit= takes True or False, got 'yes'"
    )
    assert_refused(lambda: FIT.tidy(conf_int=0.95), "conf_int= takes True or False")
    assert FIT.predict(DATA, se_fit=np.bool_(True)).shape == (54, 2)
    assert FIT.predict(DATA, se_fit=1).shape == (54, 2)


@pytest.mark.parametrize(
    ("model", "argument", "message"),
    [
        (rglm.glm, "freq_weights", "standard errors are therefore not those of three rows"),
        (rglm.glm, "sample_weight", "weights="),
        (rglm.lm, "freq_weights", "a row of weight 3 stays one row"),
        (rglm.polr, "freq_weights", "numbers of observations"),
        (rglm.polr, "Hess", "the Hessian is always computed; leave it out"),
        (rglm.polr, "link", "method="),
        (rglm.polr, "model", "leave it out"),
        (rglm.multinom, "Hess", "the Hessian is always computed"),
        (rglm.multinom, "trace", "nothing is printed"),
        (rglm.zeroinfl, "EM", "Newton"),
        (rglm.zeroinfl, "model", "model_frame()"),
        (rglm.hurdle, "x", "model_matrix()"),
        (rglm.glm, "y", "fit.y"),
        (rglm.glm, "x", "model_matrix()"),
        (rglm.glm, "trace", "control={'trace': True}"),
        (rglm.glm, "singular.ok", "aliased coefficients are NaN"),
        (rglm.glm, "link", "binomial('probit')"),
        (rglm.glm, "maxit", "control={'maxit': ...}"),
        (rglm.glm, "na.action", "na_action=, with _ for R's dot"),
        (rglm.glm, "cluster", "vcov(cluster='g')"),
        (rglm.glm, "dist", "zeroinfl()"),
    ],
)
def test_arguments_of_r_and_of_others(model, argument, message):
    assert_refused(
        lambda: model("breaks ~ x", DATA, **{argument: True}), f"no argument '{argument}'", message
    )


def test_r_s_own_spelling_of_the_default_method():
    assert rglm.glm("breaks ~ x", DATA, method="glm.fit").method == "glm_fit"
    assert_refused(lambda: rglm.glm("breaks ~ x", DATA, method="brglmFit"), "did you mean 'brglm'")

"""A fit without its rows: what is left answers, the rest says why it cannot."""

import oracle
import pandas as pd
import pytest

from rglm import betabinomial, binomial, glm, glm_nb, hurdle, multinom, poisson, polr, zeroinfl
from rglm.datasets import load

BREAKS = load("warpbreaks").assign(w=2.0, t=[*range(1, 55)])
FIT = glm("breaks ~ wool * tension", BREAKS, poisson(), weights="w", offset="log(t)")
SMALL = FIT.strip()

ROW_METHODS = ["fitted", "residuals", "predict", "hatvalues", "model_matrix", "model_frame"]
ROW_VALUES = ["fitted_values", "linear_predictors", "weights", "prior_weights", "y", "offset"]
KEPT = ["deviance", "null_deviance", "aic", "rank", "iter", "df_residual", "df_null", "converged"]
KEPT += ["boundary", "dispersion", "formula", "terms", "xlevels", "contrasts", "family"]
REFITS = ["anova", "confint"]


@pytest.mark.parametrize("name", [*ROW_METHODS, *REFITS])
def test_methods_that_need_rows_say_so(name):
    with pytest.raises(ValueError, match="stripped of its rows"):
        getattr(SMALL, name)()


@pytest.mark.parametrize("name", ROW_VALUES)
def test_values_of_rows_say_so(name):
    with pytest.raises(ValueError, match="stripped of its rows"):
        getattr(SMALL, name)


def test_update_says_so():
    with pytest.raises(ValueError, match="stripped of its rows"):
        SMALL.update(". ~ . - wool")


@pytest.mark.parametrize("name", KEPT)
def test_numbers_are_kept(name):
    assert getattr(SMALL, name) == getattr(FIT, name)


@pytest.mark.parametrize("name", ["coef", "vcov", "logLik", "AIC", "BIC", "nobs"])
def test_verbs_that_need_no_rows_answer(name):
    assert str(getattr(SMALL, name)()) == str(getattr(FIT, name)())


def test_wald_intervals_need_no_rows():
    assert str(SMALL.confint(method="wald")) == str(FIT.confint(method="wald"))


@pytest.mark.parametrize("type", ["link", "response", "terms"])
def test_it_predicts_with_standard_errors(type):
    found = SMALL.predict(BREAKS, type=type, se_fit=True)
    pd.testing.assert_frame_equal(found, FIT.predict(BREAKS, type=type, se_fit=True))
    assert found.attrs == FIT.predict(BREAKS, type=type, se_fit=True).attrs


def test_the_pages_are_the_same():
    assert str(SMALL) == str(FIT)
    assert str(SMALL.summary()) == str(FIT.summary())


def test_the_fit_itself_keeps_its_rows():
    assert FIT.fitted().shape == (54,)
    pd.testing.assert_frame_equal(FIT.data, BREAKS)


def test_stripping_twice_is_stripping_once():
    assert str(SMALL.strip()) == str(SMALL)


def test_missing_rows_are_still_counted():
    data = BREAKS.assign(t=BREAKS["t"].mask(BREAKS.index == 3))
    small = glm("breaks ~ wool + t", data, na_action="na_exclude")
    assert "(1 observation deleted due to missingness)" in str(small.strip())


def test_comparing_needs_no_rows():
    table = SMALL.anova(FIT.update(". ~ . - wool:tension").strip()).table
    assert table.shape == (2, 5)


def test_a_test_of_scores_needs_them():
    with pytest.raises(ValueError, match="stripped of its rows"):
        SMALL.anova(FIT.update(". ~ . - wool:tension").strip(), test="Rao")


COUNTS = oracle.data("biochemists")
OTHERS = {
    "zeroinfl": zeroinfl("art ~ fem | ment", COUNTS, dist="negbin"),
    "hurdle": hurdle("art ~ fem | ment", COUNTS),
    "glm_nb": glm_nb("art ~ fem", COUNTS),
    "polr": polr("rating ~ temp", oracle.data("wine")),
    "multinom": multinom("vote ~ gender", oracle.data("beps")),
    "betabinomial": betabinomial("cbind(R, N - R) ~ fgrp", oracle.data("lirat")),
}


@pytest.mark.parametrize("name", OTHERS)
def test_the_pages_of_other_models_have_no_missing_values(name):
    bare = OTHERS[name].strip()
    for page in (str(bare), str(bare.summary()), bare.summary()._repr_html_()):
        assert "NA" not in page.replace("(NAs", "")
        assert "Pearson residuals" not in page
    table = OTHERS[name].glance()
    pd.testing.assert_frame_equal(bare.glance(), table)


@pytest.mark.parametrize("name", ["glm_nb", "polr"])
def test_a_profile_names_what_does_without_rows(name):
    bare = OTHERS[name].strip()
    for given in ({}, {"method": "profile"}):
        with pytest.raises(ValueError, match="stripped of its rows.*method='wald'"):
            bare.confint(**given)
    with pytest.raises(ValueError, match="method='wald'"):
        bare.tidy(conf_int=True)
    expected = OTHERS[name].confint(method="wald")
    pd.testing.assert_frame_equal(bare.confint(method="wald"), expected)
    assert bare.tidy(conf_int=True, method="wald")["conf_low"].notna().all()


def all_models():
    """A fit of each kind."""
    cells, galaxies = load("warpbreaks"), load("galaxies")
    return {
        "glm": lambda: glm("breaks ~ wool + tension", cells, poisson()),
        "binomial": lambda: glm("has_gc ~ logmass", galaxies, binomial()),
        "glm_nb": lambda: glm_nb("breaks ~ wool", cells),
        "polr": lambda: polr("ordered(tension) ~ breaks", cells),
        "multinom": lambda: multinom("tension ~ breaks", cells),
        "zeroinfl": lambda: zeroinfl("n_gc ~ logmass | 1", galaxies),
        "hurdle": lambda: hurdle("n_gc ~ logmass | 1", galaxies),
        "betabinomial": lambda: betabinomial("cbind(dead, alive) ~ sex", load("budworm")),
    }


NEEDS_ROWS = (
    *("fitted", "residuals", "predict", "model_frame", "model_matrix", "estfun", "augment"),
    *("hatvalues", "rstandard", "rstudent", "cooks_distance", "dffits", "dfbeta", "dfbetas"),
    *("covratio", "influence", "influence_measures", "simulate", "profile", "drop1", "step"),
    *("plot", "plot_fit", "plot_terms", "plot_profile", "plot_probs", "plot_calibration"),
    *("plot_roc", "halfnorm", "rootogram", "marginal", "separation"),
)
# what a model does not have at all is said instead, rows or not
OTHERWISE = (
    r"stripped|is not binomial|is for models of|is for glm|no order of its levels|and no mean"
)


@pytest.mark.parametrize("kind", all_models())
def test_what_needs_rows_says_that_they_are_gone(kind):
    fit = all_models()[kind]()
    bare = fit.strip()
    for name in NEEDS_ROWS:
        if hasattr(type(fit), name):
            with pytest.raises(ValueError, match=OTHERWISE):
                getattr(bare, name)()
    for call in (
        lambda: bare.plot_fit(bare.terms[0]),
        lambda: bare.vcov(type="HC1"),
        lambda: bare.vcov(cluster="g"),
        lambda: bare.update(". ~ 1"),
    ):
        with pytest.raises(ValueError, match="stripped|and no mean"):
            call()

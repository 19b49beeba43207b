"""Every verb of every model answers, or its error says why not and what to use."""

import contextlib
import io
import re
import warnings
from functools import cache

import numpy as np
import oracle
import pytest

import rglm
from rglm import betabinomial, glm, glm_nb, hurdle, lm, multinom, polr, zeroinfl
from rglm.datasets import load
from rglm.generics import VERBS

LOOMS, BUDWORM, GALAXIES = load("warpbreaks"), load("budworm"), load("galaxies")
BIO, WIDE = oracle.data("biochemists"), oracle.data("housing_wide")
LEVELS = ", ".join(WIDE.columns[-3:])
DEAD = "cbind(dead, alive) ~ sex + ldose"
FITS = {
    "poisson": lambda: glm("breaks ~ wool * tension", LOOMS, "poisson"),
    "quasi": lambda: glm("breaks ~ wool * tension", LOOMS, "quasipoisson"),
    "lm": lambda: lm("breaks ~ wool * tension", LOOMS),
    "normal": lambda: glm("breaks ~ wool * tension", LOOMS),
    "binomial": lambda: glm(DEAD, BUDWORM, "binomial"),
    "brglm": lambda: glm(DEAD, BUDWORM, "binomial", method="brglm"),
    "glm_nb": lambda: glm_nb("breaks ~ wool * tension", LOOMS),
    "polr": lambda: polr("ordered(tension) ~ breaks", LOOMS),
    "multinom": lambda: multinom("tension ~ breaks", LOOMS),
    "two levels": lambda: multinom("wool ~ breaks", LOOMS),
    "counts": lambda: multinom(f"cbind({LEVELS}) ~ Infl", WIDE),
    "zeroinfl": lambda: zeroinfl("art ~ fem | ment", BIO),
    "hurdle": lambda: hurdle("art ~ ment | fem", BIO),
    "amounts": lambda: hurdle("n_gc ~ logmass", GALAXIES, dist="gamma"),
    "betabinomial": lambda: betabinomial("cbind(R, N - R) ~ fgrp", oracle.data("lirat")),
}
PLOTS = (
    "plot",
    "plot_fit",
    "plot_probs",
    "plot_terms",
    "plot_added",
    "plot_profile",
    "plot_calibration",
    "plot_roc",
    "halfnorm",
    "rootogram",
)
OF_CATEGORIES = {"polr", "multinom", "two levels", "counts"}
OF_COUNTS = {"poisson", "glm_nb", "zeroinfl", "hurdle"}
OF_TWO_OUTCOMES = {"binomial", "brglm", "betabinomial", "two levels"}
DRAWS = {
    "plot": set(FITS) - {"multinom", "counts"},
    "plot_fit": set(FITS) - OF_CATEGORIES,
    "plot_probs": OF_CATEGORIES,
    "plot_terms": set(FITS),
    "plot_added": {"poisson", "quasi", "lm", "normal", "binomial", "brglm", "glm_nb"},
    "plot_profile": set(FITS) - {"brglm", "lm"},
    "plot_calibration": OF_TWO_OUTCOMES,
    "plot_roc": OF_TWO_OUTCOMES,
    "halfnorm": set(FITS) - {"quasi"},
    "rootogram": OF_COUNTS,
}
PART_PREFIX = {"zeroinfl": "count_", "hurdle": "count_"}
ARGUMENTS = {
    "add1": lambda fit: (["zero_ment"] if fit._function_name == "zeroinfl" else ["I(1)"],),
    "delta_method": lambda fit: ("2 * b0",),
    "wald_test": lambda fit: (np.eye(len(fit.names))[-1],),
    "update": lambda fit: (". ~ .",),
    "profile": lambda fit: (fit.confint(method="wald").index[-1],),
    "boot": lambda fit: (2,),
    "refit": lambda fit: (fit.simulate(2, seed=1),),
    "emmeans": lambda fit: ("1",),
    "emtrends": lambda fit: ("1", "breaks"),
    "permutation_test": lambda fit: (PART_PREFIX.get(fit._function_name, "") + fit.terms[0], 2),
}


@cache
def fit_of(name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rglm.FitWarning)
        return FITS[name]()


def check_named_functions(fit, verb, message):
    """Check that the functions that an error names exist."""
    assert "did you mean" not in message
    pointed = {word for word in re.findall(r"(\w+)\(", message) if word != verb}
    known = {word for word in pointed if hasattr(fit, word) or word in dir(rglm)}
    known |= {"Binomial", "cbind", "ordered"}  # of a family's name, and of formulas
    assert pointed <= known, f"{verb} of {fit._function_name}: {message}"


@pytest.mark.parametrize("name", FITS)
@pytest.mark.parametrize("verb", PLOTS)
def test_each_picture_is_drawn_or_the_error_says_what_to_use(name, verb):
    fit = fit_of(name)
    given = {"nsim": 2} if verb == "halfnorm" else {}
    if verb == "plot_profile" and name in DRAWS[verb]:
        given = {"parm": fit.confint(method="wald").index[-1]}
    if name in DRAWS[verb]:
        axes = np.ravel(np.asarray(getattr(fit, verb)(**given), dtype=object))
        shown = [ax for ax in axes if ax.axison]
        assert shown
        assert all(ax.get_xlabel() or ax.get_title() for ax in shown)
        return
    with pytest.raises(ValueError, match=r"\w+") as error:
        getattr(fit, verb)(**given)
    check_named_functions(fit, verb, str(error.value))


@pytest.mark.filterwarnings("ignore::rglm.FitWarning")
@pytest.mark.parametrize("name", FITS)
def test_each_verb_answers_or_its_error_names_functions_that_exist(name):
    fit = fit_of(name)
    for verb in VERBS:
        if verb == "add1" and fit._function_name != "zeroinfl":
            continue
        try:
            given = ARGUMENTS[verb](fit) if verb in ARGUMENTS else ()
            with contextlib.redirect_stdout(io.StringIO()):
                getattr(fit, verb)(*given)
        except (ValueError, AttributeError) as error:
            check_named_functions(fit, verb, str(error))


@pytest.mark.parametrize("name", ["polr", "zeroinfl", "hurdle", "amounts", "betabinomial"])
def test_plot_of_a_fit_without_leverages_draws_three_pictures(name):
    panels = fit_of(name).plot().ravel()
    assert [ax.get_title(loc="left") for ax in panels[:3]] == [
        "Residuals vs fitted",
        "Normal Q-Q",
        "Scale-location",
    ]
    assert not panels[3].axison
    assert len(fit_of("poisson").plot().ravel()) == 4


def test_errors_of_missing_verbs_say_why():
    for verb in ("hatvalues", "cooks_distance", "influence_measures"):
        with pytest.raises(AttributeError, match=r"zeroinfl\(\) has no leverages.*halfnorm\(\)"):
            getattr(fit_of("zeroinfl"), verb)
        assert not hasattr(fit_of("polr"), verb)
    with pytest.raises(AttributeError, match=r"check_overdispersion\(\) compares"):
        fit_of("hurdle").dispersiontest()
    with pytest.raises(AttributeError, match="did you mean 'predict'"):
        fit_of("hurdle").preddict()


def test_two_levels_of_multinom_are_a_logistic_regression():
    one = fit_of("two levels")
    other = glm("wool ~ breaks", LOOMS, "binomial")
    for verb in ("plot_calibration", "plot_roc"):
        a, b = (getattr(fit, verb)() for fit in (one, other))
        np.testing.assert_allclose(a.lines[1].get_data(), b.lines[1].get_data(), atol=1e-6)
    a, b = (fit.plot(which=1, type="quantile") for fit in (one, other))
    np.testing.assert_allclose(
        a.collections[0].get_offsets(), b.collections[0].get_offsets(), atol=1e-5
    )

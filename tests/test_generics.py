"""R's verbs as functions say what the methods say."""

import inspect

import numpy as np
import pandas as pd
import pytest

from rglm import aov, binomial, brm, generics, glm, lm, poisson, polr
from rglm.datasets import load
from rglm.models.aov.aov_fit import AovFit
from rglm.models.base.lazy_method import lazy_method
from rglm.models.betabinomial.betabinomial_fit import BetaBinomialFit
from rglm.models.brm.brm_fit import BrmFit
from rglm.models.glm.glm_fit import GlmFit
from rglm.models.glm_nb.negbin_fit import NegbinFit
from rglm.models.lm.lm_fit import LmFit
from rglm.models.multinom.multinom_fit import MultinomFit
from rglm.models.polr.polr_fit import PolrFit
from rglm.models.twopart.twopart_fit import TwoPartFit

BREAKS = load("warpbreaks")
FIT = glm("breaks ~ wool + tension", BREAKS, family=poisson())
LINEAR = lm("breaks ~ wool + tension", BREAKS)
VARIANCE = aov("breaks ~ wool + tension", BREAKS)
GALAXIES = load("galaxies")
ORDER = pd.CategoricalDtype(["dwarf", "field", "cluster"], ordered=True)
BINARY = glm("has_gc ~ logmass", GALAXIES, family=binomial())
ORDERED = polr("sample ~ logmass", GALAXIES.assign(sample=GALAXIES["sample"].astype(ORDER)))
BINARY_VERBS = ("roc", "hoslem_test", "dose_p")
ARGUMENTS = {
    "residuals": {"type": "pearson"},
    "predict": {"type": "response"},
    "AIC": {"k": 3},
    "add1": {"scope": ". ~ wool * tension"},
    "wald_test": {"hypothesis": "woolB = 0"},
    "delta_method": {"g": "exp(woolB)"},
    "simulate": {"seed": 1},
    "refit": {"y": BREAKS["breaks"]},
    "emmeans": {"specs": "tension"},
}
PUBLIC_ATTRIBUTES = {
    *("control", "na_action", "data", "family", "success"),
    *("null_deviance", "aic", "dispersion", "call", "separated"),
}
NEED_ARGUMENTS = (
    *("update", "add1", "wald_test", "simulate", "refit", "boot", "permutation_test"),
    "delta_method",
    "emmeans",
    "emtrends",
)


OF_SEVERAL_FITS = ("loo_compare", "loo_model_weights", "model_weights", "post_prob")
NEED_EXTRAS = ("as_arviz", "rhat", "mcmc_plot", "conditional_effects", "pp_check")
POSTERIOR_ARGUMENTS = {
    "hypothesis": {"hypothesis": "logmass > 1"},
    "kfold": {"K": 2, "seed": 1},
}


@pytest.fixture(scope="module")
def posteriors():
    fit = brm("has_gc ~ logmass", GALAXIES, family=binomial(), draws=200, seed=1)
    return fit, fit.update(". ~ 1")


def compare(one, two):
    if isinstance(one, (pd.DataFrame, pd.Series)):
        (pd.testing.assert_frame_equal if one.ndim == 2 else pd.testing.assert_series_equal)(
            one, two
        )
    assert str(one) == str(two)


@pytest.mark.parametrize("verb", [v for v in generics.VERBS if v not in NEED_ARGUMENTS])
def test_a_function_is_its_method(verb):
    fits = (BINARY,) if verb in BINARY_VERBS else (FIT, LINEAR, VARIANCE, ORDERED)
    fit = next(fit for fit in fits if hasattr(type(fit), verb))
    compare(getattr(generics, verb)(fit), getattr(fit, verb)())


@pytest.mark.parametrize("verb", ARGUMENTS)
def test_arguments_are_handed_on(verb):
    arguments = ARGUMENTS[verb]
    compare(getattr(generics, verb)(FIT, **arguments), getattr(FIT, verb)(**arguments))


FITS = (GlmFit, LmFit, AovFit, NegbinFit, PolrFit, MultinomFit, TwoPartFit, BetaBinomialFit)
METHODS = {
    "coef",
    "fitted",
    "logLik",
    "AIC",
    "BIC",
    "nobs",
    "model_matrix",
}  # of no file their own
ONLY_METHODS = {"marginal", "summary_lm"}  # of other packages, of another class; and the pictures


def bound_verbs(kind):
    """The names of the verbs that a class of fits has."""
    bound = {n for n in dir(kind) if isinstance(inspect.getattr_static(kind, n), lazy_method)}
    return bound | {name for name in METHODS if hasattr(kind, name)}


def is_picture(kind, name):
    return getattr(kind, name).__module__.startswith("rglm.plots")


def test_the_verbs_are_those_of_the_classes():
    verbs = {n for kind in FITS for n in bound_verbs(kind) if not is_picture(kind, n)}
    assert verbs - ONLY_METHODS == set(generics.VERBS)


def test_a_class_has_only_verbs_that_can_work_on_it():
    leverage = {"hatvalues", "cooks_distance", "dfbetas", "outlierTest"}
    assert [leverage <= bound_verbs(kind) for kind in FITS] == [True] * 4 + [False] * 4
    assert [not leverage & bound_verbs(kind) for kind in FITS] == [False] * 4 + [True] * 4
    has = {
        "separation": (GlmFit, NegbinFit),
        "dwtest": (LmFit, AovFit),
        "bptest": (LmFit, AovFit),
        "ncvTest": (LmFit, AovFit),
        "plot_fit": (GlmFit, LmFit, AovFit, NegbinFit, TwoPartFit, BetaBinomialFit),
        "plot_probs": (PolrFit, MultinomFit),
        "plot_roc": (GlmFit, MultinomFit, BetaBinomialFit),
        "plot_calibration": (GlmFit, MultinomFit, BetaBinomialFit),
        "rootogram": (GlmFit, NegbinFit, TwoPartFit),
        "dispersiontest": (GlmFit,),
        "TukeyHSD": (AovFit,),
        "vif": FITS,
        "r2": FITS,
        "alias": (GlmFit, LmFit, AovFit, NegbinFit),
        "dose_p": (GlmFit, LmFit, AovFit, NegbinFit),
        "roc": (GlmFit, MultinomFit, BetaBinomialFit),
        "hoslem_test": (GlmFit, MultinomFit),
        "brant": (PolrFit,),
    }
    for name, kinds in has.items():
        assert tuple(kind for kind in FITS if name in bound_verbs(kind)) == kinds


def test_verbs_of_posteriors_are_those_of_brm():
    bound = bound_verbs(BrmFit) - {*generics.VERBS, *generics.PICTURES}
    assert bound == set(generics.POSTERIOR_VERBS)
    both = {v for kind in FITS for v in bound_verbs(kind)} & set(generics.POSTERIOR_VERBS)
    assert not both
    assert all(inspect.getdoc(getattr(BrmFit, name)) for name in generics.POSTERIOR_VERBS)


@pytest.mark.parametrize("verb", generics.POSTERIOR_VERBS)
def test_a_function_of_a_posterior_is_its_method(verb, posteriors):
    function, (fit, other) = getattr(generics, verb), posteriors
    assert f"fit.{verb}(" in function.__doc__
    assert function.__name__ == verb
    given = POSTERIOR_ARGUMENTS.get(verb, {})
    if verb in OF_SEVERAL_FITS or verb == "bayes_factor":
        compare(function(fit, other, **given), getattr(fit, verb)(other, **given))
    elif verb not in NEED_EXTRAS:
        compare(function(fit, **given), getattr(fit, verb)(**given))


def test_verbs_of_all_models_take_posteriors(posteriors):
    fit = posteriors[0]
    for verb in ("coef", "vcov", "confint", "fitted", "residuals", "summary", "tidy", "glance"):
        compare(getattr(generics, verb)(fit), getattr(fit, verb)())
    compare(generics.emmeans(fit, "logmass"), fit.emmeans("logmass"))
    compare(generics.avg_slopes(fit), fit.avg_slopes())
    assert generics.nobs(fit) == len(GALAXIES)
    assert generics.update(fit, ". ~ 1", seed=1).formula == "has_gc ~ 1"
    with pytest.raises(AttributeError, match=r"loo\(\)"):
        generics.AIC(fit)
    with pytest.raises(AttributeError, match=r"loo\(\)"):
        generics.deviance(fit)
    with pytest.raises(AttributeError, match=r"by brm\(\)"):
        generics.loo(FIT)


def test_completion_offers_the_generics_alone():
    offered = [name for name in dir(generics) if not name.startswith("_")]
    assert offered == sorted(generics.__all__)


def test_what_a_fit_offers_is_documented():
    """Tab shows R's components and generics; what only rglm needs has an underscore."""
    for kind in FITS:
        for name in (name for name in dir(kind) if not name.startswith("_")):
            assert inspect.getdoc(inspect.getattr_static(kind, name)) or inspect.getdoc(
                getattr(kind, name)
            ), f"{kind.__name__}.{name}"
    assert [name for name in vars(FIT) if not name.startswith("_")] == [
        name for name in vars(FIT) if name in PUBLIC_ATTRIBUTES
    ]


def test_several_models():
    small = generics.update(FIT, ". ~ wool")
    compare(generics.anova(small, FIT), small.anova(FIT))


def test_every_verb_is_documented_and_a_method():
    for verb in generics.VERBS:
        assert f"fit.{verb}(" in getattr(generics, verb).__doc__
        assert getattr(generics, verb).__name__ == verb
        assert any(inspect.getdoc(getattr(kind, verb, None)) for kind in FITS)


def test_the_list_of_names_is_the_module():
    verbs = [*generics.VERBS, *generics.POSTERIOR_VERBS, *generics.PICTURES, *generics.OF_MEANS]
    names = [*verbs, *generics.ATTRIBUTES, *generics.ALIASES]
    assert sorted(generics.__all__) == sorted([*names, "weights"])
    assert len(set(names)) == len(names)


def test_numbers_are_numbers():
    assert generics.nobs(FIT) == 54
    assert np.isfinite(generics.BIC(FIT))


def test_update_sees_the_names_of_its_caller():
    shift = 2.0
    updated = generics.update(FIT, ". ~ . + I((wool == 'A' & tension == 'L') * shift)")
    assert shift == 2.0
    assert updated.formula.endswith("shift)")


@pytest.mark.parametrize("name", generics.ATTRIBUTES)
def test_an_attribute_as_a_function(name):
    compare(getattr(generics, name)(LINEAR), getattr(LINEAR, name))
    assert getattr(generics, name).__doc__ == f"``{name}(fit)`` is ``fit.{name}``."
    if name != "effects":
        compare(getattr(generics, name)(FIT), getattr(FIT, name))


@pytest.mark.parametrize("name", generics.ALIASES)
def test_other_names_of_verbs(name):
    verb = generics.ALIASES[name]
    compare(getattr(generics, name)(FIT), getattr(FIT, verb)())
    assert f"fit.{verb}(" in getattr(generics, name).__doc__


def test_arguments_of_an_alias():
    compare(generics.resid(FIT, "pearson"), FIT.residuals("pearson"))
    compare(generics.resid(FIT, type="pearson"), FIT.residuals("pearson"))


def test_the_weights_of_a_function_are_those_given():
    """The attribute has the working weights, as R's component; R's function the prior ones."""
    compare(generics.weights(FIT), FIT.prior_weights)
    compare(generics.weights(FIT, "working"), FIT.weights)
    compare(generics.weights(FIT, type="working"), FIT.weights)
    missing = BREAKS.assign(breaks=BREAKS["breaks"].where(BREAKS["breaks"] > 12))
    fit = lm("breaks ~ wool", missing, weights="1 + (wool == 'A')", na_action="na_exclude")
    weights = generics.weights(fit)
    assert len(weights) == 54
    assert weights.isna().sum() == missing["breaks"].isna().sum() > 0
    with pytest.raises(ValueError, match="type='deviance'"):
        generics.weights(FIT, "deviance")
    ordered = polr("ordered(tension) ~ breaks", BREAKS)
    with pytest.raises(ValueError, match="has no working weights"):
        generics.weights(ordered, "working")
    assert (generics.weights(ordered) == 1).all()


def test_weights_of_chunked_data():
    fit = lm("breaks ~ wool", lambda: iter([BREAKS[:20], BREAKS[20:]]), weights="breaks")
    found = pd.concat(list(generics.weights(fit)))
    np.testing.assert_array_equal(found, BREAKS["breaks"])


def test_sigma():
    assert generics.sigma(LINEAR) == LINEAR.sigma == np.sqrt(LINEAR.dispersion)
    np.testing.assert_allclose(generics.sigma(FIT), np.sqrt(FIT.deviance / FIT.df_residual))
    with pytest.raises(AttributeError, match="has no 'sigma': polr.. has no residual variance"):
        generics.sigma(polr("ordered(tension) ~ breaks", BREAKS))
    with pytest.raises(AttributeError, match="they are of lm"):
        generics.effects(FIT)


def test_plot():
    assert len(generics.plot(LINEAR)) == len(LINEAR.plot())


def test_a_table_of_criteria():
    table = generics.AIC(LINEAR, LINEAR.update(". ~ wool"))
    assert table.index.tolist() == ["Model 1", "Model 2"]
    assert table["AIC"].iloc[0] == generics.AIC(LINEAR)
    assert table["df"].tolist() == [5, 3]

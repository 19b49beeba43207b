"""A verb that a fit does not have says why, and what to use."""

import pytest

from rglm import glm_nb, hurdle, lm, polr
from rglm.datasets import load
from rglm.models.base.missing_verbs import MissingVerbError

GALAXIES = load("galaxies")
FITS = {
    "lm": lm("n_gc ~ logmass", GALAXIES),
    "glm_nb": glm_nb("n_gc ~ logmass", GALAXIES),
    "hurdle": hurdle("n_gc ~ logmass", GALAXIES, dist="negbin"),
    "polr": polr("ordered(sample) ~ logmass", GALAXIES),
}


@pytest.mark.parametrize(
    ("model", "verb", "instead"),
    [
        ("hurdle", "hatvalues", "residuals()"),
        ("hurdle", "plot_roc", "rootogram()"),
        ("polr", "plot_fit", "plot_probs()"),
        ("glm_nb", "dispersiontest", "check_overdispersion()"),
        ("lm", "gof", "anova()"),
        ("lm", "check_overdispersion", "summary(vcov='HC3')"),
        ("lm", "dispersiontest", "plot()"),
        ("lm", "separation", "NaN in coef()"),
        ("lm", "profile", "confint()"),
        ("lm", "plot_profile", "plot_coefs(fit)"),
        ("lm", "rootogram", "halfnorm()"),
        ("lm", "plot_calibration", "plot()"),
        ("lm", "plot_roc", "plot()"),
        ("lm", "plot_probs", "plot_fit()"),
    ],
)
def test_the_error_names_what_to_use(model, verb, instead):
    fit = FITS[model]
    assert not hasattr(fit, verb)
    assert verb not in dir(fit)
    with pytest.raises(MissingVerbError) as error:
        getattr(fit, verb)
    assert model in str(error.value)
    assert instead in str(error.value)
    assert isinstance(error.value, AttributeError | ValueError)

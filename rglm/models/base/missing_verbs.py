"""Verbs that a fit does not have: why, and what to use."""

from __future__ import annotations

from rglm.inference.binary_outcomes.no_binary_response import (
    NO_BINARY_RESPONSE,
    goodness_of_fit_picture,
)
from rglm.models.base.posterior_verbs import POSTERIOR_VERBS
from rglm.protocol.model_result import ModelResult

LEVERAGE_VERBS = (
    "hatvalues",
    "rstandard",
    "rstudent",
    "cooks_distance",
    "dffits",
    "dfbeta",
    "dfbetas",
    "covratio",
    "influence",
    "influence_measures",
    "outlierTest",
)
NO_ADDED = (
    "{kind} has no {name!r}: it draws weighted least squares, which are of lm(), glm() and "
    "glm_nb(); plot_terms() draws the terms of {function}()"
)
MISSING_VERB_MESSAGES = {
    **dict.fromkeys(
        (*POSTERIOR_VERBS, "draws"),
        "{kind} has no {name!r}: it is of a posterior; fit the formula by brm() to ask for it",
    ),
    **dict.fromkeys(
        LEVERAGE_VERBS,
        "{kind} has no {name!r}: {function}() has no leverages, which are of lm(), glm() and "
        "glm_nb(); "
        "residuals() and halfnorm() show which rows stand out",
    ),
    **dict.fromkeys(
        ("bptest", "ncvTest"),
        "{kind} has no {name!r}: it tests the constant variance of lm(); residuals() and plot() "
        "show the spread of {function}()",
    ),
    "plot_added": NO_ADDED,
    "dwtest": "{kind} has no {name!r}: it is of the errors of lm(); "
    "vcov(type='HAC', order_by=...) allows for rows of {function}() that are correlated in time",
    "weighted_residuals": "{kind} has no {name!r}: it is of lm(), glm() and glm_nb(); "
    "residuals('pearson') weighs the residuals of {function}()",
    "dispersiontest": "{kind} has no {name!r}: {function}() is no Poisson fit of glm(), which "
    "dispersiontest() is of; check_overdispersion() compares the spread with the model's",
    "separation": "{kind} has no {name!r}: {function}() warns itself of coefficients that are "
    "infinite; separation() is of glm()",
    "TukeyHSD": "{kind} has no {name!r}: it is of aov(), which takes a fit of lm() too, "
    "aov(fit).TukeyHSD(); wald_test() compares coefficients of {function}()",
    **dict.fromkeys(
        ("model_tables", "summary_lm"),
        "{kind} has no {name!r}: it is of aov(), which takes a fit of lm() too; predict() gives "
        "the means of {function}() at chosen values",
    ),
    "alias": "{kind} has no {name!r}: it is of lm(), glm() and glm_nb(); alias() of a glm() with "
    "the formula of {function}() says which columns are combinations of others",
    "dose_p": "{kind} has no {name!r}: it is of lm(), glm() and glm_nb(), whose mean has one "
    "intercept and one slope of the dose",
    **dict.fromkeys(
        ("gof", "check_overdispersion"),
        "{kind} has no {name!r}: it is of rglm's own models; residuals('quantile') and halfnorm() "
        "show how well {function}() fits",
    ),
    "family": "{kind} has no {name!r}: {function}() has no family; model_name says what it is",
    "effects": "{kind} has no {name!r}: they are of lm() and aov(), whose columns have one QR "
    "factorization",
    "sigma": "{kind} has no {name!r}: {function}() has no residual variance",
    "plot_fit": "{function}() has a probability for each level and no mean; use plot_probs()",
    "plot_probs": "plot_probs() is for models of categories, polr() and multinom(); plot_fit() "
    "draws the mean of {function}()",
    "plot_calibration": NO_BINARY_RESPONSE,
    "plot_roc": NO_BINARY_RESPONSE,
    "roc": NO_BINARY_RESPONSE,
    "hoslem_test": "hoslem_test() is for binomial fits of glm(), and multinom() of two levels; "
    "this is {model}; {instead} shows how well it fits",
    "brant": "brant() is for fits of polr(), whose logits have the same slopes at every level; "
    "this is {model}",
    "rootogram": "rootogram() is for models of counts: glm() with poisson or negative_binomial, "
    "glm_nb(), zeroinfl() and hurdle(); this is {model}",
}

# of the fits of lm() and aov()
ESTIMATED_VARIANCE = (
    "{kind} has no {name!r}: the variance of {function}() is estimated from the residuals, so "
    "that they cannot vary too much; "
)
NO_PROFILE = (
    "{kind} has no {name!r}: the sum of squares of {function}() is a quadratic function of the "
    "coefficients, and confint() has intervals by Student's t, exact for normal errors"
)
NOT_BINARY = (
    "{name}() is for responses of successes and failures; {function}() has the mean of a "
    "measurement, and plot() shows how well it fits"
)
LEAST_SQUARES_MESSAGES = {
    "gof": f"{ESTIMATED_VARIANCE}plot() shows whether the mean fits, and anova() tests against a "
    "larger model",
    **dict.fromkeys(
        ("check_overdispersion", "dispersiontest"),
        f"{ESTIMATED_VARIANCE}plot() shows whether it is the same in all rows, and "
        "summary(vcov='HC3') has standard errors for where it is not",
    ),
    "separation": "{kind} has no {name!r}: {function}() has no infinite estimates; coefficients "
    "that the data do not determine are NaN in coef()",
    "profile": NO_PROFILE,
    "plot_profile": f"{NO_PROFILE}; rglm.plot_coefs(fit) draws them",
    "rootogram": "rootogram() is for models of counts: glm() with poisson or negative_binomial, "
    "glm_nb(), zeroinfl() and hurdle(); plot() and halfnorm() show how well {function}() fits",
    **dict.fromkeys(("plot_calibration", "plot_roc", "roc", "hoslem_test"), NOT_BINARY),
}


class MissingVerbError(AttributeError, ValueError):
    """A verb of other models was asked of a fit."""


def missing_verb(fit: ModelResult, name: str) -> MissingVerbError | None:
    """The error of a verb that other models have; None where no model has it."""
    messages = {**MISSING_VERB_MESSAGES, **fit._missing_verb_messages}
    if name not in messages:
        return None
    message = messages[name].format(
        kind=type(fit).__name__,
        name=name,
        function=fit._function_name,
        model=fit.model_name,
        instead=goodness_of_fit_picture(fit),
    )
    return MissingVerbError(message, name=name)  # a name without an object: Python adds no hint

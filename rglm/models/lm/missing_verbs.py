"""Verbs of other models that a linear model does not have: why, and what to use."""

from __future__ import annotations

ESTIMATED_VARIANCE = (
    "{kind} has no {name!r}: the variance of {function}() is estimated from the residuals, so "
    "that they cannot vary too much; "
)
NO_PROFILE = (
    "{kind} has no {name!r}: the sum of squares of {function}() is a quadratic function of the "
    "coefficients, and confint() has the exact intervals, by Student's t"
)
NOT_BINARY = (
    "{name}() is for responses of successes and failures; {function}() has the mean of a "
    "measurement, and plot() shows how well it fits"
)
MISSING_VERB_MESSAGES = {
    "gof": f"{ESTIMATED_VARIANCE}plot() shows whether the mean fits, and anova() tests against a "
    "larger model",
    **dict.fromkeys(
        ("check_overdispersion", "dispersiontest"),
        f"{ESTIMATED_VARIANCE}plot() shows whether it is the same in all rows, and "
        "summary(vcov='HC3') has standard errors for where it is not",
    ),
    "separation": "{kind} has no {name!r}: least squares has no infinite estimates; coefficients "
    "that the data do not determine are NaN in coef()",
    "profile": NO_PROFILE,
    "plot_profile": f"{NO_PROFILE}; plot_coefs() draws them",
    "rootogram": "rootogram() is for models of counts: glm() with poisson or negative_binomial, "
    "glm_nb(), zeroinfl() and hurdle(); plot() and halfnorm() show how well {function}() fits",
    **dict.fromkeys(("plot_calibration", "plot_roc"), NOT_BINARY),
}

"""Names of models that are not families of `glm`, and what to use for them."""

from __future__ import annotations

NEGBIN_ADVICE = "glm_nb(formula, data) estimates theta; negative_binomial(theta) has it known"
EXCESS_ZEROS_ADVICE = "zeroinfl(formula, data) and hurdle(formula, data)"
NO_SUCH_MODEL = "there is no such model here"

# by normalized name: what to use
OTHER_MODELS: dict[str, str] = {
    **dict.fromkeys(
        ("nb", "nb2", "negbin", "negbinom", "nbinom", "nbinomial", "negativebinomial", "glmnb"),
        NEGBIN_ADVICE,
    ),
    "nb1": "quasipoisson has a variance that is a multiple of the mean",
    **dict.fromkeys(
        ("zip", "zeroinfl", "zeroinflated", "zeroinflatedpoisson"),
        "zeroinfl(formula, data) is a model of its own",
    ),
    **dict.fromkeys(
        ("zinb", "zeroinflatednegbin", "zeroinflatednegativebinomial"),
        "zeroinfl(formula, data, dist='negbin') is a model of its own",
    ),
    **dict.fromkeys(
        ("hurdle", "truncatedpoisson", "ztpoisson"),
        "hurdle(formula, data) is a model of its own, of zeros and of counts above zero",
    ),
    **dict.fromkeys(
        ("ordinal", "ordered", "orderedlogit", "ologit", "cumulative", "propodds", "polr", "clm"),
        "polr(formula, data) is the model of ordered categories",
    ),
    **dict.fromkeys(
        ("multinomial", "multinom", "categorical", "mlogit", "softmax"),
        "multinom(formula, data) is the model of unordered categories",
    ),
    **dict.fromkeys(("betabinomial", "bb"), "betabinomial(formula, data) is a model of its own"),
    **dict.fromkeys(
        ("beta", "betaregression", "betareg", "betar"),
        f"{NO_SUCH_MODEL}; for counts out of a number of trials use betabinomial(), for other "
        "proportions quasibinomial() with robust errors, summary(vcov='HC3')",
    ),
    **dict.fromkeys(
        ("lognormal", "lnorm"),
        "a gaussian model of log(y) is one, glm('log(y) ~ x', data); with zeros among the amounts "
        "hurdle(formula, data, dist='lognormal')",
    ),
    **dict.fromkeys(("normal", "gauss", "ols", "lm", "linear", "leastsquares"), "use gaussian()"),
    **dict.fromkeys(("bernoulli", "logistic", "logisticregression"), "use binomial()"),
    **dict.fromkeys(
        ("exponential",), "use Gamma('log'), and summary(dispersion=1), which makes it exponential"
    ),
    "geometric": "negative_binomial(1) is the geometric distribution",
    **dict.fromkeys(
        ("t", "student", "weibull", "cox", "coxph", "survival", "dirichlet"), NO_SUCH_MODEL
    ),
}

# the family that a link is mostly used with
LINK_FAMILIES = {
    "log": "poisson",
    "sqrt": "poisson",
    "identity": "gaussian",
    "inverse": "Gamma",
    "1/mu^2": "inverse_gaussian",
}


def normalize_name(name: str) -> str:
    """Return a name without dots, blanks, dashes, underscores, brackets and capitals.

    >>> normalize_name("Quasi-Poisson()")
    'quasipoisson'
    """
    return "".join(sign for sign in name.lower() if sign.isalnum())

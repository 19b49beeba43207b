"""The names of marginaleffects and others, for effects, and what they are here."""

from __future__ import annotations

EXACT = "not needed: derivatives are exact"
VERBS = (
    "predictions",
    "comparisons",
    "slopes",
    "avg_predictions",
    "avg_comparisons",
    "avg_slopes",
)
OF_ALL = {
    "alpha": "conf_level=, 0.95 for an alpha of 0.05",
    "at": "newdata=, as newdata=fit.datagrid(x=[1, 2])",
    "cluster": "vcov=, as vcov={'cluster': 'g'}",
    "conf_int": "conf_level=",
    "eps": EXACT,
    "eps_vcov": EXACT,
    "numderiv": EXACT,
    "robust": "vcov=, as vcov='HC3'",
    "transform_post": "transform=",
    "weights": "wts=",
}
EFFECTS_FUNCTIONS = {
    "average_comparisons": "fit.avg_comparisons()",
    "average_slopes": "fit.avg_slopes()",
    "hypotheses": "fit.wald_test(), fit.delta_method(), or fit.avg_slopes().hypotheses()",
    "marginal_means": "fit.emmeans('g', regrid='response')",
    "marginaleffects": "fit.slopes()",
    "margins": "fit.avg_slopes()",
    "plot_comparisons": "fit.avg_comparisons(by='g').plot()",
    "plot_predictions": "fit.avg_predictions(by='g').plot()",
    "plot_slopes": "fit.avg_slopes(by='g').plot()",
}
EFFECTS_VERBS = {name: meaning.removeprefix("fit.") for name, meaning in EFFECTS_FUNCTIONS.items()}
EFFECTS_ARGUMENTS = {
    **{f"{verb} {name}": meaning for verb in VERBS for name, meaning in OF_ALL.items()},
    **{f"{verb} transform_pre": "comparison=" for verb in ("comparisons", "avg_comparisons")},
    **{f"{verb} interaction": "cross=" for verb in ("comparisons", "avg_comparisons")},
}

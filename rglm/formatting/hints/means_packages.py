"""The names of R's emmeans, multcomp and effects, for means, and what they are here."""

from __future__ import annotations

CONTRASTS = "contr=, as contr='pairwise'; or 'pairwise ~ g' as specs"
REGRID = "regrid=, as regrid='response'"
OF_FIT = ("weights", "at", "vcov", "mode", "cov_reduce", "cov_keep", "nesting", "offset")
NO_DATA = "not needed: the fit knows its data"
NOT_NEEDED = "not needed: a grid takes all its rows at once"

MEANS_FUNCTIONS = {
    "allEffects": "fit.emmeans('g'), of one term at a time",
    "Effect": "fit.emmeans('g')",
    "effect": "fit.emmeans('g')",
    "estimate_contrasts": "fit.emmeans('pairwise ~ g')",
    "estimate_means": "fit.emmeans('g')",
    "ggemmeans": "fit.emmeans('g', type='response')",
    "ggpredict": "fit.emmeans('g', type='response')",
    "glht": "fit.emmeans('pairwise ~ g', adjust='mvt')",
    "lsmeans": "fit.emmeans('g')",
    "lstrends": "fit.emtrends('g', 'x')",
    "predictorEffect": "fit.emmeans('g')",
}
# what a verb cannot do without: an example, where it was left out
NEEDED_ARGUMENTS = {
    "delta_method g": "a function of coefficients, as delta_method('-b0/b1') or 'exp(x)'",
    "emmeans specs": "the variables that have means, as emmeans('g') or 'pairwise ~ g | h'",
    "emmip formula": "the variables of the picture, as emmip('lines ~ x')",
    "emtrends specs": "the groups, and var=, whose slopes they have: emtrends('g', 'x')",
    "emtrends var": "the number whose slopes are asked for, as emtrends('g', 'x')",
}
MEANS_ARGUMENTS = {
    **{f"emmeans {name}": REGRID for name in ("transform", "tran")},
    **{f"emmeans {name}": NOT_NEEDED for name in ("nuisance", "non_nuisance", "rg_limit")},
    "emmeans lin_pred": "mode='link_count' or mode='link_zero'",
    "emmeans method": CONTRASTS,
    "emmeans reverse": "of pairs(): emmeans('g').pairs(reverse=True)",
    "emmeans ratios": "of contrast(): emmeans('g').contrast('pairwise', ratios=False)",
    **{f"emmeans {name}": f"of the fit: fit.emmeans('g', {name}=...)" for name in OF_FIT},
    **{f"{name} data": NO_DATA for name in ("emmeans", "emtrends", "joint_tests")},
    "emtrends delta_var": "not needed: slopes are derivatives, and no differences",
    "emtrends transform": REGRID,
    "joint_tests submodel": "of anova(): fit.anova(type='II')",
    "emmeans null": "of test(): emmeans('g').test(null=1)",
    "emmeans side": "of test() and confint(): emmeans('g').test(side='>')",
    "emmeans delta": "of test(): emmeans('g').test(delta=0.1)",
}

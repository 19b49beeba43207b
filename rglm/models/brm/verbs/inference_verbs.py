"""Verbs of parameters: estimates, intervals, hypotheses and sensitivity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rglm.models.base.lazy_method import lazy_method

if TYPE_CHECKING:
    from rglm.models.brm.estimates import chain_diagnostics as _chain_diagnostics
    from rglm.models.brm.estimates import coef as _coef
    from rglm.models.brm.estimates import confint as _confint
    from rglm.models.brm.estimates import draw_counts as _draw_counts
    from rglm.models.brm.estimates import fixef as _fixef
    from rglm.models.brm.estimates import posterior_interval as _posterior_interval
    from rglm.models.brm.estimates import posterior_summary as _posterior_summary
    from rglm.models.brm.estimates import prior_summary as _prior_summary
    from rglm.models.brm.estimates import vcov as _vcov
    from rglm.models.brm.hypotheses import hypothesis as _hypothesis
    from rglm.models.brm.sensitivity import power_scale as _power_scale


class InferenceVerbs:
    """Verbs of parameters: estimates, intervals, hypotheses and sensitivity."""

    if TYPE_CHECKING:
        coef = _coef.coef
        fixef = _fixef.fixef
        vcov = _vcov.vcov
        confint = _confint.confint
        posterior_summary = _posterior_summary.posterior_summary
        posterior_interval = _posterior_interval.posterior_interval
        prior_summary = _prior_summary.prior_summary
        hypothesis = _hypothesis.hypothesis
        power_scale = _power_scale.power_scale
        variables = _draw_counts.variables
        ndraws = _draw_counts.ndraws
        nchains = _draw_counts.nchains
        niterations = _draw_counts.niterations
        rhat = _chain_diagnostics.rhat
        neff_ratio = _chain_diagnostics.neff_ratio
    else:
        coef = lazy_method("models.brm.estimates.coef")
        fixef = lazy_method("models.brm.estimates.fixef")
        vcov = lazy_method("models.brm.estimates.vcov")
        confint = lazy_method("models.brm.estimates.confint")
        posterior_summary = lazy_method("models.brm.estimates.posterior_summary")
        posterior_interval = lazy_method("models.brm.estimates.posterior_interval")
        prior_summary = lazy_method("models.brm.estimates.prior_summary")
        hypothesis = lazy_method("models.brm.hypotheses.hypothesis")
        power_scale = lazy_method("models.brm.sensitivity.power_scale")
        variables = lazy_method("models.brm.estimates.draw_counts")
        ndraws = lazy_method("models.brm.estimates.draw_counts")
        nchains = lazy_method("models.brm.estimates.draw_counts")
        niterations = lazy_method("models.brm.estimates.draw_counts")
        rhat = lazy_method("models.brm.estimates.chain_diagnostics")
        neff_ratio = lazy_method("models.brm.estimates.chain_diagnostics")

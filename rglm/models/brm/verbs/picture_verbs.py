"""Pictures of a posterior."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rglm.models.base.lazy_method import lazy_method

if TYPE_CHECKING:
    from rglm.plots.means import posterior_emmip as _posterior_emmip
    from rglm.plots.posterior import mcmc_plot as _mcmc_plot
    from rglm.plots.posterior import posterior_plot as _posterior_plot
    from rglm.plots.posterior.checks import pp_check as _pp_check
    from rglm.plots.posterior.effects import conditional_effects as _conditional_effects


class PictureVerbs:
    """Pictures of a posterior."""

    if TYPE_CHECKING:
        plot = _posterior_plot.plot
        mcmc_plot = _mcmc_plot.mcmc_plot
        emmip = _posterior_emmip.emmip
        pp_check = _pp_check.pp_check
        conditional_effects = _conditional_effects.conditional_effects
    else:
        plot = lazy_method("plots.posterior.posterior_plot")
        mcmc_plot = lazy_method("plots.posterior.mcmc_plot")
        emmip = lazy_method("plots.means.posterior_emmip")
        pp_check = lazy_method("plots.posterior.checks.pp_check", sample=True)
        conditional_effects = lazy_method(
            "plots.posterior.effects.conditional_effects", sample=True
        )

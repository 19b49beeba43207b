"""Means on another scale, by the delta method; R's regrid."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rglm.families.links.chained import Inverted
from rglm.families.links.link_names import LINKS
from rglm.formatting.hints.option_check import check_option
from rglm.formatting.hints.warning_location import warn
from rglm.inference.estimands.estimands import Transformed
from rglm.inference.estimands.estimated import Estimated
from rglm.inference.means.scale import Scale
from rglm.warnings import FitWarning

if TYPE_CHECKING:
    from rglm.inference.means.emm_grid import EmmGrid

RESPONSE = ("response", "mu", "unlink")
SAME = ("pass", "none")


def regrid(
    emm: EmmGrid,
    transform: str = "response",
    bias_adjust: bool | None = None,
    sigma: float | None = None,
) -> EmmGrid:
    """Means on another scale, with errors by the delta method; R's ``regrid``.

    Intervals are then symmetric on that scale, and contrasts are differences on it: of means of
    the response, or with ``transform="log"`` of their logarithms, ratios of any means.

    Parameters
    ----------
    transform : str
        "response"; the name of a link, such as "log", of the means of the response; or "pass",
        which changes nothing.
    bias_adjust, sigma
        As of ``summary()``.

    Returns
    -------
    EmmGrid

    Raises
    ------
    ValueError
        An unknown scale.

    Warns
    -----
    FitWarning
        A mean is outside the range of the link.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool", load("warpbreaks"), poisson())
    >>> regrid(fit.emmeans("wool"))
     wool rate    SE  df asymp.LCL asymp.UCL
     A    31.0 1.072 Inf      28.9      33.1
     B    25.3 0.967 Inf      23.4      27.2
    <BLANKLINE>
    Confidence level used: 0.95
    """
    check_regrid(transform, "transform")
    if transform in SAME:
        return emm
    emm = replace(emm, settings=emm.settings.changed(bias_adjust=bias_adjust, sigma=sigma))
    out = _of_response(emm)
    out = replace(out, settings=replace(out.settings, bias_adjust=False, null=0.0))
    return out if transform in RESPONSE else _with_link(out, transform)


def check_regrid(transform: str, argument: str = "regrid") -> None:
    """Check the name of a scale.

    Raises ValueError: it is unknown.
    """
    check_option(argument, transform, (*RESPONSE, *SAME, *LINKS))


def _of_response(emm: EmmGrid) -> EmmGrid:
    """The means of the response."""
    scale, spread = emm.scale, emm.settings.spread
    if not scale.has_other:
        return replace(emm, scale=Scale(None))
    estimands = Transformed(
        emm.estimated.estimands,
        lambda eta: scale.means(eta, spread),
        lambda eta: scale.slopes(eta, spread),
    )
    return replace(
        emm,
        groups=emm.groups if emm.ratio_groups is None else emm.ratio_groups,
        ratio_groups=None,
        estimated=Estimated(estimands, emm.estimated.parameters),
        scale=Scale(None),
        name=scale.name,
    )


def _with_link(emm: EmmGrid, name: str) -> EmmGrid:
    """Means of the response on the scale of a link."""
    link, means = LINKS[name], emm.estimated.value
    low, high = link.mean_range
    outside = means[(means <= low) | (means >= high)]
    if len(outside):
        warn(
            f"regrid({name!r}): a mean is {outside[0]:.4g}, and the link takes means between "
            f"{low:g} and {high:g}; it is NaN",
            FitWarning,
        )
    of_means = Inverted(link)
    estimands = Transformed(emm.estimated.estimands, of_means.linkinv, of_means.mu_eta)
    estimated = Estimated(estimands, emm.estimated.parameters)
    return replace(emm, estimated=estimated, scale=Scale(link))

"""Effect sizes: contrasts in units of the residual standard deviation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from rglm.formatting.numbers.number_format import format_numbers
from rglm.inference.estimands.estimands import Estimands
from rglm.inference.estimands.estimated import Estimated, Parameters
from rglm.inference.means.contrasts.contrast_request import ContrastRequest
from rglm.inference.means.contrasts.same_groups import SAME, By
from rglm.inference.means.scale import Scale
from rglm.inference.multiple_comparisons.contrast_set import Method

if TYPE_CHECKING:
    from rglm.inference.means.emm_grid import EmmGrid

SIGMA_DIGITS = 4


@dataclass(frozen=True)
class ScaledByError(Estimands):
    """h / sigma, where log sigma is a parameter after those of h.

    Attributes
    ----------
    inner : Estimands
    """

    inner: Estimands

    @property
    def deviation(self) -> np.ndarray:
        """That of h."""
        return self.inner.deviation

    def at(self, parameters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Values h / sigma; their derivatives by log sigma are -h / sigma."""
        values, jacobian = self.inner.at(parameters[:-1])
        sigma = np.exp(parameters[-1])
        effects = values / sigma
        return effects, np.column_stack([jacobian / sigma, -effects])


def eff_size(
    emm: EmmGrid,
    sigma: float | None = None,
    edf: float | None = None,
    method: Method = "pairwise",
    by: By = SAME,
) -> EmmGrid:
    """Effect sizes: contrasts divided by the standard deviation of the errors, Cohen's d.

    R's ``eff_size`` of emmeans. With d = c / sigma the variance of the estimate is
    (var(c) + d^2 sigma^2 / (2 edf)) / sigma^2, where edf says how sure sigma is.

    Parameters
    ----------
    sigma : float, optional
        The standard deviation that effects are measured in; by default that of a linear model.
    edf : float, optional
        Its degrees of freedom: infinite if sigma is known. By default those of the residuals of a
        linear model.
    method : str, dict, DataFrame, array or function
        The contrasts, as of ``contrast``; "identity" of contrasts.
    by : str or sequence of str, optional
        As of ``contrast``.

    Returns
    -------
    EmmGrid
        The column ``effect.size`` with intervals.

    Raises
    ------
    ValueError
        The fit has no residual standard deviation, and `sigma` or `edf` is not given; they are not
        above 0.

    References
    ----------
    Hedges, L. V. (1981). Distribution theory for Glass's estimator of effect size. Journal of
    Educational Statistics 6.

    Examples
    --------
    >>> from rglm import lm
    >>> from rglm.datasets import load
    >>> lm("breaks ~ wool + tension", load("warpbreaks")).emmeans("tension").eff_size()
     contrast effect.size    SE df lower.CL upper.CL
     L - M          0.861 0.344 50    0.169     1.55
     L - H          1.267 0.357 50    0.551     1.98
     M - H          0.406 0.336 50   -0.268     1.08
    <BLANKLINE>
    Results are averaged over the levels of: wool
    sigma used for effect sizes: 11.62
    Confidence level used: 0.95
    """
    sigma, edf = _of_fit(emm, sigma, edf)
    contrasts = ContrastRequest(method, adjust="none").of(emm, by)
    parameters = contrasts.estimated.parameters
    size = len(parameters.values)
    covariance = np.zeros((size + 1, size + 1))
    covariance[:size, :size] = parameters.covariance
    covariance[size, size] = 1 / (2 * edf)
    extended = Parameters(np.append(parameters.values, np.log(sigma)), covariance, parameters.df)
    shown = format_numbers([sigma], SIGMA_DIGITS)[0]
    notes = [note for note in contrasts.notes if not note.startswith("Note: contrasts")]
    return replace(
        contrasts,
        estimated=Estimated(ScaledByError(contrasts.estimated.estimands), extended),
        scale=Scale(None),
        ratio_groups=None,
        name="effect.size",
        settings=contrasts.settings.changed((True, False), type="link"),
        notes=(*notes, f"sigma used for effect sizes: {shown}"),
    )


def _of_fit(emm: EmmGrid, sigma: float | None, edf: float | None) -> tuple[float, float]:
    """The standard deviation and its degrees of freedom, those of the fit where not given."""
    if sigma is None or edf is None:
        own = emm.fit._error_deviation
        if own is None:
            missing = "sigma=" if sigma is None else "edf="
            raise ValueError(
                f"eff_size() needs {missing}: the fit has no residual standard deviation to "
                "measure effects in"
            )
        sigma = own if sigma is None else sigma
        edf = float(emm.fit.df_residual) if edf is None else edf
    for name, value in (("sigma", sigma), ("edf", edf)):
        if not value > 0:
            raise ValueError(f"{name}={value!r}: eff_size() needs a number above 0")
    return float(sigma), float(edf)

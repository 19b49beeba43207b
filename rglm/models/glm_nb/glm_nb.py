"""``glm_nb``: negative binomial regression with theta estimated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.frame.response import success_level
from rglm.design.row_labels import row_label
from rglm.families.glm.negative_binomial import LINK_NAMES, NegativeBinomial
from rglm.families.glm.response import first_row_where, is_fractional
from rglm.families.links.link_names import choose_link
from rglm.fitting.cell_likelihood import cells_of_responses
from rglm.fitting.control import Control, as_control
from rglm.fitting.estimator import as_estimator
from rglm.fitting.negbin.alternating_ml import AlternatingResult, alternating_ml
from rglm.fitting.solver_result import SolverStatus
from rglm.formatting.hints.argument_hints import check_arguments
from rglm.formatting.hints.warning_location import warn
from rglm.models.base.model_data import ModelData
from rglm.models.glm.irls_call import IrlsCall, IrlsSettings
from rglm.models.glm_nb.negbin_fit import NegbinFit
from rglm.sources.cells.cells import find_cells
from rglm.warnings import BoundaryWarning, ConvergenceWarning, FamilyWarning


@check_arguments
def glm_nb(
    formula: str,
    data: Any = None,
    weights: str | Sequence[float] | pd.Series | None = None,
    subset: str | Sequence[bool] | pd.Series | None = None,
    na_action: str = "na_omit",
    start: Sequence[float] | pd.Series | None = None,
    etastart: str | Sequence[float] | pd.Series | None = None,
    mustart: str | Sequence[float] | pd.Series | None = None,
    offset: str | Sequence[float] | pd.Series | None = None,
    control: Mapping[str, Any] | Control | None = None,
    contrasts: Mapping[str, Any] | None = None,
    link: str = "log",
    init_theta: float | None = None,
    progress: bool = True,
    context: Mapping[str, Any] | None = None,
) -> NegbinFit:
    """Fit counts whose variance exceeds their mean, with theta estimated; R's ``MASS::glm.nb``.

    y_i has mean mu_i, g(mu_i) = x_i' beta + o_i, and variance mu_i + mu_i^2/theta: a Poisson
    count whose mean is itself gamma with shape theta. beta and theta are at the maximum of their
    likelihood.

    Parameters
    ----------
    formula, data, weights, subset, na_action, offset, contrasts
        As in `glm`. Prior weights multiply the log-likelihoods of the rows, so that estimates,
        theta and standard errors are those of the rows written out; as in R a row is one
        observation for ``nobs()``, ``df_residual``, BIC and robust covariances.
    start, etastart, mustart : optional
        Where iteration starts: coefficients, linear predictor or means.
    control : dict, optional
        ``{"epsilon": 1e-8, "maxit": 25, "trace": False}``, for each fit of the coefficients.
    link : {"log", "sqrt", "identity"}
        g.
    init_theta : float, optional
        The theta to start from; by default that of the residuals of the Poisson fit.
    progress, context
        As in `glm`.

    Returns
    -------
    NegbinFit
        All that `glm` returns, and ``theta``, ``SE_theta``, ``twologlik`` and ``th_warn``.

    Raises
    ------
    ValueError
        A negative response, or one that is zero in every row; an `init_theta` not above 0; and
        what `glm` raises.

    Warns
    -----
    BoundaryWarning
        The response is not overdispersed relative to Poisson, so that theta has no finite
        estimate. A large one then stands for it: the fit is that of ``poisson()``.
    FamilyWarning
        Responses that are not whole.
    ConvergenceWarning, SeparationWarning, RankWarning
        As `glm`.

    Notes
    -----
    Theta and its standard error are at the maximum to about 1e-10. R stops earlier: of MASS's
    ``quine`` its theta agrees to nine digits, and the standard error to five. As in MASS the
    covariance of the coefficients is by their expected information at theta, to which they are
    orthogonal; the standard error of theta is by the observed one. ``drop1``, ``add1``,
    ``confint`` and ``profile`` hold theta where it is; ``update`` and ``step`` estimate it anew.

    The model is Lawless's (1987).

    References
    ----------
    Lawless (1987), Negative binomial and mixed Poisson regression, Canadian Journal of Statistics
    15; Venables & Ripley (2002), *Modern Applied Statistics with S*, section 7.4.

    Examples
    --------
    >>> from rglm.datasets import load
    >>> from rglm.models.glm_nb.glm_nb import glm_nb
    >>> fit = glm_nb("breaks ~ wool + tension", load("warpbreaks"))
    >>> round(fit.theta, 4), round(fit.SE_theta, 4)
    (9.9444, 2.5613)
    """
    return NegbinCall.of(locals()).fit()


@dataclass(frozen=True, kw_only=True, eq=False)
class NegbinCall(IrlsCall[NegbinFit]):
    """The arguments of a call of `glm_nb`."""

    link: str
    init_theta: float | None

    function = staticmethod(glm_nb)

    def settings(self) -> IrlsSettings:
        """How the model is fitted, with the first theta."""
        control, theta = as_control(self.control), _theta(self.init_theta)
        link = choose_link("glm_nb", self.link, LINK_NAMES)
        family = NegativeBinomial(theta, link, estimated=True)
        return IrlsSettings(family, as_estimator("glm_fit"), control)

    def fit_rows(
        self, data: ModelData, settings: IrlsSettings, start: np.ndarray | None
    ) -> NegbinFit:
        """The model fitted to its rows, from the coefficients `start` if there are any."""
        is_known, may_sample = self.init_theta is not None, not self.has_starting_means
        cells = find_cells(data.source) if may_sample else None
        source = cells_of_responses(cells, settings.family) or data.source
        result = alternating_ml(
            source, settings.family, settings.control, start, is_known, may_sample
        )
        fit = NegbinFit(
            result.fit,
            data.source,
            family=result.family,
            control=settings.control,
            estimator=settings.estimator,
            SE_theta=result.se,
            th_warn=result.detail or None,
            schema=data.frame.schema,
            success=success_level(data.frame.response, settings.family.has_binary_response),
            **data.fit_arguments,
        )
        _warn(fit, result)
        return fit._replace(_unchecked_cells=cells) if may_sample else fit


def _theta(given: Any) -> float:
    """``init_theta=``, NaN where it is not given."""
    if given is None:
        return float("nan")
    is_number = isinstance(given, Real) and not isinstance(given, bool)
    if not (is_number and 0 < float(given) < np.inf):
        raise ValueError(f"init_theta={given!r}: give a number above 0, or None")
    return float(given)


def _first_fraction(fit: NegbinFit) -> str | None:
    """The first row whose response is not a whole number, and that number."""
    y = fit._rows_source.rows.y
    odd = first_row_where(is_fractional, y)
    return None if odd is None else f"{row_label(fit._index, odd)}, {y[odd]:.15g}"


def _first_fraction_of_all(fit: NegbinFit) -> str | None:
    """The same of all rows, which are not read where the distinct ones are whole numbers."""
    known = fit._rows_source.distinct
    if known is not None and first_row_where(is_fractional, known.rows.y) is None:
        return None
    return next(filter(None, fit._map_chunks(_first_fraction)), None)


def _warn(fit: NegbinFit, result: AlternatingResult) -> None:
    """Warn of fractional responses, and of what went wrong on the way to theta."""
    name = fit._schema.parsed.response.name
    if odd := _first_fraction_of_all(fit):
        message = (
            f"glm_nb: the response {name!r} is not a count in the row labelled "
            f"{odd}: the likelihood is that of counts all the same, with gamma functions for the "
            "factorials"
        )
        warn(message, FamilyWarning)
    for message, category in result.fit_warnings.items():
        warn(message.replace("glm:", "glm_nb:", 1), category)
    if result.status is SolverStatus.UNBOUNDED:
        message = (
            f"glm_nb: {result.message}. The likelihood rises to that of the Poisson model: use "
            "glm(..., family=poisson()), whose check_overdispersion() tells whether the counts "
            f"vary even less; theta = {fit.theta:g} stands for infinity"
        )
        warn(message, BoundaryWarning)
    elif not result.converged:
        message = (
            f"glm_nb: {result.message}; the numbers are not the answer. Look for far too large "
            "effects, or start elsewhere: init_theta="
        )
        warn(message, ConvergenceWarning)

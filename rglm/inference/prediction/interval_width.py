"""The width of the intervals of predictions of a linear model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rglm.inference.confidence_level import t_quantile
from rglm.inference.covariance.given_covariance import given_covariance
from rglm.inference.prediction.predicted_rows import without_aliased
from rglm.protocol.argument_types import Vcov
from rglm.protocol.capabilities import HasLeverage


@dataclass(frozen=True)
class IntervalWidth:
    """The quantities by which the width of an interval is computed.

    Attributes
    ----------
    sigma : float
        The residual standard error.
    df : float
        The degrees of freedom of t.
    covariance : (p, p) array or None
        That of ``vcov=``, 0 for aliased coefficients.
    """

    sigma: float
    df: float
    covariance: np.ndarray | None

    @classmethod
    def of(
        cls, fit: HasLeverage, scale: float | None, df: float | None, vcov: Vcov
    ) -> IntervalWidth:
        """The width by ``predict(scale=, df=, vcov=)``.

        Raises
        ------
        ValueError
            Arguments that do not go together, or are not above 0.
        """
        if scale is not None and vcov is not None:
            raise ValueError("scale= goes into the fit's own covariance, which vcov= replaces")
        if scale is not None and not scale > 0:
            raise ValueError(f"scale={scale!r}: a residual standard error above 0, or None")
        if df is None:
            df = fit.df_residual if scale is None else np.inf
        elif scale is None and vcov is None:
            raise ValueError(
                f"df={df!r} goes with scale= or vcov=: the fit's own sigma has its own "
                f"{fit.df_residual} degrees of freedom"
            )
        elif not df > 0:
            raise ValueError(f"df={df!r}: degrees of freedom above 0, or None")
        covariance = None if vcov is None else without_aliased(fit, given_covariance(fit, vcov))
        sigma = float(np.sqrt(fit.dispersion)) if scale is None else float(scale)
        return cls(sigma, float(df), covariance)

    @property
    def unit(self) -> float:
        """The factor of standard errors: sigma, or 1 where the covariance has it."""
        return self.sigma if self.covariance is None else 1.0

    def half_width(self, se: Any, variance: Any, level: float) -> Any:
        """The half width of intervals: t sqrt(se^2 + variance)."""
        with np.errstate(all="ignore"):
            return t_quantile(self.df, (1 + level) / 2) * np.sqrt(se * se + variance)

"""The covariance of a zero-inflated or hurdle model; R's vcov.zeroinfl."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.formatting.name_positions import name_positions
from rglm.formatting.tables.wide_frame import WideFrame
from rglm.inference.covariance.hac.hac_options import HacOptions
from rglm.inference.covariance.model_covariance import coefficient_places
from rglm.inference.covariance.vcov import ResamplingOptions, covariance_at
from rglm.inference.random_seed import Seed
from rglm.protocol.argument_types import RowValues

if TYPE_CHECKING:
    from rglm.models.twopart.twopart_fit import TwoPartFit


def vcov(
    fit: TwoPartFit,
    parm: str | Sequence[str] | None = None,
    type: str | None = None,
    cluster: Any = None,
    model: str = "full",
    *,
    lag: int | None = None,
    kernel: str | None = None,
    bandwidth: float | str | None = None,
    prewhite: int | None = None,
    adjust: bool | None = None,
    order_by: RowValues | None = None,
    R: int | None = None,
    seed: Seed = 1,
) -> pd.DataFrame:
    """The covariance of the coefficients, NaN where aliased.

    Parameters
    ----------
    parm, type, cluster, lag, kernel, bandwidth, prewhite, adjust, order_by, R, seed
        As for `glm`: which coefficients, and a robust covariance.
    model : {"full", "count", "zero"}
        Both parts, or one under the names of its columns; R's ``vcov(fit, model = )``.

    Returns
    -------
    DataFrame (p, p)
        Under the names of the coefficients.

    Examples
    --------
    >>> from rglm import zeroinfl
    >>> from rglm.datasets import load
    >>> fit = zeroinfl("n_gc ~ logmass", load("galaxies"), dist="negbin")
    >>> fit.vcov(model="zero").columns.tolist()
    ['(Intercept)', 'logmass']
    """
    options = HacOptions(lag, kernel, bandwidth, prewhite, adjust, order_by)
    resampling = ResamplingOptions(R, seed)
    if model == "full":
        places = coefficient_places(fit, parm)
        return WideFrame.of(covariance_at(fit, places, type, cluster, options, resampling))
    places, names = np.arange(len(fit.names))[fit._part_slice(model)], fit._part_names(model)
    inside = np.arange(len(names)) if parm is None else _places(parm, names)
    chosen = [names[i] for i in inside]
    covariance = covariance_at(fit, places[inside], type, cluster, options, resampling)
    return WideFrame.of(covariance.set_axis(chosen, axis=0).set_axis(chosen, axis=1))


def _places(parm: str | Sequence[str], names: Sequence[str]) -> list[int]:
    return name_positions([parm] if isinstance(parm, str) else parm, names, "parm=")

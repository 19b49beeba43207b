"""The reference grid of a fit, with the prediction at each row; R's ref_grid."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rglm.inference.means.emm_grid import EmmGrid
from rglm.inference.means.grid_means import GridArguments, MeansOfGrid
from rglm.inference.means.settings import EmmSettings
from rglm.protocol.argument_types import Vcov
from rglm.protocol.model_result import ModelResult


def ref_grid(
    fit: ModelResult,
    at: Mapping[str, Any] | None = None,
    *,
    type: str = "link",
    mode: str | None = None,
    vcov: Vcov = None,
    df: float | None = None,
) -> EmmGrid:
    """The reference grid of a fit, with the prediction at each row; R's ``ref_grid``.

    All combinations of the levels of factors, with numbers at their means: what ``emmeans()``
    averages over.

    Parameters
    ----------
    at, type, mode, vcov, df
        As of ``emmeans()``.

    Returns
    -------
    EmmGrid
        Prints as R's page; ``table`` is the DataFrame.

    Raises
    ------
    ValueError
        As ``emmeans()``.

    Examples
    --------
    >>> from rglm import lm
    >>> from rglm.datasets import load
    >>> lm("breaks ~ wool + tension", load("warpbreaks")).ref_grid(at={"tension": "L"})
     wool tension prediction   SE df
     A    L             39.3 3.16 50
     B    L             33.5 3.16 50
    """
    means = MeansOfGrid.of(fit, GridArguments(at=at), vcov, mode)
    return means.rows(EmmSettings().changed((False, False), type=type, df=df))

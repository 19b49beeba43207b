"""The reference grid of a fit, with the prediction at each row; R's ref_grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rglm.inference.means.emm_grid import EmmGrid
from rglm.inference.means.grid_means import GridArguments, MeansOfGrid
from rglm.inference.means.settings import EmmSettings
from rglm.inference.reference_grid.covariate_reduction import CovReduce
from rglm.inference.reference_grid.grid_of_fit import FOUND
from rglm.inference.reference_grid.variable_summary import MOST_KEPT
from rglm.protocol.argument_types import Vcov
from rglm.protocol.model_result import ModelResult


def ref_grid(
    fit: ModelResult,
    at: Mapping[str, Any] | None = None,
    *,
    type: str = "link",
    mode: str | None = None,
    cov_reduce: CovReduce = "mean",
    cov_keep: int | str | Sequence[int | str] = MOST_KEPT,
    nesting: str | Mapping[str, Any] | None = FOUND,
    offset: float | Sequence[float] | None = None,
    vcov: Vcov = None,
    df: float | None = None,
) -> EmmGrid:
    """The reference grid of a fit, with the prediction at each row; R's ``ref_grid``.

    All combinations of the levels of factors, with numbers at their means: what ``emmeans()``
    averages over.

    Parameters
    ----------
    at, type, mode, cov_reduce, cov_keep, nesting, offset, vcov, df
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
    arguments = GridArguments(at, cov_reduce, cov_keep, nesting, offset)
    means = MeansOfGrid.of(fit, arguments, vcov, mode)
    return means.rows(EmmSettings().changed((False, False), type=type, df=df))

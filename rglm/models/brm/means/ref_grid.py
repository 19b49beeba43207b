"""The reference grid of a posterior, with the draws at each row; R's ref_grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rglm.inference.means.grid_means import GridArguments
from rglm.inference.means.settings import EmmSettings
from rglm.inference.reference_grid.covariate_reduction import CovReduce
from rglm.inference.reference_grid.grid_of_fit import FOUND
from rglm.inference.reference_grid.variable_summary import MOST_KEPT
from rglm.models.brm.means.drawn_grid import DrawnGrid
from rglm.models.brm.means.means_page import PosteriorMeans

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit


def ref_grid(
    fit: BrmFit,
    at: Mapping[str, Any] | None = None,
    *,
    type: str = "link",
    cov_reduce: CovReduce = "mean",
    cov_keep: int | str | Sequence[int | str] = MOST_KEPT,
    nesting: str | Mapping[str, Any] | None = FOUND,
    offset: float | Sequence[float] | None = None,
    regrid: str | None = None,
    level: float = 0.95,
    dpar: str | None = None,
    epred: bool = False,
) -> PosteriorMeans:
    """The reference grid of a fit, with the posterior at each row; R's ``ref_grid``.

    All combinations of the levels of factors, with numbers at their means: what ``emmeans()``
    averages over.

    Parameters
    ----------
    at, type, cov_reduce, cov_keep, nesting, offset, regrid, level, dpar, epred
        As of ``emmeans()``.

    Returns
    -------
    PosteriorMeans
        Prints as R's page; ``table`` is the DataFrame, ``draws`` has the draws.

    Raises
    ------
    ValueError
        As ``emmeans()``.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> fit = brm("breaks ~ wool + tension", load("warpbreaks"), seed=1)
    >>> fit.ref_grid(at={"tension": "L"}).table["wool"].tolist()
    ['A', 'B']
    """
    arguments = GridArguments(at, cov_reduce, cov_keep, nesting, offset)
    means = DrawnGrid.of(fit, arguments, dpar, epred).regridded(regrid)
    return means.rows(EmmSettings().changed(type=type, level=level))

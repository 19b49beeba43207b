"""Means of a posterior at the levels of factors; R's emmeans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from rglm.formatting.hints.option_check import check_option
from rglm.inference.confidence_level import check_level
from rglm.inference.means.grid_notes import averaging_note, interaction_note
from rglm.inference.means.scale import Scale
from rglm.inference.multiple_comparisons.contrast_set import Method
from rglm.inference.reference_grid.grid_of_fit import grid_of_fit
from rglm.inference.reference_grid.reference_grid import ReferenceGrid
from rglm.inference.reference_grid.specs import Specs, read_specs
from rglm.inference.row_values import rows_in_data
from rglm.models.brm.means.means_page import PosteriorMeans

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit

TYPES = ("link", "response")


def emmeans(
    fit: BrmFit,
    specs: str | Sequence[str],
    by: str | Sequence[str] | None = None,
    at: Mapping[str, Any] | None = None,
    type: str = "link",
    level: float = 0.95,
    contr: Method | None = None,
    dpar: str | None = None,
    epred: bool = False,
) -> PosteriorMeans:
    """Means at the levels of factors, all other factors counted alike; R's ``emmeans``.

    The mean of a group is the average of x'b over the rows of a grid: all combinations of the
    levels of factors, numbers at their means; for each draw of b. What is shown are medians of the
    draws and their intervals of highest density.

    Parameters
    ----------
    specs : str or list of str
        The variables whose levels have a mean each: ``"g"``, ``"a * b"``, ``"~ a | b"`` (means of
        a in groups of b), ``"pairwise ~ a"`` (with `contr`), or ``"1"``.
    by : str or list of str, optional
        The variables of groups.
    at : dict, optional
        Values of variables of the grid, one or a list: ``{"age": [20, 60]}``. By default a factor
        has all its levels, a number its mean, or both values if it has only two.
    type : {"link", "response"}
        The linear predictor, or the inverse link of its mean.
    level : float
        The probability of the intervals.
    contr : str, dict, DataFrame, array or function, optional
        Contrasts of the means too, in ``contrasts``: "pairwise", "revpairwise", "trt_vs_ctrl",
        "consec", "eff", "poly" ..., or weights by hand. Of logarithms and of log odds they are
        ratios with ``type="response"``.
    dpar : str, optional
        A parameter of the response whose linear predictor is meant: "zi", "hu", "mu<level>".
    epred : bool
        Averages of the expected response instead, ``posterior_epred()``: of a hurdle, say, of both
        parts; differences of them are differences.

    Returns
    -------
    PosteriorMeans
        Prints as R's page; ``table`` is the DataFrame, ``draws`` has the draws, ``pairs()``
        compares, ``contrasts`` are those asked for.

    Raises
    ------
    ValueError
        A variable that the model lacks; a level that a factor lacks; unordered categories without
        `dpar`.

    References
    ----------
    Searle, Speed & Milliken (1980), Population marginal means in the linear model, The American
    Statistician 34; Lenth, emmeans, an R package.

    Examples
    --------
    >>> from rglm import brm, poisson
    >>> from rglm.datasets import load
    >>> fit = brm("breaks ~ wool + tension", load("warpbreaks"), family=poisson(), seed=1)
    >>> fit.emmeans("tension", type="response").table["tension"].tolist()
    ['L', 'M', 'H']
    """
    check_level(level)
    check_option("type", type, TYPES)
    grid = grid_of_fit(fit, at, nesting=None)
    wanted = read_specs(specs, by, contr, list(grid.values))
    names = [*wanted.variables, *wanted.by]
    groups, weights = grid.averages(names)
    if epred:
        drawn, scale = _expectations(fit, grid), Scale(None)
    else:
        drawn, scale = _predictors(fit, grid, dpar), _scale(fit, dpar)
    means = PosteriorMeans(
        groups,
        drawn.to_numpy() @ weights.T,
        drawn.index,
        wanted.variables,
        wanted.by,
        scale,
        type == "response",
        level,
        tuple(_notes(fit, grid, wanted)),
    )
    if wanted.contrast is None:
        return means
    return replace(means, contrasts=means.contrast(wanted.contrast))


def grid_rows(fit: BrmFit, verb: str) -> pd.DataFrame:
    """The rows of the data that were fitted.

    Raises ValueError: there are none in memory.
    """
    fit._rows_source  # noqa: B018  an error after strip()
    if fit._is_chunked or fit.data is None:
        raise ValueError(
            f"{verb}() takes the values of variables from a table in memory; fit with data= one, "
            "or predict at rows of your own, posterior_epred(expand_grid(...))"
        )
    rows: pd.DataFrame = fit.data.iloc[rows_in_data(fit)]  # type: ignore[arg-type]
    return rows


def _predictors(fit: BrmFit, grid: ReferenceGrid, dpar: str | None) -> pd.DataFrame:
    """The draws of the linear predictor of the rows of the grid, (S, N)."""
    if dpar is None and fit.family.has_levels and not fit.family.has_ordered_levels:
        names = ", ".join(repr(one.dpar) for one in fit._predictors)
        raise ValueError(
            f"emmeans(): {fit.family.name}() has a linear predictor for each level; choose one, "
            f"dpar= {names}"
        )
    return fit.posterior_linpred(newdata=grid.rows, dpar=dpar)


def _expectations(fit: BrmFit, grid: ReferenceGrid) -> pd.DataFrame:
    if fit.family.has_levels:
        raise ValueError(
            f"emmeans(epred=True): {fit.family.name}() has categories, and no mean; "
            "posterior_epred() has their probabilities"
        )
    return fit.posterior_epred(newdata=grid.rows)


def _scale(fit: BrmFit, dpar: str | None) -> Scale:
    if fit.family.has_levels:  # a latent mean
        return Scale(None)
    name = "prob" if dpar in ("zi", "hu") else fit.family.mean_name
    return Scale(fit.family.link_of(dpar or "mu"), name)


def _notes(fit: BrmFit, grid: ReferenceGrid, specs: Specs) -> list[str]:
    """What the means are averaged over, and where that may mislead."""
    return [
        *averaging_note(grid.averaged_over((*specs.variables, *specs.by))),
        *interaction_note(fit._schemas, grid.rows, specs.variables, specs.by),
    ]

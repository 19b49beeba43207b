"""Contrasts of means: differences, ratios, trends over levels, interactions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Unpack, overload

import numpy as np

from rglm.inference.means.contrasts.contrast_request import (
    ContrastOptions,
    ContrastRequest,
    Interaction,
)
from rglm.inference.means.contrasts.emm_list import EmmList
from rglm.inference.means.contrasts.same_groups import SAME, By
from rglm.inference.means.contrasts.simple_contrasts import Simple, simple_contrasts
from rglm.inference.multiple_comparisons.contrast_set import Method
from rglm.inference.multiple_comparisons.mean_places import Places

if TYPE_CHECKING:
    from rglm.inference.means.emm_grid import EmmGrid


@overload
def contrast(
    emm: EmmGrid,
    method: Method = ...,
    by: By = ...,
    adjust: str | None = ...,
    *,
    simple: None = None,
    **options: Unpack[ContrastOptions],
) -> EmmGrid: ...
@overload
def contrast(
    emm: EmmGrid,
    method: Method = ...,
    by: By = ...,
    adjust: str | None = ...,
    *,
    simple: Simple,
    **options: Unpack[ContrastOptions],
) -> EmmGrid | EmmList: ...
def contrast(
    emm: EmmGrid,
    method: Method = "eff",
    by: By = SAME,
    adjust: str | None = None,
    *,
    ref: Places = None,
    reverse: bool = False,
    exclude: Places = None,
    include: Places = None,
    wts: Sequence[float] | np.ndarray | None = None,
    max_degree: int | None = None,
    interaction: Interaction = False,
    simple: Simple = None,
    combine: bool = False,
    ratios: bool = True,
    offset: float | Sequence[float] | None = None,
    scale: float | Sequence[float] | None = None,
    name: str = "contrast",
    enhance_levels: bool | str | Sequence[str] = True,
    infer: bool | Sequence[bool] | None = None,
    level: float | None = None,
    type: str | None = None,
    null: float | None = None,
    side: str | int | None = None,
    delta: float | None = None,
    df: float | None = None,
) -> EmmGrid | EmmList:
    """Contrasts of means, sum_i w_i m_i: differences, ratios, trends, interactions.

    R's ``contrast`` of emmeans. Each method has its own adjustment of p-values for the number of
    contrasts. Where the means are logarithms or log odds, ``type="response"`` shows the contrasts
    as ratios; where they are on another link, as a square root, contrasts stay on that scale.

    Parameters
    ----------
    method : str, dict, DataFrame, array or function
        "pairwise", "revpairwise" (adjusted by "tukey"), "trt_vs_ctrl", "trt_vs_ctrlk"
        ("dunnettx"), "eff", "del_eff" ("fdr"), "consec", "mean_chg" ("mvt"), "poly", "identity"
        ("none"). Or weights: a dict of name -> weights of the means in their order, or of
        name -> {label: weight}; a DataFrame with a column for each contrast; rows of numbers; a
        function of the labels.
    by : str or sequence of str, optional
        Variables whose levels make groups, in which contrasts are made; None for no groups. By
        default the groups of the means.
    adjust : str, optional
        The adjustment: "tukey", "scheffe", "sidak", "bonferroni", "dunnettx", "mvt", "holm",
        "hochberg", "hommel", "BH" ("fdr"), "BY", "none".
    ref : str or int or sequence of them, optional
        The means the others are compared with, of "trt_vs_ctrl": labels, or numbers from 1.
    reverse : bool
        The other direction of each difference.
    exclude, include : str or int or sequence of them, optional
        Means that take no part, or the only ones that do.
    wts : sequence of float, optional
        Of "eff" and "del_eff": weights of the means in the mean they are compared with.
    max_degree : int, optional
        Of "poly".
    interaction : bool, str, list or dict
        Interaction contrasts: the method of all variables (True: `method`), a list of one for
        each, or a dict of variable -> method. They are not adjusted by default.
    simple : str, sequence, "each", optional
        The variables that are compared, in groups of all others. "each": each variable in turn; a
        list of lists: each of these in turn.
    combine : bool
        Whether the sets of `simple` are one table, adjusted together.
    ratios : bool
        Whether differences of logarithms are shown as ratios with ``type="response"``.
    offset, scale : float or sequence of float, optional
        What is added to each contrast, and by what it is multiplied before.
    name : str
        The column of the names.
    enhance_levels : bool, str or sequence of str
        The variables whose names stand before their levels; True: those with numbers as levels.
    infer, level, type, null, side, delta, df
        What is shown, as of ``summary``.

    Returns
    -------
    EmmGrid
        The contrasts, of which contrasts can be made again. Of several sets an `EmmList`.

    Raises
    ------
    ValueError
        No such method, adjustment or variable; nothing to compare; weights of another length.

    References
    ----------
    Lenth, R. V. (2016). Least-squares means: the R package lsmeans. Journal of Statistical
    Software 69(1). Searle, Speed and Milliken (1980). Population marginal means in the linear
    model. The American Statistician 34.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool * tension", load("warpbreaks"), poisson())
    >>> fit.emmeans("tension", by="wool").contrast("trt_vs_ctrl", type="response")
    wool = A:
     contrast ratio     SE  df null z.ratio p.value
     M / L    0.539 0.0455 Inf    1  -7.330  <.0001
     H / L    0.551 0.0462 Inf    1  -7.112  <.0001
    <BLANKLINE>
    wool = B:
     contrast ratio     SE  df null z.ratio p.value
     M / L    1.020 0.0900 Inf    1   0.221  0.9541
     H / L    0.665 0.0660 Inf    1  -4.104  0.0001
    <BLANKLINE>
    P value adjustment: dunnettx method for 2 tests
    Tests are performed on the log scale
    """
    request = ContrastRequest(
        method,
        {
            "ref": ref,
            "reverse": reverse,
            "exclude": exclude,
            "include": include,
            "wts": wts,
            "max_degree": max_degree,
        },
        interaction,
        adjust,
        ratios,
        offset,
        scale,
        name,
        enhance_levels,
        {
            "infer": infer,
            "level": level,
            "type": type,
            "null": null,
            "side": side,
            "delta": delta,
            "df": df,
        },
    )
    if simple is None:
        return request.of(emm, by)
    return simple_contrasts(emm, simple, combine, request)

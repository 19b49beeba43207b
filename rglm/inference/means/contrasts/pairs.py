"""All differences of two means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Unpack, overload

from rglm.inference.means.contrasts.contrast import contrast
from rglm.inference.means.contrasts.contrast_request import PairOptions
from rglm.inference.means.contrasts.emm_list import EmmList
from rglm.inference.means.contrasts.same_groups import SAME, By
from rglm.inference.means.contrasts.simple_contrasts import Simple
from rglm.inference.multiple_comparisons.mean_places import Places

if TYPE_CHECKING:
    from rglm.inference.means.emm_grid import EmmGrid


@overload
def pairs(
    emm: EmmGrid,
    reverse: bool = ...,
    by: By = ...,
    adjust: str | None = ...,
    *,
    interaction: bool = ...,
    simple: None = None,
    **options: Unpack[PairOptions],
) -> EmmGrid: ...
@overload
def pairs(
    emm: EmmGrid,
    reverse: bool = ...,
    by: By = ...,
    adjust: str | None = ...,
    *,
    interaction: bool = ...,
    simple: Simple,
    **options: Unpack[PairOptions],
) -> EmmGrid | EmmList: ...
def pairs(
    emm: EmmGrid,
    reverse: bool = False,
    by: By = SAME,
    adjust: str | None = None,
    *,
    exclude: Places = None,
    include: Places = None,
    interaction: bool = False,
    simple: Simple = None,
    combine: bool = False,
    ratios: bool = True,
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
    """All differences of two means: ``contrast("pairwise")``, adjusted by Tukey's method.

    Parameters
    ----------
    reverse : bool
        Whether a later mean comes first, ``b - a``.
    by, adjust, exclude, include, interaction, simple, combine, ratios, name, enhance_levels
        As of ``contrast``.
    infer, level, type, null, side, delta, df
        What is shown, as of ``summary``.

    Returns
    -------
    EmmGrid
        Of several sets an `EmmList`.

    Raises
    ------
    ValueError
        As of ``contrast``.

    Examples
    --------
    >>> from rglm import lm
    >>> from rglm.datasets import load
    >>> lm("breaks ~ wool + tension", load("warpbreaks")).emmeans("tension").pairs()
     contrast estimate   SE df t.ratio p.value
     L - M       10.00 3.87 50   2.582  0.0336
     L - H       14.72 3.87 50   3.802  0.0011
     M - H        4.72 3.87 50   1.219  0.4474
    <BLANKLINE>
    Results are averaged over the levels of: wool
    P value adjustment: tukey method for comparing a family of 3 estimates
    """
    return contrast(
        emm,
        "revpairwise" if reverse else "pairwise",
        by,
        adjust,
        exclude=exclude,
        include=include,
        interaction=interaction,
        simple=simple,
        combine=combine,
        ratios=ratios,
        name=name,
        enhance_levels=enhance_levels,
        infer=infer,
        level=level,
        type=type,
        null=null,
        side=side,
        delta=delta,
        df=df,
    )

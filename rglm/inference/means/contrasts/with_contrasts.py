"""Means with the contrasts that ``emmeans("pairwise ~ g")`` asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rglm.inference.means.contrasts.contrast_request import ContrastRequest
from rglm.inference.means.contrasts.same_groups import SAME
from rglm.inference.reference_grid.specs import Specs

if TYPE_CHECKING:
    from rglm.inference.means.emm_grid import EmmGrid


def with_contrasts(
    emm: EmmGrid,
    wanted: Specs,
    adjust: str | None,
    infer: bool | Sequence[bool] | None = None,
    options: Mapping[str, Any] | None = None,
) -> EmmGrid:
    """Means with the contrasts that were asked for; else `adjust` is of the means."""
    if wanted.contrast is None:
        return emm if adjust is None else emm.summary(adjust=adjust)
    request = ContrastRequest(wanted.contrast, options, adjust=adjust, shown={"infer": infer})
    return replace(emm, contrasts=request.of(emm, SAME))

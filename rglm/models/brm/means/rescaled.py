"""Draws of means on another scale."""

from __future__ import annotations

import numpy as np

from rglm.families.links.link_names import LINKS
from rglm.inference.means.regrid import RESPONSE, SAME, check_regrid
from rglm.inference.means.scale import Scale


def rescaled(linear: np.ndarray, scale: Scale, transform: str) -> tuple[np.ndarray, Scale]:
    """Draws on another scale, as ``regrid=`` names it, and the scale.

    Raises
    ------
    ValueError
        An unknown scale.
    """
    check_regrid(transform)
    if transform in SAME:
        return linear, scale
    means = scale.means(linear)
    if transform in RESPONSE:
        return means, Scale(None)
    return LINKS[transform].linkfun(means), Scale(LINKS[transform])

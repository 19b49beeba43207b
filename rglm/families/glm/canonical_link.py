"""Whether the link of a family is its canonical one."""

from __future__ import annotations

import numpy as np

from rglm.families.glm.family import Family


def has_canonical_link(family: Family) -> bool:
    """Whether the linear predictor is the family's own parameter theta, up to a constant factor.

    Then dmu/deta is proportional to the variance function V(mu) (McCullagh & Nelder 1989, section
    2.2.4), which is looked at for some means between 0 and 1.
    """
    mu = np.array([0.2, 0.5, 0.7])
    ratio = family.link.mu_eta(family.link.linkfun(mu)) / family.variance(mu)
    return bool(np.allclose(ratio, ratio[0]))

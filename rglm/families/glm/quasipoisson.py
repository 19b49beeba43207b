"""The quasi-Poisson family."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rglm.families.glm.poisson import LINK_NAMES, Poisson
from rglm.families.glm.quasi_likelihood import QuasiLikelihood
from rglm.families.glm.response import (
    PreparedResponse,
    nonnegative_response,
    one_column_response,
)
from rglm.families.links.link import Link
from rglm.families.links.link_names import choose_link
from rglm.formatting.hints.argument_hints import check_argument_names


@dataclass(frozen=True, repr=False)
class QuasiPoisson(QuasiLikelihood):
    """The Poisson mean and variance with a dispersion; made by `quasipoisson`."""

    link: Link
    name = "quasipoisson"
    constructor = "quasipoisson"
    mean_range = response_range = (0.0, np.inf)
    boundary_means = (0.0,)
    instead = "poisson() or negative_binomial(theta)"

    variance = Poisson.variance
    dev_resids = Poisson.dev_resids

    def prepare(self, y: Any, weights: Any = None) -> PreparedResponse:
        """Take y of 0 or more; starts from y + 0.1."""
        y, weights = nonnegative_response(self.name, y, weights)
        return one_column_response(y, weights, y + 0.1)


@check_argument_names
def quasipoisson(link: str | Link = "log") -> QuasiPoisson:
    """Return the Poisson family with an estimated dispersion, as R's ``quasipoisson()``.

    Parameters
    ----------
    link : str or Link
        log, identity or sqrt; or any link object.

    Raises
    ------
    ValueError
        If the link is not one of these.

    Examples
    --------
    >>> quasipoisson()
    quasipoisson(link="log")
    """
    return QuasiPoisson(choose_link("quasipoisson", link, LINK_NAMES))

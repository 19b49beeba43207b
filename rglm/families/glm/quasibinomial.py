"""The quasi-binomial family."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rglm.families.glm.binomial import LINK_NAMES, Binomial
from rglm.families.glm.binomial_response import prepare_proportions
from rglm.families.glm.quasi_likelihood import QuasiLikelihood
from rglm.families.glm.response import PreparedResponse
from rglm.families.links.link import Link
from rglm.families.links.link_names import choose_link
from rglm.formatting.hints.argument_hints import check_argument_names


@dataclass(frozen=True, repr=False)
class QuasiBinomial(QuasiLikelihood):
    """The binomial mean and variance with a dispersion; made by `quasibinomial`."""

    link: Link
    name = "quasibinomial"
    constructor = "quasibinomial"
    mean_range = response_range = (0.0, 1.0)
    boundary_means = (0.0, 1.0)
    has_binary_response = True
    instead = "binomial()"

    variance = Binomial.variance
    dev_resids = Binomial.dev_resids

    def prepare(self, y: Any, weights: Any = None) -> PreparedResponse:
        """0/1 or proportions, or two columns; starts from (wt y + 1/2)/(wt + 1)."""
        return prepare_proportions(self.name, y, weights)


@check_argument_names
def quasibinomial(link: str | Link = "logit") -> QuasiBinomial:
    """Return the binomial family with an estimated dispersion, as R's ``quasibinomial()``.

    Parameters
    ----------
    link : str or Link
        logit, probit, cauchit, log or cloglog; or any link object.

    Raises
    ------
    ValueError
        If the link is not one of these.

    Examples
    --------
    >>> quasibinomial("probit")
    quasibinomial(link="probit")
    """
    return QuasiBinomial(choose_link("quasibinomial", link, LINK_NAMES))

"""Families and links: the distribution of y given its mean."""

from rglm.errors import ResponseError
from rglm.families.glm.binomial import binomial
from rglm.families.glm.family import Family
from rglm.families.glm.family_names import as_family
from rglm.families.glm.gamma import Gamma
from rglm.families.glm.gaussian import gaussian
from rglm.families.glm.inverse_gaussian import inverse_gaussian
from rglm.families.glm.negative_binomial import negative_binomial
from rglm.families.glm.poisson import poisson
from rglm.families.glm.quasi import quasi
from rglm.families.glm.quasi_likelihood import quasibinomial, quasipoisson
from rglm.families.glm.response import PreparedResponse
from rglm.families.glm.tweedie import tweedie
from rglm.families.links.link import Link
from rglm.families.links.link_names import make_link, power
from rglm.warnings import FamilyWarning

Prepared = PreparedResponse

__all__ = [
    "Family",
    "FamilyWarning",
    "Gamma",
    "Link",
    "Prepared",
    "PreparedResponse",
    "ResponseError",
    "as_family",
    "binomial",
    "gaussian",
    "inverse_gaussian",
    "make_link",
    "negative_binomial",
    "poisson",
    "power",
    "quasi",
    "quasibinomial",
    "quasipoisson",
    "tweedie",
]

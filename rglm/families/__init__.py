"""Families and links: the distribution of y given its mean."""

from rglm.families.binomial import binomial, quasibinomial
from rglm.families.family import Family, FamilyWarning, Prepared, ResponseError, as_family
from rglm.families.gamma import Gamma
from rglm.families.gaussian import gaussian
from rglm.families.inverse_gaussian import inverse_gaussian
from rglm.families.link import make_link, power
from rglm.families.linkbase import Link
from rglm.families.negative_binomial import negative_binomial
from rglm.families.poisson import poisson, quasipoisson
from rglm.families.quasi import quasi
from rglm.families.tweedie import tweedie

__all__ = [
    "Family",
    "FamilyWarning",
    "Gamma",
    "Link",
    "Prepared",
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

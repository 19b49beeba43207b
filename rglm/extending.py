"""What a model of your own is made of; see "Adding things" in the documentation."""

from __future__ import annotations

from rglm.families.likelihoods.recession_constraints import Constraint
from rglm.families.likelihoods.response_density import ResponseDensity
from rglm.families.likelihoods.row_density import RowTerms
from rglm.formatting.hints.argument_hints import check_arguments
from rglm.models.base.starting_values import StartingGlm
from rglm.models.density.density_call import DensityCall
from rglm.models.density.density_fit import DensityFit

__all__ = [
    "Constraint",
    "DensityCall",
    "DensityFit",
    "ResponseDensity",
    "RowTerms",
    "StartingGlm",
    "check_arguments",
]

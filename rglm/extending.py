"""What a model of your own is made of; see "Contributing" in the documentation."""

from __future__ import annotations

from rglm.families.likelihoods.recession_constraints import Constraint
from rglm.families.likelihoods.response_density import ResponseDensity
from rglm.families.likelihoods.row_density import RowTerms
from rglm.formatting.hints.argument_hints import check_arguments
from rglm.models.density.density_call import DensityCall
from rglm.models.density.density_fit import DensityFit
from rglm.models.likelihood.starting_values import StartingGlm

__all__ = [
    "Constraint",
    "DensityCall",
    "DensityFit",
    "ResponseDensity",
    "RowTerms",
    "StartingGlm",
    "check_arguments",
]

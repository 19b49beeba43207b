"""Negative binomial counts whose shape is estimated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from rglm.bayes.priors.default_priors import overdispersion_prior
from rglm.families.glm.poisson import poisson
from rglm.families.likelihoods.glm.glm_density import negbin_density
from rglm.families.links.link_names import make_link
from rglm.fitting.newton.predictor_likelihood import PredictorLikelihood
from rglm.models.base.model_data import ModelData, RowsFunction
from rglm.models.brm.column_moments import row_moments
from rglm.models.brm.families.brm_family import BrmFamily
from rglm.models.brm.families.brm_problem import Auxiliary, BrmProblem
from rglm.models.brm.families.glm_family import GlmBrmFamily, family_rows

if TYPE_CHECKING:
    from rglm.models.brm.brm import BrmCall


@dataclass(frozen=True, repr=False)
class NegBinomialFamily(BrmFamily):
    """Counts of variance mu + mu^2/shape."""

    link: str = "log"
    name = "negbinomial"

    @property
    def has_count_response(self) -> bool:
        """A count."""
        return True

    @property
    def links(self) -> Mapping[str, str]:
        """The links of the mean and of the shape."""
        return {"mu": self.link, "shape": "identity"}

    def rows_function(self, call: BrmCall) -> RowsFunction:
        """The function that makes rows of a model frame and its prior weights."""
        return partial(family_rows, poisson(make_link(self.link)))

    def problem(self, call: BrmCall, data: ModelData) -> BrmProblem:
        """The likelihood of the coefficients and of log(shape), from that of a Poisson model."""
        counts = GlmBrmFamily(poisson(make_link(self.link)), "poisson").problem(call, data)
        density = negbin_density(self.link)
        parts = (counts.predictors[0].columns,)
        return BrmProblem(
            PredictorLikelihood(density, parts),
            data.source,
            np.append(counts.start, _starting_log_shape(data)),
            counts.predictors,
            (Auxiliary("shape", overdispersion_prior()),),
        )


def _starting_log_shape(data: ModelData) -> float:
    """The logarithm of mean^2/(variance - mean), between 0.1 and 100."""
    response = row_moments(data.source).response
    mean, excess = float(response.mean[0]), float(response.sd[0]) ** 2 - float(response.mean[0])
    shape = mean * mean / excess if excess > 0 else 100.0
    return float(np.log(np.clip(shape, 0.1, 100.0)))

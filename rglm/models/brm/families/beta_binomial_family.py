"""Beta-binomial successes out of trials."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from rglm.bayes.priors.default_priors import overdispersion_prior
from rglm.families.links.link_names import make_link
from rglm.models.base.model_data import ModelData, RowsFunction
from rglm.models.betabinomial.betabinomial import BetaBinomialCall
from rglm.models.brm.column_moments import row_moments
from rglm.models.brm.families.brm_family import BrmFamily
from rglm.models.brm.families.brm_problem import Auxiliary, BrmProblem
from rglm.models.brm.families.inner_call import inner_call
from rglm.models.brm.families.starting_predictors import (
    make_predictor,
    scaled_link_value,
    spread_coefficients,
)

if TYPE_CHECKING:
    from rglm.models.brm.brm import BrmCall


@dataclass(frozen=True, repr=False)
class BetaBinomialFamily(BrmFamily):
    """Trials of a row with the correlation 1/(1 + phi)."""

    link: str = "logit"
    name = "beta_binomial"
    has_trials = True
    constant_columns = 1

    @property
    def mean_name(self) -> str:
        """A probability."""
        return "prob"

    @property
    def links(self) -> Mapping[str, str]:
        """The links of the mean and of phi."""
        return {"mu": self.link, "phi": "identity"}

    def rows_function(self, call: BrmCall) -> RowsFunction:
        """The function that makes rows of a model frame and its prior weights."""
        return inner_call(BetaBinomialCall, call, link=self.link).rows_function()

    def problem(self, call: BrmCall, data: ModelData) -> BrmProblem:
        """The likelihood of the coefficients and of logit(rho) = -log(phi)."""
        given = inner_call(BetaBinomialCall, call, link=self.link).problem(data)
        moments = row_moments(data.source)
        successes, trials = moments.response.mean
        count = moments.response.count * trials
        location = scaled_link_value(make_link(self.link), successes / trials, count)
        schema = data.frame.schema
        predictor = make_predictor(schema, 0, location - float(moments.offset.mean[0]))
        columns, p = given.likelihood.parts, len(schema.names)
        start = spread_coefficients(p, [columns[0]], [given.start[:-1]])
        return BrmProblem(
            replace(given.likelihood, parts=(np.arange(p), columns[1])),
            given.source,
            np.append(start, given.start[-1]),
            (predictor,),
            (Auxiliary("phi", overdispersion_prior(), -1.0),),
        )

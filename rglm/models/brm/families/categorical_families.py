"""Ordered and unordered categories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from rglm.bayes.priors.default_priors import cut_point_prior
from rglm.models.base.model_data import ModelData, RowsFunction
from rglm.models.brm.families.brm_family import BrmFamily
from rglm.models.brm.families.brm_problem import BrmProblem
from rglm.models.brm.families.inner_call import inner_call
from rglm.models.brm.families.starting_predictors import make_predictor, spread_coefficients
from rglm.models.multinom.multinom import MultinomCall
from rglm.models.polr.polr import PolrCall

if TYPE_CHECKING:
    from rglm.models.brm.brm import BrmCall

METHODS = {"logit": "logistic"}  # what `polr` calls the link


@dataclass(frozen=True, repr=False)
class CumulativeFamily(BrmFamily):
    """Ordered categories, P(Y <= k) = F(cut_k - eta)."""

    link: str = "logit"
    name = "cumulative"
    has_levels = True
    has_ordered_levels = True

    @property
    def links(self) -> Mapping[str, str]:
        """The link, and brms' disc = 1."""
        return {"mu": self.link, "disc": "identity"}

    def _inner(self, call: BrmCall) -> PolrCall:
        return inner_call(PolrCall, call, method=METHODS.get(self.link, self.link))

    def rows_function(self, call: BrmCall) -> RowsFunction:
        """The function that makes rows of a model frame and its prior weights."""
        return self._inner(call).rows_function()

    def problem(self, call: BrmCall, data: ModelData) -> BrmProblem:
        """The likelihood of slopes and cut points."""
        given = self._inner(call).problem(data)
        names = given.details["columns"]
        schema = data.frame.schema
        full = make_predictor(schema, 0, 0.0)
        predictor = replace(
            full,
            names=tuple(schema.names[i] for i in names),
            columns=np.asarray(names),
            intercept=None,
        )
        slopes = len(given.likelihood.columns)
        places = np.searchsorted(names, given.likelihood.columns)
        start = spread_coefficients(len(names), [places], [given.start[:slopes]])
        return BrmProblem(
            replace(given.likelihood, columns=np.asarray(names)),
            given.source,
            np.concatenate([start, given.start[slopes:]]),
            (predictor,),
            cut_count=len(given.start) - slopes,
            levels=tuple(given.details["levels"]),
            cut_default=cut_point_prior(),
        )


@dataclass(frozen=True, repr=False)
class CategoricalFamily(BrmFamily):
    """Unordered categories by log-odds against the first, or `refcat`."""

    refcat: str | None = None
    name = "categorical"
    has_levels = True

    @property
    def links(self) -> Mapping[str, str]:
        """The link of all predictors."""
        return {"mu": "logit"}

    def links_of(self, dpars: tuple[str, ...]) -> Mapping[str, str]:
        """The link of the predictor of each level."""
        return dict.fromkeys(dpars, self.links["mu"])

    def _inner(self, call: BrmCall) -> MultinomCall:
        return inner_call(MultinomCall, call, ref=self.refcat)

    def rows_function(self, call: BrmCall) -> RowsFunction:
        """The function that makes rows of a model frame and its prior weights."""
        return self._inner(call).rows_function()

    def problem(self, call: BrmCall, data: ModelData) -> BrmProblem:
        """The likelihood of a predictor for each level but the reference."""
        given = self._inner(call).problem(data)
        levels = [given.details["levels"][i] for i in given.details["order"]]
        schema, likelihood = data.frame.schema, given.likelihood
        columns = np.arange(len(schema.names))
        predictors = []
        for level, at in zip(levels[1:], likelihood.places, strict=True):
            intercept = schema.parsed.intercept
            location = float(given.start[at.start]) if intercept else 0.0
            predictors.append(make_predictor(schema, 0, location, dpar=f"mu{level}"))
        starts = [
            spread_coefficients(len(columns), [part], [given.start[at]])
            for part, at in zip(likelihood.parts, likelihood.places, strict=True)
        ]
        return BrmProblem(
            replace(likelihood, parts=(columns,) * len(predictors)),
            given.source,
            np.concatenate(starts),
            tuple(predictors),
            levels=tuple(levels),
        )

    def _link_arguments(self) -> Mapping[str, Any]:
        return {"link": "logit"} | ({} if self.refcat is None else {"refcat": self.refcat})

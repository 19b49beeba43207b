"""The result of `brm`: draws of a posterior, and what is asked of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.bayes.posterior import Posterior
from rglm.bayes.posterior_sample import PosteriorSample
from rglm.bayes.priors.prior_table import PriorTable
from rglm.design.columns import Columns, constant_column, hstack
from rglm.design.evaluation.expressions import expression
from rglm.design.frame.missing_values import NaAction
from rglm.design.frame.schema import Schema
from rglm.design.values.formula_value import ColumnValue
from rglm.fitting.newton.likelihood_model import LikelihoodModel
from rglm.formatting.tables.named_index import named_index
from rglm.models.base.cached import cached
from rglm.models.base.display import Display
from rglm.models.base.estimates import terms_of
from rglm.models.base.formula_parts import FormulaParts
from rglm.models.base.lazy_method import lazy_method
from rglm.models.base.row_access import RowAccess
from rglm.models.brm.families.brm_family import BrmFamily
from rglm.models.brm.families.brm_problem import BrmPredictor
from rglm.models.brm.parameters import ParameterPlaces, is_secondary, parameter_term
from rglm.models.brm.sampling_options import SamplingOptions
from rglm.models.brm.verbs.comparison_verbs import ComparisonVerbs
from rglm.models.brm.verbs.inference_verbs import InferenceVerbs
from rglm.models.brm.verbs.picture_verbs import PictureVerbs
from rglm.models.brm.verbs.prediction_verbs import PredictionVerbs
from rglm.models.brm.verbs.table_verbs import TableVerbs
from rglm.models.likelihood.predictor_source import predictor_source
from rglm.protocol.model_call import ModelCall
from rglm.sources.frames.as_frame import as_frame
from rglm.sources.memory import MemorySource

if TYPE_CHECKING:
    from rglm.models.brm.page import summary as _summary


class BrmFit(
    FormulaParts,
    Display,
    RowAccess,
    PredictionVerbs,
    ComparisonVerbs,
    InferenceVerbs,
    TableVerbs,
    PictureVerbs,
):
    """Draws of the posterior of a regression model, as `brm` returns it.

    Printing shows brms' page, as `summary` does.

    Attributes
    ----------
    draws : DataFrame (draws, P)
        The draws of all parameters, all of the same weight, by chain and draw.
    algorithm : {"importance", "sampling", "prior"}
        How they were made.
    k_hat : float
        Of importance sampling: the shape of the largest weights; up to 0.5 they can be trusted.
    family : BrmFamily
    formula, terms, contrasts, xlevels, call, data, na_action
        What the fit was made of.
    seed : int
        The seed of its random numbers.
    """

    _function_name = "brm"
    _kept_by_strip: tuple[str, ...] = ("call", "draws", "_observation_count")

    def __init__(
        self,
        sample: PosteriorSample,
        posterior: Posterior,
        source: Any,
        schemas: Sequence[Schema],
        options: SamplingOptions,
        *,
        family: BrmFamily,
        likelihood: LikelihoodModel,
        predictors: tuple[BrmPredictor, ...],
        places: ParameterPlaces,
        priors: PriorTable,
        levels: tuple[str, ...],
        response: ColumnValue,
        index: pd.Index,
        na_action: NaAction | None,
        data: Any,
        variables: Mapping[str, Any] | None,
        model_call: ModelCall[Any],
    ) -> None:
        self._sample, self._source, self._space = sample, source, posterior.space
        self._schemas, self._options, self.family = tuple(schemas), options, family
        self._likelihood, self._predictors, self._places = likelihood, predictors, places
        self._priors, self._levels, self._response = priors, levels, response
        self._index, self.na_action, self.data = index, na_action, data
        self._variables, self._model_call = variables, model_call

    # draws

    @property
    def algorithm(self) -> str:
        """How the draws were made: "importance", "sampling" or "prior"."""
        return self._sample.algorithm

    @property
    def k_hat(self) -> float:
        """The shape of the largest importance weights; NaN of other draws."""
        importance = self._sample.importance
        return np.nan if importance is None else importance.k_hat

    @property
    def seed(self) -> int:
        """The seed of the random numbers of the fit."""
        return self._options.seed

    @property
    def _default_seed(self) -> int:
        """The seed of new responses that are asked for without one."""
        return self.seed

    @property
    def _new_weights_reads(self) -> tuple[str, ...]:
        """The columns that the weights of new rows with a response read."""
        weights = self._model_call.weights
        return tuple(expression(weights).reads) if isinstance(weights, str) else ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parameters, as the columns of `draws`."""
        return tuple(self._priors.parameters[i].name for i in self._order)

    @cached
    def draws(self) -> pd.DataFrame:
        """The draws of all parameters, (chains x draws, P), all of the same weight.

        The index has the chain and the draw of the chain, from 1 on.
        """
        shown = self._space.shown(self._sample.points)[self._order]
        return pd.DataFrame(shown.T, index=self._draws_index, columns=named_index(self.names))

    @property
    def _draws_index(self) -> pd.MultiIndex:
        """The chain and the draw of the chain of each draw."""
        chains, count, _ = self._sample.u.shape
        numbers = [range(1, chains + 1), range(1, count + 1)]
        return pd.MultiIndex.from_product(numbers, names=["chain", "draw"])

    @cached
    def _theta(self) -> np.ndarray:
        """The draws of the parameters of the likelihood, (P, S)."""
        return self._space.theta(self._sample.points)

    @property
    def _posterior(self) -> Posterior:
        """The density that the draws are of; an error after `strip`."""
        priors = self._priors
        return Posterior(
            self._likelihood,
            self._rows_source,
            self._space,
            priors.distributions,
            priors.log_normaliser,
        )

    @cached
    def _order(self) -> np.ndarray:
        """The places of the parameters of the likelihood in the order of `names`, brms' order.

        Intercepts and cut points come first, then slopes, then the other parameters.
        """
        classes = [parameter.class_ for parameter in self._priors.parameters]
        ranks = {"Intercept": 0, "b": 1}
        return np.array(sorted(range(len(classes)), key=lambda i: ranks.get(classes[i], 2)))

    @property
    def _estimate_terms(self) -> list[str]:
        """The term of each parameter in the order of `names`; "" of sigma and the like."""
        labels = {
            name: term
            for schema in self._schemas
            for name, term in zip(schema.names, terms_of(schema), strict=True)
        }
        parameters = [self._priors.parameters[i] for i in self._order]
        return [parameter_term(one, labels) for one in parameters]

    @property
    def _is_secondary(self) -> list[bool]:
        """Whether each parameter is of a part behind the first, a cut point, or no coefficient."""
        parameters = [self._priors.parameters[i] for i in self._order]
        return [is_secondary(one) for one in parameters]

    @property
    def _interval_places(self) -> range:
        """The coefficients and cut points."""
        return range(self._places.auxiliaries.start)

    @property
    def _coefficient_places(self) -> np.ndarray:
        """The places among `names` of coefficients and cut points: brms' fixed effects."""
        return np.arange(self._places.auxiliaries.start)

    @property
    def _auxiliary_places(self) -> np.ndarray:
        """The places among `names` of the other parameters: sigma, shape, phi."""
        return np.arange(self._places.count)[self._places.auxiliaries]

    # rows

    @cached
    def _observation_count(self) -> int:
        """The number of rows with a weight."""
        return self._row_sums.informative

    def nobs(self) -> int:
        """The number of rows with a weight; R's ``nobs``.

        Examples
        --------
        >>> from rglm import brm
        >>> from rglm.datasets import load
        >>> brm("mpg ~ wt", load("mtcars"), seed=1).nobs()
        32
        """
        return self._observation_count

    def _new_rows_source(self, newdata: Any) -> tuple[MemorySource, pd.Index]:
        """New rows as a source: their columns and offsets, and nothing else."""
        data = as_frame(newdata, "newdata")
        designs, offsets = zip(*(schema.apply(data) for schema in self._schemas), strict=True)
        return self._source_of_designs(designs, offsets), data.index

    def _source_of_designs(
        self, designs: Sequence[Columns], offsets: Sequence[np.ndarray]
    ) -> MemorySource:
        """Rows of the columns and offsets of each part of the formula."""
        n, ones = len(offsets[0]), self.family.constant_columns
        columns = hstack([*designs, *[constant_column(n)] * ones])
        return predictor_source(columns, (*offsets, *[np.zeros(n)] * ones))

    # printing

    @property
    def model_name(self) -> str:
        """The model in a word or two, for tables."""
        return f"brm ({self.family.name})"

    @cached
    def call(self) -> str:
        """The call, as R would print it."""
        from rglm.inference.tables import print_pages

        return print_pages.call_text(self)

    def _print_lines(self) -> list[str]:
        """The lines of the summary."""
        return repr(self.summary()).split("\n")

    def _print_tables(self) -> dict[str, pd.DataFrame]:
        """The tables of the summary."""
        return self.summary().print_tables()

    def _print_footer(self) -> list[str]:
        """The lines below the tables."""
        return self.summary().footer()

    def _missing_attribute(self, name: str) -> AttributeError:
        from rglm.models.brm.missing_verbs import missing_verb

        return missing_verb(self, name) or super()._missing_attribute(name)

    if TYPE_CHECKING:
        summary = _summary.summary
    else:
        summary = lazy_method("models.brm.page.summary")

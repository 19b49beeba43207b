"""Models whose rows have a density in a few linear predictors, each with a formula."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from rglm.design.columns import hstack
from rglm.design.frame.model_frame import ModelFrame
from rglm.design.frame.response import not_numeric, several_responses
from rglm.design.values.r_values import Factor, Matrix
from rglm.errors import DataError
from rglm.families.likelihoods.response_density import ResponseDensity
from rglm.fitting.newton.predictor_likelihood import PredictorLikelihood
from rglm.models.base.model_data import ModelData, RowsFunction
from rglm.models.likelihood.likelihood_call import Fit, LikelihoodCall, LikelihoodProblem
from rglm.models.likelihood.predictor_source import predictor_source
from rglm.models.likelihood.starting_values import (
    StartingGlmOf,
    fit_starting_glm,
    predictor_places,
)
from rglm.sources.memory import MemorySource


@dataclass(frozen=True, kw_only=True, eq=False)
class DensityCall(LikelihoodCall[Fit]):
    """A call of a model whose rows have a `ResponseDensity`.

    A model says its density, and a glm for each linear predictor, from whose coefficients the
    search begins; the scalars begin at 0.
    """

    @abstractmethod
    def density(self) -> ResponseDensity:
        """The density of the response of a row."""

    @abstractmethod
    def starting_glms(self) -> Sequence[StartingGlmOf]:
        """The function of response and weights that makes each linear predictor's glm."""

    def check(self) -> None:
        """Check the arguments that name a choice, before the data are read."""
        self.density()

    def rows_function(self) -> RowsFunction:
        """The function that makes rows of a model frame and its prior weights."""
        return partial(numeric_rows, self.function.__name__)

    def problem(self, data: ModelData) -> LikelihoodProblem:
        """The likelihood to be maximised on the rows read."""
        density, widths = self.density(), [len(part.columns) for part in data.frame.parts]
        glms = [
            fit_starting_glm(data.source, glm, place)
            for glm, place in zip(self.starting_glms(), predictor_places(widths), strict=True)
        ]
        estimable = [np.sort(glm.system.estimable) for glm in glms]
        firsts = np.cumsum([0, *widths[:-1]])
        parts = tuple(places + first for places, first in zip(estimable, firsts, strict=True))
        beta = [glm.beta[places] for glm, places in zip(glms, estimable, strict=True)]
        return LikelihoodProblem(
            PredictorLikelihood(density, parts),
            data.source,
            np.concatenate([*beta, np.zeros(len(density.scalars))]),
            np.concatenate(parts),
            sum(widths),
            [glm.system for glm in glms],
            density.scalars,
        )


def numeric_rows(function: str, frame: ModelFrame, weights: np.ndarray) -> MemorySource:
    """The rows of a model frame whose response is a number."""
    return predictor_rows(frame, numeric_response(function, frame), weights)


def predictor_rows(frame: ModelFrame, y: np.ndarray, weights: np.ndarray) -> MemorySource:
    """Rows with the response `y`, the designs of the predictors side by side."""
    columns = hstack([part.columns for part in frame.parts])
    return predictor_source(columns, [part.offset for part in frame.parts], y, weights)


def numeric_response(function: str, frame: ModelFrame) -> np.ndarray:
    """The response (n,), if it is a number.

    Raises
    ------
    DataError
        It is a factor, or has several columns.
    """
    y: Any = frame.response
    if isinstance(y, Matrix):
        first, *others = (part.schema.parsed for part in frame.parts)
        if y.values.shape[1] > 1:
            raise several_responses(y, first, function, others)
        y = y.values[:, 0]
    if not isinstance(y, np.ndarray) or y.ndim != 1:
        name = frame.schema.parsed.response.name
        if isinstance(y, Factor):
            raise not_numeric(y, name, function)
        raise DataError(f"{function}: the response {name!r} is not one number per row")
    return y

"""Successes out of trials, and a response of two outcomes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from rglm.design.frame.model_frame import ModelFrame
from rglm.design.row_labels import row_label
from rglm.design.values.r_values import Matrix
from rglm.errors import DataError
from rglm.families.glm.family import Family
from rglm.families.likelihoods.glm.binomial_density import binomial_response
from rglm.models.base.model_data import RowsFunction
from rglm.models.brm.column_moments import RowMoments
from rglm.models.brm.families.glm_family import GlmBrmFamily, family_rows
from rglm.sources.memory import MemorySource

if TYPE_CHECKING:
    from rglm.models.brm.brm import BrmCall


@dataclass(frozen=True, repr=False)
class BinomialBrmFamily(GlmBrmFamily):
    """Successes out of trials."""

    has_trials = True

    def rows_function(self, call: BrmCall) -> RowsFunction:
        """The function that makes rows of a model frame and its prior weights."""
        return partial(trial_rows, self.family)

    def _mean_and_count(self, moments: RowMoments) -> tuple[float, float]:
        """The share of successes, and the number of trials."""
        successes, trials = moments.response.mean[:2]
        return float(successes / trials), float(moments.response.count * trials)


def trial_rows(family: Family, frame: ModelFrame, weights: np.ndarray) -> MemorySource:
    """The rows of a model frame, whose response is successes, trials and their binomial term."""
    source = family_rows(family, frame, weights)
    rows = source.rows
    y, weights = binomial_response(rows.y, rows.weights, rows.trials)
    trials = y[:, 1] if y.ndim == 2 else np.ones(len(y))
    return replace(source, rows=replace(rows, y=y, weights=weights, trials=trials))


@dataclass(frozen=True, repr=False)
class BernoulliFamily(GlmBrmFamily):
    """The binomial family of single trials."""

    def rows_function(self, call: BrmCall) -> RowsFunction:
        """The function that makes rows of a model frame and its prior weights."""
        return partial(outcome_rows, self.family)


def outcome_rows(family: Family, frame: ModelFrame, weights: np.ndarray) -> MemorySource:
    """The rows of a model frame whose response is 0 or 1."""
    name, response = frame.schema.parsed.response.name, frame.response
    advice = "use family=binomial() for successes out of trials"
    if isinstance(response, Matrix):
        raise DataError(f"brm: bernoulli() takes 0 and 1, {name!r} has two columns; {advice}")
    if isinstance(response, np.ndarray):
        wrong = ((response != 0) & (response != 1)) & ~np.isnan(response)
        if wrong.any():
            row = int(np.argmax(wrong))
            raise DataError(
                f"brm: bernoulli() takes 0 and 1, {name!r} is {response[row]:.15g} in the row "
                f"labelled {row_label(frame.index, row)}; {advice}"
            )
    return family_rows(family, frame, weights)  # a row of weight w counts w times

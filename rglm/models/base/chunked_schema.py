"""The schema of chunked data, learned before the rows of a model are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

import pandas as pd

from rglm.design.chunked.data_requirements import data_requirements
from rglm.errors import DataError
from rglm.sources.chunks.chunked_data import ChunkedData, sum_over_chunks
from rglm.sources.chunks.row_sample import RowSample, with_sample
from rglm.sources.chunks.verified_data import VerifiedData, verified
from rglm.sources.grouping.learn_grouped import LearnedFrame, learn_frame

Result = TypeVar("Result")


def learn_chunks(
    formulas: tuple[str, ...],
    data: ChunkedData,
    caller: Mapping[str, Any],
    options: Mapping[str, Any],
    progress: bool = True,
) -> tuple[LearnedFrame, VerifiedData]:
    """The schema of the data, and the data, which have to stay as they are from then on.

    It takes as few passes over them as the formula needs; the first keeps a sample of the rows.
    """
    same_data = verified(data)
    names = list(same_data.columns)
    requirements = data_requirements(formulas, names, caller, **options)
    columns = requirements.columns(names)
    same_data = same_data.with_whole(requirements.number_columns)
    same_data = same_data.sized_for(columns).keeping(columns)
    passes = _LearningPasses(same_data, columns, progress)
    learned = learn_frame(
        requirements,
        passes.fold,
        same_data.most_rows(),
        lambda most: same_data.distinct_rows(columns, most),
    )
    return learned, replace(same_data, sample=None if learned.distinct else passes.sample)


@dataclass
class _LearningPasses:
    """Passes over the data, of which the first keeps a sample of the rows."""

    data: VerifiedData
    columns: list[str]
    progress: bool
    sample: RowSample | None = None

    def fold(self, function: Callable[[pd.DataFrame], Result]) -> Result:
        """The sum of a function of each chunk."""
        if self.sample is not None:
            return self._sum(function)
        first = self._sum(partial(with_sample, function))
        self.sample = first.beside
        return first.result

    def _sum(self, function: Callable[[pd.DataFrame], Result]) -> Result:
        return sum_over_chunks(self.data, function, self.columns, "learning", self.progress)


def check_weights(source: Any, weights: Any) -> None:
    """Check that some row has a weight above 0, where weights are given."""
    if weights is not None and not source.row_sums.informative:
        raise DataError("weights= are all zero: no row takes part")

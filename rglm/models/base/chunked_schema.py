"""The schema of chunked data, learned before the rows of a model are made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rglm.design.chunked.data_requirements import data_requirements
from rglm.errors import DataError
from rglm.sources.chunks.chunked_data import ChunkedData, sum_over_chunks
from rglm.sources.chunks.verified_data import VerifiedData, verified
from rglm.sources.grouping.learn_grouped import LearnedFrame, learn_frame


def learn_chunks(
    formulas: tuple[str, ...],
    data: ChunkedData,
    caller: Mapping[str, Any],
    options: Mapping[str, Any],
    progress: bool = True,
) -> tuple[LearnedFrame, VerifiedData]:
    """The schema of the data, and the data, which have to stay as they are from then on.

    It takes as few passes over them as the formula needs.
    """
    same_data = verified(data)
    names = list(same_data.columns)
    requirements = data_requirements(formulas, names, caller, **options)
    columns = requirements.columns(names)
    same_data = same_data.with_whole(requirements.number_columns)
    learned = learn_frame(
        requirements,
        lambda f: sum_over_chunks(same_data, f, columns, "learning", progress),
        same_data.most_rows(),
        lambda most: same_data.distinct_rows(columns, most),
    )
    return learned, same_data


def check_weights(source: Any, weights: Any) -> None:
    """Check that some row has a weight above 0, where weights are given."""
    if weights is not None and not source.row_sums.informative:
        raise DataError("weights= are all zero: no row takes part")

"""How many observations and events stand behind each row of a table of a model."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial, reduce

import numpy as np
import pandas as pd

from rglm.inference.level_tables.estimate_rows import EstimateRow
from rglm.protocol.capabilities import HasLevels
from rglm.protocol.model_result import ModelResult

__all__ = ["LevelCounts", "level_counts"]


@dataclass(frozen=True)
class LevelCounts:
    """The observations, or the events, in the rows where each column is 1.

    Attributes
    ----------
    total : float
    by_column : dict
        Of each linear predictor, by the name of the column.
    """

    total: float
    by_column: dict[str, dict[str, float]]

    def of(self, row: EstimateRow) -> float | None:
        """The count of a row of the table; None where there is none."""
        if row.part is None:
            return None
        columns = self.by_column[row.part]
        if row.is_reference:
            return self.total - sum(columns[name] for name in row.others)
        return self.total if row.column is None else columns[row.column]


def level_counts(fit: ModelResult, events: bool, section: str = "") -> LevelCounts:
    """The observations or the events of a fit by level.

    Observations are trials of a binomial model, weights where these are numbers of observations,
    and rows otherwise. Events are successes, counts, or observations of a level of the response.

    Raises
    ------
    ValueError
        The response has no events.
    """
    chunks = fit._map_chunks(partial(_sums, events=events, section=section))
    sums = reduce(lambda total, more: total + more, chunks)
    by_column: dict[str, dict[str, float]] = {}
    pairs = [*zip(sums.index.to_list(), sums.tolist(), strict=True)]
    for (part, name), value in reversed(pairs):  # of one name the first counts
        by_column.setdefault(part, {})[name] = value
    return LevelCounts(by_column.pop("")[""], by_column)


def _sums(fit: ModelResult, events: bool, section: str) -> pd.Series:
    """The counts of a chunk, in all rows and where each column is 1, by part and name."""
    values = _events(fit, section) if events else _observations(fit)
    keys, sums = [("", "")], [values.sum()]
    for part in fit._likelihood_structure.parts:
        columns = fit._predictor_design(part).columns
        keys += [(part, name) for name in columns.names]
        sums += columns.transposed_product(values, slice(None)).tolist()
    return pd.Series(sums, index=pd.MultiIndex.from_tuples(keys))


def _observations(fit: ModelResult) -> np.ndarray:
    """The number of observations of each row."""
    if (outcomes := fit._binary_outcomes()) is not None:
        return outcomes[2]
    weights, y = fit._rows.weights, fit._rows.y
    if y.ndim == 2:  # counts of each level
        return weights * y.sum(axis=1)
    return weights if fit._weights_count_observations else (weights > 0).astype(float)


def _events(fit: ModelResult, section: str) -> np.ndarray:
    """The number of events of each row."""
    if (outcomes := fit._binary_outcomes()) is not None:
        return outcomes[1]
    if isinstance(fit, HasLevels) and section:
        return fit._observed_counts()[:, fit.lev.index(section)] * fit._rows.weights
    if not fit._has_count_response:
        raise ValueError(
            f"events=True: {fit._function_name}() has no events to count; they are of binary "
            "outcomes, counts and unordered categories"
        )
    return fit._rows.y * _observations(fit)

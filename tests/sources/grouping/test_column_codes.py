"""Groups of equal rows."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from rglm.sources.grouping.column_codes import group_rows, least_cells

N = 400
RNG = np.random.default_rng(3)


def table() -> pd.DataFrame:
    """A table with a column of every kind, and few distinct values."""
    text = RNG.choice(["a", "b", None], N)
    return pd.DataFrame(
        {
            "float": RNG.choice([0.5, -2.0, np.nan], N),
            "whole": RNG.choice([-3.0, 1e9], N),
            "int": RNG.integers(-2, 2, N),
            "bool": RNG.random(N) < 0.5,
            "text": text,
            "category": pd.Categorical(RNG.choice(["x", "y", None], N), ["y", "none", "x"]),
            "date": pd.to_datetime("2024-02-01") + pd.to_timedelta(RNG.integers(0, 2, N), "D"),
            "decimal": [Decimal(int(v)) / 4 for v in RNG.integers(0, 2, N)],
            "nullable": pd.array(RNG.choice([1, None], N), dtype="Int64"),
        }
    )


@pytest.mark.parametrize("names", [["float"], ["text", "category"], None])
def test_groups_are_those_of_pandas(names: list[str] | None) -> None:
    """The first rows and the numbers of rows are those of ``groupby``, in order of appearance."""
    data = table() if names is None else table()[names]
    groups = group_rows(data)
    assert groups is not None
    expected = data.groupby(list(data.columns), dropna=False, sort=False, observed=True)
    sizes = expected.ngroup()
    assert groups.counts.tolist() == sizes.value_counts().sort_index().tolist()
    assert groups.rows.tolist() == sizes.drop_duplicates().index.tolist()


def test_rows_that_stand_for_several_are_added() -> None:
    """Counts of equal rows are added, whatever codes they get: here more than are tabulated."""
    values = np.array([1e12, 7.25, 1e12, np.nan, np.nan])
    groups = group_rows(pd.DataFrame({"x": values, "y": values}), np.array([1, 2, 3, 4, 5]))
    assert groups is not None
    assert (groups.rows.tolist(), groups.counts.tolist()) == ([0, 1, 3], [4, 2, 9])


def test_many_columns_of_many_values_do_not_overflow() -> None:
    """A hundred columns of a hundred values have more combinations than an integer holds."""
    column = RNG.integers(0, 100, N)
    groups = group_rows(pd.DataFrame(dict.fromkeys(range(100), column)))
    assert groups is not None
    assert len(groups.rows) == len(np.unique(column))


@pytest.mark.parametrize("values", [[1, True], [np.zeros(2), np.ones(2)], [1.0, "1"]])
def test_values_that_cannot_be_compared(values: list[object]) -> None:
    """Arrays, and objects of different types that are equal."""
    assert group_rows(pd.DataFrame({"x": pd.Series(values, dtype=object)})) is None


def test_no_rows() -> None:
    """A table without rows has no groups."""
    groups = group_rows(table().iloc[:0])
    assert groups is not None
    assert len(groups.rows) == len(groups.counts) == 0


def test_least_cells_of_a_sample() -> None:
    """Chao's bound is below the number of values, and infinite or so where none comes twice."""
    counts = np.unique(RNG.integers(0, 2000, 1000), return_counts=True)[1]
    assert len(counts) < least_cells(counts) < 2400
    assert least_cells(np.ones(1000)) > 400_000

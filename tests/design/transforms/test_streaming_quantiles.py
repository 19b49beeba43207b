"""Quantiles of a column in chunks are those of the whole column, to the last bit."""

from __future__ import annotations

from functools import reduce
from operator import iadd

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rglm.design.transforms import streaming_quantiles
from rglm.design.transforms.streaming_quantiles import (
    MAX_DISTINCT_VALUES,
    BracketCounts,
    DistinctValues,
    QuantilePass,
    QuantileSketch,
    order_statistic,
)

PROBABILITIES = [0.0, 0.01, 0.2, 0.25, 1 / 3, 0.5, 2 / 3, 0.9, 0.999, 1.0]


@pytest.fixture(params=[(1, 2), (3, 2), (4, 5), (8, 512), (MAX_DISTINCT_VALUES, 512)], ids=str)
def limits(request, monkeypatch):
    """How many distinct values are kept, and how many points of a chunk where there are more."""
    few, points = request.param
    monkeypatch.setattr(streaming_quantiles, "MAX_DISTINCT_VALUES", few)
    monkeypatch.setattr(streaming_quantiles, "SKETCH_POINTS", points)


def quantiles(chunks, probabilities=PROBABILITIES):
    """As splines find their knots: by one pass where few values are distinct, else by two."""
    joined = reduce(iadd, (QuantilePass.of(chunk, None) for chunk in chunks))
    brackets = joined.missing_brackets(probabilities)
    if brackets is not None:
        joined = reduce(iadd, (QuantilePass.of(chunk, brackets) for chunk in chunks))
    return joined.quantiles(probabilities)


def split(values, cuts):
    return np.split(np.asarray(values, dtype=float), sorted(min(c, len(values)) for c in cuts))


VALUES = st.one_of(
    st.lists(st.integers(-3, 3), min_size=1, max_size=80),  # ties
    st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=80),
    st.lists(st.floats(-1, 1), min_size=40, max_size=80).map(sorted),  # chunks lie apart
)


@given(VALUES, st.lists(st.integers(0, 80), max_size=9))
@example([0.0], [])
@example([1.0, 1.0], [1])
@example([-1e300, 1e300], [1])
@settings(max_examples=60, deadline=None, derandomize=True)
@pytest.mark.usefixtures("limits")
def assert_any_split(values, cuts):
    ours = quantiles(split(values, cuts))
    assert ours == [float(np.quantile(np.asarray(values, dtype=float), p)) for p in PROBABILITIES]


@pytest.mark.usefixtures("limits")
def test_quantiles_of_any_split_are_those_of_all_values():
    assert_any_split()


@pytest.mark.parametrize("order", ["mixed", "sorted", "backwards", "blocks"])
def test_more_distinct_values_than_are_kept(order):
    values = np.random.default_rng(1).normal(size=3 * MAX_DISTINCT_VALUES + 11)
    if order in ("sorted", "backwards"):
        values = np.sort(values)[:: -1 if order == "backwards" else 1]
    elif order == "blocks":  # as time stamps come
        values = np.concatenate(np.split(np.sort(values)[: 3 * MAX_DISTINCT_VALUES], 6)[::-1])
    for sizes in (
        [],
        [MAX_DISTINCT_VALUES],
        [100, 100, 2 * MAX_DISTINCT_VALUES + 5],
        range(0, len(values), 3000),
    ):
        ours = quantiles(split(values, sizes))
        assert ours == [float(np.quantile(values, p)) for p in PROBABILITIES]


def test_many_values_with_heavy_ties():
    rng = np.random.default_rng(2)
    values = np.concatenate(
        [np.zeros(60_000), rng.normal(size=MAX_DISTINCT_VALUES + 500), np.ones(30_000)]
    )
    rng.shuffle(values)
    ours = quantiles(split(values, [10, 5000, 5000, 70_000]))
    assert ours == [float(np.quantile(values, p)) for p in PROBABILITIES]


def test_a_second_pass_keeps_few_values():
    values = np.random.default_rng(3).normal(size=200_000)
    chunks = split(values, range(0, len(values), 20_000))
    sketch = reduce(iadd, map(QuantileSketch.of, chunks))
    assert sketch.distinct is None
    ends = sketch.bracket(100_000 / (len(values) - 1))
    counts = reduce(iadd, (BracketCounts.of(chunk, *ends) for chunk in chunks))
    # a chunk's rank is known to n / SKETCH_POINTS, in all to 1/512 on each side and rounding
    assert len(counts.inside.values) < 2.5 * len(values) / streaming_quantiles.SKETCH_POINTS
    assert order_statistic(counts.inside, 100_000 - counts.below) == np.sort(values)[100_000]


@given(st.lists(st.integers(0, 9), min_size=1, max_size=60), st.integers(0, 59))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_order_statistics(values, rank):
    values = np.array(values, dtype=float)
    rank = min(rank, len(values) - 1)
    assert order_statistic(DistinctValues.of(values), rank) == np.sort(values)[rank]


@pytest.mark.usefixtures("limits")
def test_the_number_of_values_is_that_of_all_chunks():
    rng = np.random.default_rng(4)
    chunks = [rng.integers(0, 5, size).astype(float) for size in (0, 1, 30, 0, 7)]
    assert reduce(iadd, map(QuantileSketch.of, chunks)).n == 38


def test_equal_values_are_one_distinct_value():
    distinct = QuantileSketch.of(np.array([2.0, 1.0, 2.0, 2.0])).distinct
    assert (distinct.values.tolist(), distinct.counts.tolist()) == ([1.0, 2.0], [1, 3])
    assert QuantileSketch.of(np.zeros(0)).n == 0

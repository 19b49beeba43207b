"""The cells of rows: which rows they join, and when there are none."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rglm.design.block import Rows
from rglm.design.columns import Columns
from rglm.design.factors.indicators import CategoryCodes, Indicators
from rglm.sources.cells.cells import find_cells
from rglm.sources.cells.row_keys import RowKey
from rglm.sources.cells.thresholds import MIN_ROWS
from rglm.sources.memory import MemorySource

N = MIN_ROWS + 7


def source(dense=(), factors=(), y=None, weights=None, offset=None):
    rng = np.random.default_rng(3)
    one = np.ones(N)
    columns = [np.broadcast_to(1.0, (N,)), *dense]
    indicators, names = [], [f"x{i}" for i in range(len(columns))]
    for codes, k in factors:
        at = np.r_[-1, len(names) + np.arange(k - 1)]
        indicators.append(Indicators(CategoryCodes(codes, k), at))
        names += [f"f{j}" for j in range(k - 1)]
    y = rng.integers(0, 2, N).astype(float) if y is None else y
    weights = one if weights is None else weights
    offset = np.zeros(N) if offset is None else offset
    return MemorySource(
        Columns(
            N,
            tuple(names),
            np.arange(len(names)),
            tuple(columns),
            np.arange(len(columns)),
            tuple(indicators),
        ),
        Rows(y, weights, offset, one, y),
    )


def random_codes(k, seed=0):
    return np.random.default_rng(seed).integers(0, k, N)


def check_against_pandas(rows, cells):
    """The sums of the cells are those of a groupby of the rows."""
    frame = pd.DataFrame(np.column_stack([rows.columns.matrix(), rows.rows.offset]))
    keys = [frame[name] for name in frame]
    table = (
        frame.assign(
            w=rows.rows.weights,
            s=rows.rows.weights * rows.rows.y,
            q=rows.rows.weights * rows.rows.y**2,
        )
        .groupby(keys)[["w", "s", "q"]]
        .sum()
    )
    out = cells.source
    found = pd.DataFrame(np.column_stack([out.columns.matrix(), out.rows.offset]))
    found = found.assign(w=out.rows.weights, m=out.rows.y, q=np.asarray(out.rows.squares))
    found = found.set_index([*frame]).sort_index()
    assert len(found) == len(table)
    np.testing.assert_array_equal(np.array(found.index.tolist()), np.array(table.index.tolist()))
    np.testing.assert_allclose(found.w, table.w, rtol=1e-13)
    used = (table.w > 0).to_numpy()
    mean = table.s[used] / table.w[used]
    np.testing.assert_allclose(found.m[used], mean, rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(
        found.q[used], table.q[used] - table.w[used] * mean**2, rtol=1e-8, atol=1e-8
    )


@pytest.mark.parametrize("kind", ["counts", "continuous", "weights", "offset"])
def test_cells_are_the_groups_of_rows(kind):
    rng = np.random.default_rng(1)
    age = random_codes(12, 5) + 0.25
    given = {
        "counts": {"y": rng.poisson(2.0, N).astype(float)},
        "continuous": {"y": rng.normal(size=N)},
        "weights": {"weights": rng.random(N) * (random_codes(7, 9) > 0)},
        "offset": {"offset": np.log(random_codes(3, 6) + 1.0)},
    }[kind]
    rows = source([age, age**2], [(random_codes(8), 8), (random_codes(3, 2), 3)], **given)
    cells = find_cells(rows)
    assert cells is not None
    check_against_pandas(rows, cells)
    np.testing.assert_allclose(cells.row_sums, rows.row_sums, rtol=1e-12)


def test_responses_are_part_of_the_key_where_asked_for():
    y = np.random.default_rng(1).poisson(2.0, N).astype(float)
    w = random_codes(3) + 0.5
    out = find_cells(source([random_codes(9, 4) * 1.0], y=y, weights=w)).by_response
    table = pd.Series(w).groupby([random_codes(9, 4), y]).sum()
    found = pd.Series(out.rows.weights, [out.columns.dense[1].astype(int), out.rows.y])
    np.testing.assert_allclose(found.sort_index(), table.sort_index(), rtol=1e-13)


def test_rows_that_stand_for_several():
    rows = source([random_codes(9, 4) * 1.0], y=random_codes(4, 8) * 1.0)
    cells = find_cells(rows)
    again = find_cells(cells.observations)
    np.testing.assert_allclose(again.source.rows.weights, cells.source.rows.weights)
    np.testing.assert_allclose(again.source.rows.y, cells.source.rows.y)
    assert again.row_sums == cells.row_sums == rows.row_sums


def test_no_cells():
    rng = np.random.default_rng(1)
    x = rng.normal(size=N)
    assert find_cells(source([x])) is None
    assert find_cells(source([random_codes(N // 4) * 1.0])) is None
    assert find_cells(source([np.where(random_codes(3) == 0, x, 0.0)])) is None  # rare values
    assert find_cells(source().take(np.arange(MIN_ROWS - 1))) is None


def test_a_column_that_seems_to_be_determined():
    """A sample of the rows says that the second column depends on the first; a row does not."""
    first = random_codes(5) * 1.0
    second = first**2
    second[1] = 77.0
    cells = find_cells(source([first, second]))
    assert cells.cells.k == 6
    assert 77.0 in cells.source.columns.dense[2]


@pytest.mark.parametrize("values", [[3.0, 1, 3], [0.5, -2, 0.5], [1e300, 0, 1e300], [2.0, 2, 2]])
def test_codes_of_values(values):
    coded = RowKey(np.array(values)).coded
    codes = np.empty(3, dtype=int)
    coded.write(slice(None), codes)
    assert codes[0] == codes[2]
    assert (codes[1] == codes[0]) == (values[1] == values[0])
    assert codes.min() >= 0
    assert codes.max() < coded.k

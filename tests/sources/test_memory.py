"""Rows in memory: blocks in order, and sums over them."""

from dataclasses import replace
from threading import get_ident
from time import sleep

import numpy as np
import pytest

import rglm.sources.memory
from rglm import glm, options
from rglm.sources.source import by_row_in_threads, total_in_threads

N = 23


@pytest.fixture(params=[1, 7, 22, 23, 24, 8192])
def source(request, monkeypatch):
    monkeypatch.setattr(rglm.sources.memory, "BLOCK_ROWS", request.param)
    x = np.arange(N, dtype=float)
    return glm("y ~ x", {"x": x, "y": x % 5 + x}, weights=1 + x % 3, offset=x / 10)._source


def test_blocks_hold_every_row_once_and_in_order(source):
    blocks = list(source.blocks())
    assert np.concatenate([b.rows.y for b in blocks]).tolist() == source.rows.y.tolist()
    assert [b.start for b in blocks] == [b.row_slice.start for b in blocks]
    assert blocks[0].start == 0
    assert blocks[-1].row_slice.stop == source.nrows == N


def test_numbers_and_columns_of_a_block_are_those_of_its_rows(source):
    for block in source.blocks():
        for name in ("y", "weights", "offset", "trials", "etastart"):
            whole = getattr(source.rows, name)[block.row_slice]
            np.testing.assert_array_equal(getattr(block.rows, name), whole)
        np.testing.assert_array_equal(block.matrix(), source.columns.matrix()[block.row_slice])


def test_total_is_the_sum_of_the_blocks(source):
    assert source.total(lambda b: b.rows.y.sum()) == source.rows.y.sum()
    total = source.total(lambda b: b.matrix().T @ b.rows.y)
    np.testing.assert_allclose(total, source.columns.matrix().T @ source.rows.y)


def test_total_adds_the_blocks_in_their_order(source):
    order = source.total(lambda b: [b.start])
    assert order == sorted(order)


def test_by_row_keeps_the_order_of_the_rows(source):
    np.testing.assert_array_equal(source.by_row(lambda b: b.rows.offset), source.rows.offset)


def test_select_keeps_rows_and_takes_columns(source):
    one = source.select([1])
    assert one.rows is source.rows
    np.testing.assert_array_equal(one.columns.matrix()[:, 0], np.arange(N))
    none = source.select([])
    assert none.nrows == N
    assert none.columns.matrix().shape == (N, 0)


def test_a_matrix_of_a_block_is_a_copy(source):
    for block in source.blocks():
        spare = block.matrix(spare=2)
        assert spare.shape == (len(block.rows.y), 4)
        assert spare.flags.f_contiguous
        spare[:] = 0
    assert source.columns.matrix()[:, 1].tolist() == list(range(N))


def test_a_source_without_rows_has_one_empty_block(source):
    rows = source.rows.take(slice(0, 0))
    columns = source.columns
    columns = replace(columns, nrows=0, dense=tuple(a[:0] for a in columns.dense))
    empty = replace(source, rows=rows, columns=columns)
    assert empty.total(lambda b: len(b.rows.y)) == 0


def test_sums_and_values_by_threads_are_those_of_one(source, monkeypatch):
    monkeypatch.setattr(rglm.sources.memory, "MIN_THREADED_NUMBERS", 1)

    def order(block):
        return [block.start]

    for threads in (1, 3):
        with options(threads=threads):
            assert total_in_threads(source, order) == sorted(total_in_threads(source, order))
            total = total_in_threads(source, lambda b: b.matrix().T @ b.rows.y)
            values = by_row_in_threads(source, lambda b: b.rows.offset)
        np.testing.assert_allclose(total, source.columns.matrix().T @ source.rows.y)
        np.testing.assert_array_equal(values, source.rows.offset)


@pytest.mark.parametrize(("limit", "others"), [(1, True), (10**9, False)])
def test_several_threads_work_on_many_numbers_only(source, monkeypatch, limit, others):
    monkeypatch.setattr(rglm.sources.memory, "MIN_THREADED_NUMBERS", limit)
    monkeypatch.setattr(rglm.sources.memory, "BLOCK_ROWS", 1)
    threads = set()

    def waiting(block):
        threads.add(get_ident())
        sleep(0.002)
        return 0.0

    with options(threads=2):
        total_in_threads(source, waiting)
    assert (len(threads) > 1) is others

"""Sums by several threads are in the order of the items."""

import time

import pytest

from rglm import options
from rglm.linalg.ordered_sum import sum_in_threads


def late_first(item):
    time.sleep(0.02 if item == 0 else 0.0)
    return [item]


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_the_order_is_that_of_the_items(threads):
    with options(threads=threads):
        assert sum_in_threads(late_first, range(30)) == list(range(30))


def test_results_wait_for_those_before_them():
    with options(threads=3):
        text = sum_in_threads(lambda i: (time.sleep(0.001 * (3 - i % 4)), str(i))[1], range(12))
    assert text == "01234567891011"

"""X'X by sub-blocks of rows, with BLAS's kernels for small products and without."""

from __future__ import annotations

import numpy as np
import pytest

from rglm.linalg import gram_kernel
from rglm.linalg.gram_kernel import gram, leaves_out_last, sub_block_rows


@pytest.mark.parametrize("small", [True, False])
@pytest.mark.parametrize("width", [1, 2, 3, 4, 22, 32, 33, 70])
def test_the_upper_triangle_of_the_product(monkeypatch, width, small):
    monkeypatch.setattr(gram_kernel, "has_small_products", lambda: small)
    x = np.random.default_rng(width).normal(size=(3, width, 64))
    rows = x.swapaxes(1, 2).reshape(-1, width)
    expected, found = np.triu(rows.T @ rows), np.triu(gram(x))
    if leaves_out_last(width):
        expected[-1, -1] = 0.0
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12)
    assert gram(x).flags.f_contiguous


def test_small_products_are_no_larger_than_their_kernels_take(monkeypatch):
    monkeypatch.setattr(gram_kernel, "has_small_products", lambda: True)
    for width in range(2, gram_kernel.MAX_SMALL_WIDTH + 1):
        rows = sub_block_rows(width)
        assert rows * width * (width - 1) <= gram_kernel.MAX_SMALL_PRODUCT < 10**7
        assert rows >= 256
        assert rows & (rows - 1) == 0

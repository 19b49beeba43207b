"""X'X of some thousand rows by the quickest routine of numpy's BLAS.

The rows are cut into sub-blocks, X' of which is a slice of an array (k, w, S): w columns by S
rows. `numpy.matmul` multiplies all of them in one call, without the interpreter's lock. It takes
BLAS's ``syrk`` where a matrix is multiplied by its own transpose. OpenBLAS has kernels for small
products on processors with AVX-512, which are up to seven times faster than its ``syrk``: for
these the last row of the result is left out, so that numpy takes ``gemm``. The choice is by the
architecture for which BLAS computes, never by timing, so that results have the same bits.
"""

from __future__ import annotations

from functools import cache

import numpy as np

# OpenBLAS's names of the processors for which it has kernels for small products
SMALL_PRODUCT_ARCHITECTURES = frozenset({"SkylakeX", "Cooperlake", "SapphireRapids"})
MAX_SMALL_PRODUCT = 1_000_000  # S w (w - 1) up to which OpenBLAS uses them
MAX_SMALL_WIDTH = 32  # up to which they are faster than syrk
MAX_NARROW_WIDTH = 3  # up to which gemm is faster than syrk without them
SMALL_ROWS, SYRK_ROWS = 2048, 4096  # of a sub-block


def leaves_out_last(width: int) -> bool:
    """Whether a product of so many columns is quicker without its last row."""
    return width <= (MAX_SMALL_WIDTH if has_small_products() else MAX_NARROW_WIDTH)


def sub_block_rows(width: int) -> int:
    """The rows of a sub-block of so many columns, a power of 2."""
    if not leaves_out_last(width):
        return SYRK_ROWS
    rows = SMALL_ROWS
    while rows * width * (width - 1) > MAX_SMALL_PRODUCT:
        rows //= 2
    return rows


def gram(x: np.ndarray) -> np.ndarray:
    """X'X (w x w, Fortran order) of sub-blocks X' (k, w, S); only its upper triangle is meant.

    The last number of the diagonal may be left out, and is 0 then.

    >>> gram(np.ones((2, 4, 8)))[0]
    array([16., 16., 16., 16.])
    """
    width = x.shape[1]
    transposed = x.swapaxes(1, 2)
    if not leaves_out_last(width):
        return np.matmul(x, transposed).sum(axis=0).T
    total = np.zeros((width, width), order="F")
    total[:-1] = np.matmul(x[:, :-1], transposed).sum(axis=0)
    return total


def gram_of_rows(rows: np.ndarray) -> np.ndarray:
    """A'A (w x w, Fortran order) of rows A (m x w, Fortran order); its upper triangle is meant.

    >>> gram_of_rows(np.ones((5, 2), order="F"))[:, 1]
    array([5., 5.])
    """
    m, width = rows.shape
    size, transposed, last = sub_block_rows(width), rows.T, rows[:, -1]
    whole = m - m % size
    total = np.zeros((width, width), order="F")
    if whole:
        total += gram(transposed[:, :whole].reshape(width, -1, size).swapaxes(0, 1))
    if whole < m:
        total += gram(transposed[None, :, whole:])
    total[-1, -1] = last @ last
    return total


@cache
def has_small_products() -> bool:
    """Whether numpy's BLAS has kernels for small products here."""
    from threadpoolctl import ThreadpoolController

    blas = ThreadpoolController().select(user_api="blas").lib_controllers
    numpy_blas = [library for library in blas if "numpy" in (library.filepath or "")] or blas
    return any(
        getattr(library, "architecture", None) in SMALL_PRODUCT_ARCHITECTURES
        for library in numpy_blas
    )

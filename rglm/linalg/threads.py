"""One thread for what would otherwise change its last bits with the number of threads.

BLAS sums in another order when it has more threads (its ``syrk`` does not). Small matrices are not
worth a second thread, and for large ones the factorization is a small part of a fit.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from functools import cache
from typing import Any

SMALL = 64  # columns: smaller ones BLAS leaves to one thread
WIDE = 200  # columns from which on a second thread pays
SHORT = 1000  # rows too few for a second thread in any case


def one_thread(columns: int = SMALL) -> AbstractContextManager[Any]:
    """A context in which BLAS works in one thread, where a matrix has so many columns."""
    return nullcontext() if columns < SMALL else _controller().limit(limits=1, user_api="blas")


def calm(rows: int, columns: int) -> AbstractContextManager[Any]:
    """A context in which BLAS works in one thread, for many rows of few columns.

    A second thread gains a tenth there, and loses several times as much where another process has
    its core: thousands of short calls wait for it.
    """
    short = rows < SHORT or columns >= WIDE
    return nullcontext() if short else _controller().limit(limits=1, user_api="blas")


@cache
def _controller() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()

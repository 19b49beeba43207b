"""One BLAS thread while rglm computes, and several threads for work in pieces.

Results have the same bits everywhere. BLAS sums in another order when it has more threads, and
waking them takes longer than the work on small matrices. The number of threads belongs to the
process: the first context that is entered sets it to one, and the last that is left restores it.
Work that is large enough for several threads is cut into pieces that do not depend on the number
of threads: see `map_in_threads`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import cache, wraps
from threading import RLock, get_ident
from typing import Any, TypeVar, cast

from rglm.formatting.options import settings
from rglm.linalg.processors import processor_count

Item = TypeVar("Item")
Result = TypeVar("Result")
Function = TypeVar("Function", bound=Callable[..., Any])

_LOCK = RLock()
_CONTEXT_DEPTH: dict[int, int] = {}  # of each thread: the contexts that it is in
_PREVIOUS_THREADS: list[tuple[Any, int]] = []  # of each BLAS library, before the first context


class one_thread:
    """A context in which BLAS has one thread in this process.

    It may be nested, and entered by several threads at once.

    >>> with one_thread(), one_thread():
    ...     thread_count()
    1
    """

    def __enter__(self) -> one_thread:
        thread = get_ident()
        depth = _CONTEXT_DEPTH.get(thread, 0)
        if depth:
            _CONTEXT_DEPTH[thread] = depth + 1
            return self
        try:
            with _LOCK:
                _CONTEXT_DEPTH[thread] = 1
                _limit()
        except BaseException:  # such as an interrupt
            _leave(thread)
            raise
        return self

    def __exit__(self, *_: object) -> None:
        thread = get_ident()
        depth = _CONTEXT_DEPTH.get(thread, 1)
        if depth > 1:
            _CONTEXT_DEPTH[thread] = depth - 1
        else:
            _leave(thread)


def single_threaded(function: Function) -> Function:
    """The function, run in `one_thread`."""
    return cast(Function, _single_threaded(function))


@cache
def _single_threaded(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def limited(*args: Any, **kwargs: Any) -> Any:
        with one_thread():
            return function(*args, **kwargs)

    return limited


def thread_limit() -> int:
    """The number of threads that rglm may use: ``options(threads=)``.

    By default the processors that this process may use, or fewer where BLAS was given fewer
    threads (``OMP_NUM_THREADS``, ``threadpool_limits``, a worker of joblib).
    """
    if settings.threads is not None:
        return settings.threads
    given = [threads for _, threads in _PREVIOUS_THREADS] or [n.num_threads for n in _libraries()]
    return min(processor_count(), max(given, default=processor_count()))


def map_in_threads(function: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
    """The results of a function of each item, in the order of the items, by several threads.

    The calling thread works too. In each of them BLAS has one thread. A call by `function` itself
    runs in its own thread. An error, or an interrupt, stops it.

    >>> map_in_threads(abs, [-2, 1])
    [2, 1]
    """
    from rglm.linalg.helper_threads import is_worker, map_with_helpers

    items = list(items)
    with one_thread():
        helpers = 0 if is_worker() else min(thread_limit(), len(items)) - 1
        if helpers < 1:
            return [function(item) for item in items]
        return map_with_helpers(function, items, helpers)


def run_in_threads(tasks: Iterable[Callable[[], None]]) -> None:
    """Run independent tasks as `map_in_threads` does."""
    map_in_threads(lambda task: task(), tasks)


def thread_count() -> int:
    """The number of threads that BLAS may use now."""
    return max((library.num_threads for library in _libraries()), default=1)


def _limit() -> None:
    if not _PREVIOUS_THREADS:
        _PREVIOUS_THREADS[:] = [(library, library.num_threads) for library in _libraries()]
    for library, _ in _PREVIOUS_THREADS:
        _set_threads(library, 1)


def _leave(thread: int) -> None:
    with _LOCK:
        _CONTEXT_DEPTH.pop(thread, None)
        if not _CONTEXT_DEPTH:
            _restore()


def _restore() -> None:
    for library, threads in _PREVIOUS_THREADS:
        _set_threads(library, threads)
    _PREVIOUS_THREADS.clear()


def _set_threads(library: Any, threads: int) -> None:
    """Set the number of threads of a BLAS library.

    From version 3.8 on threadpoolctl obeys one thread only, until that thread releases control.
    """
    release = getattr(library, "clear_controlling_thread", lambda force: None)
    release(force=True)
    library.set_num_threads(threads)
    release(force=True)


def _reset_in_child() -> None:
    """Forget the threads that a forked process does not have."""
    for thread in [*_CONTEXT_DEPTH]:
        if thread != get_ident():
            del _CONTEXT_DEPTH[thread]
    if not _CONTEXT_DEPTH:
        _restore()
    _LOCK.release()


@cache
def _libraries() -> list[Any]:
    from threadpoolctl import ThreadpoolController

    libraries = ThreadpoolController().lib_controllers
    return [library for library in libraries if library.user_api == "blas"]


if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_LOCK.acquire, after_in_parent=_LOCK.release, after_in_child=_reset_in_child
    )

"""One BLAS thread while rglm computes, so that its results have the same bits everywhere.

BLAS sums in another order when it has more threads, and hands small matrices to threads that take
longer to wake than the work takes. The number of threads belongs to the process: the first who
asks for one thread sets it, and the last who is done gives back what was there. What is large
enough for several threads is cut into pieces that do not depend on their number: see
`run_in_threads`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import cache, wraps
from threading import RLock, get_ident
from typing import Any, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., Any])

_LOCK = RLock()
_DEPTH: dict[int, int] = {}  # by thread, how often it has asked and is not done
_BEFORE: list[tuple[Any, int]] = []  # each BLAS, and the threads that it had


class one_thread:
    """A context in which BLAS has one thread in this process.

    It may be entered again, and by several threads at once.

    >>> with one_thread(), one_thread():
    ...     thread_count()
    1
    """

    def __enter__(self) -> one_thread:
        thread = get_ident()
        depth = _DEPTH.get(thread, 0)
        if depth:
            _DEPTH[thread] = depth + 1
            return self
        try:
            with _LOCK:
                _DEPTH[thread] = 1
                _limit()
        except BaseException:  # such as an interrupt
            _leave(thread)
            raise
        return self

    def __exit__(self, *_: object) -> None:
        thread = get_ident()
        depth = _DEPTH.get(thread, 1)
        if depth > 1:
            _DEPTH[thread] = depth - 1
        else:
            _leave(thread)


@cache
def single_threaded(function: Function) -> Function:
    """The function, which works in `one_thread`."""

    @wraps(function)
    def limited(*args: Any, **kwargs: Any) -> Any:
        with one_thread():
            return function(*args, **kwargs)

    return cast(Function, limited)


def run_in_threads(tasks: Iterable[Callable[[], None]]) -> None:
    """Do independent tasks in as many threads as BLAS had; in each BLAS has one."""
    tasks, most = list(tasks), max((n for _, n in _BEFORE), default=1)
    if min(most, len(tasks)) < 2:
        for task in tasks:
            task()
        return
    from concurrent.futures import ThreadPoolExecutor

    with one_thread(), ThreadPoolExecutor(min(most, len(tasks))) as pool:
        for done in [pool.submit(task) for task in tasks]:
            done.result()


def thread_count() -> int:
    """The number of threads that BLAS may use at the moment."""
    return max((library.num_threads for library in _libraries()), default=1)


def _limit() -> None:
    if not _BEFORE:
        _BEFORE[:] = [(library, library.num_threads) for library in _libraries()]
    for library, _ in _BEFORE:
        _set_threads(library, 1)


def _leave(thread: int) -> None:
    with _LOCK:
        _DEPTH.pop(thread, None)
        if not _DEPTH:
            _restore()


def _restore() -> None:
    for library, threads in _BEFORE:
        _set_threads(library, threads)
    _BEFORE.clear()


def _set_threads(library: Any, threads: int) -> None:
    """Set the number of threads.

    From its version 3.8 on threadpoolctl does so for one thread only, and for others nothing,
    until that thread gives up its control.
    """
    give_up = getattr(library, "clear_controlling_thread", lambda force: None)
    give_up(force=True)
    library.set_num_threads(threads)
    give_up(force=True)


def _in_child() -> None:
    """After a fork only the thread that forked is there."""
    for thread in [*_DEPTH]:
        if thread != get_ident():
            del _DEPTH[thread]
    if not _DEPTH:
        _restore()
    _LOCK.release()


@cache
def _libraries() -> list[Any]:
    from threadpoolctl import ThreadpoolController

    found = ThreadpoolController().lib_controllers
    return [library for library in found if library.user_api == "blas"]


if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_LOCK.acquire, after_in_parent=_LOCK.release, after_in_child=_in_child
    )

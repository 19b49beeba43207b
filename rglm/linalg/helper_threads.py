"""Threads that help the calling thread with independent items.

The items are handed out one by one, so that a thread whose core is taken by another process does
less. The threads wait for more work for `IDLE_SECONDS`, then end. They hold up neither the end of
the interpreter nor a fork, and a forked process starts without them.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from threading import Condition, Lock, Thread, current_thread, local
from typing import Any, TypeVar

import numpy as np

Item = TypeVar("Item")
Result = TypeVar("Result")

IDLE_SECONDS = 0.5  # longer than the pauses between the passes of a fit
FORK_SECONDS = 0.1  # that a fork waits for idle threads to end


class _WorkerState(local):
    is_working = False  # whether this thread is at an item


_STATE = _WorkerState()


def is_worker() -> bool:
    """Whether this thread is working at an item: what it shares out then runs in it alone."""
    return _STATE.is_working


@contextmanager
def as_worker() -> Iterator[None]:
    """A context in which this thread is at an item of work."""
    before, _STATE.is_working = _STATE.is_working, True
    try:
        yield
    finally:
        _STATE.is_working = before


def map_with_helpers(
    function: Callable[[Item], Result], items: Sequence[Item], helpers: int
) -> list[Result]:
    """The results of a function of each item, by this thread and up to `helpers` more.

    An error stops it: no further item is begun, and the error of the first item that failed is
    raised when the threads have ended theirs.
    """
    work = _Work(function, items)
    try:
        _HELPERS.call(work, helpers)
        work.take_part()
    finally:
        work.end()
    return work.outcome()


class _Work:
    """Items that are handed out one by one, and their results."""

    def __init__(self, function: Callable[[Any], Any], items: Sequence[Any]) -> None:
        self.function: Callable[[Any], Any] | None = function
        self.left = deque(enumerate(items))
        self.results: list[Any] = [None] * len(items)
        self.errors: dict[int, BaseException] = {}
        self.helping = 0
        self.has_changed = Condition()
        self.float_errors = np.geterr()

    def help(self) -> None:
        """Take part, as a helping thread."""
        with self.has_changed:
            if not self.left:
                return
            self.helping += 1
        try:
            with np.errstate(**self.float_errors):
                self.take_part()
        finally:
            with self.has_changed:
                self.helping -= 1
                self.has_changed.notify()

    def take_part(self) -> None:
        """Work at items until none is left."""
        function = self.function
        assert function is not None
        with as_worker():
            while self.left:
                self._take_one(function)

    def _take_one(self, function: Callable[[Any], Any]) -> None:
        try:
            place, item = self.left.popleft()
        except IndexError:  # another thread was quicker
            return
        try:
            self.results[place] = function(item)
        except BaseException as error:  # an interrupt too
            self.left.clear()
            self.errors[place] = error

    def end(self) -> None:
        """Begin no further item, and wait for the helping threads."""
        self.left.clear()
        with self.has_changed:
            self.has_changed.wait_for(lambda: not self.helping)
        self.function = None  # a helper that comes late holds nothing

    def outcome(self) -> list[Any]:
        """The results; an error, of which an interrupt comes first, is raised."""
        if not self.errors:
            return self.results
        errors, self.errors = self.errors, {}
        first = min(errors, key=lambda place: (isinstance(errors[place], Exception), place))
        raise errors[first]


class _Helpers:
    """The helping threads of this process."""

    def __init__(self) -> None:
        self.calls: SimpleQueue[_Work | None] = SimpleQueue()
        self.threads: set[Thread] = set()
        self.lock = Lock()

    def call(self, work: _Work, number: int) -> None:
        """Call as many threads to help with some work."""
        for _ in range(number):
            self.calls.put(work)
        with self.lock:
            for _ in range(number - len(self.threads)):
                thread = Thread(target=self._wait_for_calls, name="rglm-helper", daemon=True)
                self.threads.add(thread)
                try:
                    thread.start()
                except RuntimeError:  # the system has no more: the calling thread works alone
                    self.threads.discard(thread)
                    return

    def dismiss(self) -> None:
        """End the threads that are idle."""
        with self.lock:
            threads = [thread for thread in self.threads if thread is not current_thread()]
        for _ in threads:
            self.calls.put(None)
        for thread in threads:
            thread.join(FORK_SECONDS / len(threads))

    def _wait_for_calls(self) -> None:
        while not self._is_over():
            pass

    def _is_over(self) -> bool:
        """Answer one call; whether this thread is to end."""
        try:
            work = self.calls.get(timeout=IDLE_SECONDS)
        except Empty:
            with self.lock:
                if not self.calls.empty():
                    return False
                self.threads.discard(current_thread())
                return True
        if work is not None:
            work.help()
            return False
        with self.lock:
            self.threads.discard(current_thread())
        return True


_HELPERS = _Helpers()


def _reset_in_child() -> None:
    """Forget the threads and calls, which a forked process does not have."""
    _HELPERS.__init__()  # type: ignore[misc]


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=lambda: _HELPERS.dismiss(), after_in_child=_reset_in_child)

"""Sums by several threads, in the order of the items: the same bits with any number of threads."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any, TypeVar

from rglm.linalg.threads import map_in_threads

Item = TypeVar("Item")
Result = TypeVar("Result")


def sum_in_threads(function: Callable[[Item], Result], items: Iterable[Item]) -> Result:
    """The sum (``+=``) of a function of each item, in the order of the items; one or more.

    The first result is changed in place.

    >>> sum_in_threads(lambda i: [i], [3, 1, 2])
    [3, 1, 2]
    """
    total = _OrderedSum()
    map_in_threads(lambda pair: total.add(pair[0], function(pair[1])), enumerate(items))
    return total.value


class _OrderedSum:
    """A sum of results that come in any order; those that come early wait."""

    def __init__(self) -> None:
        self.value: Any = None
        self.count = 0  # of the results in the sum
        self.waiting: dict[int, Any] = {}
        self.lock = Lock()

    def add(self, place: int, result: Any) -> None:
        """Add the result of the item at a place, when those before it are added."""
        with self.lock:
            self.waiting[place] = result
            while self.count in self.waiting:
                following = self.waiting.pop(self.count)
                if self.count:
                    self.value += following
                else:
                    self.value = following
                self.count += 1

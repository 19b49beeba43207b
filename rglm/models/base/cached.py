"""Properties that are computed once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    cached = property
else:

    class cached:
        """A property that is computed when it is first asked for, and kept in the fit.

        No lock is held while it is computed, so that threads of the computation may ask the fit
        for other values. Two threads that ask at once may both compute it, to the same bits; the
        first result is kept.
        """

        def __init__(self, function: Callable[[Any], Any]) -> None:
            self.function, self.__doc__ = function, function.__doc__
            self.__isabstractmethod__ = getattr(function, "__isabstractmethod__", False)

        def __set_name__(self, owner: type, name: str) -> None:
            self.name = name

        def __get__(self, fit: Any, owner: type | None = None) -> Any:
            if fit is None:
                return self
            values = vars(fit)
            if self.name not in values:
                values.setdefault(self.name, self.function(fit))
            return values[self.name]


def drop_cached(fit: Any) -> None:
    """Forget all that a fit has cached."""
    for kind in type(fit).__mro__:
        for name, attribute in vars(kind).items():
            if isinstance(attribute, cached):
                vars(fit).pop(name, None)

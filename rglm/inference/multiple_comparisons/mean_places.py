"""Means named by their labels or numbered from 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from rglm.formatting.hints.did_you_mean import did_you_mean

Places: TypeAlias = int | str | Sequence[int | str] | None


@dataclass(frozen=True)
class MeanNames:
    """The names of k means.

    Attributes
    ----------
    labels : tuple of str
        As contrasts write them.
    texts : tuple of str
        Their levels alone.
    """

    labels: tuple[str, ...]
    texts: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.labels)

    def places(self, argument: str, given: Places) -> list[int]:
        """The places, from 0, of means that are named or numbered.

        Raises
        ------
        ValueError
            There is no such mean, or it is named twice.
        """
        alone = isinstance(given, (str, int, np.integer)) or given is None
        items = [given] if alone else list(given)  # type: ignore[arg-type]
        out = [self._place(argument, item) for item in items]
        if len(set(out)) < len(out):
            raise ValueError(f"{argument}={given!r} names a mean twice")
        return out

    def included(self, exclude: Places, include: Places) -> list[int]:
        """The places of the means that are compared."""
        if exclude is not None and include is not None:
            raise ValueError("give exclude= or include=, not both")
        if include is not None:
            return sorted(self.places("include", include))
        excluded = [] if exclude is None else self.places("exclude", exclude)
        return [place for place in range(len(self)) if place not in excluded]

    def _place(self, argument: str, item: object) -> int:
        if isinstance(item, (int, np.integer)) and not isinstance(item, bool):
            if 1 <= item <= len(self):
                return int(item) - 1
            raise ValueError(
                f"{argument}={item!r}: the means have the numbers 1 to {len(self)}; a level is "
                f"named by its label, such as {self.labels[0] if self.labels else ''!r}"
            )
        for known in (self.labels, self.texts, tuple(f"({label})" for label in self.labels)):
            if item in known:
                return known.index(str(item))
        raise ValueError(
            f"{argument}={item!r}: the means are {', '.join(map(repr, self.labels))}"
            f"{did_you_mean(item, self.labels)}"
        )

"""Data that are read several times are the same each time: a checksum of each part tells.

A fit reads its data in several passes, and its verbs in some more. Where another pass sees other
values the numbers are of no data at all, so that such data are refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from rglm.errors import DataError
from rglm.sources.chunks.chunked_values import ByParts
from rglm.sources.chunks.chunks import NUMBER, Parts
from rglm.sources.frames.checksums import ROWS, Sums, checksums

Result = TypeVar("Result")


@dataclass
class StableParts:
    """Data in parts, which are refused if they are not as they were when first read.

    Attributes
    ----------
    parts : Parts
    whole : frozenset of str
        The columns of which each value counts.
    files : dict or None
        The files as they were: see `Parts.files`.
    first : dict
        By the number of a part, the checksums of its columns in the first pass that read them.
    """

    parts: Parts
    whole: frozenset[str] = frozenset()
    files: dict[str, Any] | None = None
    first: dict[int, Sums] = field(default_factory=dict, repr=False)
    counts: list[int] = field(default_factory=list, repr=False)  # of parts

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return self.parts.columns

    @property
    def count(self) -> int | None:
        """The number of parts, where it is known."""
        return self.counts[0] if self.counts else getattr(self.parts, "count", None)

    def would_read(self, path: Path) -> bool:
        """Whether a file is one of the data's, or would be one if it were written."""
        return self.parts.would_read(path)

    def __getstate__(self) -> dict[str, Any]:
        """Elsewhere the files are copies, of other dates; their values are still known."""
        return self.__dict__ | {"files": None}

    def with_whole(self, whole: Iterable[str]) -> StableParts:
        """The same data, of which each value of these columns counts too."""
        return replace(self, whole=self.whole.union(whole))

    def each(
        self, function: Callable[[pd.DataFrame], Result], columns: Sequence[str]
    ) -> Iterator[Result]:
        """What a function says of each part in order.

        Raises
        ------
        DataError
            A part, or a file, is not as it was.
        """
        self._check_files()
        number = -1
        try:
            found = self.parts.each(_WithChecksums(function, self.whole), columns)
            for number, (sums, result) in enumerate(found):
                compare(self.parts.part, self.parts.advice, self.first, number, sums)
                yield result
        except DataError:
            self._check_files()  # why it cannot be read
            raise
        self._check_files()
        self._check_count(number + 1)

    def lazily(self, function: Callable[[pd.DataFrame], Any], columns: Sequence[str]) -> Any:
        """The results, in the way of the data; each part is checked when it is computed."""
        known = {number: _select(sums, columns) for number, sums in self.first.items()}
        checked = _CheckedFunction(function, self.whole, self.parts.part, self.parts.advice, known)
        found = self.parts.lazily(checked, columns)
        return ByParts(self, function, columns) if isinstance(found, ByParts) else found

    def _check_files(self) -> None:
        now = self.parts.files()
        if self.files is None:
            self.files = now
        compare_files(self.files, now)

    def _check_count(self, count: int) -> None:
        if not self.counts:
            self.counts.append(count)
        if count != self.counts[0]:
            raise DataError(
                f"data=: the data have changed since they were first read: {self.counts[0]} "
                f"{self.parts.part}s then and {count} now. {self.parts.advice}"
            )


def as_stable(parts: Any) -> StableParts:
    """Data in parts with what is known of them; new data are known from now on."""
    return parts if isinstance(parts, StableParts) else StableParts(parts, files=parts.files())


def compare(
    part: str, advice: str, first: dict[int, Sums], number: int, sums: Mapping[str, int]
) -> None:
    """Compare the checksums of a part with its first, or keep them as the first.

    Raises
    ------
    DataError
        They differ.
    """
    before = first.setdefault(number, {})
    for name, found in sums.items():
        known = before.setdefault(name, found)
        if known == found:
            continue
        told = f"has {found:,} rows and had {known:,}" if name == ROWS else None
        raise DataError(
            f"data=: the data have changed while they were read: {part} {number + 1} "
            f"{told or f'has other values of {name!r} than before'}. A fit and its verbs read the "
            f"data several times and need the same rows each time. {advice}"
        )


def compare_files(before: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    """Compare what is known of files.

    Raises
    ------
    DataError
        One was written, or is new, or is gone.
    """
    for path in {**before, **now}:
        if before.get(path) == now.get(path):
            continue
        what = "is new" if path not in before else "is gone" if path not in now else "was written"
        raise DataError(
            f"data=: the data have changed: the file {path!r} {what} since the fit first read "
            "them. Fit again, and let nothing write to the files of a fit until you are done "
            "with it"
        )


@dataclass(frozen=True)
class _WithChecksums:
    """A function of a part, with the part's checksums beside its result."""

    function: Callable[[pd.DataFrame], Any]
    whole: frozenset[str]

    def __call__(self, data: pd.DataFrame) -> tuple[Sums, Any]:
        return checksums(data, self.whole), self.function(data)


@dataclass(frozen=True)
class _CheckedFunction:
    """A function of a part that is as it was."""

    function: Callable[[pd.DataFrame], Any]
    whole: frozenset[str]
    part: str
    advice: str
    known: dict[int, Sums]

    def __call__(self, data: pd.DataFrame) -> Any:
        number = data.attrs.get(NUMBER)
        known = self.known.get(number, {})
        now = checksums(data, self.whole) if known else {}
        if any(now.get(name, sum) != sum for name, sum in known.items()):
            raise DataError(
                f"data=: the data have changed: {self.part} {number + 1} has other values than "
                f"when the fit first read it. {self.advice}"
            )
        return self.function(data)


def _select(sums: Sums, columns: Sequence[str]) -> Sums:
    return {name: sums[name] for name in (ROWS, *columns) if name in sums}

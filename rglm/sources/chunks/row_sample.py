"""Evenly spread rows of chunked data, kept in the first pass for the start of a fit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from rglm.sources.chunks.chunked_data import CHUNK_NUMBER_ATTR, CHUNK_START_ATTR
from rglm.sources.chunks.pair_of_sums import PairOfSums
from rglm.sources.source import MAX_SAMPLE_ROWS, SAMPLE_STEP

Result = TypeVar("Result")

THINNING = 3  # a sample that is too large keeps one row in so many
MAX_SAMPLE_BYTES = 1 << 26
PLACE_ATTRS = (CHUNK_NUMBER_ATTR, CHUNK_START_ATTR)


@dataclass
class RowSample:
    """Every `step`-th row of some chunks; ``+=`` joins two samples.

    Attributes
    ----------
    step : int
        It grows where the sample would be too large.
    frames : list of DataFrame
        The rows of each chunk, with its ``attrs``.
    places : list of int array
        The place of each row among all rows.
    nrows, row_bytes : int
        The number of rows, and the memory of one.
    """

    step: int = SAMPLE_STEP
    frames: list[pd.DataFrame] = field(default_factory=list)
    places: list[np.ndarray] = field(default_factory=list)
    nrows: int = 0
    row_bytes: int = 1

    @classmethod
    def of(cls, chunk: pd.DataFrame) -> RowSample:
        """The sample of a chunk; where its place is not known, from some place on."""
        start = chunk.attrs.get(CHUNK_START_ATTR, 17 * chunk.attrs.get(CHUNK_NUMBER_ATTR, 0))
        rows = slice(-start % SAMPLE_STEP, None, SAMPLE_STEP)
        sample, places = chunk.iloc[rows].copy(), np.arange(start, start + len(chunk))[rows]
        nbytes = int(sample.memory_usage(index=False).sum())
        return cls(SAMPLE_STEP, [sample], [places], len(sample), nbytes // max(1, len(sample)))

    def __iadd__(self, other: RowSample) -> RowSample:
        while self.step < other.step:
            self._thin()
        while other.step < self.step:
            other._thin()
        self.frames += other.frames
        self.places += other.places
        self.nrows += other.nrows
        while self.nrows > MAX_SAMPLE_ROWS or self.nrows * self.row_bytes > MAX_SAMPLE_BYTES:
            self._thin()
        return self

    def take(self) -> list[pd.DataFrame]:
        """The rows, in one DataFrame if all have the same types; the sample is empty then."""
        frames = [frame for frame in self.frames if len(frame)]
        self.frames, self.places = [], []
        if not frames:
            return []
        first, attrs = frames[0], _attrs(frames[0])
        if not all(f.dtypes.equals(first.dtypes) and _attrs(f) == attrs for f in frames):
            return frames
        out = pd.concat(frames)
        out.attrs = attrs
        return [out]

    def _thin(self) -> None:
        self.step *= THINNING
        chosen = [places % self.step == 0 for places in self.places]
        self.frames = [frame[rows] for frame, rows in zip(self.frames, chosen, strict=True)]
        self.places = [places[rows] for places, rows in zip(self.places, chosen, strict=True)]
        self.nrows = sum(map(len, self.places))


def _attrs(frame: pd.DataFrame) -> dict[Any, Any]:
    return {key: value for key, value in frame.attrs.items() if key not in PLACE_ATTRS}


def with_sample(
    function: Callable[[pd.DataFrame], Result], chunk: pd.DataFrame
) -> PairOfSums[Result, RowSample]:
    """The result of a function of a chunk, with a sample of its rows."""
    return PairOfSums(function(chunk), RowSample.of(chunk))

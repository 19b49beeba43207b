"""A chunk of the data with its model frame and its rows, made here or on a worker."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, Protocol, TypeAlias

import pandas as pd

from rglm.design.frame.model_frame import ModelFrame
from rglm.formatting.hints.warning_location import collect_warnings
from rglm.linalg.threads import single_threaded
from rglm.sources.chunks.chunked_data import CHUNK_NUMBER_ATTR
from rglm.sources.memory import MemorySource

Transform: TypeAlias = Callable[[MemorySource], MemorySource]


class SourceBuilder(Protocol):
    """Makes the rows of a fit from a chunk of its data."""

    def frame(self, data: pd.DataFrame) -> ModelFrame:
        """The model frame of a chunk."""
        ...

    def source(self, frame: ModelFrame) -> MemorySource:
        """The rows of a model frame."""
        ...


@dataclass(frozen=True)
class ModelChunk:
    """A chunk of the data, its model frame, and the rows that are fitted."""

    data: pd.DataFrame
    frame: ModelFrame
    source: MemorySource

    @classmethod
    def of(
        cls, data: pd.DataFrame, builder: SourceBuilder, transforms: Sequence[Transform] = ()
    ) -> ModelChunk:
        """The chunk with its rows as `builder` makes them and `transforms` change them."""
        frame = builder.frame(data)
        return cls(data, frame, reduce(lambda rows, f: f(rows), transforms, builder.source(frame)))

    @property
    def number(self) -> int:
        """The place of the chunk among all."""
        return self.data.attrs.get(CHUNK_NUMBER_ATTR, 0)


@dataclass(frozen=True)
class ChunkResult:
    """The result of a function of a chunk."""

    nrows: int  # the number of rows that are fitted; 0 if the function was not called
    value: Any = None
    # messages of warnings, and their categories
    warnings: dict[str, type[Warning]] = field(default_factory=dict)


@dataclass(frozen=True)
class ChunkTask:
    """A function of a chunk of the data that is computed here or on a worker."""

    builder: SourceBuilder
    transforms: tuple[Transform, ...]
    function: Callable[[ModelChunk], Any]

    @single_threaded
    def __call__(self, data: pd.DataFrame) -> ChunkResult:
        """The result of the function, where the chunk has rows that are fitted."""
        with collect_warnings() as warnings:
            chunk = ModelChunk.of(data, self.builder, self.transforms)
            if not chunk.source.nrows:
                return ChunkResult(0)
            value = self.function(chunk)
        return ChunkResult(chunk.source.nrows, value, warnings)


@dataclass(frozen=True)
class SourceTask:
    """A function of the rows of each chunk, which may be known from an earlier pass."""

    builder: SourceBuilder
    transforms: tuple[Transform, ...]
    function: Callable[[MemorySource], Any]
    known: Mapping[int, MemorySource] = field(default_factory=dict)
    # (number, rows) keeps the rows of a chunk for the passes to come
    keep: Callable[[int, MemorySource], None] | None = None

    @single_threaded
    def __call__(self, data: pd.DataFrame) -> ChunkResult:
        """The result of the function, where the chunk has rows that are fitted."""
        number = data.attrs.get(CHUNK_NUMBER_ATTR, 0)
        with collect_warnings() as warnings:
            rows = self.known.get(number)
            if rows is None:
                rows = self.builder.source(self.builder.frame(data))
                if self.keep is not None:
                    self.keep(number, rows)
            if not rows.nrows:
                return ChunkResult(0)
            value = self.function(reduce(lambda rows, f: f(rows), self.transforms, rows))
        return ChunkResult(rows.nrows, value, warnings)

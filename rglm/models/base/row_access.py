"""What a fit knows of its rows, and how it lets go of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from functools import partial
from typing import Any, ClassVar, TypeVar

import numpy as np
import pandas as pd

from rglm.design.frame.missing_values import NaAction
from rglm.protocol.model_call import ModelCall
from rglm.sources.chunks.model_chunk import ModelChunk

Result = TypeVar("Result")

KEPT = ("_eta", "fitted_values", "linear_predictors")  # what a fit may have kept of its rows


class OfRows:
    """The rows of a fit: `source`, their `index`, and `na_action`."""

    source: Any
    index: pd.Index
    na_action: NaAction | None
    _model_call: ModelCall[Any]
    summed: ClassVar[tuple[str, ...]]

    @property
    def rows_source(self) -> Any:
        """The rows of the fit; an error after `strip`, or if their data were written to."""
        if self.source is None:
            raise ValueError(
                "this fit was stripped of its rows; what is left is predict() on new data, "
                "coef(), vcov(), summary() and the like"
            )
        self.source.check()
        return self.source

    @property
    def _rows(self) -> Any:
        return self.rows_source.rows

    def series(self, values: np.ndarray) -> pd.Series:
        """Row values under the index of the rows fitted; a copy, which may be changed."""
        return pd.Series(values, index=self.index, copy=True)

    def pad(self, values: pd.Series | pd.DataFrame) -> pd.Series | pd.DataFrame:
        """Row values with the rows that ``na_exclude`` left out put back as NaN."""
        if self.na_action is None or self.na_action.action != "na_exclude":
            return values
        return (
            values.set_axis(np.flatnonzero(self.na_action.kept), axis=0)
            .reindex(range(len(self.na_action.index)))
            .set_axis(self.na_action.index, axis=0)
        )

    @property
    def parted(self) -> bool:
        """Whether the data are seen part by part, and not in memory."""
        return self.source is not None and self.source.is_chunked

    def each_part(
        self, function: Callable[[Any], Result], doing: str = "", also: Sequence[str] = ()
    ) -> Iterator[Result]:
        """What a function says of the fit on the rows of each part of the data, in order; on all
        at once where they are in memory. It sees the columns `also`, beside those of the fit.
        """
        if not self.parted:
            yield function(self)
        else:
            known = partial(on_part, self.detached(), function)
            yield from self.source.map_chunks(known, doing, also)

    @property
    def reads(self) -> list[str]:
        """The columns of data that are not in memory which the fit reads."""
        return self.source.columns_read if self.parted else []

    def beside(self) -> Callable[[Any], Any]:
        """What makes of another fit's part this fit on the same part."""
        if not self.parted:
            return partial(_itself, self)
        return partial(_beside, self.detached(), self.source.builder)

    def on(self, part: Any) -> Any:
        """The same fit with the rows of a part: see `ModelChunk`."""
        out = copy(self)
        out.source, out.data, out.index = part.source, part.data, part.frame.index
        out.na_action, out.variables = part.frame.na_action, part.frame.variables
        return out

    def strip(self) -> Any:
        """A copy without anything that holds rows: it still predicts, and pickles in kilobytes.

        Examples
        --------
        >>> from rglm import glm, poisson
        >>> from rglm.datasets import load
        >>> fit = glm("breaks ~ wool", load("warpbreaks"), poisson())
        >>> import pickle
        >>> len(pickle.dumps(fit.strip())) < len(pickle.dumps(fit))
        True
        """
        if self.source is None:
            return self
        from rglm.inference.prediction.term_contributions import center

        center(self)  # by which terms of new data are predicted
        return self.detached()

    def detached(self) -> Any:
        """A copy without its rows, which knows the sums over them."""
        for name in self.summed:
            getattr(self, name)
        out = object.__new__(type(self))
        out.__dict__ = {k: v for k, v in self.__dict__.items() if k not in KEPT}
        out.source = out.data = out.variables = None
        whole = self.na_action
        out._incomplete = whole is not None and whole.action == "na_exclude"
        out._model_call = self._model_call.without_rows()
        out.index = self.index[:0]
        out.na_action = None if self.na_action is None else self.na_action.strip()
        return out


def on_part(fit: Any, function: Callable[[Any], Result], part: Any) -> Result:
    """What a function says of a fit on the rows of a part."""
    return function(fit.on(part))


def _itself(fit: Any, other: Any) -> Any:
    return fit


def _beside(fit: Any, ready: Any, other: Any) -> Any:
    return fit.on(ModelChunk.of(other.data, ready))

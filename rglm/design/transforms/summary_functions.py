"""Summaries of a column, learned from all rows and kept for new ones: mean, sd, quantile.

R computes them again in new data, so that ``I(x - mean(x))`` means something else there; here they
are remembered, as ``scale`` is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from rglm.design.size_limits import MAX_PROBABILITIES, check_limit
from rglm.design.transforms.streaming_moments import Moments
from rglm.design.transforms.streaming_quantiles import BracketCounts, QuantileSketch, quantile
from rglm.design.values.exact_numbers import ExactNumbers
from rglm.design.values.numeric_arguments import as_column

State = dict[str, Any]
SUMMARY_FUNCTIONS = ("mean", "median", "sd", "var", "min", "max", "sum", "quantile")
MULTI_COLUMN_FUNCTIONS = ("min", "max", "sum")  # which take more than one column
QUARTILES = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class SummaryCall:
    """A call of a summary: its word and arguments.

    Attributes
    ----------
    word : str
    columns : tuple
        What it is of.
    na_rm : bool
        Whether missing values are left out.
    probs : float or sequence of float
        The shares of ``quantile()``.
    """

    word: str
    columns: tuple[Any, ...]
    na_rm: bool = False
    probs: Any = field(default=QUARTILES)

    @classmethod
    def read(cls, word: str, x: Any, *args: Any, na_rm: bool = False, **given: Any) -> SummaryCall:
        """The call ``word(x, ...)``, its arguments in R's order.

        Raises
        ------
        ValueError
            An argument that the word does not have, or shares that are not from 0 to 1.
        """
        if word in MULTI_COLUMN_FUNCTIONS:
            return cls(word, (x, *args), bool(na_rm), **_only(word, given))
        if word == "quantile":
            probs, *args = args or (given.pop("probs", QUARTILES),)
            _check_quantile(probs, given)
            given = {"probs": probs}
        elif args and word in ("sd", "median"):
            na_rm, *args = args
        if args or (given and word != "quantile"):
            extra = next(iter(given), "a second column")
            raise ValueError(f"{word}(): {extra} is not taken here; write {word}(x, na.rm = TRUE)")
        return cls(word, (x,), bool(na_rm), **given)

    @property
    def shares(self) -> list[float]:
        """The shares of its quantiles; none of another summary."""
        if self.word == "median":
            return [0.5]
        return np.atleast_1d(np.asarray(self.probs, float)).tolist() * (self.word == "quantile")

    @property
    def stand_in(self) -> Any:
        """A value of its shape, as long as it is not known."""
        several = self.word == "quantile" and np.ndim(self.probs)
        return [1.0 + i for i in range(len(self.shares))] if several else 1.0


@dataclass
class SummaryStatistics:
    """What summaries need to know of some rows; ``+=`` joins that of others."""

    missing: int
    total: float
    moments: Moments
    ends: tuple[Any, Any]  # the least and the greatest value, integers as they are
    ranks: QuantileSketch | None = None
    between: list[BracketCounts] = field(default_factory=list)

    @classmethod
    def of(cls, summary: SummaryCall, brackets: Any = None) -> SummaryStatistics:
        """That of the columns of a summary; of quantiles what lies in `brackets`, once known."""
        columns = [np.atleast_1d(_floats(column, summary.word)) for column in summary.columns]
        every = np.concatenate(columns) if len(columns) > 1 else columns[0]
        values = every[~np.isnan(every)]
        out = cls(len(every) - len(values), float(values.sum()), Moments.of(values), (None, None))
        out.ends = _ends(summary, out.moments)
        if summary.shares and brackets is None:
            out.ranks = QuantileSketch.of(values)
        elif summary.shares:
            out.between = [BracketCounts.of(values, *ends) for ends in brackets]
        return out

    def __iadd__(self, other: SummaryStatistics) -> SummaryStatistics:
        self.missing, self.total = self.missing + other.missing, self.total + other.total
        if other.moments.n:
            mine = self.ends if self.moments.n else other.ends
            self.ends = min(mine[0], other.ends[0]), max(mine[1], other.ends[1])
        self.moments += other.moments
        if self.ranks is not None:
            self.ranks += other.ranks
        for one, two in zip(self.between, other.between, strict=True):
            one += two
        return self

    def brackets(self, shares: list[float]) -> list[tuple[float, float]] | None:
        """Where the quantiles lie, if the ranks do not say what they are."""
        if self.ranks is None or self.ranks.values is not None:
            return None
        return [self.ranks.bracket(int((self.ranks.n - 1) * share)) for share in shares]

    def value(self, summary: SummaryCall) -> Any:
        """The summary's value.

        Raises
        ------
        ValueError
            A value is missing, which the summary then is in R; or there is none.
        """
        word, n = summary.word, self.moments.n
        if self.missing and not summary.na_rm:
            raise ValueError(
                f"{word}(): {self.missing} value(s) are missing, so that the {word} is; "
                "na.rm = TRUE leaves them out"
            )
        if not n and word != "sum":
            raise ValueError(f"{word}(): there are no values that are not missing")
        if summary.shares:
            found = self.between or [self.ranks] * len(summary.shares)
            pairs = zip(found, summary.shares, strict=True)
            values = [quantile(one, n, share) for one, share in pairs]
            return values if np.ndim(summary.probs) and word == "quantile" else values[0]
        variance = self.moments.square / (n - 1) if n > 1 else np.nan
        known = {"mean": self.moments.mean, "sum": self.total, "var": variance}
        known |= {"sd": float(np.sqrt(variance)), "min": self.ends[0], "max": self.ends[1]}
        return known[word]


def summary_function(word: str) -> Callable[..., Any]:
    """The function that a formula calls by the name of a summary."""

    def summarise(*args: Any, state: State, **given: Any) -> Any:
        if not args:
            raise ValueError(f"{word}() takes a column: {word}(x)")
        if "value" not in state:
            summary = SummaryCall.read(word, *args, **given)
            sample = SummaryStatistics.of(summary)
            if (brackets := sample.brackets(summary.shares)) is not None:
                sample = SummaryStatistics.of(summary, brackets)
            state["value"] = sample.value(summary)
        return state["value"]

    return summarise


def _only(word: str, given: dict[str, Any]) -> dict[str, Any]:
    if given:
        raise ValueError(f"{word}() has no argument {next(iter(given))!r}; it has na.rm")
    return {}


def _check_quantile(probs: Any, given: dict[str, Any]) -> None:
    shares = np.asarray(probs, dtype=float)
    check_limit(shares.size, MAX_PROBABILITIES, "quantile(): the number of probs")
    if not ((shares >= 0) & (shares <= 1)).all():
        raise ValueError(f"quantile(): probs are shares from 0 to 1, not {probs!r}")
    if given.pop("type", 7) != 7:
        raise ValueError("quantile(): type = 7, R's default, is the one that is here")
    given.pop("names", None)  # of the result, which has none here
    _only("quantile", given)


def _floats(column: Any, word: str) -> np.ndarray:
    return as_column(column, word) if np.ndim(column) else np.asarray(column, dtype=float)


def _ends(summary: SummaryCall, moments: Moments) -> tuple[Any, Any]:
    """The ends of the values; those of long integers are exact."""
    (first, *others) = summary.columns
    if others or not isinstance(first, ExactNumbers) or not moments.n:
        return moments.low, moments.high
    known = first.values[~first.missing]
    return tuple(v.item() if isinstance(v, np.generic) else v for v in (known.min(), known.max()))

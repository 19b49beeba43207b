"""What ``hypothesis=`` asks of estimates: numbers, comparisons of rows, matrices, equations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.hints.option_check import check_option
from rglm.inference.estimands.estimands import Estimands
from rglm.inference.estimands.estimated import Estimated
from rglm.inference.marginal_effects.hypotheses.hypothesis_text import HypothesisText
from rglm.inference.marginal_effects.variables.contrasts import level_pairs
from rglm.inference.means.level_groups import grouped
from rglm.inference.multiple_comparisons.contrast_labels import in_parentheses, level_text

PAIRED = (
    "reference",
    "sequential",
    "pairwise",
    "revreference",
    "revsequential",
    "revpairwise",
)
DEVIATIONS = ("meandev", "meanotherdev")
MAX_PAIRED_ROWS = 25  # 300 pairs; more are seldom meant


@dataclass(frozen=True)
class Hypotheses:
    """Functions of estimates: what they are called, and their estimates."""

    labels: pd.DataFrame
    estimated: Estimated


@dataclass(frozen=True)
class FunctionOf(Estimands):
    """m functions of other estimands, f(h): (k,) to (m,), with their derivatives (m, k)."""

    inner: Estimands
    function: Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]
    uses: np.ndarray  # (m, k) bool, which estimands each function reads

    @property
    def deviation(self) -> np.ndarray:
        """That of all that a function reads."""
        out: np.ndarray = self.uses.astype(float) @ np.abs(self.inner.deviation)
        return out

    def at(self, parameters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """f(h) and its derivatives."""
        values, jacobian = self.inner.at(parameters)
        out, slopes = self.function(values)
        used = self.uses.any(axis=0)  # what no function reads may be NaN
        return out, slopes[:, used] @ jacobian[used]


def read_hypotheses(given: Any, labels: pd.DataFrame, estimated: Estimated) -> Hypotheses:
    """The hypotheses that ``hypothesis=`` asks for.

    Parameters
    ----------
    given : str, list of str, vector, matrix or DataFrame
    labels : DataFrame (k, ...)
        What the estimates are called.
    estimated : Estimated

    Raises
    ------
    ValueError
        It is none of these, or it names what is not there.
    """
    if isinstance(given, str) and "~" in given:
        return _of_formula(given, labels, estimated)
    if isinstance(given, str) and given.strip().replace("_", "") in (*PAIRED, *DEVIATIONS):
        return _of_formula(f"difference ~ {given}", labels, estimated)
    if isinstance(given, str) or _is_list_of_text(given):
        texts = [given] if isinstance(given, str) else list(given)
        return _of_equations(texts, labels, estimated)
    return _of_matrix(given, estimated)


def _is_list_of_text(given: Any) -> bool:
    return isinstance(given, Sequence) and bool(given) and all(isinstance(g, str) for g in given)


def _of_matrix(given: Any, estimated: Estimated) -> Hypotheses:
    """Weighted sums: a column of weights for each."""
    try:
        weights = np.array(given, dtype=float, ndmin=0)
    except (TypeError, ValueError):
        weights = np.array(np.nan)
    if weights.ndim == 0:
        raise ValueError(
            f"hypothesis={given!r}: use a number, 'b1 = b2', 'pairwise', 'reference', "
            "'difference ~ pairwise', or weights (k,) or (k, m)"
        )
    weights = weights[:, None] if weights.ndim == 1 else weights
    k = len(estimated)
    if weights.ndim != 2 or len(weights) != k:
        raise ValueError(
            f"hypothesis= has shape {np.shape(given)}; there are {k} estimates: give {k} weights, "
            f"or a column of {k} for each hypothesis"
        )
    names = [f"H{i + 1}" for i in range(weights.shape[1])]
    if isinstance(given, pd.DataFrame):
        names = [str(name) for name in given]
    return Hypotheses(pd.DataFrame({"term": names}), estimated.combined(weights.T))


def _of_equations(texts: Sequence[str], labels: pd.DataFrame, estimated: Estimated) -> Hypotheses:
    hypotheses, places = [HypothesisText.read(text) for text in texts], _names(labels)
    start = np.ones(len(labels))
    uses = np.array([h.value(start, places)[1] != 0 for h in hypotheses])

    def function(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        pairs = [h.value(values, places) for h in hypotheses]
        return np.array([value for value, _ in pairs]), np.array([slopes for _, slopes in pairs])

    inner = FunctionOf(estimated.estimands, function, uses)
    table = pd.DataFrame({"term": [h.text for h in hypotheses]})
    return Hypotheses(table, Estimated(inner, estimated.parameters))


def _names(labels: pd.DataFrame) -> Mapping[str, int]:
    """b1, b2, ..., and the terms where each has one estimate."""
    out = {f"b{i + 1}": i for i in range(len(labels))}
    for name in ("term", "group"):
        if name in labels and labels[name].is_unique:
            out |= {str(label): i for i, label in enumerate(labels[name])}
            break
    else:
        if labels.shape[1] == 1 and labels.iloc[:, 0].is_unique:
            out |= {level_text(label): i for i, label in enumerate(labels.iloc[:, 0])}
    return out


def _of_formula(given: str, labels: pd.DataFrame, estimated: Estimated) -> Hypotheses:
    """``difference ~ pairwise | by``."""
    left, _, right = given.partition("~")
    kind, (method, *by) = left.strip() or "difference", [part.strip() for part in right.split("|")]
    check_option("hypothesis", kind, ("difference", "ratio"), " before the ~")
    method = method.replace("_", "")
    check_option("hypothesis", method, (*PAIRED, *DEVIATIONS), " after the ~")
    names = [name.strip() for part in by for name in part.split("+")]
    for name in names:
        if name not in labels:
            hint = did_you_mean(name, list(map(str, labels)))
            raise ValueError(
                f"hypothesis={given!r}: there is no column {name!r}{hint}; there are "
                f"{', '.join(map(str, labels))}"
            )
    texts = _row_texts(labels.drop(columns=names))
    parts, tables = [], []
    for key, places in grouped(labels, names):
        weights, other, text = _compared(method, [texts[i] for i in places], kind)
        wide = np.zeros((2, len(weights), len(labels)))
        wide[0][:, places], wide[1][:, places] = weights, other
        parts.append(wide)
        tables.append(pd.DataFrame({"term": text}).assign(**key))
    high, low = np.concatenate(parts, axis=1)
    table = pd.concat(tables, ignore_index=True)
    if kind == "difference":
        return Hypotheses(table, estimated.combined(high - low))
    ratio = FunctionOf(estimated.estimands, _Ratio(high, low), (high != 0) | (low != 0))
    return Hypotheses(table, Estimated(ratio, estimated.parameters))


@dataclass(frozen=True)
class _Ratio:
    """Ratios of weighted sums of estimates."""

    high: np.ndarray
    low: np.ndarray

    def __call__(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        known = np.nan_to_num(values)
        above, below = self.high @ known, self.low @ known
        with np.errstate(all="ignore"):
            ratio = above / below
            return ratio, (self.high - ratio[:, None] * self.low) / below[:, None]


def _compared(
    method: str, texts: Sequence[str], kind: str
) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """The weights of what is compared and of what it is compared with, and the labels."""
    k, sign = len(texts), "-" if kind == "difference" else "/"
    if method in DEVIATIONS:
        own = np.eye(k)
        others = np.ones((k, k)) / k if method == "meandev" else (1 - own) / max(1, k - 1)
        name = "Mean" if method == "meandev" else "Mean (other)"
        return own, others, [f"{text} {sign} {name}" for text in texts]
    if "pairwise" in method and k > MAX_PAIRED_ROWS:
        raise ValueError(
            f"hypothesis={method!r} of {k} estimates has {k * (k - 1) // 2} pairs; compare fewer, "
            "or within groups, 'difference ~ pairwise | by'"
        )
    pairs = level_pairs(k, method)
    high, low = np.zeros((2, len(pairs), k))
    for row, (i, j) in enumerate(pairs):
        high[row, i] = low[row, j] = 1.0
    return high, low, [f"{texts[i]} {sign} {texts[j]}" for i, j in pairs]


def _row_texts(labels: pd.DataFrame) -> list[str]:
    """What each estimate is called: what differs among them; ``(black, 1)`` of several columns."""
    columns = [[level_text(v) for v in c] for _, c in labels.items() if len(c.unique()) > 1]
    if not columns:
        return [f"b{i + 1}" for i in range(len(labels))]
    if len(columns) == 1:
        return in_parentheses(columns[0])
    return [f"({', '.join(parts)})" for parts in zip(*columns, strict=True)]

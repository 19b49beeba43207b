"""The named sets of contrasts: all pairs, against a control, against the mean, polynomials, ..."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

import numpy as np

from rglm.inference.multiple_comparisons.polynomial_contrasts import (
    MAX_DEGREE,
    degree_names,
    polynomial_contrasts,
)


@dataclass(frozen=True)
class Contrast:
    """One contrast of the k means that are compared: its weights and its name.

    Attributes
    ----------
    weights : (k,) array
    parts : tuple of str
        The name, or the two sides of a difference.
    """

    weights: np.ndarray
    parts: tuple[str, ...]

    def label(self, sign: str) -> str:
        """The name, with a sign such as " - " or " / " between the sides of a difference."""
        return sign.join(self.parts)


@dataclass(frozen=True)
class MethodOptions:
    """The arguments of the methods.

    Attributes
    ----------
    ref : tuple of int
        Places of the reference among the means that are compared, from 0.
    reverse : bool
    wts : (k,) array
        Weights of the means in the mean that effects are measured from.
    max_degree : int
    """

    ref: tuple[int, ...]
    reverse: bool
    wts: np.ndarray
    max_degree: int | None


Build = Callable[[Sequence[str], MethodOptions], list[Contrast]]
Reference = Literal["none", "first", "last"]


@dataclass(frozen=True)
class ContrastMethod:
    """A named set of contrasts.

    Attributes
    ----------
    build : function
        Gives the contrasts of some means, of their labels and the options.
    adjust : str
        The adjustment of p-values if none is asked for.
    description : str
    options : tuple of str
        The options that change the contrasts.
    reference : {"none", "first", "last"}
        Which mean the others are compared with if `ref` does not say.
    is_pairwise : bool
        Whether the contrasts are all the differences of two means.
    """

    build: Build
    adjust: str
    description: str
    options: tuple[str, ...] = ()
    reference: Reference = "none"
    is_pairwise: bool = False


def _difference(count: int, high: int, low: int, labels: Sequence[str]) -> Contrast:
    weights = np.zeros(count)
    weights[high], weights[low] = 1.0, -1.0
    return Contrast(weights, (labels[high], labels[low]))


def _pairwise(labels: Sequence[str], options: MethodOptions) -> list[Contrast]:
    count = len(labels)
    pairs = list(combinations(range(count), 2))
    if options.reverse:
        pairs = sorted((j, i) for i, j in pairs)
    return [_difference(count, i, j, labels) for i, j in pairs]


def _revpairwise(labels: Sequence[str], options: MethodOptions) -> list[Contrast]:
    count = len(labels)
    return [_difference(count, i, j, labels) for i in range(count) for j in range(i)]


def _consecutive(labels: Sequence[str], options: MethodOptions) -> list[Contrast]:
    count, step = len(labels), (0, 1) if options.reverse else (1, 0)
    places = range(count - 1)
    return [_difference(count, i + step[0], i + step[1], labels) for i in places]


def _mean_changes(labels: Sequence[str], options: MethodOptions) -> list[Contrast]:
    count, sign = len(labels), -1.0 if options.reverse else 1.0
    out = []
    for i in range(1, count):
        weights = np.full(count, sign / (count - i))
        weights[:i] = -sign / i
        out.append(Contrast(weights, (f"{labels[i - 1]}|{labels[i]}",)))
    return out


def _effects(labels: Sequence[str], options: MethodOptions) -> list[Contrast]:
    count = len(labels)
    with np.errstate(all="ignore"):
        mean = options.wts / options.wts.sum()
    return [Contrast(np.eye(count)[i] - mean, (f"{labels[i]} effect",)) for i in range(count)]


def _deleted_effects(labels: Sequence[str], options: MethodOptions) -> list[Contrast]:
    out = []
    for i, label in enumerate(labels):
        others = options.wts.copy()
        others[i] = 0.0
        with np.errstate(all="ignore"):
            weights = -others / others.sum()
        weights[i] += 1.0
        out.append(Contrast(weights, (f"{label} effect",)))
    return out


def _polynomials(labels: Sequence[str], options: MethodOptions) -> list[Contrast]:
    count = len(labels)
    degree = options.max_degree if options.max_degree is not None else min(6, count - 1)
    weights = polynomial_contrasts(count, degree)
    return [
        Contrast(row, (name,)) for row, name in zip(weights, degree_names(degree), strict=True)
    ]


def _against_reference(labels: Sequence[str], options: MethodOptions) -> list[Contrast]:
    names = [labels[i] for i in options.ref]
    control = names[0] if len(names) == 1 else f"avg({','.join(names)})"
    mean = np.zeros(len(labels))
    mean[list(options.ref)] = 1.0 / len(names)
    out = []
    for i, label in enumerate(labels):
        if i in options.ref:
            continue
        weights = np.eye(len(labels))[i] - mean
        if options.reverse:
            out.append(Contrast(-weights + 0.0, (control, label)))
        else:
            out.append(Contrast(weights, (label, control)))
    return out


def _identity(labels: Sequence[str], options: MethodOptions) -> list[Contrast]:
    return [Contrast(np.eye(len(labels))[i], (label,)) for i, label in enumerate(labels)]


PAIRS = "pairwise differences"
AGAINST_FIRST = ContrastMethod(
    _against_reference, "dunnettx", "differences from control", ("ref", "reverse"), "first"
)
METHODS: dict[str, ContrastMethod] = {
    "pairwise": ContrastMethod(_pairwise, "tukey", PAIRS, ("reverse",), is_pairwise=True),
    "revpairwise": ContrastMethod(_revpairwise, "tukey", PAIRS, is_pairwise=True),
    "tukey": ContrastMethod(_pairwise, "tukey", PAIRS, ("reverse",), is_pairwise=True),
    "consec": ContrastMethod(
        _consecutive, "mvt", "changes between consecutive levels", ("reverse",)
    ),
    "mean_chg": ContrastMethod(_mean_changes, "mvt", "mean after minus mean before", ("reverse",)),
    "eff": ContrastMethod(_effects, "fdr", "differences from grand mean", ("wts",)),
    "del_eff": ContrastMethod(
        _deleted_effects, "fdr", "differences from mean of others", ("wts",)
    ),
    "poly": ContrastMethod(_polynomials, "none", "polynomial contrasts", ("max_degree",)),
    "identity": ContrastMethod(_identity, "none", "Identity"),
}
METHODS |= dict.fromkeys(("trt_vs_ctrl", "trt_vs_ctrl1", "dunnett"), AGAINST_FIRST)
METHODS["trt_vs_ctrlk"] = replace(AGAINST_FIRST, reference="last")


def max_polynomial_degree(count: int) -> int:
    """The highest degree that polynomial contrasts of so many means can have."""
    return min(count - 1, MAX_DEGREE)

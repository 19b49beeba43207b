"""A set of contrasts of some means: their weights, names and default adjustment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from rglm.formatting.hints.option_check import check_option
from rglm.inference.multiple_comparisons.contrast_labels import (
    in_parentheses,
    level_texts,
    mean_labels,
)
from rglm.inference.multiple_comparisons.contrast_methods import (
    METHODS,
    Contrast,
    ContrastMethod,
    MethodOptions,
    max_polynomial_degree,
)
from rglm.inference.multiple_comparisons.given_contrasts import given_contrasts
from rglm.inference.multiple_comparisons.mean_places import MeanNames, Places

Method: TypeAlias = (
    str | Mapping[Any, Any] | pd.DataFrame | np.ndarray | Sequence[Any] | Callable[..., Any]
)
SUM_TOLERANCE = 1e-8  # of a contrast's weights, relative to the largest


@dataclass(frozen=True)
class ContrastSet:
    """Contrasts of k means.

    Attributes
    ----------
    weights : (m, k) array
        A row for each contrast.
    labels, ratio_labels : tuple of str
        Their names, ``a - b``, and ``a / b`` where the means are logarithms.
    adjust : str
        The adjustment of p-values if none is asked for.
    family_size : int
        The number of means compared.
    is_pairwise : bool
        Whether the contrasts are all the differences of two means, as Tukey's method needs.
    description : str
        What they are, such as "pairwise differences"; "" of contrasts by hand.
    """

    weights: np.ndarray
    labels: tuple[str, ...]
    ratio_labels: tuple[str, ...]
    adjust: str
    family_size: int
    is_pairwise: bool
    description: str

    @property
    def are_contrasts(self) -> bool:
        """Whether the weights of each row have the sum 0, so that exp of each is a ratio."""
        size = np.abs(self.weights).max(axis=1, initial=1.0)
        return bool((np.abs(self.weights.sum(axis=1)) <= SUM_TOLERANCE * size).all())


def contrast_set(
    method: Method,
    means: pd.DataFrame | Sequence[str],
    *,
    ref: Places = None,
    reverse: bool = False,
    exclude: Places = None,
    include: Places = None,
    wts: Sequence[float] | np.ndarray | None = None,
    max_degree: int | None = None,
) -> ContrastSet:
    """The contrasts of some means that a method asks for.

    Parameters
    ----------
    method : str, dict, DataFrame, array, list or function
        A name of `METHODS`, where a dot may stand for ``_``. Or the weights by hand: a dict of
        name -> (k,) weights, a DataFrame with a column for each contrast, an (m, k) array or a
        list with a row for each; or a function of the labels of the means that returns one of
        these.
    means : DataFrame (k, v) or sequence of str
        The levels of the means, or their labels.
    ref : int or str or sequence of them, optional
        The means the others are compared with: labels, or numbers counted from 1. Of several the
        average is taken. By default the first, and the last for "trt_vs_ctrlk".
    reverse : bool
        The other direction of each difference.
    exclude, include : int or str or sequence of them, optional
        Means that have the weight 0 in all contrasts, or the only ones that have not.
    wts : (k,) array, optional
        For "eff" and "del_eff": weights of the means in the mean that each is compared with.
    max_degree : int, optional
        For "poly": the highest degree, by default 6 or k - 1.

    Raises
    ------
    ValueError
        No such method; an argument that the method does not have; a mean that does not exist;
        weights of another length.

    Examples
    --------
    >>> pairs = contrast_set("pairwise", ["L", "M", "H"])
    >>> pairs.labels
    ('L - M', 'L - H', 'M - H')
    >>> pairs.weights
    array([[ 1., -1.,  0.],
           [ 1.,  0., -1.],
           [ 0.,  1., -1.]])
    """
    names = _mean_names(means)
    arguments = {
        "ref": ref,
        "reverse": reverse or None,
        "wts": wts,
        "max_degree": max_degree,
        "exclude": exclude,
        "include": include,
    }
    if not isinstance(method, str):
        _refuse(arguments, (), "contrasts by hand")
        return _given(method, names)
    name = check_option("method", method.replace(".", "_"), METHODS, " or weights by hand")
    kind = METHODS[name]
    can_exclude = () if name == "poly" else ("exclude", "include")
    _refuse(arguments, (*kind.options, *can_exclude), f"method={method!r}")
    included = names.included(exclude, include)
    options = MethodOptions(
        ref=_reference(names, kind, ref, included),
        reverse=reverse,
        wts=_mean_weights(wts, included, len(names)),
        max_degree=_degree(max_degree, len(included)) if name == "poly" else None,
    )
    labels = in_parentheses([names.labels[i] for i in included])
    contrasts = kind.build(labels, options)
    weights = np.zeros((len(contrasts), len(names)))
    if contrasts:
        weights[:, included] = [contrast.weights for contrast in contrasts]
    return _contrast_set(contrasts, weights, kind, len(included))


def _mean_names(means: pd.DataFrame | Sequence[str]) -> MeanNames:
    if isinstance(means, pd.DataFrame):
        return MeanNames(tuple(mean_labels(means)), tuple(level_texts(means)))
    return MeanNames(tuple(means), tuple(means))


def _refuse(arguments: Mapping[str, Any], known: tuple[str, ...], owner: str) -> None:
    for name, value in arguments.items():
        if value is not None and name not in known:
            text = ", ".join(known) or "none"
            raise ValueError(f"{name}= is no argument of {owner} (it has: {text})")


def _reference(
    names: MeanNames, kind: ContrastMethod, ref: Places, included: list[int]
) -> tuple[int, ...]:
    """The places of the reference among the means that are included."""
    if kind.reference == "none":
        return ()
    if ref is not None:
        places = names.places("ref", ref)
    elif len(names) == 0:
        return ()
    else:
        places = [0 if kind.reference == "first" else len(names) - 1]
    for place in places:
        if place not in included:
            raise ValueError(
                f"the reference {names.labels[place]!r} is excluded: give another one as ref="
            )
    return tuple(included.index(place) for place in places)


def _mean_weights(
    wts: Sequence[float] | np.ndarray | None, included: list[int], count: int
) -> np.ndarray:
    """The weights of the means that are included."""
    if wts is None:
        return np.ones(len(included))
    weights = np.asarray(wts, dtype=float)
    if weights.shape == (count,):
        weights = weights[included]
    if weights.shape != (len(included),) or not np.isfinite(weights).all():
        raise ValueError(
            f"wts has the shape {weights.shape}: it needs a finite number for each of the "
            f"{len(included)} means that are compared"
        )
    return weights


def _degree(max_degree: int | None, count: int) -> int:
    highest = max_polynomial_degree(count)
    if highest < 1:
        raise ValueError(f"method='poly' needs two means or more, and there are {count}")
    if max_degree is None:
        return min(6, highest)
    if not 1 <= max_degree <= highest:
        raise ValueError(
            f"max_degree={max_degree!r}: {count} means have polynomials of degree 1 to {highest}"
        )
    return int(max_degree)


def _given(method: Any, names: MeanNames) -> ContrastSet:
    contrasts = given_contrasts(method, names)
    weights = np.array([contrast.weights for contrast in contrasts]).reshape(-1, len(names))
    return _contrast_set(contrasts, weights, None, len(names))


def _contrast_set(
    contrasts: list[Contrast], weights: np.ndarray, kind: ContrastMethod | None, size: int
) -> ContrastSet:
    labels = tuple(contrast.label(" - ") for contrast in contrasts)
    ratios = tuple(contrast.label(" / ") for contrast in contrasts)
    if kind is None:
        return ContrastSet(weights, labels, ratios, "none", size, False, "")
    return ContrastSet(
        weights, labels, ratios, kind.adjust, size, kind.is_pairwise, kind.description
    )

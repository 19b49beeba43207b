"""What fits that are compared are called, and whether they are of the same responses."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from hashlib import sha1
from types import FrameType
from typing import TYPE_CHECKING, Any

import numpy as np

from rglm.formatting.hints.argument_kinds import describe_value
from rglm.formatting.hints.warning_location import INNER_PACKAGES, is_inside
from rglm.protocol.model_result import ModelResult

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit


def variable_name(thing: object) -> str:
    """The caller's variable that a thing is; "" if it is none, or one with an underscore first."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and is_inside(frame, INNER_PACKAGES) and not _is_typed(frame):
        frame = frame.f_back
    if frame is None:
        return ""
    for names in (frame.f_locals, frame.f_globals):
        for name, value in list(names.items()):
            if value is thing and not name.startswith("_"):
                return name
    return ""


def _is_typed(frame: FrameType) -> bool:
    """Whether the code of a frame is of no file, as what is typed and examples of docstrings."""
    return frame.f_code.co_filename.startswith("<")


def fit_name(fit: BrmFit) -> str:
    """The caller's variable that a fit is, or its formula."""
    return variable_name(fit) or fit.formula


def distinct_names(names: Sequence[str], named: Mapping[str, Any]) -> list[str]:
    """Names of which no two are the same: if they are, all have their number before them."""
    names = [*names, *named]
    if len(set(names)) == len(names):
        return names
    return [f"{i}: {name}" for i, name in enumerate(names, 1)]


def rows_key(fit: BrmFit) -> str:
    """A text that is the same for fits of the same responses and weights, in memory or chunks."""
    hashes = sha1(), sha1(), sha1()
    for columns in fit._map_chunks(_responses_and_weights):
        for digest, column in zip(hashes, columns, strict=True):
            digest.update(np.ascontiguousarray(column, dtype=float).tobytes())
    return "".join(digest.hexdigest() for digest in hashes)


def _responses_and_weights(fit: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The responses, how many each row has of them, and the weights.

    Of categories the responses are counts of all but the first, of trials the successes.
    """
    rows = fit._rows_source.rows
    y = np.asarray(rows.y)
    if fit._levels:
        counts = y if y.ndim == 2 else np.eye(len(fit._levels))[y.astype(int)]
        return counts[:, 1:], counts.sum(axis=1), rows.weights
    if y.ndim == 1:
        return y, np.ones(len(y)), rows.weights
    return y[:, 0], y[:, 1], rows.weights


def check_same_responses(keys: Sequence[str], counts: Sequence[int]) -> None:
    """Check that models are of the same rows, responses and weights.

    Raises
    ------
    ValueError
        They are not.
    """
    for key, count in zip(keys[1:], counts[1:], strict=True):
        if key != keys[0] and count == counts[0]:
            raise ValueError(
                f"the models have different responses, weights or rows ({count} each), so that "
                "their predictive densities do not compare; fit them to one response and the same "
                "rows in the same order"
            )
        if key != keys[0]:
            raise ValueError(
                f"the models were fitted to different rows or responses ({counts[0]} and {count} "
                "rows); fit them to the same rows, for instance after data.dropna(subset=[...])"
            )


def check_fits(verb: str, fits: Sequence[object]) -> None:
    """Check that all are fits of `brm`.

    Raises
    ------
    TypeError
        One is not.
    """
    from rglm.models.brm.brm_fit import BrmFit

    for fit in fits:
        if not isinstance(fit, BrmFit):
            hint = "; compare() is for fits that are not Bayesian" * isinstance(fit, ModelResult)
            raise TypeError(f"{verb}() takes fits of brm(), got {describe_value(fit)}{hint}")

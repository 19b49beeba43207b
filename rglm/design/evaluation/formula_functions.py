"""The vocabulary: R's functions in a formula, by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from rglm.design.evaluation.conversions import CONVERSIONS
from rglm.design.evaluation.math_functions import MATH_FUNCTIONS
from rglm.design.evaluation.three_valued_logic import LOGICAL_FUNCTIONS
from rglm.design.factors.contrast_matrix import CONTRASTS
from rglm.design.factors.factor_functions import STATEFUL_FACTOR_FUNCTIONS
from rglm.design.factors.interaction_factor import interaction
from rglm.design.size_limits import MAX_CBIND_COLUMNS, MAX_CONSTANTS, check_limit
from rglm.design.transforms import scaling, splines
from rglm.design.transforms.poly_functions import POLY_FUNCTIONS
from rglm.design.transforms.summary_functions import SUMMARY_FUNCTIONS, summary_function
from rglm.design.values.formula_value import FunctionState
from rglm.design.values.r_values import Matrix


def _bs(
    x: ArrayLike,
    df: int | None = None,
    knots: Any = None,
    degree: int = 3,
    intercept: bool = False,
    Boundary_knots: Any = None,
    *,
    state: FunctionState,
) -> Matrix:
    values = np.asarray(x, dtype=np.float64)
    if not state:
        state.update(splines.learn_bs(values, df, knots, degree, intercept, Boundary_knots))
    return Matrix.numbered(splines.apply_bs(state, values))


def _ns(
    x: ArrayLike,
    df: int | None = None,
    knots: Any = None,
    intercept: bool = False,
    Boundary_knots: Any = None,
    *,
    state: FunctionState,
) -> Matrix:
    values = np.asarray(x, dtype=np.float64)
    if not state:
        state.update(splines.learn_ns(values, df, knots, intercept, Boundary_knots))
    return Matrix.numbered(splines.apply_ns(state, values))


def _scale(
    x: ArrayLike, center: Any = True, scale: Any = True, *, state: FunctionState
) -> np.ndarray:
    values = np.asarray(x, dtype=np.float64)
    if values.ndim == 2:
        return scaling.scale_columns(state, values, center, scale)
    if not state:
        state.update(scaling.learn_scale(values, center, scale))
    return scaling.apply_scale(state, values)


def _cbind(*columns: ArrayLike, names: Sequence[str]) -> Matrix:
    if not columns:
        raise ValueError("it takes columns: cbind(x, z)")
    check_limit(len(columns), MAX_CBIND_COLUMNS, "cbind(): the number of columns")
    arrays = [np.asarray(column, dtype=np.float64) for column in columns]
    rows = max((len(array) for array in arrays if array.ndim), default=1)
    wide = [a if a.ndim == 2 else np.broadcast_to(a, rows)[:, None] for a in arrays]
    labels = [label for c, name in zip(columns, names, strict=True) for label in _labels(c, name)]
    own = tuple(labels) if any(labels) else tuple(str(i + 1) for i in range(len(labels)))
    return Matrix(np.hstack(wide), own if len(labels) > 1 else ("",))


def _labels(column: ArrayLike, name: str) -> Sequence[str]:
    """The names of a column in ``cbind()``; a matrix has its own, or none."""
    if isinstance(column, Matrix):
        return column.suffixes if column.has_names else [""] * len(column.suffixes)
    return [name]


def _combine(*values: Any) -> list[Any]:
    """R's ``c()`` of constants."""
    return [item for v in values for item in (v if isinstance(v, (list, tuple)) else [v])]


def _seq(start: float, to: float, by: float = 1.0) -> list[float]:
    check_limit(abs((to - start) / by) if by else float("inf"), MAX_CONSTANTS, "seq(): its length")
    return list(np.arange(start, to + by * 1e-10, by))


def _identity(x: Any) -> Any:
    return x


# functions that learn from the data: each is given the state of its own call
STATEFUL_FUNCTIONS: dict[str, Callable[..., Any]] = {
    **POLY_FUNCTIONS,
    "bs": _bs,
    "ns": _ns,
    "scale": _scale,
    "interaction": interaction,
    **{name: summary_function(name) for name in SUMMARY_FUNCTIONS},
    **STATEFUL_FACTOR_FUNCTIONS,
}
# functions that take columns in the order written, and their names
COLUMN_BINDERS: dict[str, Callable[..., Matrix]] = {"cbind": _cbind}
FORMULA_FUNCTIONS: dict[str, Callable[..., Any]] = {
    **STATEFUL_FUNCTIONS,
    **LOGICAL_FUNCTIONS,
    **CONVERSIONS,
    **MATH_FUNCTIONS,
    **CONTRASTS,
    **COLUMN_BINDERS,
    "I": _identity,
    "offset": _identity,
    "c": _combine,
    "seq": _seq,
}
FORMULA_CONSTANTS = {"pi": np.pi, "T": True, "F": False}


def vocabulary_name(name: str) -> str | None:
    """The key in `FORMULA_FUNCTIONS` of a function's name, R's or Python's; None if it has none.

    >>> vocabulary_name("as.factor"), vocabulary_name("stats::poly"), vocabulary_name("half")
    ('as_factor', 'poly', None)
    """
    key = name.rpartition("::")[2].replace(".", "_").replace("SAS", "sas")
    return key if key in FORMULA_FUNCTIONS else None


def contrast_function(name: str) -> Callable[..., Any] | None:
    """The contrasts that a name without a package means, as in ``C(f, contr.sum)``."""
    return None if "::" in name else CONTRASTS.get(vocabulary_name(name) or "")


def is_in_vocabulary(name: str) -> bool:
    """Whether a name, R's or Python's, is that of a function of the vocabulary."""
    return vocabulary_name(name) is not None

"""R's words in a formula: what each name means when an expression is evaluated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from rglm.design.evaluation.conversions import CONVERSIONS
from rglm.design.evaluation.math_functions import MATH
from rglm.design.evaluation.three_valued_logic import LOGIC
from rglm.design.factors import contrasts
from rglm.design.factors.factor_functions import STATEFUL_FACTOR_FUNCTIONS
from rglm.design.factors.interaction_factor import interaction
from rglm.design.size_limits import MAX_BOUND, MAX_CONSTANTS, check_limit
from rglm.design.transforms import scaling, splines
from rglm.design.transforms.poly_functions import POLY_FUNCTIONS
from rglm.design.transforms.summary_functions import SUMMARY_FUNCTIONS, summary_function
from rglm.design.values.r_values import Matrix

State = dict[str, Any]


def _bs(
    x: Any,
    df: int | None = None,
    knots: Any = None,
    degree: int = 3,
    intercept: bool = False,
    Boundary_knots: Any = None,
    *,
    state: State,
) -> Matrix:
    values = np.asarray(x, dtype=np.float64)
    if not state:
        state.update(splines.learn_bs(values, df, knots, degree, intercept, Boundary_knots))
    return _numbered(splines.apply_bs(state, values))


def _ns(
    x: Any,
    df: int | None = None,
    knots: Any = None,
    intercept: bool = False,
    Boundary_knots: Any = None,
    *,
    state: State,
) -> Matrix:
    values = np.asarray(x, dtype=np.float64)
    if not state:
        state.update(splines.learn_ns(values, df, knots, intercept, Boundary_knots))
    return _numbered(splines.apply_ns(state, values))


def _scale(x: Any, center: Any = True, scale: Any = True, *, state: State) -> np.ndarray:
    values = np.asarray(x, dtype=np.float64)
    if not state:
        state.update(scaling.learn_scale(values, center, scale))
    return scaling.apply_scale(state, values)


def _cbind(*columns: Any, names: Sequence[str]) -> Matrix:
    if not columns:
        raise ValueError("it takes columns: cbind(x, z)")
    check_limit(len(columns), MAX_BOUND, "cbind(): the number of columns")
    parts = [np.asarray(column, dtype=np.float64) for column in columns]
    suffixes = tuple(names)
    if not any(suffixes):
        suffixes = tuple(str(i + 1) for i in range(len(parts)))
    return Matrix(
        np.column_stack(np.broadcast_arrays(*parts)), ("",) if len(parts) == 1 else suffixes
    )


def _numbered(basis: np.ndarray) -> Matrix:
    k = basis.shape[1]
    return Matrix(basis, ("",) if k == 1 else tuple(str(i + 1) for i in range(k)))


def _combine(*values: Any) -> list[Any]:
    """R's ``c()`` of constants."""
    return [item for v in values for item in (v if isinstance(v, (list, tuple)) else [v])]


def _seq(start: float, to: float, by: float = 1.0) -> list[float]:
    check_limit(abs((to - start) / by) if by else float("inf"), MAX_CONSTANTS, "seq(): its length")
    return list(np.arange(start, to + by * 1e-10, by))


def _identity(x: Any) -> Any:
    return x


# words that learn from the data: each is handed the state of its own call
STATEFUL: dict[str, Callable[..., Any]] = {
    **POLY_FUNCTIONS,
    "bs": _bs,
    "ns": _ns,
    "scale": _scale,
    "interaction": interaction,
    **{word: summary_function(word) for word in SUMMARY_FUNCTIONS},
    **STATEFUL_FACTOR_FUNCTIONS,
}
WORDS: dict[str, Callable[..., Any]] = {
    **STATEFUL,
    **LOGIC,
    **CONVERSIONS,
    **MATH,
    "I": _identity,
    "offset": _identity,
    "cbind": _cbind,
    "c": _combine,
    "seq": _seq,
    "contr_treatment": contrasts.contr_treatment,
    "contr_sum": contrasts.contr_sum,
    "contr_helmert": contrasts.contr_helmert,
    "contr_poly": contrasts.contr_poly,
    "contr_sas": contrasts.contr_sas,
}
CONSTANTS = {"pi": np.pi, "T": True, "F": False}


def word_of(name: str) -> str | None:
    """The key in `WORDS` of a function's name, R's or Python's; None if it is no word.

    >>> word_of("as.factor"), word_of("stats::poly"), word_of("half")
    ('as_factor', 'poly', None)
    """
    word = name.rpartition("::")[2].replace(".", "_").replace("SAS", "sas")
    return word if word in WORDS else None


def is_formula_function(name: str) -> bool:
    """Whether a name, R's or Python's, is that of a function of the vocabulary."""
    return word_of(name) is not None

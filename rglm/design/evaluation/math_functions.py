"""R's mathematical functions, value by value."""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from rglm.formatting.hints.warning_location import warn
from rglm.formatting.numbers.rounding import round_half, signif

SAME_NAMES = "log2 log10 log1p exp expm1 sqrt abs sign sin cos tan sinh cosh tanh floor trunc"
# numpy's names of R's functions
NUMPY_NAMES = {name: name for name in SAME_NAMES.split()}
NUMPY_NAMES |= {"ceiling": "ceil", "asin": "arcsin", "acos": "arccos", "atan": "arctan"}
NUMPY_NAMES |= {"asinh": "arcsinh", "acosh": "arccosh", "atanh": "arctanh"}


def numeric(function: Callable[..., np.ndarray], name: str) -> Callable[..., np.ndarray]:
    """A function of numbers as R calls it: it warns where a number becomes NaN, and only then."""

    def formula_function(x: ArrayLike, *args: Any, **kwargs: Any) -> np.ndarray:
        values = np.asarray(x, dtype=np.float64)
        with np.errstate(all="ignore"):
            out = np.asarray(function(values, *args, **kwargs))
        if np.isnan(out).any() and np.isnan(out).sum() > np.isnan(values).sum():
            warn(f"{name}(): NaNs produced", RuntimeWarning)
        return out

    function.__qualname__ = name  # in Python's messages about arguments
    # errors of arguments read it; functions have no such attribute for type checkers
    formula_function.__signature__ = signature(function)  # type: ignore[attr-defined]
    return formula_function


def _one_argument(ufunc: np.ufunc) -> Callable[..., np.ndarray]:
    """A ufunc without its other arguments: numpy's ``out`` would write into a column."""

    def formula_function(x: np.ndarray) -> np.ndarray:
        return ufunc(x)

    return formula_function


def _log(x: np.ndarray, base: float = np.e) -> np.ndarray:
    return np.log(x) if np.ndim(base) == 0 and base == np.e else np.log(x) / np.log(base)


def _atan2(y: np.ndarray, x: ArrayLike) -> np.ndarray:
    return np.arctan2(y, np.asarray(x, dtype=np.float64))


def _round(x: ArrayLike, digits: int = 0) -> np.ndarray:
    return round_half(np.asarray(x, dtype=np.float64), int(digits))


def _signif(x: ArrayLike, digits: int = 6) -> np.ndarray:
    return signif(np.asarray(x, dtype=np.float64), max(int(digits), 1))


def _plogis(
    q: np.ndarray,
    location: ArrayLike = 0.0,
    scale: ArrayLike = 1.0,
    lower_tail: bool = True,
    log_p: bool = False,
) -> np.ndarray:
    from scipy.special import expit, log_expit

    z = _standard(q, location, scale) * (1 if lower_tail else -1)
    return log_expit(z) if log_p else expit(z)


def _pnorm(
    q: np.ndarray,
    mean: ArrayLike = 0.0,
    sd: ArrayLike = 1.0,
    lower_tail: bool = True,
    log_p: bool = False,
) -> np.ndarray:
    from scipy.special import log_ndtr, ndtr

    z = _standard(q, mean, sd) * (1 if lower_tail else -1)
    return log_ndtr(z) if log_p else ndtr(z)


def _qlogis(
    p: np.ndarray,
    location: ArrayLike = 0.0,
    scale: ArrayLike = 1.0,
    lower_tail: bool = True,
    log_p: bool = False,
) -> np.ndarray:
    from scipy.special import logit

    z = p - np.log(-np.expm1(p)) if log_p else logit(p)
    return _scaled(z if lower_tail else -z, location, scale)


def _qnorm(
    p: np.ndarray,
    mean: ArrayLike = 0.0,
    sd: ArrayLike = 1.0,
    lower_tail: bool = True,
    log_p: bool = False,
) -> np.ndarray:
    from scipy.special import ndtri, ndtri_exp

    z = ndtri_exp(p) if log_p else ndtri(p)
    return _scaled(z if lower_tail else -z, mean, sd)


def _standard(q: np.ndarray, location: ArrayLike, scale: ArrayLike) -> np.ndarray:
    """(q - location) / scale, NaN for a scale below 0.

    A scale of 0 puts all probability at the location: there the answer is infinite.
    """
    center, unit = np.asarray(location, dtype=np.float64), np.asarray(scale, dtype=np.float64)
    z = np.where((q == center) & (unit == 0), np.inf, (q - center) / unit)
    return np.where(unit < 0, np.nan, z)


def _scaled(z: np.ndarray, location: ArrayLike, scale: ArrayLike) -> np.ndarray:
    """The location plus scale times z; NaN for a scale below 0."""
    center, unit = np.asarray(location, dtype=np.float64), np.asarray(scale, dtype=np.float64)
    return np.where(unit < 0, np.nan, center + unit * z)


def _parallel_extreme(with_nan: np.ufunc, without_nan: np.ufunc) -> Callable[..., np.ndarray]:
    """``pmin`` or ``pmax``: NaN where a value is missing, or (``na.rm``) without it."""

    def formula_function(*values: ArrayLike, na_rm: bool = False) -> np.ndarray:
        if not values:
            raise ValueError("it takes columns: pmin(x, z)")
        columns = [np.asarray(value, dtype=np.float64) for value in values]
        out = columns[0]
        for column in columns[1:]:
            out = (without_nan if na_rm else with_nan)(out, column)
        return out

    return formula_function


MATH_FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{
        name: numeric(_one_argument(getattr(np, ufunc)), name)
        for name, ufunc in NUMPY_NAMES.items()
    },
    "log": numeric(_log, "log"),
    "atan2": numeric(_atan2, "atan2"),
    "round": _round,
    "signif": _signif,
    "plogis": numeric(_plogis, "plogis"),
    "qlogis": numeric(_qlogis, "qlogis"),
    "pnorm": numeric(_pnorm, "pnorm"),
    "qnorm": numeric(_qnorm, "qnorm"),
    "pmin": _parallel_extreme(np.minimum, np.fmin),
    "pmax": _parallel_extreme(np.maximum, np.fmax),
}

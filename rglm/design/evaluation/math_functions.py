"""The functions of numbers in R's vocabulary, value by value."""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from typing import Any

import numpy as np

from rglm.formatting.hints.warning_location import warn
from rglm.formatting.numbers.rounding import round_half, signif

PLAIN = ("log2", "log10", "log1p", "exp", "expm1", "sqrt", "abs", "sign", "sin", "cos", "tan")
PLAIN += ("sinh", "cosh", "tanh", "floor", "trunc")
# numpy's names of R's
RENAMED = {"ceiling": "ceil", "asin": "arcsin", "acos": "arccos", "atan": "arctan"}
RENAMED |= {"asinh": "arcsinh", "acosh": "arccosh", "atanh": "arctanh"}


def numeric(function: Callable[..., np.ndarray], name: str) -> Callable[..., np.ndarray]:
    """R's arithmetic: silent about infinities, a warning where NaN comes of a number."""

    def word(x: Any, *args: Any, **kwargs: Any) -> np.ndarray:
        values = np.asarray(x, dtype=np.float64)
        with np.errstate(all="ignore"):
            out = np.asarray(function(values, *args, **kwargs))
        if np.isnan(out).any() and np.isnan(out).sum() > np.isnan(values).sum():
            warn(f"{name}(): NaNs produced", RuntimeWarning)
        return out

    function.__qualname__ = name  # in Python's messages about arguments
    word.__signature__ = signature(function)  # type: ignore[attr-defined]
    return word


def _of_one(function: Callable[..., np.ndarray]) -> Callable[..., np.ndarray]:
    """A ufunc without its other arguments: numpy's ``out`` would write into a column."""

    def word(x: np.ndarray) -> np.ndarray:
        return function(x)

    return word


def _log(x: np.ndarray, base: float = np.e) -> np.ndarray:
    return np.log(x) if np.ndim(base) == 0 and base == np.e else np.log(x) / np.log(base)


def _atan2(y: np.ndarray, x: Any) -> np.ndarray:
    return np.arctan2(y, np.asarray(x, dtype=np.float64))


def _round(x: Any, digits: int = 0) -> np.ndarray:
    return round_half(np.asarray(x, dtype=np.float64), int(digits))


def _signif(x: Any, digits: int = 6) -> np.ndarray:
    return signif(np.asarray(x, dtype=np.float64), max(int(digits), 1))


def _plogis(
    q: np.ndarray,
    location: Any = 0.0,
    scale: Any = 1.0,
    lower_tail: bool = True,
    log_p: bool = False,
) -> np.ndarray:
    from scipy.special import expit, log_expit

    z = _standard(q, location, scale) * (1 if lower_tail else -1)
    return log_expit(z) if log_p else expit(z)


def _pnorm(
    q: np.ndarray, mean: Any = 0.0, sd: Any = 1.0, lower_tail: bool = True, log_p: bool = False
) -> np.ndarray:
    from scipy.special import log_ndtr, ndtr

    z = _standard(q, mean, sd) * (1 if lower_tail else -1)
    return log_ndtr(z) if log_p else ndtr(z)


def _qlogis(
    p: np.ndarray,
    location: Any = 0.0,
    scale: Any = 1.0,
    lower_tail: bool = True,
    log_p: bool = False,
) -> np.ndarray:
    from scipy.special import logit

    z = p - np.log(-np.expm1(p)) if log_p else logit(p)
    return _scaled(z if lower_tail else -z, location, scale)


def _qnorm(
    p: np.ndarray, mean: Any = 0.0, sd: Any = 1.0, lower_tail: bool = True, log_p: bool = False
) -> np.ndarray:
    from scipy.special import ndtri, ndtri_exp

    z = ndtri_exp(p) if log_p else ndtri(p)
    return _scaled(z if lower_tail else -z, mean, sd)


def _standard(q: np.ndarray, location: Any, scale: Any) -> np.ndarray:
    """(q - location) / scale; all of a scale of 0 is at the location."""
    location, scale = (np.asarray(v, dtype=np.float64) for v in (location, scale))
    z = np.where((q == location) & (scale == 0), np.inf, (q - location) / scale)
    return np.where(scale < 0, np.nan, z)


def _scaled(z: np.ndarray, location: Any, scale: Any) -> np.ndarray:
    location, scale = (np.asarray(v, dtype=np.float64) for v in (location, scale))
    return np.where(scale < 0, np.nan, location + scale * z)


def _extreme(keep: np.ufunc, skip: np.ufunc) -> Callable[..., np.ndarray]:
    """``pmin`` or ``pmax``: NaN where a value is missing, or (``na.rm``) without it."""

    def word(*values: Any, na_rm: bool = False) -> np.ndarray:
        if not values:
            raise ValueError("it takes columns: pmin(x, z)")
        columns = [np.asarray(value, dtype=np.float64) for value in values]
        out = columns[0]
        for column in columns[1:]:
            out = (skip if na_rm else keep)(out, column)
        return out

    return word


MATH: dict[str, Callable[..., Any]] = {
    **{name: numeric(_of_one(getattr(np, name)), name) for name in PLAIN},
    **{name: numeric(_of_one(getattr(np, theirs)), name) for name, theirs in RENAMED.items()},
    "log": numeric(_log, "log"),
    "atan2": numeric(_atan2, "atan2"),
    "round": _round,
    "signif": _signif,
    "plogis": numeric(_plogis, "plogis"),
    "qlogis": numeric(_qlogis, "qlogis"),
    "pnorm": numeric(_pnorm, "pnorm"),
    "qnorm": numeric(_qnorm, "qnorm"),
    "pmin": _extreme(np.minimum, np.fmin),
    "pmax": _extreme(np.maximum, np.fmax),
}

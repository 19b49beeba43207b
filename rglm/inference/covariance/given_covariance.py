"""The covariance that ``vcov=`` asks for, and its standard errors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.warning_location import warn
from rglm.formatting.text.printable import listed
from rglm.inference.covariance.sandwich_types import described_type
from rglm.protocol.argument_types import Vcov
from rglm.protocol.model_result import ModelResult
from rglm.warnings import FitWarning

MODEL_BASED = "model-based"  # what tables call the model's own covariance


def given_covariance(fit: ModelResult, vcov: Vcov = None) -> np.ndarray:
    """The covariance that ``vcov=`` asks for, (p, p), NaN where aliased.

    Parameters
    ----------
    vcov : {None, str, dict, array, DataFrame, function}
        None is the model's own covariance; a string is a type such as ``"HC3"``; a dict has
        arguments of ``fit.vcov()``, ``{"type": "NeweyWest", "lag": 4}``; a matrix has the
        order of the coefficients; a DataFrame is matched by its names, and aliased coefficients
        may be left out; a function is called with the fit.

    Raises
    ------
    ValueError, TypeError
        The matrix has another shape or other names, is not symmetric, or is no matrix.
    """
    names = list(fit.names)
    is_of_fit = vcov is None or isinstance(vcov, (str, Mapping))
    if isinstance(vcov, (str, Mapping)):
        vcov = fit.vcov(**_arguments(vcov))
    elif vcov is None or callable(vcov):
        vcov = fit.vcov() if vcov is None else vcov(fit)
    is_estimable = np.isin(np.arange(len(names)), fit._solution.system.estimable)
    if isinstance(vcov, pd.DataFrame):
        vcov = _match_names(vcov, names, np.flatnonzero(is_estimable))
    try:
        covariance = np.array(vcov, dtype=float)
    except (TypeError, ValueError):
        raise TypeError(
            "vcov= takes a type such as 'HC3', arguments of vcov() in a dict, a matrix or a "
            f"function of the fit, got {_shown(vcov)}"
        ) from None
    if covariance.shape != (len(names),) * 2:
        raise ValueError(
            f"vcov= has shape {covariance.shape}; there are {len(names)} coefficients: "
            f"{listed(names)}"
        )
    covariance[~is_estimable] = covariance[:, ~is_estimable] = np.nan
    if not (is_of_fit or _is_symmetric(covariance)):
        raise ValueError("vcov= is not symmetric, as a covariance is")
    return covariance


def _shown(vcov: Any) -> str:
    """What was given, in short, and its covariance if it has one, as a bootstrap does."""
    if callable(getattr(vcov, "vcov", None)):
        name = type(vcov).__name__
        return f"{name}: give its vcov(), vcov=result.vcov()"
    return f"{vcov!r:.100}"


def _is_symmetric(covariance: np.ndarray) -> bool:
    """Whether a covariance is symmetric but for rounding; NaN stands for an aliased column."""
    scale = np.nan_to_num(np.sqrt(np.abs(np.diag(covariance))))
    return not (np.abs(covariance - covariance.T) > 1e-8 * np.outer(scale, scale)).any()


def _arguments(vcov: str | Mapping[str, Any]) -> Mapping[str, Any]:
    """The arguments of ``fit.vcov()`` that ``vcov=`` gives.

    Raises
    ------
    ValueError
        They choose some of the coefficients.
    """
    if isinstance(vcov, str):
        return {"type": vcov}
    for name in ("parm", "model"):
        if name in vcov:
            raise ValueError(f"vcov= takes the covariance of all coefficients: leave {name!r} out")
    return vcov


def _match_names(
    matrix: pd.DataFrame, names: list[str], estimable: np.ndarray
) -> np.ndarray | pd.DataFrame:
    """A given DataFrame in the order of the coefficients.

    Names need not be unique where they have that order already, with the aliased ones or without.
    """
    for places in (np.arange(len(names)), estimable):
        order = [names[i] for i in places]
        if order == list(matrix.index) == list(matrix.columns):
            out = np.full((len(names),) * 2, np.nan, dtype=object)
            out[np.ix_(places, places)] = matrix
            return out
    if len(set(names)) < len(names):
        raise ValueError(
            "vcov= is ambiguous: a DataFrame is matched by its names, and some coefficients share "
            f"one; give its rows and columns in the order {listed(names)}"
        )
    needed = [names[i] for i in estimable]
    for labels, what in ((matrix.index, "rows"), (matrix.columns, "columns")):
        wrong = [n for n in needed if n not in labels] or [n for n in labels if n not in names]
        if wrong or not labels.is_unique:
            raise ValueError(
                f"vcov= has the {what} {listed(list(map(str, labels)))}; the coefficients are "
                f"{listed(names)}"
            )
    return matrix.reindex(index=names, columns=names)


def covariance_name(vcov: Vcov, fit: ModelResult) -> str | None:
    """The name of the covariance that ``vcov=`` asks for; None for the model's own.

    A clustered one without a type is of the type that the fit takes by default.
    """
    if vcov is None or isinstance(vcov, str):
        return vcov
    if isinstance(vcov, Mapping):
        cluster = vcov.get("cluster")
        type = vcov.get("type") if cluster is None else vcov.get("type") or fit._clustered_type
        return described_type(type, cluster)
    if isinstance(vcov, pd.DataFrame):
        return vcov.attrs.get("type", "from the matrix given")
    if not callable(vcov):
        return "from the matrix given"
    name = getattr(vcov, "__name__", "<lambda>")  # a partial has none
    return "from the function given" if name == "<lambda>" else f"from {name}()"


def standard_errors(covariance: np.ndarray | pd.DataFrame) -> np.ndarray:
    """Square roots of the variances; NaN, with a warning, where one is below 0."""
    variances = np.diag(np.asarray(covariance))
    if (variances < 0).any():
        warn(
            "the covariance has a variance below 0, as clustering in several ways can give; its "
            "standard error is NaN",
            FitWarning,
        )
    return np.sqrt(np.where(variances < 0, np.nan, variances))


def own_or_given_errors(fit: ModelResult, vcov: Vcov = None) -> np.ndarray:
    """The standard errors of all coefficients: the model's own, or those of ``vcov=``."""
    if vcov is not None:
        return standard_errors(given_covariance(fit, vcov))
    with np.errstate(invalid="ignore"):  # the variances alone, and no matrix
        return np.sqrt(fit.dispersion * fit._unscaled_variances)


def correlation_table(fit: ModelResult, vcov: Vcov = None) -> pd.DataFrame:
    """The correlations of the coefficients, NaN where aliased."""
    covariance = given_covariance(fit, vcov)
    error = standard_errors(covariance)
    return pd.DataFrame(covariance / np.outer(error, error), list(fit.names), list(fit.names))


def with_given_covariance(fit: ModelResult, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of a verb with the matrix that ``vcov=`` means, which depends on all rows."""
    out = dict(arguments)
    if out.get("vcov") is not None:
        names = list(fit.names)
        out["vcov"] = pd.DataFrame(given_covariance(fit, out["vcov"]), names, names)
    return out

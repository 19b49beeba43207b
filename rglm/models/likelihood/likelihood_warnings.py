"""The warnings after a fit by maximum likelihood."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from rglm.formatting.hints import warning_location
from rglm.formatting.text.printable import listed, printable
from rglm.warnings import BoundaryWarning, ConvergenceWarning, RankWarning

if TYPE_CHECKING:
    from rglm.fitting.newton.optimization_result import OptimizationResult

# The standard error of a logarithm from which on the data say nothing about its size: a factor of
# exp(10) to both sides is within its interval.
MAX_DETERMINED_ERROR = 5.0
MAX_CORRELATION = 0.98  # a correlation of two estimates


def warn_of_maximum(
    function: str,
    maximum: OptimizationResult,
    names: Sequence[str],
    aliased: Sequence[str],
    extra: str = "",
    scalars: int = 0,
    has_infinite_eta: bool = False,
) -> None:
    """Warn of aliased coefficients, infinite or undetermined parameters, and no convergence.

    Parameters
    ----------
    names, aliased : sequences of str
        The parameters, of which the last `scalars` are logarithms, and what is none.
    extra : str
        What an infinite parameter means.
    has_infinite_eta : bool
        Whether a linear predictor is on its way to infinity.
    """
    warn_of_aliased(function, aliased)
    if maximum.infinite_step is not None:
        message = f"{function}: {infinite_message(maximum.infinite_step, names)}{extra}"
        warning_location.warn(message, BoundaryWarning)
    elif len(flat := flat_parameters(maximum, scalars, has_infinite_eta)):
        message = f"{function}: {flat_message([names[int(i)] for i in flat])}"
        warning_location.warn(message, BoundaryWarning)
    elif not maximum.converged:
        warning_location.warn(
            f"{function}: no maximum of the likelihood was found in {maximum.iter} steps; the "
            "numbers are those of the last. Look for columns of very different sizes, or start "
            "from a smaller model; control={'maxit': ...} allows more steps",
            ConvergenceWarning,
        )


def warn_of_aliased(function: str, names: Sequence[str], advice: str = "") -> None:
    """Warn of the coefficients that the data do not determine, if there are any."""
    if len(names):
        shown = ", ".join(map(repr, names[:10])) + (", ..." if len(names) > 10 else "")
        warning_location.warn(
            f"{function}: {len(names)} coefficient(s) not defined because of singularities: "
            f"{shown}. They are combinations of the columns before them and stay NaN; drop them "
            f"from the formula or ignore them{advice}",
            RankWarning,
        )


def flat_parameters(
    maximum: OptimizationResult, scalars: int, has_infinite_eta: bool = False
) -> np.ndarray:
    """The parameters along which the likelihood is flat.

    There are none where the last `scalars` of them, which are logarithms, have a usable standard
    error, unless one follows a linear predictor that goes to infinity.
    """
    inverse = maximum.inverse_information
    errors = np.sqrt(np.diag(inverse))
    if not scalars:
        return np.zeros(0, dtype=int)
    from rglm.fitting.newton.newton_method import NEGLIGIBLE_DECREMENT

    correlation = np.abs(inverse / np.outer(errors, errors))[-scalars:]
    if has_infinite_eta:
        follows = correlation - np.eye(len(errors))[-scalars:]
        worst = int(follows.max(axis=1).argmax())
        is_flat = follows[worst].max() > MAX_CORRELATION
    else:
        worst = int(errors[-scalars:].argmax())
        nothing_to_gain = maximum.gradient @ inverse @ maximum.gradient < NEGLIGIBLE_DECREMENT
        is_flat = nothing_to_gain and errors[-scalars:].max() > MAX_DETERMINED_ERROR
    return np.flatnonzero(correlation[worst] > 0.5) if is_flat else np.zeros(0, dtype=int)


def flat_message(names: Sequence[str]) -> str:
    """In words, which parameters the data do not tell apart."""
    without_theta = (
        ". A distribution without a theta, 'poisson' or 'geometric', will do in this part"
    )
    return (
        f"the likelihood is flat along a ridge, on which {listed(names)} move together: the "
        "data do not determine them. Their values and standard errors say nothing; the "
        "log-likelihood and the fitted values stand"
        f"{without_theta if any('theta' in name for name in names) else ''}"
    )


def warn_of_certainty(function: str, rows: int) -> None:
    """Warn that the zero part leaves no doubt in some rows."""
    warning_location.warn(
        f"{function}: in {rows} row(s) the zero part has a probability of 0 or 1 to hundreds of "
        "digits: its columns separate them, and its large coefficients have no finite estimate. "
        "Leave out terms of the zero part, or merge levels",
        BoundaryWarning,
    )


def infinite_message(step: np.ndarray, names: Sequence[str]) -> str:
    """In words, which parameters go to infinity."""
    infinite = np.flatnonzero(np.nan_to_num(step))
    shown = ", ".join(
        f"{printable(names[int(i)])} -> {'-' if step[i] < 0 else ''}Inf" for i in infinite[:10]
    )
    if not len(infinite):
        return (
            "the likelihood goes on rising as fitted probabilities go to 0 or 1. That can be in "
            "many ways: the data do not say which parameters go to infinity, nor to which side. "
            "Their values and standard errors say nothing; the log-likelihood is at its limit"
        )
    return (
        "the likelihood goes on rising as some parameters grow without end, so that they have no "
        f"finite estimate: {shown}{', ...' if len(infinite) > 10 else ''}. Their values and "
        "standard errors say nothing; the log-likelihood is at its limit"
    )

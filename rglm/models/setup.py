"""What to warn of after a fit by maximum likelihood."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rglm.fitting.likelihood import FLAT, Maximum
from rglm.fitting.warnings import BoundaryWarning, ConvergenceWarning, RankWarning
from rglm.format import where

# The standard error of a logarithm from which on the data say nothing about its size: a factor of
# exp(10) to both sides is within its interval.
UNDETERMINED = 5.0


def warn(
    function: str,
    maximum: Maximum,
    names: Sequence[str],
    aliased: Sequence[str],
    extra: str = "",
    scalars: int = 0,
) -> None:
    """What the reader of the fit's numbers should know; `names` are those of the parameters, of
    which the last `scalars` are logarithms.
    """
    if len(aliased):
        shown = ", ".join(map(repr, aliased[:10])) + (", ..." if len(aliased) > 10 else "")
        where.warn(
            f"{function}: {len(aliased)} coefficient(s) not defined because of singularities: "
            f"{shown}. They are combinations of the columns before them and stay NaN; drop them "
            "from the formula or ignore them",
            RankWarning,
        )
    if maximum.running is not None:
        message = f"{function}: {running_away(maximum.running, names)}{extra}"
        where.warn(message, BoundaryWarning)
    elif len(flat := ridge(maximum, scalars)):
        message = f"{function}: {along_a_ridge([names[i] for i in flat])}"
        where.warn(message, BoundaryWarning)
    elif not maximum.converged:
        where.warn(
            f"{function}: no maximum of the likelihood was found in {maximum.iter} steps; the "
            "numbers are those of the last. Look for columns of very different sizes, or start "
            "from a smaller model; control={'maxit': ...} allows more steps",
            ConvergenceWarning,
        )


def ridge(maximum: Maximum, scalars: int) -> np.ndarray:
    """The parameters along which the likelihood is flat; none where the last `scalars` of them,
    which are logarithms, have a usable standard error.
    """
    inverse = maximum.inverse
    errors = np.sqrt(np.diag(inverse))
    nothing_to_gain = maximum.gradient @ inverse @ maximum.gradient < FLAT
    if not scalars or not nothing_to_gain or errors[-scalars:].max() < UNDETERMINED:
        return np.zeros(0, dtype=int)
    # what the others do where the least determined one moves by a standard error, in their own
    worst = len(errors) - scalars + int(errors[-scalars:].argmax())
    return np.flatnonzero(np.abs(inverse[worst]) > 0.5 * errors[worst] * errors)


def along_a_ridge(names: Sequence[str]) -> str:
    """In words, which parameters the data do not tell apart."""
    return (
        f"the likelihood is flat along a ridge, on which {', '.join(names)} move together: the "
        "data do not determine them. Their values and standard errors say nothing; the "
        "log-likelihood and the fitted values stand. A distribution without a theta, 'poisson' or "
        "'geometric', will do in this part"
    )


def warn_of_certainty(function: str, rows: int) -> None:
    """That the zero part leaves no doubt in some rows."""
    where.warn(
        f"{function}: in {rows} row(s) the zero part has a probability of 0 or 1 to hundreds of "
        "digits: its columns separate them, and its large coefficients have no finite estimate. "
        "Leave out terms of the zero part, or merge levels",
        BoundaryWarning,
    )


def running_away(step: np.ndarray, names: Sequence[str]) -> str:
    """In words, which parameters go to infinity."""
    far = np.flatnonzero(np.nan_to_num(step))
    shown = ", ".join(f"{names[i]} -> {'-' if step[i] < 0 else ''}Inf" for i in far[:10])
    if not len(far):
        return (
            "the likelihood goes on rising as fitted probabilities go to 0 or 1. That can be in "
            "many ways: the data do not say which parameters go to infinity, nor to which side. "
            "Their values and standard errors say nothing; the log-likelihood is at its limit"
        )
    return (
        "the likelihood goes on rising as some parameters grow without end, so that they have no "
        f"finite estimate: {shown}{', ...' if len(far) > 10 else ''}. Their values and standard "
        "errors say nothing; the log-likelihood is at its limit"
    )

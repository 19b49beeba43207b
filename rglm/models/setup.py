"""What to warn of after a fit by maximum likelihood."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np

from rglm.fitting.likelihood import Maximum
from rglm.fitting.warnings import BoundaryWarning, ConvergenceWarning, RankWarning
from rglm.format.where import callers_level


def warn(
    function: str, maximum: Maximum, names: Sequence[str], aliased: Sequence[str], extra: str = ""
) -> None:
    """What the reader of the fit's numbers should know; `names` are those of the parameters."""
    if len(aliased):
        shown = ", ".join(map(repr, aliased[:10])) + (", ..." if len(aliased) > 10 else "")
        warnings.warn(
            f"{function}: {len(aliased)} coefficient(s) not defined because of singularities: "
            f"{shown}. They are combinations of the columns before them and stay NaN; drop them "
            "from the formula or ignore them",
            RankWarning,
            stacklevel=callers_level(),
        )
    if maximum.running is not None:
        message = f"{function}: {running_away(maximum.running, names)}{extra}"
        warnings.warn(message, BoundaryWarning, stacklevel=callers_level())
    elif not maximum.converged:
        warnings.warn(
            f"{function}: no maximum of the likelihood was found in {maximum.iter} steps; the "
            "numbers are those of the last. Look for columns of very different sizes, or start "
            "from a smaller model; control={'maxit': ...} allows more steps",
            ConvergenceWarning,
            stacklevel=callers_level(),
        )


def warn_of_certainty(function: str, rows: int) -> None:
    """That the zero part leaves no doubt in some rows."""
    warnings.warn(
        f"{function}: in {rows} row(s) the zero part has a probability of 0 or 1 to hundreds of "
        "digits: its columns separate them, and its large coefficients have no finite estimate. "
        "Leave out terms of the zero part, or merge levels",
        BoundaryWarning,
        stacklevel=callers_level(),
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

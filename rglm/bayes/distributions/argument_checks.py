"""Checks of the arguments of distributions."""

from __future__ import annotations

import numpy as np


def check_finite(function: str, **arguments: float) -> None:
    """Raise ValueError for an argument that is not finite."""
    for name, value in arguments.items():
        if not np.isfinite(value).all():
            raise ValueError(f"{function}(): {name}= must be finite, got {value!r}")


def check_positive(function: str, **arguments: float) -> None:
    """Raise ValueError for an argument that is not above 0 and finite."""
    for name, value in arguments.items():
        if not (np.isfinite(value) & (np.asarray(value) > 0)).all():
            raise ValueError(f"{function}(): {name}= must be above 0 and finite, got {value!r}")

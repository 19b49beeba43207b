"""Where Markov chains start."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from rglm.bayes.chains.whitened_density import WhitenedDensity
from rglm.errors import FitError

TRIES = 100
HALF_WIDTH = 2.0  # posterior standard deviations, of random starts
JITTER = 1e-3  # of a start at the mode, where the gradient must not be exactly 0

Start = Callable[[WhitenedDensity, np.random.Generator, np.ndarray], np.ndarray]


def initial_point(
    density: WhitenedDensity, init: Any, rng: np.random.Generator, mode: np.ndarray
) -> np.ndarray:
    """A start z (P,) with a positive density.

    Parameters
    ----------
    density : WhitenedDensity
    init : {"random", 0, "mode"} or float
        Uniform from -2 to 2 for each of the whitened parameters, or from minus the number to it;
        all unconstrained parameters 0; or next to the mode.
    rng : Generator
    mode : (P,) float array
        The mode z that "mode" begins next to.

    Raises
    ------
    ValueError
        `init` is none of these.
    FitError
        The density is 0 at 100 such points.
    """
    start = start_of(init)
    for _ in range(TRIES):
        z = start(density, rng, mode)
        value, gradient = density(z)
        if density.error is not None:
            raise density.error
        if np.isfinite(value) and np.isfinite(gradient).all() and gradient.any():
            return z
    advice = "" if init == "mode" else '; try init="mode"'
    raise FitError(
        f"init={init!r}: the posterior density is 0, or has no gradient, at {TRIES} starting "
        f"points{advice}"
    )


def start_of(init: Any) -> Start:
    """The function that draws a start.

    Raises
    ------
    ValueError
        `init` is not one of those that there are.
    """
    known: dict[str, Start] = {
        "random": partial(_random, HALF_WIDTH),
        "0": _zero,
        "mode": _near_mode,
    }
    is_number = isinstance(init, (int, float, np.number)) and not isinstance(init, bool)
    if is_number and 0 < init < np.inf:
        return partial(_random, float(init))
    key = "0" if is_number and init == 0 else init
    if not isinstance(key, str) or key not in known:
        raise ValueError(f'init={init!r}: give "mode", "random", 0 or a number above 0')
    return known[key]


def _random(
    width: float, density: WhitenedDensity, rng: np.random.Generator, _: np.ndarray
) -> np.ndarray:
    return rng.uniform(-width, width, density.count)


def _zero(density: WhitenedDensity, rng: np.random.Generator, _: np.ndarray) -> np.ndarray:
    return _near_mode(density, rng, density.whitened(np.zeros(density.count)))


def _near_mode(density: WhitenedDensity, rng: np.random.Generator, mode: np.ndarray) -> np.ndarray:
    return mode + JITTER * rng.standard_normal(density.count)

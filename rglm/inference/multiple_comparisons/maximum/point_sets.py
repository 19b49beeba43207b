"""Points that fill a cube or a sphere evenly, the same in every run."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat

import numpy as np
from scipy.special import ndtri

EDGE = 1e-12


def cube_points(count: int, dimension: int) -> np.ndarray:
    """The first points of Sobol's sequence, moved into the middle of their cells.

    Returns
    -------
    (n, dimension) array
        n is `count` rounded up to a power of 2.
    """
    from scipy.stats.qmc import Sobol

    exponent = int(np.ceil(np.log2(count)))
    points = Sobol(dimension, scramble=False).random_base2(exponent)
    return np.asarray(points + 0.5 / len(points))


def sphere_points(dimension: int, count: int, sets: int) -> Iterator[np.ndarray]:
    """Sets of unit vectors: both of one dimension, evenly spaced on the circle, else Sobol's.

    The sets of Sobol's points are moved against each other, so that their errors differ.

    Yields
    ------
    (n, dimension) array
        With each vector the one opposite to it.
    """
    if dimension < 3:
        points = np.array([[1.0], [-1.0]]) if dimension == 1 else _circle(count)
        yield from repeat(points, sets)
        return
    cube = cube_points(count // 2, dimension)
    for shift in np.random.default_rng(0).random((sets, dimension)):
        normal = ndtri(np.clip((cube + shift) % 1.0, EDGE, 1 - EDGE))
        length = np.linalg.norm(normal, axis=1, keepdims=True)
        unit = normal / np.where(length > 0, length, 1.0)
        yield np.concatenate([unit, -unit])


def _circle(count: int) -> np.ndarray:
    angles = 2 * np.pi * (np.arange(count) + 0.5) / count
    return np.column_stack([np.cos(angles), np.sin(angles)])

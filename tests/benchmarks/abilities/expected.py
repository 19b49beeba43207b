"""The data of the questions, and the right answers: those of rglm, which tests hold against R."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rglm import glm, lm, poisson
from rglm.datasets import load

CARS, BUDWORM, LOOMS = load("mtcars").reset_index(), load("budworm"), load("warpbreaks")
GALAXIES = load("galaxies")
CARS["twice"] = 2 * CARS["wt"]
CARS["cyl"] = CARS["cyl"].astype(float)
BUDWORM["log_n"] = np.log(np.arange(10, 22))
# x1 = 1 is always a success: its coefficient is infinite, that of x2 is not
SEPARATED = pd.DataFrame(
    {"y": [0, 0, 1, 0, 1, 1, 1, 1], "x1": [0, 0, 0, 0, 0, 1, 1, 1], "x2": [1, 2, 3, 4, 5, 2, 4, 3]}
).astype(float)
SOME_ROWS = [3, 9, 11, 20, 1]
LINE = lm("mpg ~ wt + hp", CARS)
COUNTS = glm("breaks ~ wool + tension", LOOMS, poisson())
OFFSET = glm("dead ~ ldose", BUDWORM, poisson(), offset="log_n")


def close(found: object, expected: object, rtol: float = 1e-5) -> bool:
    """Whether two sets of numbers agree."""
    found, expected = np.asarray(found, dtype=float), np.asarray(expected, dtype=float)
    return bool(np.allclose(found.ravel(), expected.ravel(), rtol=rtol, atol=1e-8))

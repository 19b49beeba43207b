"""A fit whose draws are those that the R script of the parameters' verbs has."""

import json
from dataclasses import replace

import numpy as np
import oracle
import pytest

from rglm import brm
from rglm.datasets import load


@pytest.fixture(scope="session")
def expected():
    return json.loads((oracle.HERE / "brm/verbs/parameters.json").read_text())


@pytest.fixture(scope="session")
def given_fit(expected):
    """mpg ~ wt with the draws of the script in the place of its own."""
    fit = brm("mpg ~ wt", load("mtcars"), seed=1)
    space = fit._space
    shown = np.array([expected["draws"][name] for name in fit.names])[np.argsort(fit._order)]
    q = np.where(space.is_positive[:, None], shown, np.linalg.solve(space.centring, shown))
    u = space.unconstrained_quantities(q).T[None]
    fit._sample = replace(
        fit._sample, u=u, log_density=np.zeros(u.shape[:2]), importance=None, places=None
    )
    return fit

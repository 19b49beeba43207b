"""Small fits of `brm` to draw."""

import numpy as np
import pytest

from rglm import brm
from rglm.bayes.diagnostics.sampling_report import SamplingReport
from rglm.bayes.posterior_sample import PosteriorSample
from rglm.datasets import load

CARS = load("mtcars")


def as_chains(fit, diverged=(5, 6)):
    """The fit as if its draws were two chains, of which some draws diverged."""
    sample = fit._sample
    shape = (2, sample.u.shape[1] // 2)
    divergences = np.zeros(shape, int)
    divergences[1, list(diverged)] = 1
    ones = np.ones(shape)
    report = SamplingReport(
        *(divergences, 3 * divergences, 3 * divergences, 0.8 * ones, ones, np.ones(2), np.ones(2)),
        *(1000, 500, 1, 0.8, 10),
    )
    u, density = sample.u.reshape(*shape, -1), sample.log_density.reshape(shape)
    changed = brm(fit.formula, fit.data, seed=1, draws=sample.u.shape[1])
    changed._sample = PosteriorSample(u, density, "sampling", sampling=report)
    return changed


@pytest.fixture(scope="session")
def cars():
    return brm("mpg ~ wt + hp", CARS, seed=1, draws=400)


@pytest.fixture(scope="session")
def chains(cars):
    return as_chains(cars)

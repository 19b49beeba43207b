from dataclasses import dataclass, field

import numpy as np
import pytest

from rglm.bayes.mode import find_mode


@dataclass
class Substitute:
    """A posterior that counts its evaluations, and fails after some."""

    posterior: object
    fails_after: float = np.inf
    source: None = None
    calls: list = field(default_factory=lambda: [0])

    def value_and_gradient(self, u):
        self.calls[0] += 1
        if self.calls[0] > self.fails_after:
            raise ZeroDivisionError("of the density")
        return self.posterior.value_and_gradient(u)


@pytest.fixture(scope="session")
def galaxies(galaxies_posterior):
    return galaxies_posterior, find_mode(galaxies_posterior, np.zeros(2))


@pytest.fixture(scope="session")
def substitute(galaxies):
    return lambda **arguments: Substitute(galaxies[0], **arguments)

"""Draw the simulated galaxies: the code that wrote ``data/galaxies.csv``.

``python -m rglm.datasets.simulate_galaxies`` writes the file again, byte for byte.
"""

from __future__ import annotations

import math
from pathlib import Path
from random import Random

SEED = 1  # 2022, tried first, gave no cluster galaxy without globular clusters: a separation
ROWS = 232
INTERCEPT, SLOPE = -10.50, 1.55  # logit P(has_gc): Eadie, Harris & Springford 2022
LOG_MEAN, LOG_SLOPE, THETA = -10.3, 1.51, 1.3  # the negative binomial of the counts
LIGHTEST, HEAVIEST = 4.0, 11.0
CSV = Path(__file__).parent / "data" / "galaxies.csv"


def has_clusters(logmass: float, uniform: float) -> bool:
    r"""Whether a galaxy has clusters: :math:`\mathrm{logit}\,P = -10.50 + 1.55\,\mathrm{logmass}`.

    >>> has_clusters(5.0, 0.5), has_clusters(9.0, 0.5)
    (False, True)
    """
    return uniform < 1 / (1 + math.exp(-(INTERCEPT + SLOPE * logmass)))


def count(logmass: float, uniform: float) -> int:
    r"""The number of clusters of a galaxy that has some: negative binomial, truncated at zero.

    Its mean before truncation is :math:`m = \exp(-10.3 + 1.51\,\mathrm{logmass})`, theta 1.3,
    so that :math:`P(n = 0) = (\theta / (\theta + m))^\theta` is close to that of the logistic
    curve, and a negative binomial regression on all rows has nearly the same coefficients (and a
    theta of 1.24). A
    uniform number becomes a count by inversion of the distribution function.

    >>> count(6.5, 0.1), count(6.5, 0.9), count(10.5, 0.5)
    (1, 3, 196)
    """
    mean = math.exp(LOG_MEAN + LOG_SLOPE * logmass)
    probability = (THETA / (THETA + mean)) ** THETA
    remaining = uniform * (1 - probability)
    n = 0
    while remaining > 0:
        probability *= (n + THETA) / (n + 1) * mean / (mean + THETA)
        remaining -= probability
        n += 1
    return max(n, 1)


def sample(logmass: float, uniform: float) -> str:
    """The made-up survey that observes a galaxy of this mass.

    >>> sample(4.5, 0.5), sample(7.5, 0.5), sample(10.5, 0.5)
    ('dwarf', 'field', 'cluster')
    """
    noisy_mass = logmass + 3 * (uniform - 0.5)
    if noisy_mass < 6.5:
        return "dwarf"
    return "field" if noisy_mass < 8.5 else "cluster"


def row(random: Random) -> str:
    """One galaxy as a line of the file."""
    logmass = round(LIGHTEST + (HEAVIEST - LIGHTEST) * random.random(), 2)
    has_some = has_clusters(logmass, random.random())
    n_gc = count(logmass, random.random()) if has_some else 0
    return f"{logmass:.2f},{int(n_gc > 0)},{n_gc},{sample(logmass, random.random())}\n"


def simulate(seed: int = SEED, rows: int = ROWS) -> str:
    """The text of the file: a header and a line for each galaxy.

    It draws from the standard library's ``random.random()``, whose sequence Python promises to
    keep; numpy's generators may change theirs between versions.

    >>> simulate(rows=1).splitlines()
    ['logmass,has_gc,n_gc,sample', '4.94,0,0,dwarf']
    """
    random = Random(seed)
    return "logmass,has_gc,n_gc,sample\n" + "".join(row(random) for _ in range(rows))


if __name__ == "__main__":
    CSV.write_text(simulate(), encoding="utf-8", newline="\n")

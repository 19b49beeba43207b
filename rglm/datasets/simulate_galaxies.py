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
    r"""Whether a galaxy has any: :math:`\mathrm{logit}\,P = -10.50 + 1.55\,\mathrm{logmass}`.

    >>> has_clusters(5.0, 0.5), has_clusters(9.0, 0.5)
    (False, True)
    """
    return uniform < 1 / (1 + math.exp(-(INTERCEPT + SLOPE * logmass)))


def count(logmass: float, uniform: float) -> int:
    r"""How many, given that there is one: negative binomial, truncated at zero.

    Its mean before truncation is :math:`m = \exp(-10.3 + 1.51\,\mathrm{logmass})`, theta 1.3,
    so that :math:`P(n = 0) = (\theta / (\theta + m))^\theta` is close to the logistic curve's:
    a negative binomial regression on all rows finds nearly the same numbers. A uniform number
    becomes a count by inversion of the distribution function.

    >>> count(6.5, 0.1), count(6.5, 0.9), count(10.5, 0.5)
    (1, 3, 196)
    """
    mean = math.exp(LOG_MEAN + LOG_SLOPE * logmass)
    probability = (THETA / (THETA + mean)) ** THETA
    left = uniform * (1 - probability)
    n = 0
    while left > 0:
        probability *= (n + THETA) / (n + 1) * mean / (mean + THETA)
        left -= probability
        n += 1
    return max(n, 1)


def sample(logmass: float, uniform: float) -> str:
    """A made-up survey that a galaxy of this mass is likely to be found by.

    >>> sample(4.5, 0.5), sample(7.5, 0.5), sample(10.5, 0.5)
    ('dwarf', 'field', 'cluster')
    """
    blurred = logmass + 3 * (uniform - 0.5)
    if blurred < 6.5:
        return "dwarf"
    return "field" if blurred < 8.5 else "cluster"


def row(random: Random) -> str:
    """One galaxy as a line of the file."""
    logmass = round(LIGHTEST + (HEAVIEST - LIGHTEST) * random.random(), 2)
    some = has_clusters(logmass, random.random())
    n_gc = count(logmass, random.random()) if some else 0
    return f"{logmass:.2f},{int(n_gc > 0)},{n_gc},{sample(logmass, random.random())}\n"


def simulate(seed: int = SEED, rows: int = ROWS) -> str:
    """The text of the file.

    It draws from the standard library's ``random.random()``, whose sequence Python promises to
    keep; numpy's generators may change theirs between versions.

    >>> simulate(rows=1).splitlines()
    ['logmass,has_gc,n_gc,sample', '4.94,0,0,dwarf']
    """
    random = Random(seed)
    return "logmass,has_gc,n_gc,sample\n" + "".join(row(random) for _ in range(rows))


if __name__ == "__main__":
    CSV.write_text(simulate(), encoding="utf-8", newline="\n")

"""Replicates that rglm draws, for `boot.R`: run it at the root, and boot.R after it."""

import json
from pathlib import Path

from rglm import glm, lm, poisson
from rglm.datasets import load

HERE, LOOMS = Path(__file__).parent, load("warpbreaks")
# strata and clusters of unequal sizes
CLUSTERS = LOOMS.assign(g=(LOOMS.index**2 % 11).astype(str)).drop(index=range(3, 9))


def bootstraps():
    """A bootstrap by rows, one in strata and one by clusters, under their names."""
    fit = glm("breaks ~ wool + tension", LOOMS, poisson())
    unequal = lm("breaks ~ wool + tension", CLUSTERS)
    return {
        "rows": fit.boot(R=199, seed=1),
        "strata": unequal.boot(R=99, seed=2, strata="tension"),
        "clusters": glm("breaks ~ wool", CLUSTERS, poisson()).boot(R=99, seed=3, cluster="g"),
    }


def numbers(result):
    """What `boot.ci` needs of a bootstrap."""
    return {
        "names": result.names,
        "t0": result.t0.tolist(),
        "t": result.t.to_numpy().tolist(),
        "errors0": result._statistic.errors.tolist(),
        "errors": result._refits.errors.tolist(),
        "influence": result._influence.tolist(),
    }


if __name__ == "__main__":
    written = {name: numbers(result) for name, result in bootstraps().items()}
    (HERE / "boot_replicates.json").write_text(json.dumps(written))

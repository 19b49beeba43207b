"""Ten runs of some fits, and the hash of their coefficients and covariances.

``python bits.py`` prints the hashes, one line a fit; `configurations` runs it with 1 and with 2
BLAS threads and confined to one core, which all must print the same.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import simulated
from workloads import BY_NAME, Workload

RUNS = 10
FITS = (
    replace(BY_NAME["dense-binomial"], n=200_000),
    replace(BY_NAME["factors"], n=200_000, levels=(200, 20)),
    replace(BY_NAME["dense-poisson"], n=50_000, levels=(5000,)),
    replace(BY_NAME["lm-dense"], n=200_000),
)
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def hashes(workload: Workload, runs: int = RUNS) -> set[str]:
    """The different answers of some runs of one fit."""
    from rglm import glm, lm

    is_linear = workload.family == "gaussian"
    frame = simulated.frame(workload, simulated.simulate(workload))
    found = set()
    for _ in range(runs):
        formula = workload.formula
        fit = lm(formula, frame) if is_linear else glm(formula, frame, workload.family)
        table = fit.summary().coefficients.iloc[:, :2].to_numpy()
        # the whole covariance of 5000 levels would be what there is to wait for
        whole = fit.vcov().to_numpy().tobytes() if workload.columns < 1000 else b""
        found.add(sha256(table.tobytes() + whole).hexdigest()[:16])
    return found


def configurations() -> dict[str, set[str]]:
    """What each way of running printed: a set of lines, the same everywhere if all is well."""
    return {
        "1 thread": _printed("1"),
        "2 threads": _printed("2"),
        "one core": _printed("1", lambda: os.sched_setaffinity(0, {0})),
    }


def _printed(threads: str, before: Callable[[], None] | None = None) -> set[str]:
    done = subprocess.run(
        [sys.executable, str(Path(__file__))],
        env={**os.environ, **dict.fromkeys(THREADS, threads)},
        preexec_fn=before,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"bits.py failed with {threads} threads:\n{done.stderr[-2000:]}")
    return set(done.stdout.splitlines())


if __name__ == "__main__":
    for each in FITS:
        print(each.name, each.n, *sorted(hashes(each)))

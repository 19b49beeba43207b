"""Ten runs of some fits, and the hash of their coefficients and covariances.

``python bits.py THREADS AT_ONCE`` prints the hashes, one line a fit. `configurations` runs it with
1, 2, 3 and 8 threads, with four fits at once, and confined to one core, which all must print the
same.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pandas as pd
import simulated
from workloads import BY_NAME, Workload

RUNS = 10
FITS = (
    replace(BY_NAME["dense-binomial"], n=200_000),
    replace(BY_NAME["factors"], n=200_000, levels=(200, 20)),
    replace(BY_NAME["dense-poisson"], n=50_000, levels=(5000,)),
    replace(BY_NAME["lm-dense"], n=200_000),
    replace(BY_NAME["cells-number"], n=200_000, levels=(20, 10)),
)


def hashes(workload: Workload, runs: int = RUNS, at_once: int = 1) -> set[str]:
    """The different answers of some runs of one fit, some of them at the same time."""
    frame = simulated.frame(workload, simulated.simulate(workload))
    with ThreadPoolExecutor(at_once) as pool:
        return set(pool.map(lambda _: _answer(workload, frame), range(runs)))


def _answer(workload: Workload, frame: pd.DataFrame) -> str:
    from rglm import glm, lm

    is_linear = workload.family == "gaussian"
    formula = workload.formula
    fit = lm(formula, frame) if is_linear else glm(formula, frame, workload.family)
    table = fit.summary().coefficients.iloc[:, :2].to_numpy()
    # the whole covariance of 5000 levels would be what there is to wait for
    whole = fit.vcov().to_numpy().tobytes() if workload.columns < 1000 else b""
    return sha256(table.tobytes() + whole).hexdigest()[:16]


def configurations() -> dict[str, set[str]]:
    """What each way of running printed: a set of lines, the same everywhere if all is well."""
    ways = {f"{count} thread{'s' * (count > 1)}": _printed(str(count)) for count in (1, 2, 3, 8)}
    alone = _printed("1", before=lambda: os.sched_setaffinity(0, {0}))
    return {**ways, "four fits at once": _printed("2", "4"), "one core": alone}


def _printed(
    threads: str, at_once: str = "1", before: Callable[[], None] | None = None
) -> set[str]:
    done = subprocess.run(
        [sys.executable, str(Path(__file__)), threads, at_once],
        preexec_fn=before,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"bits.py failed with {threads} threads:\n{done.stderr[-2000:]}")
    return set(done.stdout.splitlines())


def main(threads: str, at_once: str) -> None:
    """Print a line for each fit."""
    from rglm import options

    options(threads=int(threads))
    for each in FITS:
        print(each.name, each.n, *sorted(hashes(each, at_once=int(at_once))))


if __name__ == "__main__":
    main(*sys.argv[1:])

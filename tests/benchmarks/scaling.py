"""Time one dense fit with 1, 2, 4, ... threads, beside glum.

    python tests/benchmarks/scaling.py [MILLIONS OF ROWS]

A logistic regression on 10 million rows (unless told) by 20 columns, from formula and data frame
to standard errors, with 1, 2, 4, ... threads up to the cores of the machine; glum (arrays ready,
without standard errors) with as many OpenMP and BLAS threads, in a process of its own each. The
same coefficients to the last bit are asked of rglm for every number of threads.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from statistics import median
from time import perf_counter
from typing import Any

import simulated
from workloads import BY_NAME, Workload

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
ROUNDS = 3


def main(millions: float = 10.0) -> int:
    """Print a table; 1 if the bits depend on the number of threads."""
    cores = len(os.sched_getaffinity(0))
    counts = [1 << k for k in range(cores.bit_length())]
    print(f"{millions:g}e6 x 20, logistic, {cores} cores\n")
    print("| threads | rglm, s | times faster than one thread | glum (fit only), s | faster |")
    print("| ---: | ---: | ---: | ---: | ---: |")
    ours = [_apart("rglm", millions, count) for count in counts]
    theirs = [_apart("glum", millions, count) for count in counts] if find_spec("glum") else []
    for i, count in enumerate(counts):
        other = _shown(theirs, i) if theirs else "not installed |"
        print(f"| {count} | {_shown(ours, i)} | {other} |")
    return int(len({one["answer"] for one in ours}) > 1)


def _shown(found: list[dict[str, Any]], i: int) -> str:
    seconds = found[i]["seconds"]
    return f"{seconds:.2f} | {found[0]['seconds'] / seconds:.2f}"


def _apart(package: str, millions: float, threads: int) -> dict[str, Any]:
    """The median time of a package in a process of its own."""
    env = {**os.environ, **dict.fromkeys(THREADS, str(threads))}
    call = [sys.executable, __file__, "--apart", package, str(millions), str(threads)]
    out = subprocess.run(call, check=True, capture_output=True, text=True, env=env)
    return json.loads(out.stdout.splitlines()[-1])


def apart(package: str, millions: str, threads: str) -> None:
    """What `_apart` runs."""
    workload = replace(BY_NAME["dense-binomial"], n=int(float(millions) * 1e6))
    frame = simulated.frame(workload, simulated.simulate(workload))
    fit = {"rglm": _rglm, "glum": _glum}[package](workload, frame, int(threads))
    answer, seconds = fit(), []
    for _ in range(ROUNDS):
        begun = perf_counter()
        answer = fit()
        seconds.append(perf_counter() - begun)
    print(json.dumps({"seconds": median(seconds), "answer": answer}))


def _rglm(workload: Workload, frame: Any, threads: int) -> Callable[[], str]:
    from rglm import binomial, glm, options

    options(threads=threads)

    def fit() -> str:
        table = glm(workload.formula, frame, binomial()).summary().coefficients
        return table.iloc[:, :2].to_numpy().tobytes().hex()

    return fit


def _glum(workload: Workload, frame: Any, threads: int) -> Callable[[], str]:
    import rivals

    call = rivals.glum_arrays(workload, frame, errors=False)
    return lambda: str(call(False) or "")


if __name__ == "__main__":
    if "--apart" in sys.argv:
        apart(*sys.argv[2:])
    else:
        sys.exit(main(*map(float, sys.argv[1:])))

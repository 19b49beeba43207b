"""One package on one workload in a process of its own.

``python worker.py PACKAGE WORKLOAD FOLDER [--toy]`` reads the data, warms up on a toy, and then
obeys lines on standard input, each answered by a line of JSON: ``time K`` times K calls, the
first of all also for its peak memory; ``answer`` fits tightly and returns the numbers,
``last`` returns those of the last timed call; ``passes`` counts rglm's passes over the rows.
rival.R obeys ``time`` and ``last``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import floor
import memory
import pandas as pd
import rivals
import simulated
from workloads import BY_NAME, Workload

PACKAGES = {**rivals.PACKAGES, "floor": floor.floor, "floor (all cores)": floor.all_cores}
# the effects of that many levels are not compared one by one: pyfixest absorbs them
NAMED = 5000


def main(package: str, name: str, folder: str, *options: str) -> None:
    """Get ready, then obey."""
    reply, sys.stdout = sys.stdout, sys.stderr  # what packages print is not an answer
    workload, room = BY_NAME[name], Path(folder)
    toy = workload.toy()
    PACKAGES[package](toy, simulated.read(toy, room))(False)
    workload = toy if "--toy" in options else workload
    call = PACKAGES[package](workload, simulated.read(workload, room))
    kept: list = []
    print("{}", file=reply, flush=True)
    for line in sys.stdin:
        found = _obey(line.split(), call, workload, kept)
        print(json.dumps(found), file=reply, flush=True)


def _obey(words: list[str], call: Callable, workload: Workload, kept: list) -> dict:
    if words[0] == "time":
        return _time(call, int(words[1]), kept)
    if words[0] == "passes":
        return {"passes": floor.passes(call)}
    answer = call(True) if words[0] == "answer" else kept[0]
    return _numbers(*answer, workload) if isinstance(answer, tuple) else {}


def _time(call: Callable, count: int, kept: list) -> dict:
    """Time some calls; `kept` is empty before the first and holds the last answer after."""
    first = not kept
    before = memory.start() if first else 0.0
    seconds = []
    for _ in range(count):
        kept.clear()  # a call begins without the memory of the last
        begun = perf_counter()
        kept.append(call(False))
        seconds.append(perf_counter() - begun)
    extra = {"extra_mb": memory.peak() - before} if first else {}
    return {"seconds": seconds, **extra, **({"parts": kept[0]} if type(kept[0]) is dict else {})}


def _numbers(coefficients: pd.Series, errors: pd.Series, workload: Workload) -> dict:
    some = slice(None) if workload.columns < NAMED else list(workload.numbers)
    return {"coef": coefficients[some].to_dict(), "se": errors[some].to_dict()}


if __name__ == "__main__":
    main(*sys.argv[1:])

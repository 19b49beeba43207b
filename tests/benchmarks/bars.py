"""The bars of the issue: what was measured beside what was promised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan

from bits import FITS
from rounds import Measured
from workloads import OLDER, ONE_THREAD, Workload

Results = dict[str, Measured]


@dataclass(frozen=True)
class Bar:
    """A measured number and the most it may be."""

    what: str
    measured: float
    limit: float
    unit: str = ""

    @property
    def passed(self) -> bool:
        """Whether it holds; a number that is missing does not."""
        return not isnan(self.measured) and self.measured <= self.limit


def bars(workload: Workload, results: Results) -> list[Bar]:
    """The bars of one workload, for the packages that were run."""
    if "rglm" not in results:
        return []
    found = [
        Bar(f"time / {name}'s", results["rglm"].median / results[name].median, limit)
        for name, limit in _limits(workload)
        if name in results and results[name].seconds
    ]
    found += _one_thread(results) if workload.name == "dense-binomial" else []
    return [*found, *_memory(workload, results["rglm"]), *_floor(workload, results)]


def bar_of_bits(printed: dict[str, set[str]]) -> Bar:
    """The number of different answers over all runs, threads and cores, above one a fit."""
    lines = set().union(*printed.values())
    answers = sum(len(line.split()) - 2 for line in lines)
    return Bar(
        "answers to a fit in ten runs, with 1, 2, 3 and 8 threads, and four at once",
        answers / len(FITS),
        1,
    )


def _one_thread(results: Results) -> list[Bar]:
    """The bar of one thread beside version 0.1, where both ran."""
    if not all(name in results and results[name].seconds for name in (ONE_THREAD, OLDER[0])):
        return []
    ratio = results[ONE_THREAD].median / results[OLDER[0]].median
    return [Bar(f"time of one thread / {OLDER[0]}'s", ratio, 0.68)]


def _limits(workload: Workload) -> list[tuple[str, float]]:
    kind = workload.name.split("-")[0]
    linear = {
        "lm-dense": [
            ("R", 0.1),
            ("statsmodels", 0.1),
            ("pyfixest", 1),
            ("lstsq on a ready array", 1),
        ],
        "lm-many": [("pyfixest", 1), ("glm of rglm", 1.5)],  # lm has R's effects besides
        "lm-small": [("R", 2), ("statsmodels", 0.5)],
    }
    if kind == "lm":
        return linear[workload.name]
    if kind == "dense":
        return [
            ("rglm 0.1", 0.55 if workload.family == "binomial" else 0.7),
            ("R", 0.1),
            ("statsmodels", 0.1),
            ("glum arrays", 1),
            ("glum arrays (fit only)", 1),
            ("glum formula", 1 / 3),
        ]
    if kind == "cells":
        return {
            "cells": [("rglm 0.1", 0.08), ("glum formula", 0.15)],
            "cells-many": [("rglm 0.1", 0.2), ("glum formula", 1)],
            "cells-number": [("rglm 0.1", 1), ("glum formula", 1)],
        }[workload.name]
    return {
        "hundred": [("rglm 0.1", 0.7), ("R", 0.1), ("statsmodels", 0.1), ("glum formula", 1 / 3)],
        "large": [("R", 0.1), ("statsmodels", 0.1), ("glum formula", 1 / 3)],
        "factors": [("glum formula", 0.7), ("glum formula (fit only)", 0.7)],
        "many": [("pyfixest", 1)],
        "small": [("statsmodels", 0.5), ("R", 1.1)],
    }[kind]


def _memory(workload: Workload, ours: Measured) -> Iterator[Bar]:
    kind = workload.name.split("-")[0]
    limits = {"dense": 1.3 * workload.design_mb, "factors": 250, "many": 2000}
    if kind in limits and ours.extra_mb is not None:
        yield Bar("extra peak memory", ours.extra_mb, limits[kind], " MB")


def _floor(workload: Workload, results: Results) -> Iterator[Bar]:
    ours = results["rglm"]
    for name, limit in (("floor", 2.5), ("floor (all cores)", float("inf"))):
        if name in results and results[name].seconds and ours.passes:
            work = ours.passes * results[name].median
            yield Bar(f"time / {name} of {ours.passes:.4g} passes", ours.median / work, limit)

"""The bars of the issue: what was measured beside what was promised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan

from bits import FITS
from rounds import Measured
from workloads import Workload

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
    return [*found, *_memory(workload, results["rglm"]), *_floor(workload, results)]


def bar_of_bits(printed: dict[str, set[str]]) -> Bar:
    """The number of different answers over all runs, threads and cores, above one a fit."""
    lines = set().union(*printed.values())
    answers = sum(len(line.split()) - 2 for line in lines)
    return Bar("answers to a fit in ten runs, with 1 and 2 threads", answers / len(FITS), 1)


def _limits(workload: Workload) -> list[tuple[str, float]]:
    kind = workload.name.split("-")[0]
    linear = {
        "lm-dense": [
            ("R", 0.1),
            ("statsmodels", 0.1),
            ("pyfixest", 1),
            ("lstsq on a ready array", 1),
        ],
        "lm-many": [("pyfixest", 1), ("glm of rglm", 1.1)],
        "lm-small": [("R", 2), ("statsmodels", 0.5)],
    }
    if kind == "lm":
        return linear[workload.name]
    if kind == "dense":
        return [
            ("R", 0.1),
            ("statsmodels", 0.1),
            ("glum arrays", 1),
            ("glum arrays (fit only)", 1),
            ("glum formula", 1 / 3),
        ]
    return {
        "large": [("R", 0.1), ("statsmodels", 0.1), ("glum formula", 1 / 3)],
        "factors": [("glum formula", 0.7), ("glum formula (fit only)", 0.7)],
        "many": [("pyfixest", 1)],
        "small": [("statsmodels", 0.5), ("R", 2.5)],
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

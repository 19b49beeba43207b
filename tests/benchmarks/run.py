"""Time rglm beside R, statsmodels, glum and pyfixest, and print Markdown.

    python tests/benchmarks/run.py [WORKLOAD ...] [--all] [--fast] [--toy]

Workloads are those of workloads.py (a beginning of a name will do), and ``bits``; without any,
all are run. ``--all`` adds R and statsmodels on 2e6 rows (3 GB), ``--fast`` leaves both out where
they take seconds, ``--only rglm,pyfixest`` keeps some packages, ``--toy`` takes 2,000 rows to try
the machinery. ``--against 0.1=FOLDER --against before=FOLDER`` adds other versions of rglm, each a
clone of the repository at some commit. The exit status is 1 if answers differ or a bar fails.
Linux only: memory is read from /proc.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import page
from bars import Results, bar_of_bits, bars
from bits import configurations
from rounds import AGAINST, Measured, disagreement, missing, run
from workloads import WORKLOADS, Workload


def main(given: list[str] | None = None) -> int:
    """Run what was asked for, printing each table as soon as it is there."""
    options = _options(given)
    AGAINST.update(older(options.against))
    print(f"## Benchmarks\n\n{page.machine()}\n", flush=True)
    found, checked = [], []
    for workload in _chosen(options.workloads):
        results = measure(workload, options)
        found.append((workload, results))
        if not options.toy:
            checked += [(workload.name, bar) for bar in bars(workload, results)]
        print(page.table(workload.toy() if options.toy else workload, results), flush=True)
    if _wanted("bits", options.workloads) and not options.toy:
        printed = configurations()
        print(page.bits_table(printed), flush=True)
        checked.append(("bits", bar_of_bits(printed)))
    if found:
        print(page.outcomes(found))
    if checked:
        print(page.bar_table(checked))
    return int(not (_agreed(found) and all(bar.passed for _, bar in checked)))


def measure(workload: Workload, options: argparse.Namespace) -> Results:
    """The results of one workload by package, rglm first."""
    slow = () if options.fast else workload.slow
    huge = workload.huge if options.all else ()
    alone, alone_skipped = _present(slow + huge, options.only)
    turns, skipped = _present(workload.packages, options.only)
    rounds = options.rounds or workload.rounds
    with tempfile.TemporaryDirectory() as folder:
        timed = run(replace(workload, rounds=rounds), Path(folder), alone, turns, options.toy)
    never = [Measured(name, note=page.too_large(workload, name)) for name in workload.never]
    return {each.package: each for each in [*timed, *skipped, *alone_skipped, *never]}


def older(against: list[str]) -> dict[str, str]:
    """The folder of each other version of rglm, by the name of its column."""
    pairs = [each.partition("=") for each in against]
    return {f"rglm {name}": str(Path(folder).resolve()) for name, _, folder in pairs}


def _present(names: tuple[str, ...], only: str | None) -> tuple[list[str], list[Measured]]:
    """Those to run, and those that are not installed."""
    asked = [name for name in names if only is None or name in only.split(",")]
    skipped = [Measured(name, note=missing(name)) for name in asked if missing(name)]
    return [name for name in asked if not missing(name)], skipped


def _agreed(found: list[tuple[Workload, Results]]) -> bool:
    every = [each for _, results in found for each in results.values()]
    return not any(disagreement(each) or "failed" in each.note for each in every)


def _chosen(names: list[str]) -> list[Workload]:
    known = [workload.name for workload in WORKLOADS] + ["bits"]
    for name in names:
        if not any(each.startswith(name) for each in known):
            raise SystemExit(f"no workload {name!r}; there are {', '.join(known)}")
    return [workload for workload in WORKLOADS if _wanted(workload.name, names)]


def _wanted(name: str, names: list[str]) -> bool:
    return not names or any(name.startswith(each) for each in names)


def _options(given: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("workloads", nargs="*")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--toy", action="store_true")
    parser.add_argument("--only", help="packages, separated by commas")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--against", action="append", default=[], metavar="0.1=FOLDER")
    return parser.parse_args(given)


if __name__ == "__main__":
    sys.exit(main())

"""Time a thousand refits of one design, to new responses and to new weights, beside R's loops.

    python tests/benchmarks/refits.py [--rounds N]

The galaxies (232 rows, one column) and 1,000 rows of nine columns, logistic. rglm refits all
responses at once (``fit.refit``), and its bootstrap of cases draws and refits all weights; R calls
`glm`, and its inner `glm.fit`, in a loop. The answers of the last refit are compared. The exit
status is 1 if a bar fails: 0.1 s for the galaxies, and a tenth of the time of R's `glm`.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd

from rglm import binomial, glm
from rglm.datasets import load

HERE = Path(__file__).parent
COUNT = 1000
MAX_SECONDS = 0.1  # of the galaxies
MAX_OF_R = 0.1


@dataclass(frozen=True)
class Case:
    """A design and its responses (COUNT, n)."""

    name: str
    data: pd.DataFrame
    formula: str
    columns: list[str]
    responses: np.ndarray

    @property
    def weights(self) -> np.ndarray:
        """How often each resample has each row, (COUNT, n)."""
        n = len(self.data)
        return np.random.default_rng(2).multinomial(n, np.full(n, 1 / n), COUNT).astype(float)


def cases() -> list[Case]:
    """The galaxies, and nine columns."""
    rng = np.random.default_rng(1)
    galaxies = load("galaxies")
    fit = glm("has_gc ~ logmass", galaxies, binomial())
    small = fit.simulate(COUNT, seed=1).to_numpy(float).T
    names = [f"x{i}" for i in range(9)]
    wide = pd.DataFrame(rng.normal(size=(1000, 9)), columns=names)
    p = 1 / (1 + np.exp(-wide.to_numpy() @ np.linspace(-0.5, 0.5, 9)))
    y = (rng.random((COUNT, 1000)) < p).astype(float)
    return [
        Case("232 x 2", galaxies, "has_gc ~ logmass", ["logmass"], small),
        Case("1000 x 10", wide.assign(y=y[0]), "y ~ " + " + ".join(names), names, y),
    ]


def main(rounds: int = 5) -> int:
    """Print a table; 1 if a bar fails."""
    print(f"| {COUNT:,} refits | rglm, s | R's glm, s | R's glm.fit, s | R / rglm | largest gap |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    return max(_rows(case, rounds) for case in cases())


def _rows(case: Case, rounds: int) -> int:
    theirs, fit = in_r(case), glm(case.formula, case.data, binomial())
    y = case.responses.T
    answer = fit.refit(y).coefficients.to_numpy()[-1]
    gap = float(np.max(np.abs(answer - theirs["responses"][1:])))
    refits = _median(lambda: fit.refit(y), rounds)
    boot = _median(lambda: fit.boot(R=COUNT, seed=1), rounds)
    failed = _row(f"{case.name}, responses", refits, theirs, "responses", f"{gap:.0e}")
    failed |= _row(f"{case.name}, boot of cases", boot, theirs, "weights", "other draws")
    return failed | int(case.name == "232 x 2" and refits > MAX_SECONDS)


def _row(name: str, ours: float, theirs: dict[str, Any], key: str, gap: str) -> int:
    whole, inner = theirs[key][0], theirs[f"{key}_glm_fit"][0]
    print(f"| {name} | {ours:.3f} | {whole:.2f} | {inner:.2f} | {whole / ours:.1f} | {gap} |")
    return int(ours > MAX_OF_R * whole)


def _median(work: Callable[[], Any], rounds: int) -> float:
    work()
    found = []
    for _ in range(rounds):
        begun = perf_counter()
        work()
        found.append(perf_counter() - begun)
    return median(found)


def in_r(case: Case) -> dict[str, np.ndarray]:
    """Seconds of each loop, and the coefficients of its last fit."""
    design = case.data[case.columns].to_numpy(float)
    with tempfile.TemporaryDirectory() as folder:
        for name, array in (
            ("design", design),
            ("responses", case.responses),
            ("weights", case.weights),
        ):
            np.ascontiguousarray(array, dtype=float).tofile(Path(folder) / name)
        sizes = f"{len(design)} {design.shape[1]} {COUNT}"
        (Path(folder) / "sizes").write_text(sizes, encoding="utf-8")
        command = ["Rscript", "--vanilla", str(HERE / "refits.R"), folder]
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    lines = [line.split() for line in printed.splitlines()]
    return {name: np.array(numbers, dtype=float) for name, *numbers in lines}


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    sys.exit(main(parser.parse_args().rounds))

"""Time fits to Parquet files and DuckDB relations, beside other versions of rglm.

    python tests/benchmarks/files.py [MILLIONS OF ROWS] [--against 0.1=FOLDER ...]

Writes Parquet files of 4 million rows (unless told): ten numbers, and two factors of 50 and 20
levels as strings. Each way of fitting has a process of its own, which is warm, and they take
turns: all columns read at once, by chunks, the factors alone (of which many rows are equal), from
Parquet and from DuckDB; pyarrow reads the same columns for comparison.
"""

from __future__ import annotations

import json
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import rounds
import run
from rounds import Worker

NUMBERS = [f"x{i}" for i in range(9)]
FACTORS = ["f", "g"]
PER_FILE = 1_000_000
ROUNDS = 5
# what is fitted: the columns, the source, and the memory that rglm may keep rows in
WAYS = {
    "numbers, at once": (NUMBERS, "parquet", None),
    "numbers, by chunks": (NUMBERS, "parquet", 1),
    "factors": (FACTORS, "parquet", None),
    "factors, DuckDB": (FACTORS, "duckdb", None),
}
# the most that a fit may take of version 0.1's time
LIMITS = dict(zip(WAYS, (0.55, 0.6, 0.08, 0.08), strict=True))


def main(given: list[str] | None = None) -> int:
    """Print a table; 1 if a bar fails."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("millions", nargs="?", type=float, default=4.0)
    parser.add_argument("--against", action="append", default=[], metavar="0.1=FOLDER")
    chosen = parser.parse_args(given)
    rounds.AGAINST.update(run.older(chosen.against))
    versions = ["rglm", *rounds.AGAINST, "reading"]
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), int(chosen.millions * 1e6))
        print(
            f"| {chosen.millions:g}e6 rows | {' | '.join(f'{v}, s' for v in versions)} | of 0.1 |"
        )
        print(f"| --- |{' ---: |' * (len(versions) + 1)}")
        return max(_row(way, folder, versions) for way in WAYS)


def _row(way: str, folder: str, versions: list[str]) -> int:
    found = {each.package: each.median for each in measured(way, folder, versions)}
    ratio = found["rglm"] / found.get("rglm 0.1", np.nan)
    seconds = " | ".join(f"{found[version]:.3f}" for version in versions)
    print(f"| {way} | {seconds} | {ratio:.2f} |", flush=True)
    return int(ratio > LIMITS[way])


def measured(way: str, folder: str, versions: list[str]) -> Iterator[rounds.Measured]:
    """The times of each version, in turns."""
    command = [sys.executable, __file__, "--apart", way, folder]
    workers = [Worker.of(version, [*command, version]) for version in versions]
    for _ in range(ROUNDS):
        for worker in workers:
            worker.time(1)
    for worker in workers:
        worker.end()
        yield worker.measured


def write(folder: Path, rows: int) -> None:
    """Files of a million rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    for k, start in enumerate(range(0, rows, PER_FILE)):
        n, rng = min(PER_FILE, rows - start), np.random.default_rng(k)
        x, f, g = rng.normal(size=(n, 9)), rng.integers(0, 50, n), rng.integers(0, 20, n)
        eta = x @ np.linspace(-0.4, 0.4, 9) - 0.5 + 0.02 * f - 0.03 * g
        table = dict(zip(NUMBERS, x.T, strict=True))
        table |= {"f": np.array([f"f{i:02d}" for i in range(50)])[f]}
        table |= {"g": np.array([f"g{i:02d}" for i in range(20)])[g]}
        table["y"] = (rng.random(n) < 1 / (1 + np.exp(-eta))).astype(np.int8)
        pq.write_table(pa.table(table), folder / f"part-{k}.parquet", row_group_size=1 << 19)


def apart(way: str, folder: str, version: str) -> None:
    """What a worker runs: a line of JSON for each line on standard input."""
    reply, sys.stdout = sys.stdout, sys.stderr
    call = _reading(way, folder) if version == "reading" else _fitting(way, folder, version)
    call()
    print("{}", file=reply, flush=True)
    for _ in sys.stdin:
        begun = perf_counter()
        call()
        print(json.dumps({"seconds": [perf_counter() - begun]}), file=reply, flush=True)


def _fitting(way: str, folder: str, version: str) -> Callable[[], Any]:
    from rglm import binomial, glm

    columns, source, budget = WAYS[way]
    if budget is not None and version == "rglm":
        from rglm import options

        options(memory=budget)
    data = _data("parquet" if version == "rglm 0.1" else source, folder)  # it knows no DuckDB
    formula = f"y ~ {' + '.join(columns)}"
    return lambda: glm(formula, data(), binomial(), progress=False).summary().coefficients


def _data(source: str, folder: str) -> Callable[[], Any]:
    """A new reader of the files, which remembers nothing."""
    if source == "duckdb":
        import duckdb

        return lambda: duckdb.sql(f"select * from '{folder}/*.parquet'")
    from rglm import parquet

    return lambda: parquet(folder)


def _reading(way: str, folder: str) -> Callable[[], Any]:
    import pyarrow.dataset as ds

    columns = [*WAYS[way][0], "y"]
    return lambda: sum(map(len, ds.dataset(folder, format="parquet").to_batches(columns=columns)))


if __name__ == "__main__":
    if "--apart" in sys.argv:
        apart(*sys.argv[2:])
    else:
        sys.exit(main())

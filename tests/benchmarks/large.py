"""Time and memory of fits to data that are not in memory.

    python tests/benchmarks/large.py [MILLIONS OF ROWS]

Writes Parquet files of 11 columns (50 million rows unless told) into a temporary folder, and
prints what a logistic fit to 10 of them takes, in a process of its own, beside pyarrow reading the
same columns: seconds, passes, memory at the peak. Nothing is kept between the passes; the files
are read from the disk, as data larger than memory come in every pass, and from the system's cache.
Then how that grows with rows and columns; on Dask the fit with one worker and with two beside
dask-glm's Newton, on the same persisted partitions, warm, and what a partition costs beside its
rows. The exit status is 1 if the fit needs half a gigabyte, or a pass over numbers from the disk
is not within twice the time of reading them.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np

NUMBERS = [f"x{i}" for i in range(9)]
COLUMNS = [*NUMBERS, "y"]
MIXED = [*NUMBERS[1:], "g", "y"]  # a factor of 12 levels in place of a number
PER_FILE = 2_000_000
ROUNDS = 3


def main(millions: float = 50.0) -> int:
    """Print the tables; 1 if something is not as promised."""
    with tempfile.TemporaryDirectory() as folder:
        rows = int(millions * 1e6)
        write(Path(folder), rows)
        size = sum(path.stat().st_size for path in Path(folder).iterdir())
        print(f"{rows:,} rows, {size / 1e9:.1f} GB of Parquet\n")
        failed = memory(folder)
        growth(folder, rows)
    clusters()
    return failed


def write(folder: Path, rows: int) -> None:
    """Files of two million rows: eight numbers, a factor of 12 levels, a response of 0 and 1."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    for k, start in enumerate(range(0, rows, PER_FILE)):
        n = min(PER_FILE, rows - start)
        numbers, group, y = simulate(n, k)
        levels = pa.array([f"c{i:02d}" for i in range(12)])
        text = pa.DictionaryArray.from_arrays(pa.array(group, pa.int32()), levels)
        table = dict(zip(NUMBERS, numbers.T, strict=True))
        table |= {"g": text.cast(pa.string()), "y": y.astype(np.int8)}
        pq.write_table(pa.table(table), folder / f"part-{k:03d}.parquet", row_group_size=1 << 20)


def simulate(n: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The columns and the response."""
    rng = np.random.default_rng(seed)
    x, group = rng.normal(size=(n, len(NUMBERS))), rng.integers(0, 12, n)
    eta = x @ [0.5, -0.3, 0.2, 0.1, -0.1, 0.05, 0, 0.3, 0.1] - 1 + 0.1 * (group % 3)
    return x, group, rng.random(n) < 1 / (1 + np.exp(-eta))


def memory(folder: str) -> int:
    """A fit beside reading, each in a process of its own, in turns."""
    print("| | | pyarrow reads, s | glm, s | its passes | slowest / reading | peak |")
    print("| --- | --- | ---: | ---: | --- | ---: | ---: |")
    good = True
    for what, columns in {"10 numbers": COLUMNS, "9 and a factor": MIXED}.items():
        for where in ("disk", "cache"):
            reads = [_apart("read", folder, columns, 0, where) for _ in range(ROUNDS)]
            read = median(one["seconds"] for one in reads)
            fits = [_apart("fit", folder, columns, 0, where) for _ in range(ROUNDS)]
            fit = sorted(fits, key=lambda one: one["seconds"])[ROUNDS // 2]
            passes, ratio = fit["passes"], max(fit["passes"]) / read
            print(
                f"| {what} | {where} | {read:.1f} | {fit['seconds']:.1f} | "
                f"{' '.join(f'{s:.1f}' for s in passes)} | {ratio:.1f} | {fit['peak']:.0f} MB |"
            )
            good &= fit["peak"] < 500 and (ratio <= 2 or columns is MIXED or where == "cache")
    print()
    return int(not good)


def growth(folder: str, rows: int) -> None:
    """The fit by rows and by columns."""
    files = -(-rows // PER_FILE)
    print("| files | columns of X | seconds | each pass | memory at the peak |")
    print("| ---: | ---: | ---: | ---: | ---: |")
    for count, columns in [
        *((max(1, files // k), COLUMNS) for k in (8, 4, 2)),
        *((max(1, files // 4), [*NUMBERS[:k], "y"]) for k in (1, 3)),
        (max(1, files // 4), [*NUMBERS, "g", "y"]),
    ]:
        one = _apart("fit", folder, columns, count)
        width = len(columns) + 10 * ("g" in columns)
        each = median(one["passes"])
        print(f"| {count} | {width} | {one['seconds']:.1f} | {each:.2f} | {one['peak']:.0f} MB |")
    print()


def _apart(
    what: str, folder: str, columns: list[str], files: int, where: str = "cache"
) -> dict[str, Any]:
    """One measurement in a process of its own."""
    call = [
        sys.executable,
        __file__,
        "--apart",
        what,
        folder,
        ",".join(columns),
        str(files),
        where,
    ]
    out = subprocess.run(call, check=True, capture_output=True, text=True)
    return json.loads(out.stdout.splitlines()[-1])


def evict(paths: list[str]) -> None:
    """Have the system forget what it has of the files in memory."""
    for path in paths:
        handle = os.open(path, os.O_RDONLY)
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(handle)


def apart(what: str, folder: str, columns: str, files: str, where: str) -> None:
    """What `_apart` runs."""
    from resource import RUSAGE_SELF, getrusage

    paths = sorted(map(str, Path(folder).glob("*.parquet")))[: int(files) or None]
    names, passes = columns.split(","), []
    forget = evict if where == "disk" else len
    forget(paths)
    begun = perf_counter()
    if what == "read":
        import pyarrow.dataset as ds

        batches = ds.dataset(paths, format="parquet").to_batches(columns=names)
        print(sum(len(batch) for batch in batches))
    else:
        fit = _fit(paths, names, passes, forget)
        print(fit.summary())
    seconds, peak = perf_counter() - begun, getrusage(RUSAGE_SELF).ru_maxrss / 1000
    print(json.dumps({"seconds": seconds, "passes": passes, "peak": peak}))


def _fit(
    paths: list[str], names: list[str], passes: list[float], forget: Callable[[list[str]], Any]
) -> Any:
    from rglm import binomial, glm, options
    from rglm.sources.parquet.parquet_data import Parquet

    options(memory=0)  # every pass reads the files, as where they are larger than memory
    plain = Parquet.read

    def read(self: Parquet, *args: Any) -> Any:
        forget(paths)
        begun = perf_counter()
        yield from plain(self, *args)
        passes.append(perf_counter() - begun)

    Parquet.read = read
    return glm("y ~ " + " + ".join(names[:-1]), Parquet(paths), binomial())


def clusters(rows: int = 4_000_000, partitions: int = 16) -> None:
    """The fit on Dask workers of one thread each, beside dask-glm's."""
    from distributed import Client, LocalCluster

    print(f"{rows:,} rows, {partitions} partitions, persisted on the workers\n")
    print("| workers | rglm, s | dask-glm's Newton, s | largest difference |")
    print("| ---: | ---: | ---: | ---: |")
    for workers in (1, 2):
        made = LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None)
        with contextlib.closing(made) as cluster, Client(cluster):
            print(f"| {workers} | " + " | ".join(_both(rows, partitions)) + " |")
            if workers == 2:
                overhead()


def overhead(partitions: int = 1000) -> None:
    """What a pass over very small partitions takes, for each of them."""
    import dask.dataframe as dd
    from distributed import wait

    from rglm import glm

    data = dd.from_map(_partition, range(partitions), rows=100).persist()
    wait(data)
    seconds, fit = _warm(lambda: glm("y ~ " + " + ".join(NUMBERS), data))
    passes = 3 + fit.iter  # what is learned, the steps, and the sums
    print(f"\na partition costs {1000 * seconds / partitions / passes:.1f} ms a pass")


def _both(rows: int, partitions: int) -> list[str]:
    import dask.dataframe as dd
    from distributed import wait

    from rglm import binomial, glm

    data = dd.from_map(_partition, range(partitions), rows=rows // partitions).persist()
    wait(data)
    formula = "y ~ " + " + ".join(NUMBERS)
    ours, fit = _warm(lambda: glm(formula, data, binomial()))
    try:
        from dask_glm.algorithms import newton
    except ImportError:
        return [f"{ours:.2f}", "not installed", "-"]
    lengths = (rows // partitions,) * partitions
    x = data.assign(one=1.0)[["one", *NUMBERS]].to_dask_array(lengths=lengths).persist()
    y = data["y"].to_dask_array(lengths=lengths).persist()
    wait([x, y])
    theirs, beta = _warm(lambda: newton(x, y))
    gap = np.abs(np.asarray(beta) - fit.coefficients.to_numpy()).max()
    return [f"{ours:.2f}", f"{theirs:.2f}", f"{gap:.0e}"]


def _warm(work: Any) -> tuple[float, Any]:
    """The median time after a first call, and what came out."""
    found, times = work(), []
    for _ in range(ROUNDS):
        begun = perf_counter()
        found = work()
        times.append(perf_counter() - begun)
    return median(times), found


def _partition(seed: int, rows: int) -> Any:
    import pandas as pd

    x, _, y = simulate(rows, seed)
    return pd.DataFrame(x, columns=NUMBERS).assign(y=y.astype(float))


if __name__ == "__main__":
    if "--apart" in sys.argv:
        apart(*sys.argv[2:])
    else:
        sys.exit(main(*map(float, sys.argv[1:])))

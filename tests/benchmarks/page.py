"""The results as Markdown."""

from __future__ import annotations

import os
import platform
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from math import isinf
from pathlib import Path
from shutil import which
from subprocess import run

from bars import Bar, Results
from rounds import Measured, disagreement
from workloads import Workload

VERSIONS = ("numpy", "scipy", "pandas", "formulaic", "statsmodels", "glum", "pyfixest")


def machine() -> str:
    """Date, processor, cores, memory and versions, in a line."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    found = [f"Python {platform.python_version()}", *map(_version, VERSIONS), _r()]
    cores = len(os.sched_getaffinity(0))
    size = f"{model}, {cores} cores, {_memory():.0f} GiB of memory"
    return f"{date.today()}, {size}; {', '.join(filter(None, found))}"


def table(workload: Workload, results: Results) -> str:
    """A workload's table: time, ratio to rglm, memory and agreement of each package."""
    lines = [
        f"### {workload.title}",
        "",
        f"`{workload.name}`; the full design would be {_mb(workload.design_mb)}.",
        "",
        "| package | seconds | times rglm's | extra peak memory | coefficients off | se off |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    ours = results["rglm"].median if "rglm" in results else float("nan")
    lines += [_row(each, ours) for each in results.values()]
    parts = [_parts(each) for each in results.values() if each.parts]
    return "\n".join([*lines, *([""] if parts else []), *parts, ""])


def too_large(workload: Workload, package: str) -> str:
    """Why a package cannot run a workload."""
    if package.startswith("glum"):
        return f"out of memory: its {workload.columns:,}-square matrix is {_mb(_square(workload))}"
    return f"out of memory: its design is {_mb(workload.design_mb)}, held several times over"


def _memory() -> float:
    """The machine's memory in GiB."""
    lines = Path("/proc/meminfo").read_text().splitlines()
    kibibytes = next(int(line.split()[1]) for line in lines if line.startswith("MemTotal"))
    return kibibytes / 2**20


def _square(workload: Workload) -> float:
    return workload.columns**2 * 8 / 1e6


def bar_table(found: list[tuple[str, Bar]]) -> str:
    """All bars, passed or not."""
    lines = [
        "### Bars",
        "",
        "| workload | bar | measured | at most | |",
        "|---|---|---:|---:|---|",
    ]
    for name, bar in found:
        told = "told only" if isinf(bar.limit) else "pass" if bar.passed else "**FAIL**"
        limit = "" if isinf(bar.limit) else f"{bar.limit:.3g}{bar.unit}"
        lines.append(f"| {name} | {bar.what} | {bar.measured:.3g}{bar.unit} | {limit} | {told} |")
    return "\n".join([*lines, ""])


def bits_table(printed: dict[str, set[str]]) -> str:
    """The hashes of every fit's answers, one column a way of running."""
    rows = {}
    for how, lines in printed.items():
        for line in lines:
            name, n, *found = line.split()
            rows.setdefault(f"{name}, {n} rows", {})[how] = " ".join(found)
    lines = [f"| ten runs of | {' | '.join(printed)} |", f"|---{'|---' * len(printed)}|"]
    lines += [f"| {name} | {' | '.join(rows[name].values())} |" for name in sorted(rows)]
    return "\n".join(["### Bits", "", *lines, ""])


def outcomes(found: list[tuple[Workload, Results]]) -> str:
    """Wins and losses: who was faster than rglm, and how many were not."""
    pairs = [
        (workload.name, each.package, each.median / results["rglm"].median)
        for workload, results in found
        if "rglm" in results
        for each in results.values()
        if each.seconds and each.package != "rglm" and not each.parts
    ]
    lost = [f"{name}: {package} ({ratio:.2f})" for name, package, ratio in pairs if ratio < 1]
    lines = f"rglm is faster in {len(pairs) - len(lost)} of {len(pairs)} comparisons."
    return lines + (f" Slower than {'; '.join(lost)}.\n" if lost else "\n")


def _row(each: Measured, ours: float) -> str:
    if not each.seconds:
        return f"| {each.package} | {each.note} | | | | |"
    memory = "" if each.extra_mb is None else _mb(each.extra_mb)
    gaps = [_gap(each.coef_gap, " se"), _gap(each.se_gap)]
    wrong = "; ".join(filter(None, (disagreement(each), each.note)))
    name = f"{each.package}{f' (**{wrong}**)' if wrong else ''}"
    ratio = each.median / ours
    return f"| {name} | {_seconds(each.median)} | {ratio:.2f} | {memory} | {' | '.join(gaps)} |"


def _parts(each: Measured) -> str:
    told = ", ".join(f"{name} {seconds * 1e3:.1f} ms" for name, seconds in each.parts.items())
    return f"{each.package}, best of each part: {told}."


def _gap(value: float | None, unit: str = "") -> str:
    return "" if value is None else f"{value:.0e}{unit}"


def _seconds(value: float) -> str:
    return f"{value:.2f}" if value >= 0.1 else f"{value * 1e3:.2f} ms"


def _mb(value: float) -> str:
    return f"{value:,.0f} MB" if value < 1e4 else f"{value / 1e3:,.1f} GB"


def _version(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return ""


def _r() -> str:
    if not which("Rscript"):
        return ""
    code = 'cat("R", paste(R.version$major, R.version$minor, sep = "."))'
    return run(["Rscript", "-e", code], capture_output=True, text=True, check=True).stdout

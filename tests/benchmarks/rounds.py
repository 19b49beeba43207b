"""A workload by several packages: a process each, calls in turns, answers compared."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from statistics import median

import simulated
from rivals import CONVERGED, TOLERANCE
from workloads import OLDER, Workload

HERE = Path(__file__).parent
AGAINST: dict[str, str] = {}  # the folder of each other version of rglm
REST = 0.05  # seconds between calls, for threads of the last package to fall asleep


@dataclass
class Measured:
    """What a package did with a workload.

    `coef_gap` is the largest distance of a coefficient from rglm's in standard errors, `se_gap`
    that of a standard error, relatively; `note` says why there are no numbers.
    """

    package: str
    seconds: list[float] = field(default_factory=list)
    extra_mb: float | None = None
    parts: dict[str, float] = field(default_factory=dict)
    passes: float | None = None
    coef_gap: float | None = None
    se_gap: float | None = None
    note: str = ""

    @property
    def median(self) -> float:
        """The middle of the timed calls, NaN where there are none."""
        return median(self.seconds) if self.seconds else float("nan")


class Worker:
    """A process that has one package ready for one workload."""

    def __init__(self, package: str, workload: Workload, folder: Path, toy: bool = False) -> None:
        self._start(package, _command(package, workload, folder, toy))

    @classmethod
    def of(cls, package: str, command: list[str]) -> Worker:
        """A process of another command that obeys the same lines."""
        worker = cls.__new__(cls)
        worker._start(package, command)
        return worker

    def _start(self, package: str, command: list[str]) -> None:
        self.measured = Measured(package)
        self.errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 (closed by `end`)
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            env=environment(package),
            text=True,
        )
        self._reply()

    def ask(self, line: str) -> dict:
        """Send a line, wait for the answer; empty once the process has failed."""
        if self.measured.note:
            return {}
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self._reply()

    def time(self, calls: int) -> None:
        """Time some calls and keep what they took."""
        found, kept = self.ask(f"time {calls}"), self.measured
        kept.seconds += found.get("seconds", [])
        kept.extra_mb = found.get("extra_mb", kept.extra_mb)
        for name, seconds in found.get("parts", {}).items():
            kept.parts[name] = min(seconds, kept.parts.get(name, seconds))

    def end(self) -> None:
        """Let the process go."""
        self.process.communicate()
        self.errors.close()

    def _reply(self) -> dict:
        line = self.process.stdout.readline()
        if line:
            return json.loads(line)
        code = self.process.wait()
        self.errors.seek(0)
        said = self.errors.read().strip().splitlines() or [""]
        self.measured.note = f"failed ({code}): {said[-1][:200]}"
        return {}


def run(
    workload: Workload, folder: Path, alone: Iterable[str], turns: Iterable[str], toy: bool = False
) -> list[Measured]:
    """Time a workload; ``alone`` packages run once and first, the others in turns."""
    simulated.write(workload, folder)
    answers: dict[str, dict] = {}
    done = [_once(name, workload, folder, answers, toy) for name in alone]
    workers = [Worker(name, workload, folder, toy) for name in turns]
    for _ in range(workload.rounds):
        for worker in workers:
            worker.time(workload.calls)
            time.sleep(REST)
    for worker in workers:
        name = worker.measured.package
        answers[name] = worker.ask("answer")
        if name == "rglm":
            worker.measured.passes = worker.ask("passes").get("passes")
        worker.end()
    measured = [worker.measured for worker in workers] + done
    for each in measured:
        _compare(each, answers[each.package], answers.get("rglm", {}))
    (folder / workload.name).unlink()
    return measured


def missing(package: str) -> str:
    """Why a package cannot be run here, or nothing."""
    if package == "R":
        return "" if shutil.which("Rscript") else "Rscript is not installed"
    word = package.split()[0]
    if package in OLDER:
        return (
            "" if package in AGAINST else f"--against {package.split()[-1]}=FOLDER was not given"
        )
    name = {"floor": "numpy", "lstsq": "numpy", "glm": "rglm", "rglm,": "rglm"}.get(word, word)
    return "" if find_spec(name) else f"{name} is not installed"


def disagreement(measured: Measured) -> str:
    """What is wrong with a package's answer, or nothing."""
    if measured.coef_gap is None:
        return ""
    coef, error = TOLERANCE.get(measured.package, CONVERGED)
    within = measured.coef_gap <= coef and measured.se_gap <= error
    return "" if within else f"differs from rglm by more than {coef:g} se or {error:g} of the se"


def environment(package: str) -> dict[str, str]:
    """The environment of a package's process: another version of rglm is found in its folder."""
    if package not in AGAINST:
        return dict(os.environ)
    return {**os.environ, "PYTHONPATH": AGAINST[package]}


def _once(name: str, workload: Workload, folder: Path, answers: dict, toy: bool) -> Measured:
    worker = Worker(name, workload, folder, toy)
    worker.time(1)
    answers[name] = worker.ask("last")  # converging further would take as long again
    worker.end()
    return worker.measured


def _compare(measured: Measured, answer: dict, ours: dict) -> None:
    if not answer or not ours:
        return
    names = [name for name in answer["coef"] if name in ours["coef"]]
    if not names or (len(names) < len(answer["coef"])):
        measured.note = f"{len(answer['coef'])} coefficients, {len(names)} of them named as ours"
    error, other = (which["se"] for which in (ours, answer))
    measured.coef_gap = max(
        abs(answer["coef"][name] - ours["coef"][name]) / error[name] for name in names
    )
    measured.se_gap = max(abs(other[name] / error[name] - 1) for name in names)


def _command(package: str, workload: Workload, folder: Path, toy: bool) -> list[str]:
    if package != "R":
        command = [sys.executable, str(HERE / "worker.py"), package, workload.name, str(folder)]
        return command + ["--toy"] * toy
    size = workload.toy() if toy else workload
    names = ",".join((workload.response, *workload.numbers))
    model = [str(size.n), workload.formula, workload.family, names]
    return ["Rscript", "--vanilla", str(HERE / "rival.R"), str(folder / size.name), *model]

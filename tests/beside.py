"""What runs in a second process beside the tests, on the core that they leave free.

It is a lane of commands, one at a time: mypy, pyright, and then the tests of `PLACES`, whose
reports the first process takes over as if it had run them. `conftest.py` starts the lane when the
tests have been collected. A test without a report, as after a crash, runs in the first process.
"""

from __future__ import annotations

import base64
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

import pytest

ROOT = Path(__file__).parents[1]
PLACES = (
    "tests/simulations",
    "tests/plots",
    "tests/integrations",
    "tests/benchmarks",
    "tests/test_documents.py",
)
FEW = 10_000  # tests: below that they run in one process


@dataclass
class Lane:
    """Commands that run one after another; what each prints is in a file of its name."""

    commands: dict[str, list[str]] = field(default_factory=dict)
    started: dict[str, subprocess.Popen[str]] = field(default_factory=dict)

    @cached_property
    def folder(self) -> Path:
        """What the commands write."""
        return Path(tempfile.mkdtemp(prefix="rglm-tests-"))

    def advance(self) -> None:
        """Start the next command if none runs."""
        if len(self.started) == len(self.commands):
            return
        if all(process.poll() is not None for process in self.started.values()):
            name = next(name for name in self.commands if name not in self.started)
            self.started[name] = self._start(name)

    def _start(self, name: str) -> subprocess.Popen[str]:
        environment = os.environ | {"MYPYPATH": str(ROOT), "PYTHONPATH": str(ROOT)}
        with (self.folder / f"{name}.txt").open("w", encoding="utf-8") as file:
            return subprocess.Popen(
                self.commands[name], text=True, cwd=ROOT, env=environment, stdout=file, stderr=file
            )

    def has_ended(self, name: str) -> bool:
        """Whether a command has run to its end."""
        self.advance()
        return name in self.started and self.started[name].poll() is not None

    def output(self, name: str) -> str:
        """All that a command prints, once it has ended."""
        while not self.has_ended(name):
            time.sleep(0.05)
        text = (self.folder / f"{name}.txt").read_text(encoding="utf-8")
        assert self.started[name].returncode in (0, 1), text
        return text

    def stop(self) -> None:
        """End what runs, and forget the files."""
        for process in self.started.values():
            process.kill()
            process.wait()
        if self.commands:
            shutil.rmtree(self.folder, ignore_errors=True)


class Reporter:
    """In the second process: writes the report of each phase of a test, a line each."""

    def __init__(self, config: pytest.Config, path: Path) -> None:
        self.config = config
        self.file: BinaryIO = path.open("ab", buffering=0)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        data = self.config.hook.pytest_report_to_serializable(config=self.config, report=report)
        self.file.write(base64.b64encode(pickle.dumps(data)) + b"\n")

    def pytest_unconfigure(self) -> None:
        self.file.close()


class Beside:
    """In the first process: the tests of `PLACES` come last, and have the reports of the lane."""

    def __init__(self, config: pytest.Config, lane: Lane) -> None:
        self.config, self.lane = config, lane
        self.path = lane.folder / "reports"
        self.path.touch()
        self.reports: dict[str, list[pytest.TestReport]] = {}
        self.read_to = 0
        report_to = [f"--reports-to={self.path}", "-p", "no:cacheprovider"]
        lane.commands["tests"] = [sys.executable, "-m", "pytest", "-q", *report_to, *PLACES]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> bool | None:
        """Take over the reports of an item; None, if there are none: pytest then runs it."""
        if not is_beside(item) or not (reports := self._reports_of(item.nodeid)):
            return None
        where = {"nodeid": item.nodeid, "location": item.location}
        item.ihook.pytest_runtest_logstart(**where)
        for report in reports:
            item.ihook.pytest_runtest_logreport(report=report)
        item.ihook.pytest_runtest_logfinish(**where)
        return True

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say so if the second process did not come to its end."""
        process = self.lane.started.get("tests")
        if process is not None and process.poll() not in (None, 0, 1):
            text = (self.lane.folder / "tests.txt").read_text(encoding="utf-8")
            terminalreporter.section(f"tests/beside.py ended with {process.returncode}")
            terminalreporter.write(text[-2000:])

    def _reports_of(self, nodeid: str) -> list[pytest.TestReport]:
        while not self._is_complete(nodeid):
            ended = self.lane.has_ended("tests")
            self._read()
            if ended:
                break
            if not self._is_complete(nodeid):
                time.sleep(0.05)
        return self.reports[nodeid] if self._is_complete(nodeid) else []

    def _is_complete(self, nodeid: str) -> bool:
        return any(report.when == "teardown" for report in self.reports.get(nodeid, []))

    def _read(self) -> None:
        with self.path.open("rb") as file:
            file.seek(self.read_to)
            for line in file:
                if not line.endswith(b"\n"):
                    break
                self.read_to += len(line)
                report = self.config.hook.pytest_report_from_serializable(
                    config=self.config, data=pickle.loads(base64.b64decode(line))
                )
                self.reports.setdefault(report.nodeid, []).append(report)


def is_beside(item: pytest.Item) -> bool:
    """Whether a test belongs to the second process."""
    return item.nodeid.startswith(tuple(f"{p}/" if "." not in p else p for p in PLACES))


def is_useful(config: pytest.Config, items: list[pytest.Item]) -> bool:
    """Whether all tests are run, and nobody wants to look into them."""
    option = config.option
    looked_at = option.usepdb or option.trace or option.capture == "no" or option.agreement
    return len(items) > FEW and (os.cpu_count() or 1) > 1 and not looked_at
